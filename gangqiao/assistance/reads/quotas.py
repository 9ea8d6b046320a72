"""Quotas of public posts: those a reader knows of, from the widest down."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from gangqiao.assistance.models import Quota
from gangqiao.assistance.reads.posts import seen
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.paths import ancestors_of


def visible(actor: Actor) -> QuerySet[Quota]:
    """The quotas of the reader's areas and of the areas that hold them."""
    return Quota.objects.filter(seen(actor, above=True, unit="")).select_related("area", "parent")


def find(uuid: UUID, actor: Actor) -> Quota | None:
    """One quota; null: the reader knows of none with this number."""
    return visible(actor).filter(uuid=uuid).first()


def in_order(actor: Actor, *, over: bool = False) -> list[Quota]:
    """Every quota that holds today or later (over: that is past), each followed by its shares."""
    today = clock.today()
    found = visible(actor)
    rows = list((found.filter(ends_on__lt=today) if over else found.filter(ends_on__gte=today)).order_by("area", "pk"))
    known = {row.pk for row in rows}
    below: dict[int | None, list[Quota]] = {}
    for row in rows:
        below.setdefault(row.parent_id if row.parent_id in known else None, []).append(row)
    return [one for root in below.get(None, []) for one in _with_shares(root, below)]


def _with_shares(quota: Quota, below: dict[int | None, list[Quota]]) -> list[Quota]:
    return [quota, *(one for share in below.get(quota.pk, []) for one in _with_shares(share, below))]


def for_village(area: str) -> list[Quota]:
    """The quotas out of which a village may propose a post today, the nearest first."""
    today = clock.today()
    rows = Quota.objects.filter(area_id__in=[area, *ancestors_of(area)], begins_on__lte=today, ends_on__gte=today)
    found = [row for row in rows.select_related("area") if row.free > 0]
    return sorted(found, key=lambda row: (-len(str(row.area_id)), row.pk))
