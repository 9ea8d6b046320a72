"""Cases in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gangqiao.followup.codes import LISTS
from gangqiao.followup.models import Case
from gangqiao.followup.reads.cases import notes_of
from gangqiao.followup.states import CASE, LIVE_CASE, CaseStatus
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.verbs import labels_of_acts
from gangqiao.people.reads.masking import name_for, place_names

C = CaseStatus
TONES = {C.OPENED: "warn", C.IN_HAND: "busy", C.SETTLED: "good", C.UNSETTLED: "bad", C.CLOSED: "calm"}


@dataclass(frozen=True, slots=True)
class Row:
    """A case in a list. due: by when, in words, with how long it is over."""

    case: Case
    name: str
    place: str
    kind: str
    owner: str
    status: Any
    tone: str
    due: str
    is_overdue: bool
    verdict: str


def rows(cases: Iterable[Case], actor: Actor) -> list[Row]:
    """Cases as rows; their persons must be at hand."""
    found = list(cases)
    places = place_names({str(one.area_id) for one in found})
    return [_row(one, places.get(str(one.area_id), ""), actor) for one in found]


def _row(one: Case, place: str, actor: Actor) -> Row:
    status = C(one.status)
    late = (clock.today() - one.due_on).days if status in LIVE_CASE else 0
    due = date_format(one.due_on)
    return Row(
        case=one,
        name=name_for(one.person, actor),
        place=place,
        kind=LISTS["case_kind"].word(one.kind),
        owner=LISTS["case_owner"].word(one.owner),
        status=status.label,
        tone="bad" if late > 0 else TONES[status],
        due=_("%(day)s, %(n)d days over") % {"day": due, "n": late} if late > 0 else due,
        is_overdue=late > 0,
        verdict=LISTS["verdict"].word(one.verdict) if one.verdict else "",
    )


def acts_of(one: Case, actor: Actor) -> set[str]:
    """The verbs the reader may use on it now, without the name of the app."""
    area = str(one.area_id)
    steps = {step.verb for step in CASE.steps_from(one.status) if actor.may(step.verb, area)}
    if one.status != C.CLOSED and actor.may("followup.note_case", area):
        steps.add("followup.note_case")
    if one.status in LIVE_CASE and actor.may("followup.take_case", area):
        steps.add("followup.hand_on")
    return {verb.partition(".")[2] for verb in steps}


def notes(one: Case) -> list[tuple[Any, Any, str, str]]:
    """What was done, oldest first: when, what, by whom, in words."""
    labels = labels_of_acts()
    return [(note.at, labels.get(note.verb, _("Note")), note.by, note.words) for note in notes_of(one)]
