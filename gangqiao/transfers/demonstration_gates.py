"""Costs of a batch of the demonstration, through the product's own acts. All of them are made up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.transfers.actions.costs import record_cost, take_back_cost
from gangqiao.transfers.actions.costs_spreading import spread_vehicle_costs
from gangqiao.transfers.models import Batch, Cost, Passenger

WORDS: Any = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
INSURED, MEAL, TOLL, CHECK = 2_000, 3_000, 61_550, 1_500  # cents
CHECKED_BY_FUND = 5  # people whose check was paid one by one


def make_costs(batch: Batch, office: Actor) -> int:
    """Insurance for all, meals by vehicle, tolls, some checks, the vehicles divided; returns how many lines count.

    One line was wrong and is taken back, so that the page shows how that looks.
    """
    riders = list(Passenger.objects.filter(batch=batch, boarded_at__isnull=False).order_by("trip_id", "seat"))
    if not riders:
        return 0
    today = clock.today()

    def pay(kind: str, fund: str, cents: int, words: str, **more: Any) -> Cost | None:
        said = {"words": WORDS.get(words, ""), "actor": office, "source": "demonstration"}
        found: Cost | None = _try(record_cost, batch.uuid, kind, fund, cents, today, **said, **more)
        return found

    pay("insurance", "employer", INSURED * len(riders), "insurance", document=f"{WORDS['receipt']} {batch.number}-1")
    for trip in batch.trips.filter(is_cancelled=False).order_by("number"):
        many = sum(rider.trip_id == trip.pk for rider in riders)
        if many:
            pay("meal", "local", MEAL * many, "meal", trip=trip.uuid)
    wrong = pay("other", "employment", TOLL * 10, "toll", document=f"{WORDS['receipt']} {batch.number}-2")
    if wrong is not None:
        _try(take_back_cost, wrong.uuid, "10 x", actor=office)
    pay("other", "employment", TOLL, "toll", document=f"{WORDS['receipt']} {batch.number}-2")
    for rider in riders[:CHECKED_BY_FUND]:
        pay("check", "local", CHECK, "", passenger=rider.uuid)
    _try(spread_vehicle_costs, batch.uuid, "employment", actor=office, source="demonstration")
    return Cost.objects.filter(batch=batch, taken_back_on=None).count()


def _try(act: Any, *given: Any, **more: Any) -> Any:
    try:
        with transaction.atomic():
            return act(*given, **more)
    except (Refusal, Refusals):
        return None
