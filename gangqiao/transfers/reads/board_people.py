"""The people behind a number of the board, and from where to where they go. All of the scope."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from gangqiao.kernel.actor import Actor
from gangqiao.kernel.paths import upper_bound
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.transfers.models import Batch, Passenger
from gangqiao.transfers.reads.board import GROUPS, WINDOWS, window_clause
from gangqiao.transfers.reads.board_seeing import batches_seen
from gangqiao.transfers.states import Status

NOWHERE = "none"  # where a list asks for batches without a destination
TOWNSHIP, PREFECTURE = KEY_LENGTH[Level.TOWNSHIP], KEY_LENGTH[Level.PREFECTURE]


@dataclass(frozen=True, slots=True)
class Asked:
    """group: of states; window: of days, "" with a batch; batch: number; area, to: below these divisions.

    to    may be `NOWHERE`: batches without a destination
    trip  number of a vehicle of the batch
    """

    group: str = "all"
    window: str = ""
    batch: str = ""
    area: str = ""
    to: str = ""
    trip: str = ""

    @property
    def is_known(self) -> bool:
        return self.group in GROUPS and self.window in ("", *WINDOWS) and self._is_somewhere

    @property
    def _is_somewhere(self) -> bool:
        return bool(self.batch) if self.trip else bool(self.window or self.batch)


def people(asked: Asked, actor: Actor) -> QuerySet[Passenger]:
    """Who stands behind a number, in the order of villages."""
    batches = _batches(asked, actor)
    found = Passenger.objects.filter(batch__in=batches.order_by().values("pk"), status__in=GROUPS[asked.group])
    if asked.area:
        found = found.filter(area_id__gte=asked.area, area_id__lt=upper_bound(asked.area))
    if asked.trip:
        found = found.filter(trip__number=int(asked.trip), trip__is_cancelled=False)
    return found.order_by("area_id", "pk")


def _batches(asked: Asked, actor: Actor) -> QuerySet[Batch]:
    found = batches_seen(actor).exclude(status=Status.CANCELLED)
    if asked.batch:
        found = found.filter(number=asked.batch)
    if asked.window:
        found = found.filter(window_clause(asked.window))
    if asked.to == NOWHERE:
        return found.filter(destination=None)
    if asked.to:
        found = found.filter(_ends_at(asked.to))
    return found


def _ends_at(key: str) -> Q:
    """Destinations that are counted under a key: a prefecture with all below; a larger place only as itself."""
    if len(key) < PREFECTURE:
        return Q(destination_id=key)
    return Q(destination_id__gte=key, destination_id__lt=upper_bound(key))


def ways(actor: Actor, groups: Sequence[str] = ("all",)) -> dict[str, Counter[tuple[str, str]]]:
    """How many go from a township to a prefecture ("" where nobody said), in the days of the board, for each group."""
    batches = {
        one.pk: one for one in batches_seen(actor).exclude(status=Status.CANCELLED).filter(window_clause("both"))
    }
    rows = Passenger.objects.filter(batch__in=list(batches), status__in=GROUPS["all"]).order_by()
    found: dict[str, Counter[tuple[str, str]]] = {group: Counter() for group in groups}
    for batch, area, status, many in rows.values_list("batch_id", "area_id", "status").annotate(many=Count("pk")):
        way = str(area)[:TOWNSHIP], str(batches[batch].destination_id or "")[:PREFECTURE]
        for group, counted in found.items():
            if status in GROUPS[group]:
                counted[way] += many
    return found
