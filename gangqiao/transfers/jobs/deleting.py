"""Health data are deleted on their day (R119-R121): what was found, the certificates, what a phone measured."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.audit.nightly import nightly
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.scope import scope_of
from gangqiao.places.reads import county_path
from gangqiao.sync.models import Op
from gangqiao.transfers.models import Certificate, HealthCheck, Passenger
from gangqiao.transfers.policy.health import NUMBERS, delete_on

DELETE = "transfers.delete_checks"
AT_ONCE = 200  # rows of one transaction: nobody waits long for the writer
MEASURED, MEASURING = "temperature", "transfers.board"
# A night may be missed, and a machine be off for long; what came before has been looked at.
NIGHTS = timedelta(days=60)


@nightly
def delete_checks() -> int:
    """Delete what is due and write how many it was; returns the number. A second call finds nothing left."""
    with scope_of([county_path()]):
        later = HealthCheck.objects.filter(delete_on__gt=clock.today()).values("passenger")
        last = _due(HealthCheck).exclude(passenger__in=later)
        of_whom = set(last.values_list("passenger__uuid", flat=True))
        return _some(HealthCheck) + _some(Certificate) + _of_phones(of_whom)


def _due(model: type[HealthCheck] | type[Certificate]) -> Any:
    return model.objects.filter(delete_on__lte=clock.today()).order_by("pk")


def _some(model: type[HealthCheck] | type[Certificate]) -> int:
    """Delete the rows of one table that are due, a few at once, each time with an event."""
    due = _due(model)
    gone = 0
    while keys := list(due.values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            many, _by_table = model.objects.filter(pk__in=keys).delete()
            _write(model._meta.model_name, many)
        gone += many
    return gone


def _of_phones(of_whom: set[UUID]) -> int:
    """Take the temperature out of what escorts' phones sent, on the day the person's checks go; who boarded stays.

    of_whom  the passengers whose last check went just now
    """
    since = clock.now() - NIGHTS - timedelta(days=NUMBERS.on(clock.today()).keep_days)
    sent = Op.objects.filter(kind=MEASURING, received_at__gt=since)
    keys, gone = list(sent.order_by("pk").values_list("pk", flat=True)), 0
    for start in range(0, len(keys), AT_ONCE):
        with transaction.atomic():
            rows = Op.objects.filter(pk__in=keys[start : start + AT_ONCE]).select_for_update(of=("self",))
            measured = [op for op in rows if MEASURED in op.content]
            many = sum(_without_temperature(op) for op in _over(measured, of_whom))
            if many:
                _write("op", many)
        gone += many
    return gone


def _over(ops: list[Op], of_whom: set[UUID]) -> list[Op]:
    """The operations whose day has come: that of the last check of the passenger; of who has none, the day it had."""
    about = {op.pk: _passenger_of(op) for op in ops}
    rows = Passenger.objects.filter(uuid__in={uuid for uuid in about.values() if uuid}).select_related("batch")
    passengers: dict[UUID | None, Passenger] = {one.uuid: one for one in rows}
    kept = HealthCheck.objects.filter(passenger__in=[one.pk for one in passengers.values()]).order_by()
    waits = set(kept.values_list("passenger__uuid", flat=True))
    return [
        op
        for op in ops
        if about[op.pk] in of_whom
        or (about[op.pk] not in waits and _day_of(op, passengers.get(about[op.pk])) <= clock.today())
    ]


def _passenger_of(op: Op) -> UUID | None:
    """Of whom an operation tells; null where the phone sent what is no number."""
    try:
        return UUID(str(op.content.get("passenger")))
    except ValueError:
        return None


def _day_of(op: Op, passenger: Passenger | None) -> date:
    """The day on which a check made when the operation came would be deleted."""
    arrives = (passenger.batch.arrives_at or passenger.batch.departs_at) if passenger is not None else op.received_at
    return delete_on(arrives, min(op.claimed_at or op.received_at, op.received_at))


def _without_temperature(op: Op) -> bool:
    said = op.content
    del said[MEASURED]
    op.body = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    op.save(update_fields=["body", "mark"])
    return True


def _write(what: str | None, many: int) -> None:
    record(DELETE, actor=SYSTEM, area=county_path(), reason=f"{what}: {many}", source="job")
