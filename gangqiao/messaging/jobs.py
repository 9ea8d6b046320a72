"""Sending in the background. The job may run twice and may be killed at any moment: see `actions.working`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django_tasks import task
from django_tasks_db.models import DBTaskResult

from gangqiao.audit.nightly import nightly
from gangqiao.audit.subscriptions import enqueue, gather
from gangqiao.kernel import clock
from gangqiao.kernel.scope import scope_of
from gangqiao.messaging.actions.forgetting import forget_old
from gangqiao.messaging.actions.working import close_what_is_over, work_off
from gangqiao.places.reads import county_path


@gather("messaging")
@task()
def deliver() -> None:
    """Send what is due in the county, and be called again when the next falls due."""
    with scope_of([county_path()]):
        again = work_off()
    if again is not None:
        _call_again(again)


@nightly
def look_every_night() -> None:
    """Give up what is over, empty what is old, and look whether something was left lying: a job can be lost."""
    with scope_of([county_path()]):
        close_what_is_over()
        forget_old()
    enqueue(deliver)


def _call_again(moment: datetime) -> None:
    """Put the job into the queue for a moment by the county's clock, unless it is there for then or sooner."""
    # The queue counts by the machine's clock, which a demonstration's is not: only how long to wait is the same.
    seconds = max(1.0, (moment - clock.now()).total_seconds())
    at = datetime.fromtimestamp(clock.machine_seconds(), UTC) + timedelta(seconds=seconds)
    there = DBTaskResult.objects.filter(task_path=deliver.module_path, status="READY", run_after__lte=at)
    if not there.exists():
        enqueue(deliver.using(run_after=at))
