"""A referral leads from a person of one place to a vacancy kept by anybody: both ends are written in one transaction.

The actor reaches the referral in the own scope first (`own`), so that what is out of it does not exist. What has to be
locked is locked in this order: vacancy, the person's referrals by key, person.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import transaction

from gangqiao.audit.steps import require
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.scope import everywhere
from gangqiao.matching.models import Referral
from gangqiao.matching.refusals import NoSeatLeft, VacancyGone
from gangqiao.vacancies.models import Vacancy
from gangqiao.vacancies.reads.seats import open_seats
from gangqiao.vacancies.states import Status as VacancyStatus


@contextmanager
def both_ends() -> Iterator[None]:
    """One transaction in which the person's and the vacancy's side can be written."""
    with everywhere(reason="a referral is written at both of its ends"), transaction.atomic():
        yield


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
