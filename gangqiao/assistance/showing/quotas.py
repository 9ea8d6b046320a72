"""Quotas in words, each below the one it is a share of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gangqiao.assistance.codes import LISTS
from gangqiao.assistance.models import Quota
from gangqiao.assistance.showing.holders import span
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.money import format_yuan
from gangqiao.people.reads.masking import place_names


@dataclass(frozen=True, slots=True)
class Row:
    """A quota in the list. depth: how many quotas it is a share of, one within the other."""

    quota: Quota
    place: str
    kind: str
    department: str
    fund: str
    pay: str
    days: str
    depth: int
    may_set: bool


def rows(quotas: Iterable[Quota], actor: Actor) -> list[Row]:
    """Quotas as rows, in the order given."""
    found = list(quotas)
    places, depth = place_names({str(one.area_id) for one in found}), dict[int, int]()
    listed = []
    for one in found:
        depth[one.pk] = depth.get(one.parent_id or 0, -1) + 1
        listed.append(
            Row(
                quota=one,
                place=places.get(str(one.area_id), "") or one.area.name,
                kind=LISTS["post_kind"].word(one.kind),
                department=LISTS["post_department"].word(one.department),
                fund=LISTS["fund_line"].word(one.fund_line),
                pay=format_yuan(one.standard),
                days=span(one.begins_on, one.ends_on),
                depth=depth[one.pk],
                may_set=actor.may("assistance.set_quota", str(one.area_id)),
            )
        )
    return listed
