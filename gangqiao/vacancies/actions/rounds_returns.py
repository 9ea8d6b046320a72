"""Returns: what a unit found of each employer, what it entered in a month, handed in and received."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Sum

from gangqiao.audit.events import record
from gangqiao.audit.steps import require, step
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.vacancies.actions import employers, employers_counting
from gangqiao.vacancies.models import Employer, Line, Return, Round
from gangqiao.vacancies.reads.rounds import entered_in
from gangqiao.vacancies.refusals.employers import DayAhead
from gangqiao.vacancies.refusals.rounds import (
    NothingEntered,
    NotNothing,
    NotOnTheRoster,
    NotOpen,
    StillToAsk,
    WhyNot,
)
from gangqiao.vacancies.states import Asked, EmployerStatus, RoundKind, RoundStatus

ASK, HAND_IN = "vacancies.ask_employer", "vacancies.hand_in"


def ask_employer(
    round_id: int,
    employer_id: int,
    outcome: str,
    *,
    figures: Mapping[str, Any] | None = None,
    on: date | None = None,
    note: str = "",
    actor: Actor,
    source: str = "screen",
) -> Line:
    """Record what became of one employer of a survey (R044).

    counted    its figures are taken down as a count of the day (R048, R049)
    closed     it is no longer there, and its record is closed
    refused, not_found  the survey says so; it stays missing among the settled ones
    Raises NotYourVerb, NotOpen, NotOnTheRoster, DayAhead, WhyNot, and what a count refuses.
    """
    day = on or clock.today()
    if day > clock.today():
        raise DayAhead
    asked = Asked(outcome)
    if asked is not Asked.COUNTED and not note.strip():
        raise WhyNot
    with transaction.atomic():
        employer = Employer.objects.select_for_update().get(pk=employer_id)
        require(actor, ASK, employer)
        if not Round.objects.filter(pk=round_id, status=RoundStatus.OPEN).exists():
            raise NotOpen
        line = Line.objects.filter(part_of__round=round_id, employer=employer).first()
        if line is None:
            raise NotOnTheRoster
        if asked is Asked.COUNTED:
            employers_counting.count_employer(employer.pk, figures or {}, on=day, actor=actor, source=source)
        elif asked is Asked.CLOSED and employer.status != EmployerStatus.CLOSED:
            employers.close_employer(employer.pk, note, actor=actor)
        line.outcome, line.on, line.note, line.by = asked, day, note.strip()[:200], actor.name[:100]
        line.save(update_fields=["outcome", "on", "note", "by"])
        record(ASK, actor=actor, subject=employer, fields=["outcome"], source=source)
    return line


def hand_in(
    return_id: int, *, nothing_new: bool = False, note: str = "", actor: Actor, source: str = "screen"
) -> Return:
    """Hand a return in. "Nothing new this month" is an answer, and only true when nothing was entered.

    Raises NotYourVerb, NotOpen, StillToAsk, NothingEntered, NotNothing.
    """
    with step(Return, return_id, HAND_IN, actor=actor, source=source) as owed:
        if owed.round.status != RoundStatus.OPEN:
            raise NotOpen
        if owed.round.kind == RoundKind.SURVEY:
            if many := Line.objects.filter(part_of=owed, outcome="").count():
                raise StillToAsk(many)
            nothing_new = not Line.objects.filter(part_of=owed).exists()
        entered = entered_in(owed)
        owed.vacancies = entered.count()
        owed.seats = entered.aggregate(seats=Sum("number"))["seats"] or 0
        if owed.round.kind == RoundKind.MONTHLY:
            _check_month(owed.vacancies, nothing_new)
        owed.nothing_new, owed.note = nothing_new, note.strip()[:300]
        owed.handed_in_at, owed.handed_in_by = clock.now(), actor.name[:100]
        owed.received_at, owed.received_by = None, ""
    return owed


def _check_month(entered: int, nothing_new: bool) -> None:
    if not entered and not nothing_new:
        raise NothingEntered
    if entered and nothing_new:
        raise NotNothing(entered)


def receive_return(return_id: int, *, actor: Actor) -> Return:
    """The bureau has it. Raises NotYourVerb, NotAllowedNow."""
    with step(Return, return_id, "vacancies.receive_return", actor=actor) as owed:
        owed.received_at, owed.received_by = clock.now(), actor.name[:100]
    return owed


def send_back_return(return_id: int, reason: str, *, actor: Actor) -> Return:
    """Something is missing; the unit sees why. Raises NotYourVerb, NotAllowedNow, NoteNeeded."""
    with step(Return, return_id, "vacancies.send_back_return", actor=actor, note=reason) as owed:
        owed.note = reason.strip()[:300]
    return owed
