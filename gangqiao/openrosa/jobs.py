"""Work of submissions that was cut short, and what has waited for too long. Both may run twice."""

from __future__ import annotations

from gangqiao.accounts.doors import actor_of_device
from gangqiao.audit.models import Event
from gangqiao.audit.nightly import nightly
from gangqiao.audit.subscriptions import after
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere
from gangqiao.openrosa import actions
from gangqiao.openrosa.models import Submission


@after("openrosa.collect")
def finish(event: Event) -> None:
    """Do what the request that took a submission did not come to: the process was killed, or the database was busy."""
    kind, _colon, uuid = event.subject.partition(":")
    if kind != "openrosa.submission":
        return
    for submission in Submission.objects.filter(uuid=uuid).select_related("device__user", "device__area"):
        actions.work_off_all(submission, actor=actor_of_device(submission.device))


@nightly
def force_late() -> None:
    """Do what has waited for five days without waiting further."""
    with everywhere(reason="what waited for too long, of every village"):
        actions.force(clock.now(), actor_of=actor_of_device)
