"""What would close a gap: people who do not count for a target yet and would if they began to work.

Every person stands in one list at most, so the lists may be added up. Wishes are respected: whoever said not to want
work, or later, is in no list and is counted nowhere as missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import polars as pl

from gangqiao.engine.figures import Figure
from gangqiao.indicators.store import Fact, fact_on
from gangqiao.kernel.paths import upper_bound
from gangqiao.people.models import Intention, Person

PAGE = 50


class GapList(StrEnum):
    """The lists, in the order in which a person is put into one."""

    PLANNED = "planned"  # a departure is planned or wished for
    WANTS = "wants"  # wants work, by a wish that still holds, and is not in work
    RETURNED = "returned"  # came back and does not work; no wish is known
    UNVERIFIED = "unverified"  # counted already, but by a list only (evidence E)


WOULD_COUNT = (GapList.PLANNED, GapList.WANTS, GapList.RETURNED)


@dataclass(frozen=True, slots=True)
class Gaps:
    """The persons of each list, by key, in the order of the ledger."""

    day: date
    people: dict[GapList, list[int]]

    @property
    def in_all(self) -> int:
        """Persons who would count; those counted already by a list only are not among them."""
        return sum(len(self.people[one]) for one in WOULD_COUNT)


def gaps(area: str, figure: Figure, day: date) -> Gaps:
    """The lists for the figure's target in the area."""
    fact = fact_on(day)
    people = _within(fact, area, ["person_id", "area_id", "household_id", "is_rural_worker", *_NEEDED])
    is_poor = figure.numerator.startswith("poor_")
    people = people.filter(pl.col("is_rural_worker"))
    if is_poor:
        people = people.filter(pl.col("is_poor"))
    counted = people.filter(pl.col("transferred_ytd") & (pl.col("evidence").cast(pl.String) == "E"))
    free = people.filter(~pl.col("transferred_ytd") & ~pl.col("in_work_now"))
    if "new_transferred" in figure.numerator:
        worked = _within(fact_on(date(day.year - 1, 12, 31)), area, ["person_id", "transferred_ytd"])
        worked = worked.filter(pl.col("transferred_ytd"))
        free = free.join(worked, on="person_id", how="anti")
        counted = counted.filter(pl.col("new_transferred"))
    free = free.filter(~pl.col("person_id").is_in(_not_now(area, day)))
    planned, rest = _parted(free, "planned_out")
    wants, rest = _parted(rest, "wants_work")
    returned = rest.filter(pl.col("returned_not_working"))
    found = {GapList.PLANNED: planned, GapList.WANTS: wants, GapList.RETURNED: returned, GapList.UNVERIFIED: counted}
    return Gaps(day, {key: _in_order(frame) for key, frame in found.items()})


def people_of(keys: list[int], page: int) -> tuple[list[Person], int, int]:
    """The persons of one page whom the reader may see now, its number, and how many pages there are."""
    pages = max(-(-len(keys) // PAGE), 1)
    page = min(max(page, 1), pages)
    ids = keys[(page - 1) * PAGE : page * PAGE]
    found = {p.pk: p for p in Person.objects.filter(pk__in=ids).select_related("household", "area")}
    return [found[i] for i in ids if i in found], page, pages


_NEEDED = (
    *("is_poor", "transferred_ytd", "new_transferred", "in_work_now", "evidence"),
    *("planned_out", "wants_work", "returned_not_working"),
)


def _within(fact: Fact, area: str, columns: list[str]) -> pl.DataFrame:
    frame = pl.DataFrame(pl.from_arrow(fact.rows.select(columns if "area_id" in columns else [*columns, "area_id"])))
    place = pl.col("area_id").cast(pl.String)
    return frame.filter((place >= area) & (place < upper_bound(area)))


def _parted(frame: pl.DataFrame, column: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    return frame.filter(pl.col(column)), frame.filter(~pl.col(column))


def _not_now(area: str, day: date) -> list[int]:
    """Who said not to want work, or later, by a wish that holds on the day; read in the reader's scope."""
    held = Intention.objects.filter(
        area__gte=area,
        area__lt=upper_bound(area),
        recorded_to=None,
        wants_work__in=("no", "later"),
        valid_from__lte=day,
    )
    return list(held.filter(valid_to=None, expires_on__gte=day).values_list("person_id", flat=True))


def _in_order(frame: pl.DataFrame) -> list[int]:
    ordered = frame.with_columns(pl.col("area_id").cast(pl.String)).sort("area_id", "household_id", "person_id")
    return [int(key) for key in ordered["person_id"].to_list()]
