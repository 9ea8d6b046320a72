"""Refuses what would be paid twice: the same thing, from two fund lines, in two batches, beside an allowance.

Asked with the batch locked, and of a person with all their journeys locked: two at the same time stand in line.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from gangqiao.transfers.codes import LISTS
from gangqiao.transfers.models import Batch, Cost, Passenger, Trip
from gangqiao.transfers.policy import costs as policy
from gangqiao.transfers.reads.costs import journey_of
from gangqiao.transfers.refusals_costs import (
    DidNotTravel,
    DoesNotGoTogether,
    PaidByPerson,
    PaidForAll,
    PaidFromElsewhere,
    PaidInOtherBatch,
    ReceiptUsed,
    RecordedAlready,
    RodeAlong,
    TravelsAlone,
)
from gangqiao.transfers.states import PassengerStatus

AT_ONCE = 500
DID_NOT_GO = (PassengerStatus.TAKEN_OFF, PassengerStatus.NO_SHOW)
MANY_BILLS = "other"  # tolls, water, parking: several of them, each with its receipt


def refuse_for_person(batch: Batch, passenger: Passenger, kind: str, fund_line: str, on: date) -> None:
    """Raise when the person may not be paid this for this journey."""
    _refuse_by_travel(passenger, kind, on)
    live = Cost.objects.filter(
        person_uuid=passenger.person_uuid, taken_back_on=None, kind__in=policy.excluded_by(kind, on)
    )
    for line in live.select_related("batch").order_by("pk"):
        if line.batch_id == batch.pk or policy.is_same_journey(journey_of(batch), journey_of(line.batch)):
            raise _why(line, batch, kind, fund_line)
    whole = Cost.objects.filter(batch=batch, passenger=None, taken_back_on=None, kind=kind)
    if kind != MANY_BILLS and any(line.trip_id in (None, passenger.trip_id) for line in whole):
        raise PaidForAll


def refuse_for_all(batch: Batch, trip: Trip | None, kind: str, fund_line: str, document: str) -> None:
    """Raise when this was paid for the vehicle or the batch, or by person, or on this receipt."""
    live = Cost.objects.filter(taken_back_on=None, kind=kind)
    for line in live.filter(batch=batch, passenger=None, trip=trip):
        if (
            trip is not None
            or (document == line.document and kind != MANY_BILLS)
            or (document and document == line.document)
        ):
            raise RecordedAlready if line.fund_line == fund_line else PaidFromElsewhere(_fund(line))
    if kind != MANY_BILLS:
        _refuse_smaller(batch, trip, kind)
    if document and (used := live.filter(document=document).exclude(batch=batch).select_related("batch").first()):
        raise ReceiptUsed(used.batch.number)


def paid_already(passengers: Iterable[Passenger], batch: Batch, kind: str, on: date) -> int:
    """How many of these are paid for the way of this journey already."""
    return len(doubled((passenger.person_uuid for passenger in passengers), batch, kind, on))


def doubled(persons: Iterable[UUID], batch: Batch, kind: str, on: date) -> set[UUID | None]:
    """Who of these is paid for this journey already what excludes this kind."""
    asked, found, here = list(persons), set[UUID | None](), journey_of(batch)
    for start in range(0, len(asked), AT_ONCE):
        live = Cost.objects.filter(
            person_uuid__in=asked[start : start + AT_ONCE], taken_back_on=None, kind__in=policy.excluded_by(kind, on)
        )
        for line in live.select_related("batch"):
            if line.batch_id == batch.pk or policy.is_same_journey(here, journey_of(line.batch)):
                found.add(line.person_uuid)
    return found


def _refuse_by_travel(passenger: Passenger, kind: str, on: date) -> None:
    """Raise when how the person travels does not go with what is paid."""
    if passenger.status in DID_NOT_GO and not policy.may_be_paid_without_travelling(kind, on):
        raise DidNotTravel
    if kind == policy.ALLOWANCE and (not passenger.alone or passenger.trip_id or passenger.boarded_at):
        raise RodeAlong
    if kind == policy.VEHICLE and passenger.alone:
        raise TravelsAlone


def _refuse_smaller(batch: Batch, trip: Trip | None, kind: str) -> None:
    """Raise when smaller parts of it are paid: by person, or of a whole batch by vehicle; or the larger whole is."""
    lines = Cost.objects.filter(batch=batch, taken_back_on=None, kind=kind)
    if trip is None:
        if lines.exclude(passenger=None, trip=None).exists():
            raise PaidByPerson
        return
    if lines.filter(passenger=None, trip=None).exists():
        raise PaidForAll
    if lines.filter(passenger__trip=trip).exists():
        raise PaidByPerson


def _why(line: Cost, batch: Batch, kind: str, fund_line: str) -> Exception:
    if line.kind != kind:
        return DoesNotGoTogether(LISTS["cost_kind"].word(line.kind), line.batch.number)
    if line.batch_id != batch.pk:
        return PaidInOtherBatch(line.batch.number, LISTS["cost_kind"].word(kind))
    return RecordedAlready() if line.fund_line == fund_line else PaidFromElsewhere(_fund(line))


def _fund(line: Cost) -> str:
    return str(LISTS["fund_line"].word(line.fund_line))
