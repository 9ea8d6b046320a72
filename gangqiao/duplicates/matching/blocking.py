"""Which pairs are worth a closer look: records that share something a second record of one person would share.

Every rule is a join on equal keys. ID numbers are not among the keys: within one county and birthday a number one digit
apart is an ordinary neighbour, and the numbers are sealed.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from gangqiao.duplicates.matching import VILLAGE

PARTS = 16  # a join is made in so many parts, so that its pairs never stand in memory all at once
# A value that so many records share (a made-up birthday, the phone of the village office) finds nobody.
LARGEST_BLOCK = 1500
CLOSE_DAYS = 60  # a lunar day taken for a solar one lies up to two months off


def candidates(persons: pl.DataFrame) -> pl.DataFrame:
    """Pairs of rows (`one` < `other`), each once."""
    keyed = _keyed(persons)
    found = [pair.select("one", "other") for rule in RULES for pair in rule(keyed)]
    return pl.concat(found).unique() if found else pl.DataFrame(schema={"one": pl.UInt32, "other": pl.UInt32})


def _keyed(persons: pl.DataFrame) -> pl.DataFrame:
    return persons.select(
        pl.int_range(pl.len(), dtype=pl.UInt32).alias("row"),
        "name",
        "pinyin",
        "birth",
        "phone",
        "household",
        pl.col("area").str.slice(0, VILLAGE).alias("village"),
        pl.col("name").str.slice(0, 1).alias("first"),
        pl.col("name").str.slice(-1).alias("last"),
    )


def _pairs(keyed: pl.DataFrame, keys: list[str], carried: list[str]) -> Iterator[pl.DataFrame]:
    """Pairs of rows that agree in all keys; null agrees with nothing. Carried columns come as `x` and `x_right`."""
    shared = keyed.select("row", *dict.fromkeys([*keys, *carried])).drop_nulls(keys)
    shared = shared.filter(pl.len().over(keys).is_between(2, LARGEST_BLOCK))
    part = pl.struct(keys).hash() % PARTS
    for number in range(PARTS) if shared.height > LARGEST_BLOCK else (None,):
        some = shared if number is None else shared.filter(part == number)
        pairs = some.join(some, on=keys).filter(pl.col("row") < pl.col("row_right"))
        yield pairs.rename({"row": "one", "row_right": "other"})


def _same_sound(keyed: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Names that sound alike, when birthday, phone or village do not speak plainly against it."""
    both = pl.col("birth"), pl.col("birth_right")
    days = (both[0] - both[1]).dt.total_days().abs()
    near = [
        both[0].is_null() | both[1].is_null(),
        days <= CLOSE_DAYS,
        both[0].dt.year() == both[1].dt.year(),
        (both[0].dt.month() == both[1].dt.month()) & (both[0].dt.day() == both[1].dt.day()),
        pl.col("village") == pl.col("village_right"),
        pl.col("phone") == pl.col("phone_right"),
    ]
    named = keyed.filter(pl.col("pinyin") != "")
    for pairs in _pairs(named, ["pinyin"], ["birth", "village", "phone"]):
        yield pairs.filter(pl.any_horizontal(near))


def _same_birthday(keyed: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """One birthday, and names that differ in one character."""
    shared = (pl.col("first") == pl.col("first_right")) | (pl.col("last") == pl.col("last_right"))
    for pairs in _pairs(keyed, ["birth"], ["name", "first", "last"]):
        alike = pairs.filter(shared)
        yield alike.filter(near_names(alike["name"], alike["name_right"]))


def _same_phone(keyed: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """One phone and one surname."""
    yield from _pairs(keyed, ["phone", "first"], [])


def _same_household(keyed: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Two members of one household whose names differ in one character, or who have one birthday."""
    for pairs in _pairs(keyed, ["household"], ["name", "birth", "pinyin"]):
        alike = (pairs["birth"] == pairs["birth_right"]) | (pairs["pinyin"] == pairs["pinyin_right"])
        yield pairs.filter(alike.fill_null(value=False) | near_names(pairs["name"], pairs["name_right"]))


RULES = (_same_sound, _same_birthday, _same_phone, _same_household)


def near_names(ones: pl.Series, others: pl.Series) -> pl.Series:
    """True where two names of some length differ in one character: another one, one more, or one less."""
    if not len(ones):
        return pl.Series(dtype=pl.Boolean)
    edits = process.cpdist(ones.to_list(), others.to_list(), scorer=Levenshtein.distance, score_cutoff=1)
    longest = pl.select(pl.max_horizontal(ones.str.len_chars(), others.str.len_chars())).to_series()
    return (pl.Series(edits) <= 1) & (longest >= 3)
