"""Finds probable second records in a frame of persons: columns in, columns out. No Django, no database.

A frame of persons has the columns of `PERSONS`; a pair names two of its rows, the lower first.
"""

from __future__ import annotations

import polars as pl

# name_count, pinyin_count, phone_count, ethnicity_count: records of the whole register with that value.
PERSONS = {
    "person": pl.Int64,
    "area": pl.String,
    "household": pl.Int64,
    "name": pl.String,
    "pinyin": pl.String,
    "birth": pl.Date,
    "sex": pl.String,
    "ethnicity": pl.String,
    "education": pl.String,
    "phone": pl.String,
    "name_count": pl.Int64,
    "pinyin_count": pl.Int64,
    "phone_count": pl.Int64,
    "ethnicity_count": pl.Int64,
}
# How long the path of a place is (kernel.paths): its prefix names the village, the township.
GROUP, VILLAGE, TOWNSHIP = 21, 18, 15


def with_counts(persons: pl.DataFrame) -> pl.DataFrame:
    """Count how often each value stands in this frame, when the frame is the whole register."""
    return persons.with_columns(
        pl.len().over(key).cast(pl.Int64).alias(f"{key}_count") for key in ("name", "pinyin", "phone", "ethnicity")
    )
