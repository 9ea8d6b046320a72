"""Rows of the month of a village: who, the plan, and a cell for each day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import get_language, pgettext

from gangqiao.assistance.actions.duty import NOTHING, Said
from gangqiao.assistance.policy import duty as policy
from gangqiao.assistance.reads.duty import Month
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.people.reads.masking import name_for, place_name, place_names

HALF = "half"
_WRITTEN: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(policy.__file__).with_name("duty_signs.yaml")).read_text(encoding="utf-8")
)


def _said(name: str) -> Said:
    return Said(half=True) if name == HALF else Said(name)


# What can be typed into a cell: a key, a sign of either language, or what else people write -> what it says.
SIGNS: dict[str, Said] = {
    str(sign): _said(name)
    for name, one in _WRITTEN.items()
    for sign in (one["key"], one["zh"], one["en"], *one["also"])
}
WAYS = ("screen", "paper")


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of one holder. field: name of the entry; "" nothing can be typed."""

    day: int
    field: str
    sign: str
    title: str
    is_planned: bool
    is_outside: bool
    is_late: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One holder in a month."""

    holder: Any
    name: str
    place: str
    post: str
    cells: list[Cell]
    days: str
    planned: int
    hours: str


def sign_of(said: Said) -> str:
    """How a mark is written in a cell, in the reader's language."""
    if not said.mark:
        return ""
    language = "zh" if (get_language() or "zh").startswith("zh") else "en"
    return str(_WRITTEN[HALF if said.half else said.mark][language])


def read_sign(text: str) -> Said | None:
    """What a cell says; an empty one says nothing; None for a sign nobody knows."""
    typed = text.strip().upper()
    return SIGNS.get(typed) if typed else NOTHING


def legend() -> list[tuple[str, str, str]]:
    """Digit, sign and words of each mark, for the line above the grid."""
    words = {
        "1": pgettext("duty", "on duty"), "5": pgettext("duty", "half a day"), "0": pgettext("duty", "absent"),
        "2": pgettext("duty", "ill"), "3": pgettext("duty", "on leave"),
    }  # fmt: skip
    return [(digit, sign_of(SIGNS[digit]), said) for digit, said in words.items()]


def days_words(days: Decimal) -> str:
    """A number of days without needless decimals."""
    return f"{days:.1f}".removesuffix(".0")


def heads(month: date) -> list[dict[str, Any]]:
    """The days of the month as the head of the table says them."""
    return [{"number": day.day, "is_weekend": day.weekday() >= 5} for day in policy.days_of(month)]


def rows(
    months: Iterable[Month], month: date, actor: Actor, *, may_mark: bool, typed: Mapping[str, str] | None = None
) -> list[Row]:
    """The rows of a grid, in the order of the printed duty sheet.

    typed  what was typed into the cells by their names and not kept, shown in place of what stands
    """
    found = list(months)
    places = place_names({str(one.holder.post.area_id) for one in found})
    return [_row(one, month, actor, places, typed or {}, may_mark=may_mark) for one in found]


def _row(
    found: Month, month: date, actor: Actor, places: dict[str, str], typed: Mapping[str, str], *, may_mark: bool
) -> Row:
    holder, plan = found.holder, found.plan
    planned = set(plan.days) if plan is not None else set()
    last, covered = clock.today(), set(found.covered)
    cells = [
        _cell(day, found, planned, typed, is_open=may_mark and day in covered and day <= last)
        for day in policy.days_of(month)
    ]  # fmt: skip
    return Row(
        holder=holder,
        name=name_for(holder.person, actor),
        place=places.get(str(holder.post.area_id), ""),
        post=holder.post.title,
        cells=cells,
        days=days_words(found.days),
        planned=len(planned & {day.day for day in found.covered}),
        hours=(plan.hours if plan is not None else "") or holder.post.hours,
    )


def _cell(day: date, found: Month, planned: set[int], typed: Mapping[str, str], *, is_open: bool) -> Cell:
    mark, field = found.marks.get(day), f"m-{found.holder.uuid}-{day.day}"
    return Cell(
        day=day.day,
        field=field if is_open else "",
        sign=typed.get(field, sign_of(Said.of(mark))),
        title=f"{mark.by} {mark.at.astimezone(clock.TZ):%m-%d %H:%M}" if mark is not None else "",
        is_planned=day.day in planned,
        is_outside=day not in set(found.covered),
        is_late=mark is not None and mark.is_late,
    )


def village_words(area: str) -> str:
    """The village of a grid, as it is called here."""
    return place_name(area) if area else ""


def months_before_and_after(month: date) -> Sequence[date]:
    """The month before and the one after, for the links beside the month."""
    return policy.months_before(month, 1), policy.months_before(month, -1)
