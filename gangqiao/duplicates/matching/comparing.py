"""How the two records of a pair stand to each other, field by field: a level of `policy/weights.yaml` for each."""

from __future__ import annotations

from collections import Counter

import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import OSA

from gangqiao.duplicates.matching import GROUP, TOWNSHIP, VILLAGE
from gangqiao.duplicates.matching.blocking import CLOSE_DAYS, near_names

DIGITS = "%Y%m%d"
SIMPLE = ("sex", "phone", "ethnicity", "education")
SIDES = [
    *("area", "household", "name", "pinyin", "birth", *SIMPLE),
    *("name_count", "pinyin_count", "phone_count", "ethnicity_count"),
]


def compare(persons: pl.DataFrame, pairs: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """The pairs with a level for each field but the ID number, and the counts by which their values are rare.

    members  every member of the households concerned: `household`, `name`
    """
    sides = persons.select(pl.int_range(pl.len(), dtype=pl.UInt32).alias("row"), *SIDES)
    both = (
        pairs.select("one", "other")
        .join(sides, left_on="one", right_on="row", maintain_order="left")
        .join(sides, left_on="other", right_on="row", suffix="_2", maintain_order="left")
    )
    judged = both.with_columns(near_names(both["name"], both["name_2"]).alias("is_near"), _is_slip(both))
    return judged.select(
        "one",
        "other",
        _name().alias("name"),
        _birth().alias("birth"),
        *(_simple(field).alias(field) for field in SIMPLE),
        _place().alias("place"),
        _relatives(both, members).alias("relatives"),
        _count("name").alias("name_count"),
        _count("pinyin").alias("pinyin_count"),
        _count("phone").alias("phone_count"),
        _count("ethnicity").alias("ethnicity_count"),
    )


def _is_same(column: str) -> pl.Expr:
    return pl.col(column) == pl.col(f"{column}_2")


def _is_unknown(column: str) -> pl.Expr:
    left, right = pl.col(column), pl.col(f"{column}_2")
    return left.is_null() | right.is_null()


def _name() -> pl.Expr:
    return (
        pl.when(_is_same("name"))
        .then(pl.lit("equal"))
        .when(_is_same("pinyin") & (pl.col("pinyin") != ""))
        .then(pl.lit("homophone"))
        .when("is_near")
        .then(pl.lit("near"))
        .when(_is_short_of_one_surname())
        .then(pl.lit("surname"))
        .otherwise(pl.lit("other"))
    )


def _is_short_of_one_surname() -> pl.Expr:
    """Names of two characters with the first in common: one misread character leaves no more than that."""
    one, other = pl.col("name"), pl.col("name_2")
    lengths = (one.str.len_chars() == 2) & (other.str.len_chars() == 2)
    return lengths & (one.str.slice(0, 1) == other.str.slice(0, 1))


def _birth() -> pl.Expr:
    a, b = pl.col("birth"), pl.col("birth_2")
    same_year = a.dt.year() == b.dt.year()
    turned = same_year & (a.dt.month() == b.dt.day()) & (a.dt.day() == b.dt.month())
    texts = a.dt.strftime(DIGITS), b.dt.strftime(DIGITS)
    differing = pl.sum_horizontal(texts[0].str.slice(n, 1) != texts[1].str.slice(n, 1) for n in range(8))
    return (
        pl.when(_is_unknown("birth"))
        .then(pl.lit("unknown"))
        .when(a == b)
        .then(pl.lit("equal"))
        .when(differing == 1)
        .then(pl.lit("one_digit"))
        .when(turned | pl.col("is_slip"))
        .then(pl.lit("swapped"))
        .when((a - b).dt.total_days().abs() <= CLOSE_DAYS)
        .then(pl.lit("close"))
        .when(same_year)
        .then(pl.lit("same_year"))
        .otherwise(pl.lit("other"))
    )


def _is_slip(both: pl.DataFrame) -> pl.Series:
    """True where one birthday is the other with one digit mistyped, or two neighbours swapped."""
    texts = [both[side].dt.strftime(DIGITS).fill_null("").to_list() for side in ("birth", "birth_2")]
    edits = process.cpdist(*texts, scorer=OSA.distance, score_cutoff=1) if both.height else []
    return pl.Series("is_slip", edits, dtype=pl.UInt32) <= 1


def _simple(field: str) -> pl.Expr:
    return (
        pl.when(_is_unknown(field))
        .then(pl.lit("unknown"))
        .when(_is_same(field))
        .then(pl.lit("equal"))
        .otherwise(pl.lit("other"))
    )


def _place() -> pl.Expr:
    def inside(width: int) -> pl.Expr:
        return pl.col("area").str.slice(0, width) == pl.col("area_2").str.slice(0, width)

    return (
        pl.when(_is_same("household"))
        .then(pl.lit("household"))
        .when(inside(GROUP))
        .then(pl.lit("group"))
        .when(inside(VILLAGE))
        .then(pl.lit("village"))
        .when(inside(TOWNSHIP))
        .then(pl.lit("township"))
        .otherwise(pl.lit("elsewhere"))
    )


def _count(column: str) -> pl.Expr:
    """How many others have the value: of the two records one would be no other person."""
    return (pl.max_horizontal(f"{column}_count", f"{column}_count_2") - 1).clip(1)


def _relatives(both: pl.DataFrame, members: pl.DataFrame) -> pl.Series:
    """How many names the two households share besides the two records; unknown within one, or beside a lone one."""
    names = {key: Counter(group) for key, group in members.group_by("household").agg("name").iter_rows()}
    rows = both.select("household", "household_2", "name", "name_2").iter_rows()
    return pl.Series([_shared(names, *row) for row in rows], dtype=pl.String)


def _shared(names: dict[int, Counter[str]], one: int | None, other: int | None, name: str, name_2: str) -> str:
    if one is None or other is None or one == other:
        return "unknown"
    left, right = names.get(one, Counter()) - Counter([name]), names.get(other, Counter()) - Counter([name_2])
    if not left or not right:
        return "unknown"
    many = (left & right).total()
    return "two" if many > 1 else "one" if many else "no_one"
