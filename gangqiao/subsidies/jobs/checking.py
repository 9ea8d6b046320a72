"""The checks before payment: every night over all that may still be paid, and at once when it is handed in."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from gangqiao.audit.models import Event
from gangqiao.audit.nightly import nightly
from gangqiao.audit.subscriptions import after, enqueue_in
from gangqiao.kernel import clock
from gangqiao.kernel.scope import scope_of
from gangqiao.places.reads import county_path
from gangqiao.subsidies.actions import checking
from gangqiao.subsidies.checks import County
from gangqiao.subsidies.models import Claim
from gangqiao.subsidies.reads.findings import NIGHTLY, claims_in

SOON = 20  # seconds: a bulk of claims is handed in meanwhile, and looked at in one go


@nightly
def look_at_claims() -> None:
    """Every claim between hand-in and payment. Done twice it changes nothing; killed, the next night goes on."""
    look_at_area.func("")


@task()
def look_at_area(area: str) -> None:
    """The same of an area; "" the county. In portions, each in a transaction of its own."""
    county, last = County(), 0
    with scope_of([county_path()]):
        while rows := list(claims_in(area).filter(pk__gt=last).order_by("pk")[: checking.AT_ONCE]):
            checking.run_for(rows, county=county)
            last = rows[-1].pk


@task()
def look_at_new() -> None:
    """What was handed in since yesterday. Waits in the queue once, however many claims were handed in meanwhile."""
    with scope_of([county_path()]):
        since = clock.today() - timedelta(days=1)
        checking.run_for(Claim.objects.filter(status__in=NIGHTLY, submitted_on__gte=since))


@after("subsidies.submit")
def after_submit(_event: Event) -> None:
    """A claim was handed in: whoever checks it soon sees what speaks against it."""
    enqueue_in(look_at_new, SOON)


@after("people.record_death")
@after("people.merge")
@after("people.transfer_record")
def after_record(event: Event) -> None:
    """Somebody died, or is not on the register any more: what is on its way to the bank is held back at once."""
    if event.person is not None:
        with scope_of([county_path()]):
            checking.run_for(Claim.objects.filter(person_uuid=event.person, status__in=NIGHTLY))
