"""The months until the statutory age of retirement, as far as sex and birth date say it (domain notes 2.4).

Men 60; women 50, or 55 in posts of management: which of the two the register does not know. Since 2025 the ages rise
by one month for every four months of birth (60 to 63, 55 to 58), or for every two (50 to 55) (decision of the standing
committee of the National People's Congress of 13 September 2024).
"""

from __future__ import annotations

from datetime import date

import polars as pl

RISES_FROM = date(2025, 1, 1)
# Age in years; months of birth for one month more; most months more.
MEN, WOMEN_LATE, WOMEN_EARLY = (60, 4, 36), (55, 4, 36), (50, 2, 60)
MAN, WOMAN = "1", "2"  # GB/T 2261.1


def months_to_retirement(day: date) -> pl.Expr:
    """Calendar months until the age is reached, 0 from that month on; from `birth_date` and `sex`.

    Null: without one of them; and of a woman between the two ages. Before the earlier she is given the later one:
    nothing is granted for a retirement that may be further off.
    """
    men, late, early = (_left(which, day) for which in (MEN, WOMEN_LATE, WOMEN_EARLY))
    of_women = pl.when(early > 0).then(late).when(late == 0).then(late)
    return pl.when(pl.col("sex") == MAN).then(men).when(pl.col("sex") == WOMAN).then(of_women)


def _left(which: tuple[int, int, int], day: date) -> pl.Expr:
    years, step, most = which
    born = pl.col("birth_date").dt.year().cast(pl.Int64) * 12 + pl.col("birth_date").dt.month().cast(pl.Int64) - 1
    first = (RISES_FROM.year - years) * 12 + RISES_FROM.month - 1  # born in the first month for which it rises
    later = pl.when(born >= first).then(((born - first) // step + 1).clip(upper_bound=most)).otherwise(0)
    reached = born + years * 12 + (later if day >= RISES_FROM else 0)
    return (reached - (day.year * 12 + day.month - 1)).clip(lower_bound=0)
