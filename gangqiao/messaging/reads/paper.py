"""What goes by hand, by village."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from gangqiao.kernel import clock
from gangqiao.kernel.paths import upper_bound
from gangqiao.messaging.models import Message
from gangqiao.messaging.states import Status, Way
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.places.models import Division


@dataclass(frozen=True, slots=True)
class VillagePaper:
    """How much waits to be printed, and to be handed over, in one village (or wider area)."""

    village: Division
    to_print: int
    to_hand_over: int


def on_paper(villages: Iterable[str] = ()) -> QuerySet[Message]:
    """Notices of the scope that go by hand and have not been handed over, by village. villages: keys; none = all."""
    found = Message.objects.filter(
        way=Way.PRINT, status__in=(Status.QUEUED, Status.SENT), expires_at__gt=clock.now()
    ).select_related("area")
    within = Q()
    for key in villages:
        within |= Q(area__gte=key, area__lt=upper_bound(key))
    return found.filter(within).order_by("area_id", "pk")


def village_of(area: str) -> str:
    """The key of the village an area lies in; of a wider area its own."""
    return area[: KEY_LENGTH[Level.VILLAGE]]


def by_village() -> list[VillagePaper]:
    """What goes by hand in the scope, by village."""
    to_print: Counter[str] = Counter()
    to_hand_over: Counter[str] = Counter()
    for area, status in on_paper().values_list("area_id", "status"):
        (to_print if status == Status.QUEUED else to_hand_over)[village_of(area)] += 1
    keys = sorted(to_print | to_hand_over)
    places = Division.objects.in_bulk(keys)
    return [VillagePaper(places[key], to_print[key], to_hand_over[key]) for key in keys if key in places]
