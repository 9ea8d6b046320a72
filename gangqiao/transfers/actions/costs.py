"""Record what a batch costs and who pays, each once; a wrong line is taken back and written anew, never changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from uuid import UUID

from gangqiao.audit.events import record
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.money import format_yuan
from gangqiao.transfers.actions.costs_doubles import refuse_for_all, refuse_for_person
from gangqiao.transfers.actions.reach import lock_batch, own_batch, whole
from gangqiao.transfers.codes import LISTS
from gangqiao.transfers.models import Batch, Cost, Passenger, Trip
from gangqiao.transfers.policy import costs as policy
from gangqiao.transfers.refusals_costs import (
    NothingPaid,
    NotOfTheList,
    NotOfThisBatch,
    NotYetPaid,
    TakenBackAlready,
    TooMuch,
    WhyTakenBack,
)

RECORD, TAKE_BACK = "transfers.record_cost", "transfers.take_back_cost"


def record_cost(
    batch_uuid: UUID,
    kind: str,
    fund_line: str,
    cents: int,
    on: date,
    *,
    actor: Actor,
    trip: UUID | None = None,
    passenger: UUID | None = None,
    document: str = "",
    words: str = "",
    source: str = "screen",
) -> Cost:
    """Write one line of the ledger.

    cents      whole cents, above 0
    trip       it is for one vehicle; passenger: for one person (uuid each); neither: for the whole batch
    document   number of the receipt; one receipt is recorded in one batch
    Raises a refusal of `refusals_costs`: nothing is paid twice, from two fund lines, or beside an allowance.
    """
    refuse_by_form(kind, fund_line, cents, on, is_for_one=passenger is not None)
    receipt = document.strip()[:60]
    with ledger_of(batch_uuid, RECORD, actor) as batch:
        traveller = _lock_journeys(batch, passenger) if passenger else None
        vehicle = _trip_of(batch, trip) if trip and not traveller else None
        if traveller is not None:
            refuse_for_person(batch, traveller, kind, fund_line, on)
        else:
            refuse_for_all(batch, vehicle, kind, fund_line, receipt)
        line = Cost.objects.create(
            area_id=traveller.area_id if traveller else batch.area_id,
            unit="" if traveller else batch.unit,
            batch=batch,
            trip=vehicle,
            passenger=traveller,
            person_uuid=traveller.person_uuid if traveller else None,
            kind=kind,
            fund_line=fund_line,
            cents=cents,
            on=on,
            document=receipt,
            words=words.strip()[:200],
            by=actor.name[:100],
        )
        record(RECORD, actor=actor, subject=line, source=source)
    return line


def take_back_cost(cost_uuid: UUID, why: str, *, actor: Actor, source: str = "screen") -> Cost:
    """A line no longer counts, and says why. Raises Cost.DoesNotExist, TakenBackAlready, WhyTakenBack."""
    found = Cost.objects.select_related("batch").get(uuid=cost_uuid)
    if not why.strip():
        raise WhyTakenBack
    with ledger_of(found.batch.uuid, TAKE_BACK, actor):
        line: Cost = Cost.objects.get(pk=found.pk)
        if line.taken_back_on is not None:
            raise TakenBackAlready
        take_back(line, why, actor=actor, source=source)
    return line


def take_back(line: Cost, why: str, *, actor: Actor, source: str) -> None:
    """Take back a line of a locked batch."""
    line.taken_back_on, line.taken_back_why = clock.today(), why.strip()[:200]
    line.save(update_fields=["taken_back_on", "taken_back_why"])
    record(TAKE_BACK, actor=actor, subject=line, fields=["taken_back_on"], reason=why, source=source)


@contextmanager
def ledger_of(batch_uuid: UUID, verb: str, actor: Actor) -> Iterator[Batch]:
    """The batch, locked in one transaction, whose lines may be written. Raises Batch.DoesNotExist, NotYourVerb."""
    found = own_batch(batch_uuid, verb, actor)
    with whole():
        yield lock_batch(found.pk)


def refuse_by_form(kind: str, fund_line: str, cents: int, on: date, *, is_for_one: bool) -> None:
    """Raise what is wrong with a line, whoever it is for."""
    if kind not in LISTS["cost_kind"]:
        raise NotOfTheList("kind")
    if fund_line not in LISTS["fund_line"]:
        raise NotOfTheList("fund_line")
    if cents <= 0:
        raise NothingPaid
    if on > clock.today():
        raise NotYetPaid
    most = policy.NUMBERS.on(on).most_per_person
    if is_for_one and cents > most:
        raise TooMuch(format_yuan(most))


def _lock_journeys(batch: Batch, passenger: UUID) -> Passenger:
    """The passenger of the batch, with all other journeys of the person locked. Raises NotOfThisBatch."""
    found = Passenger.objects.filter(uuid=passenger, batch=batch).first()
    if found is None:
        raise NotOfThisBatch("passenger")
    rows = Passenger.objects.select_for_update(of=("self",)).filter(person=found.person_id).order_by("pk")
    locked = {row.pk: row for row in rows}
    return locked[found.pk]


def _trip_of(batch: Batch, trip: UUID) -> Trip:
    found = Trip.objects.filter(uuid=trip, batch=batch, is_cancelled=False).first()
    if found is None:
        raise NotOfThisBatch("trip")
    return found
