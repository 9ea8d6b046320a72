"""Filled workbooks: ask for one, wait for it, take it."""

from __future__ import annotations

from urllib.parse import quote
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.files import FileGone, open_kept
from gangqiao.reports import actions, jobs, reads
from gangqiao.reports import teaching as t
from gangqiao.reports.actions.filling import FILL
from gangqiao.reports.comparing.results import said_again
from gangqiao.reports.forms import FillForm
from gangqiao.reports.models import Filling
from gangqiao.reports.states import Work
from gangqiao.reports.views import XLSX
from gangqiao.reports.views.layouts import layout_or_404, layout_page


def fill(request: ActorRequest, layout_id: UUID) -> HttpResponse:
    """Fill the layout for a day and an area. Figures alone are filled at once; a list is made by a job.

    With sensitive columns in full it becomes an export that somebody else has to approve.
    """
    found = layout_or_404(request, layout_id)
    form = FillForm(request.POST, actor=request.actor, sensitive=reads.sensitive_of(found, request.actor))
    number = request.POST.get("version", "")
    version = reads.in_force(found, int(number) if number.isdecimal() else None)
    if version is None:
        raise Http404
    if not form.is_valid():
        return layout_page(request, found, form)
    area = reads.find_area(request.actor, form.cleaned_data["area"], FILL)
    if area is None:
        raise Http404
    try:
        if clear := form.cleaned_data["clear"]:
            purpose = form.cleaned_data["purpose"]
            asked = actions.ask_in_full(version, area, form.chosen_day, clear, purpose, actor=request.actor)
            return redirect("exports:export", asked.uuid)
        made = actions.ask_to_fill(version, area, form.chosen_day, actor=request.actor)
    except Refusal as refusal:
        form.refuse(refusal)
        return layout_page(request, found, form)
    actions.drop_expired()
    if not t.load(version.teaching).lists_people:
        jobs.make_filling(made)
    return redirect("reports:filling", made.uuid)


def filling(request: ActorRequest, filling: UUID) -> HttpResponse:
    """Whether the workbook is ready, and what to know about it."""
    found = _filling_or_404(request, filling)
    lists_people = t.load(found.version.teaching).lists_people
    return render(
        request,
        "reports/filling.html",
        {
            "filling": found,
            "layout": found.version.layout,
            "told": [said_again(one) for one in found.told],
            "waits": found.status == Work.WAITS,
            "lists_people": lists_people,
            "may_save": _may_save(request, found),
        },
    )


def download(request: ActorRequest, filling: UUID) -> HttpResponse:
    """The workbook itself; without one, back to its page, which says why."""
    found = _filling_or_404(request, filling)
    if not _may_save(request, found):
        return redirect("reports:filling", found.uuid)
    try:
        content = open_kept(found.file) if found.file else b""
    except FileGone:
        content = b""
    if not content:
        return redirect("reports:filling", found.uuid)
    looked(FILL, actor=request.actor, reason=found.name)
    return workbook(content, found.name)


def _may_save(request: ActorRequest, filling: Filling) -> bool:
    """A list is saved by the one who asked for it: the log names whom that reader saw. Figures are for everybody."""
    return filling.made_by_id == request.actor.user_id or not t.load(filling.version.teaching).lists_people


def workbook(content: bytes, name: str) -> HttpResponse:
    """A workbook to be saved under a name in any language."""
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename=\"report.xlsx\"; filename*=UTF-8''{quote(name)}"
    return response


def _filling_or_404(request: ActorRequest, uuid: UUID) -> Filling:
    found = Filling.objects.select_related("version__layout", "made_by").filter(uuid=uuid).first()
    if found is None or request.actor.level_in(found.area_id) < found.level:
        raise Http404
    return found
