"""Takes the snapshots that were asked for, and on the first night of a month the figures of the month before."""

from __future__ import annotations

from uuid import UUID

from gangqiao.accounts.reads import actor_of
from gangqiao.audit.models import Event
from gangqiao.audit.nightly import nightly
from gangqiao.audit.subscriptions import after
from gangqiao.indicators import actions
from gangqiao.indicators.models import Taking
from gangqiao.indicators.states import TakingStatus
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.errors import Refusal
from gangqiao.places.models import Division
from gangqiao.places.reads import county


@nightly
def take_month_end() -> None:
    """Take the month-end snapshot when it is not there yet: as known when the month was over, whenever this runs."""
    try:
        county()
    except Division.DoesNotExist:
        return  # nothing is loaded yet
    actions.take_month_end(actor=SYSTEM)


@after(actions.ASK)
def take_after(event: Event) -> None:
    """Take what was asked for, with the posts in force now of the one who asked."""
    asked = Taking.objects.select_related("asked_by").filter(uuid=UUID(event.subject.partition(":")[2])).first()
    if asked is not None:
        take_asked(asked)


def take_asked(asked: Taking) -> None:
    """The snapshot, or a sentence about why there is none. Bears being run twice, and being killed."""
    if asked.status != TakingStatus.WAITS:
        return
    try:
        actions.take_asked(asked, actor_of(asked.asked_by))
    except Refusal as refusal:
        actions.give_up(asked, refusal)
