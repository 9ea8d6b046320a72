"""The checks as jobs. Each may run twice and may be killed: it writes only what differs from what is known."""

from __future__ import annotations

from django_tasks import task

from gangqiao.accounts.models import User
from gangqiao.accounts.reads import actor_of
from gangqiao.audit.nightly import nightly
from gangqiao.audit.subscriptions import enqueue, gather
from gangqiao.kernel.scope import scope_of
from gangqiao.quality import actions


@task()
def check_county(by: str = "") -> None:
    """Check the whole county."""
    actions.run_county(by=by or "system")
    actions.catch_up()


@nightly
def check_every_night() -> None:
    """Check the whole county: what lapses by the calendar alone is found."""
    actions.run_county(by="nightly")
    actions.catch_up()


@gather("people")
@task()
def check_changes() -> None:
    """Check whom the newest events are about; once, however many events there were."""
    if not actions.catch_up():
        enqueue(check_county)


@task()
def send_many(user_id: int, doubts: list[int]) -> None:
    """Send many doubts on behalf of somebody whose post must still allow it."""
    actor = actor_of(User.objects.get(pk=user_id))
    with scope_of(actor.areas("quality.send")):
        actions.send_all(doubts, actor=actor)
