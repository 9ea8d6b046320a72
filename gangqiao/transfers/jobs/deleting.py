"""Health data are deleted on their day (R119-R121): what was found, and the certificates."""

from __future__ import annotations

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.audit.nightly import nightly
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.scope import scope_of
from gangqiao.places.reads import county_path
from gangqiao.transfers.models import Certificate, HealthCheck

DELETE = "transfers.delete_checks"
AT_ONCE = 200  # rows of one transaction: nobody waits long for the writer


@nightly
def delete_checks() -> int:
    """Delete what is due and write how many it was; returns the number. A second call finds nothing left."""
    with scope_of([county_path()]):
        return sum(_some(model) for model in (HealthCheck, Certificate))


def _some(model: type[HealthCheck] | type[Certificate]) -> int:
    """Delete the rows of one table that are due, a few at once, each time with an event."""
    due = model.objects.filter(delete_on__lte=clock.today()).order_by("pk")
    gone = 0
    while keys := list(due.values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            many, _by_table = model.objects.filter(pk__in=keys).delete()
            record(DELETE, actor=SYSTEM, area=county_path(), reason=f"{model._meta.model_name}: {many}", source="job")
        gone += many
    return gone
