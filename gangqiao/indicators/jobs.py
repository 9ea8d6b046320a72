"""Work of the night: on the first night of a month the figures of the month before are taken."""

from __future__ import annotations

from gangqiao.audit.nightly import nightly
from gangqiao.indicators import actions
from gangqiao.kernel.actor import SYSTEM
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
