"""Households of the registered poor in which somebody could work and nobody does, found every night."""

from __future__ import annotations

from datetime import date
from typing import Any

from gangqiao.assistance.models import WorklessHousehold
from gangqiao.assistance.policy import classes_columns
from gangqiao.assistance.policy.classes import NUMBERS
from gangqiao.assistance.reads.columns import read_columns
from gangqiao.audit import gathering
from gangqiao.audit.events import record_many
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.db import many
from gangqiao.people.models import Household

NOTICE = "assistance.notice_household"


def find_workless(day: date | None = None) -> int:
    """Write which households of the scope are without work now, and end what holds no more; returns how many hold.

    Called twice it changes nothing.
    """
    today = day or clock.today()
    found = classes_columns.workless(NUMBERS.on(today), read_columns(today).facts)
    now = {row["household"]: row for row in found.iter_rows(named=True)}
    with gathering.together():
        open_ones = WorklessHousehold.objects.select_for_update(of=("self",)).filter(ended_on=None)
        known = {one.household_id: one for one in open_ones.order_by("pk")}
        over = [one for key, one in known.items() if key not in now]
        for one in over:
            one.ended_on = today
        many.update(WorklessHousehold, over, ("ended_on",))
        changed = [one for key, one in known.items() if key in now and _is_other(one, now[key])]
        many.update(WorklessHousehold, changed, ("able", "is_relocated"))
        _notice([row for key, row in now.items() if key not in known], today)
    return len(now)


def _is_other(one: WorklessHousehold, row: dict[str, Any]) -> bool:
    if (one.able, one.is_relocated) == (row["able"], row["is_relocated"]):
        return False
    one.able, one.is_relocated = row["able"], row["is_relocated"]
    return True


def _notice(rows: list[dict[str, Any]], day: date) -> None:
    homes: dict[int, tuple[Any, str]] = {}
    keys = [row["household"] for row in rows]
    for start in range(0, len(keys), 1000):
        some = Household.objects.filter(pk__in=keys[start : start + 1000])
        homes |= {pk: (uuid, area) for pk, uuid, area in some.values_list("pk", "uuid", "area_id")}
    new = [
        WorklessHousehold(
            area_id=homes[row["household"]][1], household_id=row["household"],
            household_uuid=homes[row["household"]][0], able=row["able"], is_relocated=row["is_relocated"],
            found_on=day,
        )
        for row in rows
        if row["household"] in homes
    ]  # fmt: skip
    many.insert(WorklessHousehold, new)
    if new:
        record_many(NOTICE, new, actor=SYSTEM, source="job")
