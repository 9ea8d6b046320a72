"""The facts the rules read about people, as columns: the whole county at once, or the households of some persons.

Facts hold for a day: categories that were held, work that ran, who was alive. What the register says for certain is
known ("no work runs" is a fact); what nobody asked is unknown, and so is what no part of the product gives. Public
posts, training, journeys and what was had before come from `facts_posts`, `facts_training`, `facts_trips` and
`facts_history`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

import polars as pl

from gangqiao.kernel.paths import upper_bound
from gangqiao.kernel.pulling.statements import fetch
from gangqiao.kernel.scope import everywhere
from gangqiao.matching.features.tables import CODE, DAY, INT, TEXT, Table
from gangqiao.people.models import Business, Category, EmploymentSpell, Intention, Person
from gangqiao.subsidies.policy.functions import HOUSEHOLD
from gangqiao.subsidies.reads import facts_history, facts_posts, facts_training, facts_trips
from gangqiao.subsidies.reads.facts_retirement import months_to_retirement

CATEGORIES = {
    "registered_poor": "is_registered_poor",
    "relocated": "is_relocated",
    "hard_to_employ": "is_hard_to_employ",
    "out_of_poverty": "is_out_of_poverty",
    "monitored_unstable": "is_monitored",
    "monitored_marginal": "is_monitored",
    "monitored_sudden": "is_monitored",
}
FACTS_OF_CATEGORIES = tuple(dict.fromkeys(CATEGORIES.values()))
ABLE, NOT_ABLE = ("skilled", "ordinary", "weak"), ("lost", "none")
NONE = "none"  # no work runs: known, and no place
KEYS = ("person", "area", HOUSEHOLD)
_PERSON = Person._meta.db_table


def county_facts(day: date, persons: Collection[int] | None = None, area: str = "") -> pl.DataFrame:
    """`person area household`, the facts, and "RULE:had_..." of the county's book of the day; a row each for who is on
    the register; by household, then person.

    persons: keys; their whole households are read and given. area: path of a division, to read only who belongs there;
    "" all. Null: unknown. Raises ValueError for an area that is no path.
    """
    with everywhere(reason="rules read whole households, whoever asks"):
        tables = _tables(day, _whom(persons, area))
        rows = fetch({name: table.asked() for name, table in tables.items()}, few=persons is not None or bool(area))
        read = {name: tables[name].read(rows[name]) for name in tables}
    frame, work = _people(read["persons"], day), _work(read["spells"], day)
    parts = [
        _categories(read["categories"]), work.drop("since"), _own_business(read["businesses"], day),
        _wishes(read["wishes"]), facts_posts.posts(read["holders"], read["lines"]), facts_training.training(read),
        facts_trips.journeys(read["passengers"], work),
    ]  # fmt: skip
    book = facts_history.book_of_day(day)
    if book is not None:
        parts.append(facts_history.history(facts_history.claimed(read["claims"]), day, book))
    for part in parts:
        frame = frame.join(part, on="person", how="left", maintain_order="left")
    had = facts_history.nothing(book, frame) if book is not None else {}
    return frame.with_columns(**_known(), **had).drop("came_free").sort(HOUSEHOLD, "person")


def _known() -> dict[str, pl.Expr]:
    """What the register says for certain about whoever is in none of its lists."""
    known = {name: pl.col(name).fill_null(False) for name in FACTS_OF_CATEGORIES}
    known |= {
        "area_level": pl.col("area_level").fill_null(NONE),
        "months_at_work": pl.col("months_at_work").fill_null(0),
    }
    known |= {"evidence": pl.col("evidence").fill_null(NONE), "business_months": pl.col("business_months").fill_null(0)}
    known |= facts_posts.without() | facts_training.without() | {"rode_organised": facts_trips.rode_organised()}
    return known


def _whom(persons: Collection[int] | None, area: str) -> str:
    """SQL of who is read: whole numbers, and a path of letters and digits; never text from outside."""
    live = "record = 'live'"
    if area and not (area.isascii() and area.isalnum()):
        raise ValueError(f"{area!r} is no path of a division")
    if area:
        live += f" AND area_id >= '{area}' AND area_id < '{upper_bound(area)}'"
    if persons is not None:
        keys = ", ".join(str(int(pk)) for pk in persons) or "0"
        live += f" AND household_id IN (SELECT household_id FROM {_PERSON} WHERE id IN ({keys}))"  # noqa: S608  numbers
    return live


def _tables(day: date, live: str) -> Mapping[str, Table]:
    is_whole = live == _whom(None, "")
    theirs = "TRUE" if is_whole else f"person_id IN (SELECT id FROM {_PERSON} WHERE {live})"  # noqa: S608  our own
    held = f"recorded_to IS NULL AND valid_from <= '{day}' AND (valid_to IS NULL OR valid_to > '{day}')"
    kinds = ", ".join(f"'{kind}'" for kind in CATEGORIES)
    person = {"person_id": ("person_id", INT)}
    return {
        "persons": Table(_PERSON, {
            "id": ("id", INT), "home": ("household_id", INT), "area": ("area_id", TEXT), "born": ("birth_date", DAY),
            "sex": ("sex", CODE), "life": ("life", CODE), "died": ("died_on", DAY),
            "capacity": ("labour_capacity", CODE),
        }, live),
        "categories": Table(Category._meta.db_table, {**person, "kind": ("kind", CODE)},
                            f"kind IN ({kinds}) AND {held} AND {theirs}"),
        "spells": Table(EmploymentSpell._meta.db_table, {
            **person, "since": ("started_on", DAY), "level": ("area_level", CODE), "grade": ("evidence", CODE),
            "kind": ("spell_kind", CODE), "organised": ("organised", CODE),
        }, f"recorded_to IS NULL AND status <> 'planned' AND started_on <= '{day}' "
           f"AND (ended_on IS NULL OR ended_on >= '{day}') AND {theirs}"),
        "businesses": Table(Business._meta.db_table, {**person, "since": ("valid_from", DAY)}, f"{held} AND {theirs}"),
        "wishes": Table(Intention._meta.db_table, {**person, "training": ("training_wish", CODE)},
                        f"{held} AND expires_on >= '{day}' AND {theirs}"),
        "holders": facts_posts.holders_table(day, theirs), "lines": facts_posts.lines_table(day, theirs),
        "passengers": facts_trips.passengers_table(day, theirs), "claims": facts_history.claims_table(theirs),
        **facts_training.tables(day, theirs),
    }  # fmt: skip


def _people(read: Any, day: date) -> pl.DataFrame:
    life, died, capacity = _texts(read, "life"), read.days("died"), _texts(read, "capacity")
    frame = pl.DataFrame({
        "person": read.ints("id"), HOUSEHOLD: read.ints("home"), "area": read.texts("area").cast(pl.String),
        "birth_date": read.days("born"), "sex": _texts(read, "sex"), "life": life, "died": died, "capacity": capacity,
    })  # fmt: skip
    # Alive is who had not died by that day; of who is missing, nobody knows.
    alive = pl.when(pl.col("life") == "dead").then(pl.col("died") > day).when(pl.col("life") == "alive").then(True)
    able = pl.when(pl.col("capacity").is_in(ABLE)).then(True).when(pl.col("capacity").is_in(NOT_ABLE)).then(False)
    known = frame.with_columns(is_alive=alive, is_able=able, months_to_retirement=months_to_retirement(day))
    return known.drop("life", "died", "capacity")


def _categories(read: Any) -> pl.DataFrame:
    frame = pl.DataFrame({"person": read.ints("person_id"), "kind": _texts(read, "kind")})
    named = frame.with_columns(fact=pl.col("kind").replace_strict(CATEGORIES, default=None, return_dtype=pl.String))
    held = {fact: (pl.col("fact") == fact).any() for fact in FACTS_OF_CATEGORIES}
    return named.group_by("person").agg(**held)


def _work(read: Any, day: date) -> pl.DataFrame:
    """The work that ran on the day; of several, the one that began first."""
    frame = pl.DataFrame({
        "person": read.ints("person_id"), "since": read.days("since"), "area_level": _texts(read, "level"),
        "evidence": _texts(read, "grade"), "kind": _texts(read, "kind"), "organised": _texts(read, "organised"),
    })  # fmt: skip
    first = frame.filter(pl.col("kind") != "business").sort("since").unique("person", keep="first", maintain_order=True)
    organised = pl.when(pl.col("organised") == "yes").then(True).when(pl.col("organised") == "no").then(False)
    return first.select(
        "person", "since", "area_level", "evidence", months_at_work=_full_months(pl.col("since"), day),
        rode_organised=organised,
    )  # fmt: skip


def _own_business(read: Any, day: date) -> pl.DataFrame:
    frame = pl.DataFrame({"person": read.ints("person_id"), "since": read.days("since")})
    return frame.group_by("person").agg(business_months=_full_months(pl.col("since").min(), day))


def _wishes(read: Any) -> pl.DataFrame:
    frame = pl.DataFrame({"person": read.ints("person_id"), "said": _texts(read, "training")})
    wants = pl.when(pl.col("said") == "yes").then(True).when(pl.col("said") == "no").then(False)
    return frame.unique("person", keep="last").select("person", wants_training=wants)


def _full_months(since: pl.Expr, day: date) -> pl.Expr:
    between = (day.year - since.dt.year().cast(pl.Int64)) * 12 + day.month - since.dt.month().cast(pl.Int64)
    return between - (since.dt.day().cast(pl.Int64) > day.day).cast(pl.Int64)


def _texts(read: Any, alias: str) -> pl.Series:
    series: pl.Series = read.of(alias, lambda words: words.replace("", None).cast(pl.Categorical)).cast(pl.String)
    return series
