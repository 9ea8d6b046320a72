"""A referral leads from a person of one place to a vacancy kept by anybody: both ends are written in one transaction.

The actor reaches the referral in the own scope first (`own`), so that what is out of it does not exist. What has to be
locked is locked in this order: vacancy, the person's referrals by key, person; counts of held seats come last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from gangqiao.audit.steps import require, step_of
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.scope import everywhere
from gangqiao.matching.models import HeldSeats, Referral
from gangqiao.matching.policy.referrals import HOLDING
from gangqiao.matching.refusals import NoSeatLeft, VacancyGone
from gangqiao.vacancies.models import Vacancy
from gangqiao.vacancies.reads.seats import open_seats
from gangqiao.vacancies.states import Status as VacancyStatus

# By how much the held seats of each vacancy change in the transaction that is open.
_changes: ContextVar[Counter[UUID]] = ContextVar("gangqiao_held_seats")


@contextmanager
def both_ends() -> Iterator[None]:
    """One transaction in which the person's and the vacancy's side can be written."""
    changes: Counter[UUID] = Counter()
    token = _changes.set(changes)
    try:
        with everywhere(reason="a referral is written at both of its ends"), transaction.atomic():
            yield
            # At the end and in one order: two who are hired at once may each give back a seat of the other's vacancy.
            for vacancy in sorted(changes):
                _hold(vacancy, changes[vacancy])
    finally:
        _changes.reset(token)


@contextmanager
def step(referral: Referral, verb: str, *, actor: Actor, note: str = "", source: str = "screen") -> Iterator[None]:
    """Take one arrow on a locked referral, inside of `both_ends`, and count the seat that it takes or gives back.

    Raises NotYourVerb, NotAllowedNow, NoteNeeded.
    """
    before = referral.status in HOLDING
    with step_of(referral, verb, actor=actor, note=note, source=source):
        yield
    _changes.get()[referral.vacancy] += (referral.status in HOLDING) - before


def _hold(vacancy: UUID, more: int) -> None:
    """Count up or down in the database itself. Whoever takes the first seat has the vacancy locked."""
    if more and not HeldSeats.objects.filter(vacancy=vacancy).update(many=F("many") + more):
        HeldSeats.objects.create(vacancy=vacancy, many=more)


def own(referral_id: int, verb: str, actor: Actor) -> Referral:
    """The referral, if the actor sees it and may. Raises Referral.DoesNotExist, NotYourVerb."""
    found: Referral = Referral.objects.get(pk=referral_id)
    require(actor, verb, found)
    return found


def lock(referral: Referral) -> Referral:
    """The referral, locked, as it stands now."""
    locked: Referral = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
    return locked


def lock_all_of(person_id: int) -> dict[int, Referral]:
    """Every referral of a person by key, locked in the order of the keys."""
    rows = Referral.objects.select_for_update(of=("self",)).filter(person=person_id).order_by("pk")
    return {row.pk: row for row in rows}


def lock_vacancy(uuid: UUID) -> Any:
    """The vacancy, locked: who takes a seat stands in line. Raises VacancyGone."""
    found = Vacancy.objects.select_for_update(of=("self",)).filter(uuid=uuid).first()
    if found is None:
        raise VacancyGone
    return found


def refuse_without_seat(vacancy: Any) -> None:
    """Raises VacancyGone, NoSeatLeft. One that is paused for want of a confirmation still has its seats."""
    if vacancy.status not in (VacancyStatus.PUBLISHED, VacancyStatus.PAUSED):
        raise VacancyGone
    if open_seats([vacancy])[vacancy.pk] < 1:
        raise NoSeatLeft
