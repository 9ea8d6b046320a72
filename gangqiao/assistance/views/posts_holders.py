"""Pages of post holders and objections: agreement, duty, pauses, the end; answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.assistance.actions import holding as actions
from gangqiao.assistance.actions import objecting
from gangqiao.assistance.codes import LISTS
from gangqiao.assistance.forms.posts import AgreementForm, end_choices, outcome_choices, suspend_choices
from gangqiao.assistance.models import Holder, Objection
from gangqiao.assistance.reads import holders as reads
from gangqiao.assistance.reads import objections as objections_read
from gangqiao.assistance.showing import holders as showing
from gangqiao.assistance.showing import objections as objections_shown
from gangqiao.assistance.views.posts import way_to
from gangqiao.audit.events import looked
from gangqiao.followup.views.areas import area_filter
from gangqiao.kernel.buttons import pressed
from gangqiao.kernel.links import Link
from gangqiao.kernel.paging import columns_of, key_to_go_on, pager_of
from gangqiao.transfers.views.form_pages import act_by_form

VIEW = "assistance.view_holders"


def holder_or_404(uuid: UUID) -> Holder:
    """The holder, within the scope."""
    found = reads.find(uuid)
    if found is None:
        raise Http404
    return found


def _tabs(here: str, words: dict[str, Any], counts: dict[str, int], look: str, area: str) -> list[Link]:
    return [
        Link(said, f"{here}?{urlencode({k: v for k, v in {'look': key, 'area': area}.items() if v})}", key == look,
             f"{counts[key]:,}")
        for key, said in words.items()
    ]  # fmt: skip


def holders(request: ActorRequest) -> HttpResponse:
    """Who holds public posts, and whom something was found about."""
    actor, asked = request.actor, request.GET
    area, department = asked.get("area", "")[:40], asked.get("department", "")
    department = department if department in LISTS["post_department"] else ""
    words = {
        "": pgettext("post holders", "On duty"), "found": pgettext("post holders", "To be looked into"),
        "to_sign": pgettext("post holders", "To sign"), "suspended": pgettext("post holders", "Suspended"),
        "soon": pgettext("post holders", "Running out"), "ended": pgettext("post holders", "Ended"),
    }  # fmt: skip
    look = asked.get("look", "")
    look = look if look in words else ""
    rows, counts, more = reads.page_of(look, area=area, department=department, start=key_to_go_on(request) or 0)
    looked(VIEW, actor=actor, persons=[row.person_uuid for row in rows])
    here = reverse("assistance:holders")
    labels = (
        _("Holder"),
        _("Post"),
        pgettext("public post", "Agreement"),
        _("Insured until"),
        _("Pay a month"),
        _("State"),
    )
    shown = {
        "rows": showing.rows(rows, actor),
        "is_empty": not rows,
        "count": counts[look],
        "look": look,
        "looks": _tabs(here, words, counts, look, area),
        "columns": columns_of(labels),
        "departments": LISTS["post_department"].choices(),
        "department": department,
        **area_filter(area, actor, VIEW, here, {"look": look, "department": department}),
        **pager_of(request, more),
    }
    return render(request, "assistance/holders.html", shown)


def holder(request: ActorRequest, holder: UUID) -> HttpResponse:
    """One holder: agreement, insurance, duty, what was found."""
    found, actor = holder_or_404(holder), request.actor
    looked(VIEW, actor=actor, person=found.person)
    shown = {
        "holder": found,
        "row": showing.rows([found], actor)[0],
        "pauses": showing.pauses(found),
        "way": (*way_to(found.post),),
        "may_see_person": actor.may("people.view", str(found.area_id)),
        "end_reasons": end_choices(),
        "suspend_reasons": suspend_choices(),
    }
    return render(request, "assistance/holder.html", shown)


def sign(request: ActorRequest, holder: UUID) -> HttpResponse:
    """Record agreement and insurance."""
    found, actor = holder_or_404(holder), request.actor
    form = AgreementForm(request.POST or None, holder=found)
    looked("assistance.sign_agreement", actor=actor, person=found.person)
    name = showing.rows([found], actor)[0].name
    return act_by_form(
        request, form, lambda: actions.sign(found.uuid, form.cleaned_data, actor=actor), _("Saved."),
        title=_("Agreement and insurance"), way=way_to(found.post), lead=f"{name} · {found.post.title}",
        back=reverse("assistance:holder", args=[found.uuid]),
    )  # fmt: skip


def _act(what: Callable[..., Any], said: Any, *takes: str) -> Callable[..., HttpResponse]:
    """A button of a holder. takes: fields of the post that go to the verb, in order."""

    def view(request: ActorRequest, holder: UUID) -> HttpResponse:
        found = holder_or_404(holder)
        given = [request.POST.get(name, "")[:200] for name in takes]
        pressed(request, lambda: what(found.uuid, *given, actor=request.actor), said())
        return redirect("assistance:holder", found.uuid)

    view.__name__, view.__doc__ = what.__name__, what.__doc__
    return view


start = _act(actions.start, lambda: _("On duty. The time of work stands on the person's file."))
suspend = _act(actions.suspend, lambda: _("Suspended: no pay follows for these days."), "reason_code", "reason")
resume = _act(actions.resume, lambda: _("On duty again."), "reason")
look_into = _act(actions.look_into, lambda: _("Looked into. Pay goes on."), "reason")
end = _act(actions.end, lambda: _("Ended. The place is free."), "reason_code", "reason")


def objections(request: ActorRequest) -> HttpResponse:
    """Objections to be answered, and what became of them."""
    actor, area = request.actor, request.GET.get("area", "")[:40]
    words = {
        "": pgettext("objections", "To answer"),
        "overdue": pgettext("objections", "Overdue"),
        "answered": pgettext("objections", "Answered"),
    }
    look = request.GET.get("look", "")
    look = look if look in words else ""
    rows, counts, more = objections_read.page_of(look, area=area, start=key_to_go_on(request) or 0)
    looked(VIEW, actor=actor, persons=[row.person_uuid for row in rows if row.person_uuid])
    here = reverse("assistance:objections")
    labels = (
        pgettext("objection", "About"), _("Post"), _("What is said"), _("Answer by"), _("Outcome"),
    )  # fmt: skip
    shown = {
        "rows": objections_shown.rows(rows, actor),
        "is_empty": not rows,
        "count": counts[look],
        "looks": _tabs(here, words, counts, look, area),
        "columns": columns_of(labels),
        "outcomes": outcome_choices(),
        **area_filter(area, actor, VIEW, here, {"look": look}),
        **pager_of(request, more),
    }
    return render(request, "assistance/objections.html", shown)


def answer(request: ActorRequest, objection: UUID) -> HttpResponse:
    """Answer an objection."""
    found: Objection | None = objections_read.find(objection)
    if found is None:
        raise Http404
    outcome, words = request.POST.get("reason_code", ""), request.POST.get("reason", "")[:500]
    pressed(
        request,
        lambda: objecting.answer(found.uuid, outcome, words, actor=request.actor),
        pgettext("objection", "Answered."),
    )
    return redirect("assistance:objections")
