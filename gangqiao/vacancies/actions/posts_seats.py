"""Count who was hired: the seats of a vacancy fill, and open again when somebody leaves before starting."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import require, step_of
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.vacancies.actions.posts_keeping import end
from gangqiao.vacancies.models import Hires, Vacancy
from gangqiao.vacancies.policy.freshness import Facts, why_not_published
from gangqiao.vacancies.refusals.employers import DayAhead
from gangqiao.vacancies.refusals.posts import CountedAlready, FewerThanNone, HasEnded, NoSeatFree, NotYet, TooManyHired
from gangqiao.vacancies.states import BEFORE_PUBLISHED, Status

HIRES, FILL, OPEN_SEATS = "vacancies.record_hires", "vacancies.fill", "vacancies.open_seats"
PAUSE = "vacancies.pause"


def record_hires(
    vacancy_id: int,
    number: int,
    *,
    actor: Actor,
    on: date | None = None,
    way: str = "office",
    note: str = "",
    before: int | None = None,
    source: str = "screen",
) -> Vacancy:
    """So many were hired on a day; a negative number takes back who left before starting.

    before  how many the one who counted saw as hired: when another number stands there, it was counted already
    The last seat fills the vacancy; a seat that is free again opens it. Raises TooManyHired, FewerThanNone,
    CountedAlready, HasEnded, DayAhead, NotYourVerb.
    """
    with transaction.atomic():
        vacancy = Vacancy.objects.select_for_update().get(pk=vacancy_id)
        require(actor, HIRES, vacancy)
        count_locked(vacancy, number, actor=actor, on=on, way=way, note=note, before=before, source=source)
    return vacancy


def count_hires(uuid: UUID, number: int, *, way: str, by: Actor, note: str = "", source: str = "job") -> None:
    """For the app that counts referrals: the same by uuid, in the scope of the moment, acting as the system."""
    with transaction.atomic():
        vacancy = Vacancy.objects.select_for_update().get(uuid=uuid)
        count_locked(vacancy, number, actor=by, way=way, note=note, source=source)


def count_locked(
    vacancy: Any,
    number: int,
    *,
    actor: Actor,
    on: date | None = None,
    way: str,
    note: str = "",
    before: int | None = None,
    source: str,
) -> None:
    """The same for a vacancy that the caller has read and locked; the caller has asked whether the actor may."""
    day, hired = on or clock.today(), vacancy.hired + number
    if before is not None and before != vacancy.hired:
        raise CountedAlready
    if day > clock.today():
        raise DayAhead
    if vacancy.status in (*BEFORE_PUBLISHED, Status.WITHDRAWN):
        raise HasEnded
    if hired < 0:
        raise FewerThanNone
    if hired > (vacancy.number or 0):
        raise TooManyHired(vacancy.number or 0)
    Hires.objects.create(
        area_id=vacancy.area_id,
        unit=vacancy.unit,
        party=vacancy.party,
        vacancy=vacancy,
        on=day,
        number=number,
        way=way,
        note=note[:200],
        by=actor.name[:100],
        at=clock.now(),
    )
    vacancy.hired = hired
    vacancy.save()
    record(HIRES, actor=actor, subject=vacancy, fields=["hired"], source=source)
    _follow(vacancy, source)


def fill(vacancy_id: int, *, actor: Actor) -> Vacancy:
    """Say that it is filled, whoever filled it."""
    with transaction.atomic():
        vacancy = Vacancy.objects.select_for_update().get(pk=vacancy_id)
        with step_of(vacancy, FILL, actor=actor):
            end(vacancy, "filled")
    return vacancy


def open_seats(vacancy_id: int, *, actor: Actor) -> Vacancy:
    """Open a filled vacancy again: seats are free. Raises NoSeatFree, NotYet (run out, not confirmed of late)."""
    with transaction.atomic():
        vacancy = Vacancy.objects.select_for_update().get(pk=vacancy_id)
        with step_of(vacancy, OPEN_SEATS, actor=actor):
            if vacancy.hired >= (vacancy.number or 0):
                raise NoSeatFree
            _reopen(vacancy)
            why = why_not_published(Facts.of(vacancy), clock.today())
            if why is not None:
                raise NotYet(why)
    return vacancy


def _follow(vacancy: Any, source: str) -> None:
    """The state follows the seats. One that is stale meanwhile opens as paused: it waits to be confirmed."""
    full = vacancy.hired >= (vacancy.number or 0)
    if full and vacancy.status in (Status.PUBLISHED, Status.PAUSED):
        with step_of(vacancy, FILL, actor=SYSTEM, source=source):
            end(vacancy, "filled")
    elif not full and vacancy.status == Status.FILLED and vacancy.valid_until >= clock.today():
        with step_of(vacancy, OPEN_SEATS, actor=SYSTEM, source=source):
            _reopen(vacancy)
        if why_not_published(Facts.of(vacancy), clock.today()) is not None:
            with step_of(vacancy, PAUSE, actor=SYSTEM, source=source):
                pass


def _reopen(vacancy: Any) -> None:
    vacancy.closed_on, vacancy.closed_reason = None, ""
