"""Health data are deleted on their day (R119-R121): what was found, the certificates, what a phone measured."""

from __future__ import annotations

import json
from datetime import timedelta

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.audit.nightly import nightly
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.scope import scope_of
from gangqiao.places.reads import county_path
from gangqiao.sync.models import Op
from gangqiao.transfers.models import Certificate, HealthCheck
from gangqiao.transfers.policy.health import NUMBERS

DELETE = "transfers.delete_checks"
AT_ONCE = 200  # rows of one transaction: nobody waits long for the writer
MEASURED, MEASURING = "temperature", "transfers.board"
# A night may be missed, and a machine be off for long; older operations have been looked at.
NIGHTS = timedelta(days=45)


@nightly
def delete_checks() -> int:
    """Delete what is due and write how many it was; returns the number. A second call finds nothing left."""
    with scope_of([county_path()]):
        return sum(_some(model) for model in (HealthCheck, Certificate)) + _of_phones()


def _some(model: type[HealthCheck] | type[Certificate]) -> int:
    """Delete the rows of one table that are due, a few at once, each time with an event."""
    due = model.objects.filter(delete_on__lte=clock.today()).order_by("pk")
    gone = 0
    while keys := list(due.values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            many, _by_table = model.objects.filter(pk__in=keys).delete()
            _write(model._meta.model_name, many)
        gone += many
    return gone


def _of_phones() -> int:
    """Take the temperature out of what escorts' phones sent; who boarded stays."""
    until = clock.now() - timedelta(days=NUMBERS.on(clock.today()).keep_days)
    sent = Op.objects.filter(kind=MEASURING, received_at__lte=until, received_at__gt=until - NIGHTS)
    keys, gone = list(sent.order_by("pk").values_list("pk", flat=True)), 0
    for start in range(0, len(keys), AT_ONCE):
        with transaction.atomic():
            rows = Op.objects.filter(pk__in=keys[start : start + AT_ONCE]).select_for_update(of=("self",))
            many = sum(_without_temperature(op) for op in rows)
            if many:
                _write("op", many)
        gone += many
    return gone


def _without_temperature(op: Op) -> bool:
    said = op.content
    if MEASURED not in said:
        return False
    del said[MEASURED]
    op.body = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    op.save(update_fields=["body", "mark"])
    return True


def _write(what: str | None, many: int) -> None:
    record(DELETE, actor=SYSTEM, area=county_path(), reason=f"{what}: {many}", source="job")
