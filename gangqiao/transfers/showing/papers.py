"""The page of the papers of a batch: which there are for this reader, and for which vehicles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gangqiao.exports.actions import may_take_out_in_full
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.transfers.actions.reach import is_escort
from gangqiao.transfers.models import Batch, Printing, Trip
from gangqiao.transfers.papers.insurance_in_full import KIND
from gangqiao.transfers.papers.kinds import PAPERS, Paper
from gangqiao.transfers.papers.making import ESCORTS_VERB, leads
from gangqiao.transfers.papers.printing import KEPT
from gangqiao.transfers.policy.papers import NUMBERS
from gangqiao.transfers.reads.papers import listed


@dataclass(frozen=True, slots=True)
class Card:
    """One paper on the page. vehicles: (uuid, words) to choose from; is_vehicle_only: not the whole batch at once."""

    paper: Paper
    vehicles: list[tuple[Any, str]]
    is_vehicle_only: bool = False


def page(batch: Batch, actor: Actor) -> dict[str, Any]:
    """What the page shows beside the head of the batch."""
    is_whole = leads(batch, actor)
    trips = list(batch.trips.filter(is_cancelled=False).order_by("number"))
    own = [trip for trip in trips if is_escort(actor, ESCORTS_VERB, trip.pk)]
    people = batch.taken if is_whole else listed(batch).count()
    return {
        "cards": [card for paper in PAPERS.values() if (card := _card(paper, trips, own, is_whole))],
        "is_whole": is_whole,
        "is_big": is_whole and batch.taken > NUMBERS.on(clock.today()).big_batch,
        "people": people,
        "printings": _printings(batch, actor),
        "may_ask": is_whole and actor.may("exports.ask") and may_take_out_in_full(actor, str(batch.area_id)),
        "numbers_of": KIND,
    }


def _card(paper: Paper, trips: list[Trip], own: list[Trip], is_whole: bool) -> Card | None:
    if is_whole:
        return Card(paper, _named(trips) if paper.by_vehicle and len(trips) > 1 else [])
    if not paper.whole:
        return Card(paper, [])
    return Card(paper, _named(own), is_vehicle_only=True) if paper.by_vehicle and own else None


def _named(trips: list[Trip]) -> list[tuple[Any, str]]:
    return [(trip.uuid, f"{trip.number} \u00b7 {trip.plate}" if trip.plate else str(trip.number)) for trip in trips]


def _printings(batch: Batch, actor: Actor) -> list[Printing]:
    """The reader's own of late that were made in the background, and what waits."""
    since = clock.now() - KEPT
    rows = Printing.objects.filter(batch=batch, asker=actor.user_id, asked_at__gte=since)
    return list(rows.order_by("-pk")[:5])
