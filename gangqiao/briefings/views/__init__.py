"""Pages of the papers: the list, the form, one paper, its documents."""

from __future__ import annotations

from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.briefings import actions, reads
from gangqiao.briefings.forms import MakeForm
from gangqiao.briefings.models import Briefing
from gangqiao.briefings.refusals import Damaged
from gangqiao.briefings.showing import pages
from gangqiao.briefings.writing import FORMATS
from gangqiao.kernel.errors import Refusal


def index(request: ActorRequest) -> HttpResponse:
    """All papers of the reader's areas, by kind and state."""
    asked = request.GET
    return render(
        request,
        "briefings/list.html",
        pages.list_page(request.actor, asked.get("kind", ""), asked.get("status", "")),
    )


def make(request: ActorRequest) -> HttpResponse:
    """Ask for a paper. Refused, the form comes back with what was typed."""
    if request.method != "POST":
        asked = {name: request.GET[name] for name in ("kind", "area", "day", "meeting") if name in request.GET}
        return render(request, "briefings/make.html", {"form": MakeForm(actor=request.actor, initial=asked)})
    form = MakeForm(request.POST, actor=request.actor)
    if form.is_valid() and (made := _asked(request, form)):
        return redirect("briefings:briefing", made.uuid)
    return render(request, "briefings/make.html", {"form": form}, status=422)


def _asked(request: ActorRequest, form: MakeForm) -> Briefing | None:
    """The paper that is being made; None when it was refused, which the form says then."""
    area = reads.find_area(request.actor, form.cleaned_data["area"])
    if area is None:
        raise Http404
    try:
        return actions.ask(
            form.cleaned_data["kind"],
            area,
            form.chosen_day,
            actor=request.actor,
            is_public=form.cleaned_data["is_public"],
            meeting=form.chosen_meeting,
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return None


def briefing(request: ActorRequest, briefing: UUID) -> HttpResponse:
    """One paper: its state, its documents, and what it says, each number a link to its people."""
    found = _briefing_or_404(briefing)
    fault = ""
    try:
        paper = reads.paper_of(found)
    except Damaged as damaged:
        paper, fault = None, str(damaged)
    shown = pages.paper_page(found, paper, request.actor)
    return render(request, "briefings/briefing.html", shown | {"fault": fault})


def document(request: ActorRequest, briefing: UUID, language: str, form: str) -> HttpResponse:
    """A document as it was written; a damaged one sends back to the page of the paper."""
    found = _briefing_or_404(briefing)
    try:
        content = reads.document_of(found, language, form)
    except Damaged as damaged:
        messages.error(request, str(damaged))
        return redirect("briefings:briefing", found.uuid)
    if content is None:
        raise Http404
    looked("briefings.view", actor=request.actor, subject=found)
    name = f"{pages.shown(found).title} {found.day.isoformat()}.{form}"
    answer = HttpResponse(content, content_type=FORMATS[form])
    answer["Content-Disposition"] = f"attachment; filename=\"paper.{form}\"; filename*=UTF-8''{quote(name)}"
    return answer


def issue(request: ActorRequest, briefing: UUID) -> HttpResponse:
    """Issue a draft somebody else asked for."""
    found = _briefing_or_404(briefing)
    try:
        actions.issue(found.uuid, actor=request.actor)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Issued. Its documents can never change again."))
    return redirect("briefings:briefing", found.uuid)


def withdraw(request: ActorRequest, briefing: UUID) -> HttpResponse:
    """Take a paper out of use, with the reason."""
    found = _briefing_or_404(briefing)
    try:
        actions.withdraw(found.uuid, request.POST.get("reason", ""), actor=request.actor)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Withdrawn. The paper stays readable, with the reason."))
    return redirect("briefings:briefing", found.uuid)


def _briefing_or_404(uuid: UUID) -> Briefing:
    found = reads.find_briefing(uuid)
    if found is None:
        raise Http404
    return found
