"""The file of a person and of a household, and "still right"."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.accounts.sessions import is_fresh
from gangqiao.audit.events import looked
from gangqiao.kernel import clock
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.remarks import remarks_on
from gangqiao.people import actions, states
from gangqiao.people.codes import LISTS
from gangqiao.people.models import EmploymentSpell, Person
from gangqiao.people.models.registry import MERGED
from gangqiao.people.reads.changes import GOVERNED, ChangeShown, show_changes
from gangqiao.people.reads.file import Moment, PersonFile, person_file
from gangqiao.people.reads.household import household_file
from gangqiao.people.reads.masking import may_reveal
from gangqiao.people.reads.timeline import Entry
from gangqiao.people.views.acts import Act, acts_on_household, acts_on_person
from gangqiao.people.views.revealing import REASONS
from gangqiao.people.views.subjects import household_or_404, person_or_404, say_refusal

EARLIEST = date(1990, 1, 1)
CONFIRMED_HOW = ("visit", "phone", "self")
STEP_PAGES = {
    "people.depart": "people:depart",
    "people.start_work": "people:start_work",
    "people.verify_spell": "people:verify_spell",
    "people.end_spell": "people:end_spell",
}


def person(request: ActorRequest, person: UUID) -> HttpResponse:
    """The file of one person, now or as of a day. The look is written before the page leaves."""
    subject = person_or_404(person)
    moment = _moment(request)
    looked("people.view", actor=request.actor, person=subject)
    file = person_file(subject, request.actor, moment)
    # The value revealed is that of today: of a past day nothing is offered.
    reveals = may_reveal(request.actor, subject.area_id) and not moment.is_past
    shown: dict[str, Any] = {
        "file": file,
        "title": file.name,
        "reveal_url": reverse("people:reveal", args=[subject.uuid]) if reveals and is_fresh(request) else "",
        "confirm_first_url": _confirm_first(subject) if reveals and not is_fresh(request) else "",
        "reasons": REASONS,
        "today": clock.today(),
        "kept": _kept(subject),
        "confirmed_how": LISTS["confirmed_how"].word(subject.confirmed_how),
        "remarks": [] if moment.is_past else remarks_on(subject, request.actor),
        "signature_lines": [_("Checked with the person by"), _("Person or family member")],
        **_acts(request, file),
    }
    return render(request, "people/person.html", shown)


def _acts(request: ActorRequest, file: PersonFile) -> dict[str, Any]:
    """Everything the reader may do. Nothing is done to the past: on an earlier day there are no buttons."""
    actor, subject = request.actor, file.person
    if file.moment.is_past:
        return {"timeline": [(e, []) for e in file.entries]}
    return {
        "acts": acts_on_person(actor, subject),
        "timeline": [(e, _entry_acts(request, e) if subject.is_live else []) for e in file.entries],
        "may_confirm": actor.may("people.confirm", subject.area_id) and subject.is_live,
        "may_unmerge": actor.may("people.unmerge", subject.area_id) and subject.record == MERGED,
        "confirm_reasons": _how(),
        "changes": _changes(request, file),
    }


def _entry_acts(request: ActorRequest, entry: Entry) -> list[Act]:
    """What may be done with one line of the timeline."""
    row = entry.row
    if entry.kind == "spell":
        return _steps(request, row)
    if entry.kind == "category" and row.valid_to is None and request.actor.may("people.record_category", row.area_id):
        return [Act(_("End"), reverse("people:end_category", args=[row.pk]), tone="quiet")]
    return []


def _how() -> list[tuple[str, str]]:
    return [(code, LISTS["confirmed_how"].word(code)) for code in CONFIRMED_HOW]


def _steps(request: ActorRequest, spell: EmploymentSpell) -> list[Act]:
    """The next steps of a spell, from the table of its life cycle, and its correction."""
    actor = request.actor
    steps = [
        Act(
            step.label, reverse(STEP_PAGES[step.verb], args=[spell.pk]), tone="good" if step.tone == "good" else "plain"
        )
        for step in states.SPELL.steps_from(spell.status)
        if actor.may(step.verb, spell.area_id)
    ]
    if actor.may("people.record_spell", spell.area_id):
        steps.append(Act(_("Correct"), reverse("people:correct_spell", args=[spell.pk]), tone="quiet"))
    return steps


def _changes(request: ActorRequest, file: PersonFile) -> list[ChangeShown]:
    """The governed changes of the person. Asked only when the log has one: the table is the whole county's."""
    if not any(event.verb in GOVERNED for event in file.events):
        return []
    return show_changes(actions.changes_of(file.person), request.actor)


def _kept(subject: Person) -> Person | None:
    """The record into which this one was merged, if the reader may see it."""
    if subject.merged_into_id is None:
        return None
    return Person.objects.filter(pk=subject.merged_into_id).first()


def _confirm_first(subject: Person) -> str:
    return f"{reverse('account_reauthenticate')}?{urlencode({'next': reverse('people:person', args=[subject.uuid])})}"


def _moment(request: ActorRequest) -> Moment:
    """The day asked about and the day of knowledge; a day that is none, or one to come, is not found."""
    on, known = (_day(request.GET.get(name, "")) for name in ("on", "known"))
    today = clock.today()
    if on == today and known is None:
        return Moment()
    return Moment(on, None if known == today else known)


def _day(typed: str) -> date | None:
    if not typed:
        return None
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        raise Http404 from None
    if not EARLIEST <= day <= clock.today():
        raise Http404
    return day


def confirm(request: ActorRequest, person: UUID) -> HttpResponse:
    """Write that the record is still right."""
    subject = person_or_404(person)
    try:
        actions.confirm(subject.pk, how=_confirmed_how(request), actor=request.actor)
    except Refusal as refusal:
        say_refusal(request, refusal)
    else:
        messages.success(request, _("Confirmed today. The record counts as fresh."))
    return redirect("people:person", subject.uuid)


def _confirmed_how(request: ActorRequest) -> str:
    how = request.POST.get("reason_code", "")
    return how if how in CONFIRMED_HOW else "visit"


def household(request: ActorRequest, household: UUID) -> HttpResponse:
    """The file of one household. Its members are seen with it, so each of them has been looked at."""
    subject = household_or_404(household)
    file = household_file(subject, request.actor)
    looked("people.view", actor=request.actor, persons=[m.person.uuid for m in (*file.members, *file.former)])
    shown = {
        "file": file,
        "acts": acts_on_household(request.actor, subject),
        "may_confirm": request.actor.may("people.confirm", subject.area_id) and subject.dissolved_on is None,
        "confirm_reasons": _how(),
    }
    return render(request, "people/household.html", shown)


def confirm_household(request: ActorRequest, household: UUID) -> HttpResponse:
    """Write that the household and everybody in it is still right."""
    subject = household_or_404(household)
    try:
        actions.confirm_household(subject.pk, how=_confirmed_how(request), actor=request.actor)
    except Refusal as refusal:
        say_refusal(request, refusal)
    else:
        messages.success(request, _("Confirmed today: the household and everybody in it."))
    return redirect("people:household", subject.uuid)
