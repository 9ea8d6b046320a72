"""The open vacancies as the columns of the engine. Only what is published, with seats to fill, and with lawful limits.

Skills and certificates are asked for in free words. One trade of the register's list that they mean is a need; words
that mean several or none decide nothing, and are said to whoever looks (`unchecked`).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from gangqiao.kernel.scope import everywhere
from gangqiao.matching.features import codes
from gangqiao.matching.features.areas import area_code
from gangqiao.places.reads import county_path
from gangqiao.vacancies.models import Vacancy
from gangqiao.vacancies.reads.packs import DAYS_OF_MONTH, HOURS_OF_DAY
from gangqiao.vacancies.reads.packs_people import trades_of
from gangqiao.vacancies.reads.postings import is_open_clause
from gangqiao.vacancies.reads.seats import open_seats

_READ = (
    "pk", "uuid", "number", "hired", "employer_id", "title", "occupation", "place_id", "sex_limit", "age_min",
    "age_max", "ethnicity_limit", "limit_reason", "education_min", "skills", "skill_level", "certificate", "pay_form",
    "pay_min", "take_home", "shifts", "couples_room", "lodging", "suits", "starts_on", "valid_until", "confirmed_on",
    "employer__lodging", "employer__kept_share",
)  # fmt: skip
SCHEMA: dict[str, Any] = {
    "vacancy": pl.Int64, "employer": pl.Int32, "place": pl.Int32, "capacity": pl.Int32, "age_min": pl.Int8,
    "age_max": pl.Int8, "sex": pl.Int8, "ethnicity": pl.Int8, "education_min": pl.Int8, "fitness_min": pl.Int8,
    "mandarin_min": pl.Int8, "trades": pl.UInt64, "skills_needed": pl.UInt64, "certificates_needed": pl.UInt64,
    "skill_level_min": pl.Int8, "pay": pl.Int32, "last_day": pl.Date, "night": pl.Boolean, "couples": pl.Boolean,
    "dormitory": pl.Boolean, "kept": pl.Int8, "fresh_days": pl.Int16,
}  # fmt: skip
# Two and three shifts go round the clock.
_NIGHT = {"day": False, "two": True, "three": True, "night": True}
_DORMITORY = {"free": True, "paid": True, "none": False}
_ROOM = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Posts:
    """Vacancies, one row each: the columns of `engine.columns.Vacancies`, in the order of their keys."""

    vacancies: pl.DataFrame


@dataclass(slots=True)
class _Row:
    """A vacancy as it was read, with the seats that `open_seats` asks for."""

    fact: dict[str, Any]

    def __getattr__(self, name: str) -> Any:
        return self.fact[name]


def read_posts(day: date, *, vacancies: Collection[int] | None = None) -> Posts:
    """Every open vacancy with a seat to fill, or those of some (primary keys)."""
    with everywhere(reason="published vacancies are public"):
        rows = Vacancy.objects.filter(is_open_clause(day)).order_by("pk")
        if vacancies is not None:
            rows = rows.filter(pk__in=list(vacancies))
        found: list[Any] = [_Row(fact) for fact in rows.values(*_READ)]
        seats, home = open_seats(found), county_path()
    columns = [post(row.fact, seats[row.pk], home, day) for row in found if seats[row.pk]]
    return Posts(pl.DataFrame(columns, schema=SCHEMA, orient="row"))


def post(fact: dict[str, Any], seats: int, home: str, day: date) -> tuple[Any, ...]:
    """One row of SCHEMA."""
    suits = fact["suits"] or ()
    is_limited = bool(fact["limit_reason"])
    begins = fact["starts_on"]
    kept_share = fact["employer__kept_share"]
    return (
        fact["pk"],
        fact["employer_id"],
        area_code(str(fact["place_id"] or ""), home),
        seats,
        fact["age_min"] if is_limited else None,
        min(fact["age_max"], 120) if is_limited and fact["age_max"] is not None else None,
        codes.SEX.get(fact["sex_limit"]) if is_limited else None,
        codes.ETHNICITY.get(fact["ethnicity_limit"]) if is_limited else None,
        codes.EDUCATION.get(fact["education_min"]),
        codes.LIGHT if "class_c" in suits else codes.FULL,
        0 if "no_mandarin" in suits else 1,
        trades_wanted(fact["occupation"], fact["title"]),
        trade_meant(fact["skills"]),
        trade_meant(fact["certificate"]),
        codes.SKILL_LEVEL.get(fact["skill_level"]),
        month_pay(fact),
        begins if begins and begins >= day else fact["valid_until"],
        _NIGHT.get(fact["shifts"]),
        True if "couples" in suits else _ROOM.get(fact["couples_room"]),
        _DORMITORY.get(fact["lodging"] or fact["employer__lodging"]),
        kept_share,
        max(0, (day - fact["confirmed_on"]).days),
    )


def trades_wanted(occupation: str, title: str) -> int:
    """The trades of a post; one that belongs to none of the list is "other"."""
    return codes.trades_mask(trades_of(occupation, title)) or 1 << codes.TRADES[codes.OTHER]


def trade_meant(words: str) -> int:
    """The one trade that words about skills or certificates mean; 0 when they mean none, or several."""
    mask = codes.trades_mask(trades_of("", words)) if words else 0
    return mask if mask.bit_count() == 1 else 0


def month_pay(fact: dict[str, Any]) -> int | None:
    """What it pays at least in a month, in whole yuan; null when nobody said, or by the piece without an amount."""
    if fact["take_home"]:
        return int(fact["take_home"]) // 100
    by = {"day": DAYS_OF_MONTH, "hour": DAYS_OF_MONTH * HOURS_OF_DAY}.get(fact["pay_form"], 1)
    return int(fact["pay_min"]) * by // 100 if fact["pay_min"] else None
