"""The steps of a case beside its assessment: begun, met, asked for anew, closed, taken up again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from gangqiao.assistance.codes import LISTS
from gangqiao.assistance.models import AssistCase, Measure
from gangqiao.assistance.policy.classes import NONE, days_on
from gangqiao.assistance.policy.measures import fits
from gangqiao.assistance.refusals import AnswerOfList
from gangqiao.assistance.refusals_cases import NoMeasureYet, NothingToPlan
from gangqiao.assistance.states import LIVE_CASE, LIVE_MEASURE, CaseStatus
from gangqiao.audit.steps import step, step_of
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.people.models import Category, Person
from gangqiao.people.reads import as_of

PLAN, START, MEET = "assistance.plan_case", "assistance.start_case", "assistance.meet"
REASSESS, CLOSE, IDENTIFY = "assistance.reassess", "assistance.close_case", "assistance.identify"
DROP, FINISH = "assistance.drop_measure", "assistance.finish_measure"
POOR = "registered_poor"
WORDS = 500
C = CaseStatus


def plan(case_id: int, *, actor: Actor) -> AssistCase:
    """The plan is made: it has a measure of its class. Raises NothingToPlan, NoMeasureYet, NotAllowedNow."""
    with step(AssistCase, case_id, PLAN, actor=actor) as case:
        if case.kind == NONE:
            raise NothingToPlan
        if not any(fits(case.kind, one.kind) for one in live_measures(case)):
            raise NoMeasureYet
        set_next(case)
    return case


def start(case_id: int, *, actor: Actor) -> AssistCase:
    """Begin to help by the plan. Raises NoMeasureYet, NotAllowedNow."""
    with step(AssistCase, case_id, START, actor=actor) as case:
        if not live_measures(case):
            raise NoMeasureYet
        set_next(case)
    return case


def meet(case_id: int, note: str, *, actor: Actor) -> AssistCase:
    """The aim is met: the measures that still run have worked. Raises NotAllowedNow, NoteNeeded."""
    with step(AssistCase, case_id, MEET, actor=actor, note=note[:WORDS]) as case:
        for one in live_measures(case):
            with step_of(one, FINISH, actor=SYSTEM, source="screen"):
                one.result, one.done_on, one.done_by = "worked", clock.today(), actor.name[:100]
        set_next(case)
    return case


def ask_anew(case_id: int, reason: str, note: str, *, actor: Actor) -> AssistCase:
    """Ask for a new assessment, with a reason of the list and words. Raises AnswerOfList, NotAllowedNow, NoteNeeded."""
    if reason not in LISTS["reassess_reason"]:
        raise AnswerOfList("reason_code")
    with step(AssistCase, case_id, REASSESS, actor=actor, note=note[:WORDS]) as case:
        _to_be_assessed(case, reason)
    return case


def close(case_id: int, reason: str, note: str, *, actor: Actor) -> AssistCase:
    """Close a case with a reason of the list and in words. Raises AnswerOfList, NotAllowedNow, NoteNeeded."""
    if reason not in LISTS["close_reason"]:
        raise AnswerOfList("reason_code")
    with step(AssistCase, case_id, CLOSE, actor=actor, note=note[:WORDS]) as case:
        _closed(case, reason)
    return case


def identify(case_id: int, *, actor: Actor) -> AssistCase:
    """Take a closed case up again. Raises NotAllowedNow."""
    with step(AssistCase, case_id, IDENTIFY, actor=actor) as case:
        _taken_up(case)
    return case


# --- what the rules and the night do ---------------------------------------------------------------------------------


def have_reassessed(case: AssistCase, reason: str) -> None:
    """Have a locked case assessed anew, for a reason of the list."""
    with step_of(case, REASSESS, actor=SYSTEM, note=LISTS["reassess_reason"].word(reason), source="job"):
        _to_be_assessed(case, reason)


def take_up(case: AssistCase) -> None:
    """Take a locked case up again whose person is of the registered poor again."""
    with step_of(case, IDENTIFY, actor=SYSTEM, source="job"):
        _taken_up(case)


def reassess_due(day: date | None = None) -> int:
    """Have those cases of the scope assessed anew whose day has come; returns how many."""
    today = day or clock.today()
    due = AssistCase.objects.filter(status__in=(C.ASSESSED, C.PLANNED, C.ACTIVE, C.OUTCOME_MET), assess_on__lte=today)
    return sum(_locked(key, lambda case: have_reassessed(case, "calendar")) for key in _keys(due))


def close_gone(day: date | None = None) -> int:
    """Close the cases of the scope whose person died, moved away, or is of the registered poor no more."""
    today = day or clock.today()
    poor = as_of.rows(Category, on=today).filter(kind=POOR).values("person_id")
    open_ones = AssistCase.objects.filter(status__in=LIVE_CASE)
    gone = open_ones.filter(~Q(person__record="live") | Q(person__life="dead") | ~Q(person__in=poor))
    return sum(_locked(key, _close_gone) for key in _keys(gone))


def close_of(person: Person) -> int:
    """The same for one person, at once."""
    if person.is_live:
        return 0
    return sum(_locked(key, _close_gone) for key in _keys(AssistCase.objects.filter(person=person)))


def _close_gone(case: AssistCase) -> None:
    reason = why_gone(Person.objects.get(pk=case.person_id))
    with step_of(case, CLOSE, actor=SYSTEM, note=LISTS["close_reason"].word(reason), source="job"):
        _closed(case, reason)


def why_gone(person: Person) -> str:
    """Why somebody has no case any more: code of the list."""
    if person.life == "dead":
        return "died"
    return {"merged": "merged", "moved_out": "moved"}.get(person.record, "no_longer")


def _locked(key: int, act: Any) -> int:
    """Do something with a case that is locked and open still."""
    with transaction.atomic():
        case = AssistCase.objects.select_for_update(of=("self",)).get(pk=key)
        if case.status == C.CLOSED:
            return 0
        act(case)
    return 1


def _keys(rows: Any) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True))


# --- what a step does to the row -------------------------------------------------------------------------------------


def live_measures(case: AssistCase) -> list[Measure]:
    """The measures of a case that are planned or under way, locked."""
    rows = Measure.objects.select_for_update(of=("self",)).filter(case=case, status__in=LIVE_MEASURE)
    return list(rows.order_by("due_on", "pk"))


def set_next(case: AssistCase) -> None:
    """Count the live measures and find the next day: the earliest of a measure's, else that of the assessment."""
    rows = Measure.objects.filter(case=case, status__in=LIVE_MEASURE)
    days = sorted(rows.values_list("due_on", flat=True))
    case.live = len(days)
    case.next_on = min([*days, *([case.assess_on] if case.assess_on else [])], default=case.next_on or clock.today())


def drop_measures(case: AssistCase, note: str, *, unless_fits: bool = False) -> None:
    """Drop the live measures of a locked case; `unless_fits`: only those that do not fit its class."""
    for one in live_measures(case):
        if not (unless_fits and fits(case.kind, one.kind)):
            with step_of(one, DROP, actor=SYSTEM, note=note, source="job"):
                one.done_on = clock.today()


def _to_be_assessed(case: AssistCase, reason: str) -> None:
    case.reassess_reason = reason
    set_next(case)
    case.next_on = clock.today() + timedelta(days=days_on(clock.today()).again)


def _closed(case: AssistCase, reason: str) -> None:
    drop_measures(case, LISTS["close_reason"].word(reason))
    case.live, case.next_on, case.assess_on = 0, None, None
    case.closed_on, case.close_reason = clock.today(), reason


def _taken_up(case: AssistCase) -> None:
    today = clock.today()
    case.kind = case.none_reason = case.close_reason = case.reassess_reason = case.proposed_then = ""
    case.closed_on, case.identified_on = None, today
    case.next_on = today + timedelta(days=days_on(today).first)
