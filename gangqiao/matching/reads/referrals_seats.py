"""Seats that are held for people who said yes, and what a vacancy's employer may know of who is not named."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere
from gangqiao.matching.models import HeldSeats, Referral
from gangqiao.matching.policy.referrals import HOLDING
from gangqiao.vacancies.reads.seats import register_held

FEW = 500  # vacancies that are named in one question
WHY = "four facts of who is not named are told of a vacancy, wherever the person lives"


@register_held
def held_seats(vacancies: Iterable[UUID]) -> Mapping[UUID, int]:
    """How many seats of each vacancy are held; those with none are absent. Reads no table that leads to a person."""
    asked, rows = list(vacancies), HeldSeats.objects.filter(many__gt=0)
    # Seats that are held are few: for many vacancies all of them are read at once, not named one by one.
    if len(asked) <= FEW:
        rows = rows.filter(vacancy__in=asked)
    return dict(rows.values_list("vacancy", "many"))


def masked_lines(vacancy: UUID, *, unnamed: bool = False) -> list[dict[str, Any]]:
    """What is told of those who hold a seat of a vacancy: age group, sex, schooling, trades; no name, no place.

    unnamed  only those whom the employer does not see by name today
    """
    with everywhere(reason=WHY):
        rows = Referral.objects.filter(vacancy=vacancy, status__in=HOLDING).order_by("pk")
        if unnamed:
            rows = rows.exclude(shown_until__gte=clock.today())
        return [json.loads(mask) for mask in rows.values_list("mask", flat=True)[:200]]
