"""Divide what the vehicles of a batch cost among those who rode in them, to the last cent."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from gangqiao.audit.events import record_many
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.transfers.actions.costs import RECORD, ledger_of, take_back
from gangqiao.transfers.actions.costs_doubles import paid_already
from gangqiao.transfers.actions.reach import own_batch
from gangqiao.transfers.codes import LISTS
from gangqiao.transfers.models import Batch, Cost, Passenger, Trip
from gangqiao.transfers.policy import costs as policy
from gangqiao.transfers.refusals_costs import NothingToSpread, NotOfTheList, NotUnderWayYet, SomebodyPaidAlready
from gangqiao.transfers.states import BEFORE_DEPARTURE, Status


def spread_vehicle_costs(
    batch_uuid: UUID, fund_line: str, *, actor: Actor, on: date | None = None, source: str = "screen"
) -> int:
    """Write one line for each who rode, vehicle by vehicle; returns how many lines. A second call finds nothing left.

    A bill that was recorded for a vehicle is divided (and taken back), with its own fund line and receipt; a vehicle
    without one is divided by the cost of its trip, from `fund_line`. A vehicle is one transaction.
    Raises NotUnderWayYet, NothingToSpread, SomebodyPaidAlready.
    """
    if fund_line not in LISTS["fund_line"]:
        raise NotOfTheList("fund_line")
    batch = own_batch(batch_uuid, RECORD, actor)
    if batch.status in (*BEFORE_DEPARTURE, Status.CANCELLED):
        raise NotUnderWayYet
    written = 0
    for trip in batch.trips.filter(is_cancelled=False).order_by("number"):
        with ledger_of(batch_uuid, RECORD, actor) as locked:
            written += _spread(locked, trip, fund_line, on or clock.today(), actor, source)
    if not written:
        raise NothingToSpread
    return written


def _spread(batch: Batch, trip: Trip, fund_line: str, on: date, actor: Actor, source: str) -> int:
    live = Cost.objects.filter(batch=batch, kind=policy.VEHICLE, taken_back_on=None)
    bill = live.filter(trip=trip, passenger=None).first()
    cents = bill.cents if bill else trip.cost
    riders = list(Passenger.objects.filter(trip=trip, boarded_at__isnull=False, batch=batch).order_by("seat", "pk"))
    is_done = live.filter(passenger__trip=trip).exists() or live.filter(trip=None, passenger=None).exists()
    if is_done or not riders or cents < len(riders):
        return 0
    if many := paid_already(riders, batch, policy.VEHICLE, on):
        raise SomebodyPaidAlready(many)
    if bill is not None:
        take_back(bill, _("Divided among those who rode."), actor=actor, source=source)
    lines = [
        Cost(
            area_id=rider.area_id,
            batch=batch,
            trip=trip,
            passenger=rider,
            person_uuid=rider.person_uuid,
            kind=policy.VEHICLE,
            fund_line=bill.fund_line if bill else fund_line,
            cents=share,
            on=bill.on if bill else on,
            document=bill.document if bill else "",
            by=actor.name[:100],
        )
        for rider, share in zip(riders, policy.shares(cents, len(riders)), strict=True)
    ]
    made = Cost.objects.bulk_create(lines)
    record_many(RECORD, made, actor=actor, source=source)
    return len(made)
