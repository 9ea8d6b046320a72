"""How a number stood on each of many days, in one pass over the county.

What is true of a person changes on few days: when work begins or ends, on birthdays, when a category is given or
taken. Only on those days, moved on to the next day that was asked for, is the person looked at; between them the
answer of the last look holds. The definitions are the same expressions that make the fact of a single day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby

import polars as pl
import pyarrow as pa

from gangqiao.engine.backends import Prepared
from gangqiao.engine.facts import columns_read, days_table, facts_on_days
from gangqiao.engine.figures import MEASURES
from gangqiao.engine.parameters import Rules, load_preset
from gangqiao.indicators.fact import engine

# Columns of the fact that cannot be true of a person without a spell.
_WORK = frozenset(
    {"transferred_ytd", "new_transferred", "new_ever", "new_same_period", "in_work_now", "returned_not_working"}
    | {"had_post", "departed_since_festival", "retained_30", "retained_90", "retained_180", "has_overlap"}
)
# Columns that follow a moving day, so that they may change on any day for whoever has worked.
_ANY_DAY = frozenset({"had_post", "departed_since_festival"})
_WISHES = frozenset({"wants_work", "planned_out"})


def counted_on(
    tables: Mapping[str, pa.Table], area: str, measure: str, days: Sequence[date], preset: str
) -> dict[date, int]:
    """The measure of the area on each of the days: as `Fact.sums_of` says for that day, whatever the order of days."""
    steps = steps_by_place(tables, [measure], days, preset, within=area).group_by("day").agg(pl.col(measure).sum())
    by_day = pl.DataFrame({"day": sorted(set(days))}).join(steps, on="day", how="left").sort("day")
    counted = dict(zip(by_day["day"].to_list(), by_day[measure].fill_null(0).cum_sum().to_list(), strict=True))
    return {day: counted[day] for day in days}


def steps_by_place(
    tables: Mapping[str, pa.Table], measures: Sequence[str], days: Sequence[date], preset: str, *, within: str = ""
) -> pl.DataFrame:
    """By how much each measure changes in each place on each of the days: `area_id`, `day` and a column for each.

    The first day's step is the count itself, so that the sum of an area's steps up to a day is its count on that day.
    Places and days without any change are left out.
    """
    wanted = tuple(sorted(set(measures)))
    frames = {name: pl.DataFrame(pl.from_arrow(table)) for name, table in tables.items()}
    people = frames["persons"].filter(pl.col("area_id").cast(pl.String).str.starts_with(within))
    frames["persons"] = people
    parts: list[pl.DataFrame] = []
    rules_on = load_preset(preset).rules_on
    for rules, same in groupby(sorted(set(days)), key=rules_on):
        under = list(same)
        if parts:
            # Under other rules the count begins anew: what was counted before them is taken off on their first day.
            before = pl.concat(parts).group_by("area_id").agg(-pl.col(wanted).sum())
            parts.append(before.select("area_id", pl.lit(under[0]).alias("day"), *wanted))
        parts.append(_steps_under(rules, frames, wanted, under))
    return pl.concat(parts)


def _steps_under(
    rules: Rules, frames: dict[str, pl.DataFrame], wanted: tuple[str, ...], days: list[date]
) -> pl.DataFrame:
    asked = _looks(frames, wanted, days, rules)
    dates = days_table(days, rules)
    arrow = {name: frame.to_arrow() for name, frame in frames.items()}
    seen = pl.DataFrame(
        pl.from_arrow(engine().run(_truths_of(wanted, rules), arrow | {"asked": asked.to_arrow(), "days": dates}))
    )
    places = frames["persons"].select("person_id", pl.col("area_id").cast(pl.String))
    same_person = pl.col("person_id") == pl.col("person_id").shift(1)
    steps = seen.sort("person_id", "day").with_columns(
        pl.col(wanted) - pl.when(same_person).then(pl.col(wanted).shift(1)).otherwise(0)
    )
    moved = steps.filter(pl.any_horizontal(pl.col(wanted) != 0)).join(places, on="person_id")
    return moved.group_by("area_id", "day").agg(pl.col(wanted).sum())


@lru_cache(maxsize=64)
def _truths_of(wanted: tuple[str, ...], rules: Rules) -> Prepared:
    """Whether each measure holds of the persons on the days asked, in one expression: it is compiled and run once."""
    read = frozenset().union(*(columns_read(MEASURES[measure].holds) for measure in wanted))
    fact = facts_on_days(rules, read)
    holds = {measure: MEASURES[measure].holds(fact).ifelse(1, 0).cast("int64") for measure in wanted}
    prepared: Prepared = engine().prepare(fact.select("person_id", "day", **holds))
    return prepared


def _looks(frames: Mapping[str, pl.DataFrame], wanted: Iterable[str], days: list[date], rules: Rules) -> pl.DataFrame:
    """Who is looked at on which of the days: rows of (person_id, day). More looks than needed do no harm."""
    reads = [columns_read(MEASURES[measure].holds) for measure in wanted]
    read = frozenset().union(*reads)
    people = frames["persons"]
    if all(one & _WORK for one in reads):
        people = people.join(frames["spells"].select("person_id").unique(), on="person_id", how="semi")
    ids = people.select("person_id")
    every_day = bool(read & _ANY_DAY) or (bool(read & _WORK) and rules.period != "calendar_year")
    if every_day:
        return ids.join(pl.DataFrame({"day": days}), how="cross")
    when = [
        *_birthdays(people, rules),
        *(_moved(frames["spells"], *pair) for pair in _of_spells(read, rules)),
        *_of_dated(frames, read),
        *_confirmations(people, read, rules),
    ]
    begins = [
        day for before, day in zip([None, *days], days, strict=False) if before is None or before.year != day.year
    ]
    looked = [ids.join(pl.DataFrame({"day": begins}), how="cross")]
    if when:
        changes = pl.concat(when).filter(pl.col("day").is_between(days[0], days[-1]))
        changes = changes.join(ids, on="person_id", how="semi").sort("day")
        # On to the next day that was asked for.
        looked.append(
            changes.join_asof(pl.DataFrame({"day": days, "seen": days}), on="day", strategy="forward").select(
                "person_id", day="seen"
            )
        )
    return pl.concat(looked).unique()


def _moved(frame: pl.DataFrame, column: str, days: int) -> pl.DataFrame:
    return frame.select("person_id", day=pl.col(column) + timedelta(days=days)).drop_nulls()


def _birthdays(people: pl.DataFrame, rules: Rules) -> Iterable[pl.DataFrame]:
    # The day after, too: one born on 29 February has the birthday on 1 March of a common year.
    for years in (rules.working_age_from, rules.working_age_to_men + 1, rules.working_age_to_women + 1):
        for later in ("", "1d"):
            day = pl.col("birth_date").dt.offset_by(f"{years}y{later}")
            yield people.select("person_id", day=day).drop_nulls()


def _of_spells(read: frozenset[str], rules: Rules) -> set[tuple[str, int]]:
    """First and last days of spells, and so many days after, on which what is read may change."""
    moves = {("started_on", 0), ("ended_on", 1)} if read & _WORK else set()
    if "planned_out" in read:
        moves |= {("started_on", 0), ("started_on", 1), ("ended_on", 1)}
    if "returned_not_working" in read:
        moves.add(("ended_on", rules.returned_days))
    if "new_same_period" in read:
        moves |= {("started_on", 365), ("started_on", 366)}
    for n in (30, 90, 180):
        if f"retained_{n}" in read:
            moves.add(("started_on", n))
    return moves


def _of_dated(frames: Mapping[str, pl.DataFrame], read: frozenset[str]) -> Iterable[pl.DataFrame]:
    yield _moved(frames["categories"], "valid_from", 0)
    yield _moved(frames["categories"], "valid_to", 0)
    if read & _WISHES:
        for column, later in (("valid_from", 0), ("valid_to", 0), ("expires_on", 1), ("planned_departure_on", 1)):
            yield _moved(frames["intentions"], column, later)


def _confirmations(people: pl.DataFrame, read: frozenset[str], rules: Rules) -> Iterable[pl.DataFrame]:
    if "is_fresh" in read:
        yield _moved(people, "confirmed_on", 0)
        yield _moved(people, "confirmed_on", rules.fresh_days + 1)
