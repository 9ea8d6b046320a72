"""Seats that are held for people who said yes, and what a vacancy's employer may know of who is not named."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Count

from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere
from gangqiao.matching.models import Referral
from gangqiao.matching.policy.referrals import HOLDING
from gangqiao.vacancies.reads.seats import register_held

FEW = 500  # vacancies that are named in one question
WHY = "a seat is held for whoever said yes, whoever asks how many are free"


@register_held
def held_seats(vacancies: Iterable[UUID]) -> Mapping[UUID, int]:
    """How many seats of each vacancy are held; those with none are absent."""
    asked = list(vacancies)
    with everywhere(reason=WHY):
        rows = Referral.objects.filter(status__in=HOLDING)
        # Seats that are held are few: for many vacancies all of them are read at once, not named one by one.
        if len(asked) <= FEW:
            rows = rows.filter(vacancy__in=asked)
        return dict(rows.values_list("vacancy").annotate(many=Count("pk")).values_list("vacancy", "many"))


def masked_lines(vacancy: UUID, *, unnamed: bool = False) -> list[dict[str, Any]]:
    """What is told of those who hold a seat of a vacancy: age group, sex, schooling, trades; no name, no place.

    unnamed  only those whom the employer does not see by name today
    """
    with everywhere(reason=WHY):
        rows = Referral.objects.filter(vacancy=vacancy, status__in=HOLDING).order_by("pk")
        if unnamed:
            rows = rows.exclude(shown_until__gte=clock.today())
        return [json.loads(mask) for mask in rows.values_list("mask", flat=True)[:200]]
