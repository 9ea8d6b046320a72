"""Pages of cases: those that wait, and one with its steps."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.followup.actions import cases
from gangqiao.followup.forms import CaseForm, case_choices
from gangqiao.followup.models import Case
from gangqiao.followup.reads import cases as reads
from gangqiao.followup.showing import cases as showing
from gangqiao.followup.views.areas import area_filter
from gangqiao.kernel.buttons import done, pressed
from gangqiao.kernel.links import Link
from gangqiao.kernel.paging import columns_of, key_to_go_on, pager_of
from gangqiao.people.reads.masking import name_for, place_name
from gangqiao.people.views.subjects import person_or_404

VIEW = "followup.view_cases"


def case_or_404(uuid: UUID) -> Case:
    """The case, within the scope."""
    found = reads.find(uuid)
    if found is None:
        raise Http404
    return found


def case_list(request: ActorRequest) -> HttpResponse:
    """The cases of the reader's area, the first to be answered first."""
    actor, area = request.actor, request.GET.get("area", "")[:40]
    look = request.GET.get("look", "")
    look = look if look in reads.LOOKS else ""
    rows, counts, more = reads.page_of(look, area, key_to_go_on(request) or 0)
    looked(VIEW, actor=actor, persons=[row.person_uuid for row in rows])
    here = reverse("followup:cases")
    words = {
        "": pgettext("cases", "Open"),
        "overdue": pgettext("cases", "Overdue"),
        "opened": pgettext("cases", "In nobody's hands"),
        "closed": pgettext("cases", "Closed"),
    }
    shown = {
        "rows": showing.rows(rows, actor),
        "is_empty": not rows,
        "count": counts[look],
        "looks": [
            Link(said, f"{here}?{urlencode({k: v for k, v in (('look', key), ('area', area)) if v})}", key == look,
                 f"{counts[key]:,}")
            for key, said in words.items()
        ],
        "columns": columns_of((_("Person"), pgettext("case", "About"), pgettext("case", "Owner"), _("State"),
                               pgettext("case", "Answer by"))),
        **area_filter(area, actor, VIEW, here, {"look": look}),
        **pager_of(request, more),
    }  # fmt: skip
    return render(request, "followup/cases.html", shown)


def case(request: ActorRequest, worker_case: UUID) -> HttpResponse:
    """One case."""
    found, actor = case_or_404(worker_case), request.actor
    looked(VIEW, actor=actor, person=found.person)
    shown = {
        "case": found,
        "row": showing.rows([found], actor)[0],
        "notes": showing.notes(found),
        "may": showing.acts_of(found, actor),
        "may_see_person": actor.may("people.view", str(found.area_id)),
        **case_choices(),
    }
    return render(request, "followup/case.html", shown)


def open_case(request: ActorRequest, person: UUID) -> HttpResponse:
    """Open a case for a worker."""
    subject, actor = person_or_404(person), request.actor
    form, opened = CaseForm(request.POST or None), []

    def act() -> None:
        given = form.cleaned_data
        opened.append(cases.open_case(subject.pk, given["kind"], given["words"], owner=given["owner"], actor=actor))

    if request.method == "POST" and done(request, form, act, _("Opened. Its owner has until the day below.")):
        return redirect("followup:case", opened[0].uuid)
    looked("followup.open_case", actor=actor, person=subject)
    shown = {
        "form": form,
        "title": _("Open a case"),
        "lead": f"{name_for(subject, actor)} \u00b7 {place_name(str(subject.area_id))}",
        "back": reverse("people:person", args=[subject.uuid]),
        "save": _("Open the case"),
    }
    return render(request, "followup/form.html", shown, status=422 if form.errors else 200)


def _step(request: ActorRequest, uuid: UUID, act: Any, said: Any) -> HttpResponse:
    found = case_or_404(uuid)
    pressed(request, lambda: act(found.pk), said)
    return redirect("followup:case", found.uuid)


def _words(request: ActorRequest) -> str:
    return request.POST.get("reason", "")[:1000]


def take(request: ActorRequest, worker_case: UUID) -> HttpResponse:
    """Take it in hand."""
    return _step(request, worker_case, lambda key: cases.take(key, actor=request.actor), _("In hand."))


def settle(request: ActorRequest, worker_case: UUID) -> HttpResponse:
    """It is settled."""
    words = _words(request)
    return _step(request, worker_case, lambda key: cases.settle(key, words, actor=request.actor), _("Settled."))


def unsettle(request: ActorRequest, worker_case: UUID) -> HttpResponse:
    """It could not be settled."""
    words = _words(request)
    return _step(request, worker_case, lambda key: cases.unsettle(key, words, actor=request.actor), _("Recorded."))


def close(request: ActorRequest, worker_case: UUID) -> HttpResponse:
    """It is closed with a verdict."""
    verdict, words, actor = request.POST.get("reason_code", "")[:12], _words(request), request.actor
    return _step(request, worker_case, lambda key: cases.close(key, verdict, words, actor=actor), _("Closed."))


def note(request: ActorRequest, worker_case: UUID) -> HttpResponse:
    """Write down what was done."""
    words = _words(request)
    return _step(request, worker_case, lambda key: cases.add_note(key, words, actor=request.actor), _("Written down."))


def hand_on(request: ActorRequest, worker_case: UUID) -> HttpResponse:
    """Give it to another owner."""
    owner = request.POST.get("reason_code", "")[:20]
    return _step(request, worker_case, lambda key: cases.hand_on(key, owner, actor=request.actor), _("Handed on."))
