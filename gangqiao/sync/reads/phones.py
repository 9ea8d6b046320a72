"""Phones and what they brought, as the desk asks for them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from gangqiao.accounts.models import DeviceKind
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.places.models import Division
from gangqiao.sync.models import Op, Phone
from gangqiao.sync.reads.villages import villages_of
from gangqiao.sync.states import OPEN

PAGE = 50
# Longer than this with unsent entries, or silent altogether, and the township asks.
UNSENT_FOR, SILENT_FOR = timedelta(days=1), timedelta(days=7)


def phones() -> QuerySet[Phone]:
    """Phones of the scope with their officers, the newest first."""
    found = Phone.objects.filter(device__kind=DeviceKind.PHONE)
    return found.select_related("device__user", "device__revoked_by", "device__area").order_by(
        "-device__made_at", "-pk"
    )


def phones_of(actor: Actor) -> list[Phone]:
    """The actor's own phones, those in use first."""
    own = phones().filter(device__user_id=actor.user_id)
    return sorted(own, key=lambda phone: phone.device.is_revoked)


def phones_page(*, revoked: bool = False, after: int | None = None) -> tuple[list[Phone], int, int | None]:
    """One page of the scope's phones by village, their honest count, and the key to go on after (null: no more)."""
    found = phones().filter(device__revoked_at__isnull=not revoked)
    count = found.count()
    ordered = found.order_by("area", "pk")
    start = Phone.objects.filter(pk=after).first() if after else None
    if start is not None:
        ordered = ordered.filter(Q(area__gt=start.area_id) | Q(area=start.area_id, pk__gt=start.pk))
    page = list(ordered[: PAGE + 1])
    more = page[PAGE - 1].pk if len(page) > PAGE else None
    return page[:PAGE], count, more


def areas_to_carry(actor: Actor) -> list[Division]:
    """What a phone of the actor could carry: one of the actor's villages, or a whole area of a post."""
    wide = Division.objects.filter(pk__in=actor.areas("sync.carry")).order_by("key")
    found = {d.key: d for d in (*villages_of(actor), *wide)}
    return [found[key] for key in sorted(found, key=lambda key: (-len(key), key))]


def held_back() -> QuerySet[Phone]:
    """Phones of the scope in use that said they hold entries of more than a day ago. By their clocks: a claim."""
    return phones().filter(device__revoked_at=None, unsent__gt=0, unsent_since__lt=clock.now() - UNSENT_FOR)


def entries() -> QuerySet[Op]:
    """Entries of the scope that were not taken in and that nobody has closed, the oldest first."""
    found = Op.objects.filter(closed_at=None, result__in=OPEN)
    return found.select_related("user", "device", "area").order_by("received_at", "pk")


def entries_page(after: int | None = None) -> tuple[list[Op], int, int | None]:
    """One page of `entries`, their honest count, and the key to go on after (null: the last page)."""
    found = entries()
    count = found.count()
    start = Op.objects.filter(pk=after).first() if after else None
    if start is not None:
        found = found.filter(Q(received_at__gt=start.received_at) | Q(received_at=start.received_at, pk__gt=start.pk))
    page = list(found[: PAGE + 1])
    more = page[PAGE - 1].pk if len(page) > PAGE else None
    return page[:PAGE], count, more


def entries_in_short() -> dict[str, Any]:
    """How many entries are open in the scope, and since when the first: {"many", "since"}."""
    return Op.objects.filter(closed_at=None, result__in=OPEN).aggregate(many=Count("pk"), since=Min("received_at"))
