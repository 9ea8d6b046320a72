"""Lists as they were last made, as long as nothing has happened in their village: told from the log, as for packages.

A list is asked for with every manifest and every file, by every phone, and mostly nothing has changed. Kept in the
memory of the process and nowhere else.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any

from gangqiao.kernel import clock
from gangqiao.surveys.models import Campaign
from gangqiao.sync.reads import villages
from gangqiao.sync.reads.receipts import current_epoch

MOST = 24  # lists in memory; of a large village one is about a megabyte


@dataclass(frozen=True, slots=True)
class Kept:
    """A file, and until which event of the log it holds. frame: what it depends on beside the log."""

    content: bytes
    cursor: int
    frame: tuple[Any, ...]


_kept: OrderedDict[tuple[int, str, str], Kept] = OrderedDict()
_lock = Lock()


def kept(campaign: Campaign, list_name: str, area: str, make: Callable[[], bytes]) -> bytes:
    """The file of a list in an area; made when something has happened there since it was made last."""
    place = (campaign.pk, list_name, area)
    # A restored database has another epoch: numbers of events say nothing about it.
    frame = (current_epoch(), clock.today(), campaign.questions_id, campaign.notice_version)
    with _lock:
        found = _kept.get(place)
    if found is not None and found.frame == frame and not villages.has_changed(area, found.cursor):
        return found.content
    # Asked before it is made: what is written meanwhile has it made once more.
    cursor = villages.head()
    content = make()
    with _lock:
        _kept[place] = Kept(content, cursor, frame)
        _kept.move_to_end(place)
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return content
