# ruff: noqa: RUF009  a column is declared by a call that makes a field
"""The columns of matching: workers, vacancies, ties; the limits; files in and out. Imports without numba.

Every column may be absent or hold nulls: not known, or not said. An unknown wish never limits. An unknown fact against
a limit of the vacancy makes the pair undecided. `docs/reference/engine.md` is written from what is declared here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from gangqiao.engine.columns_of import Array, Column, Table, column
from gangqiao.engine.columns_reading import open_table
from gangqiao.engine.faults import WrongFile
from gangqiao.engine.points import Line, Marks, Points, Rules, read_points

__all__ = [
    "FACT_OF", "Array", "Column", "Limit", "Line", "Marks", "Points", "Rules", "State", "Table", "Ties", "Vacancies",
    "Workers", "World", "WrongFile", "read_points", "read_ties", "read_vacancies", "read_workers",
]  # fmt: skip


class Limit(StrEnum):
    """What can keep a worker from a vacancy, in the order in which reasons are told."""

    AGE = "age"
    SEX = "sex"
    ETHNICITY = "ethnicity"
    EDUCATION = "education"
    FITNESS = "fitness"
    TRADE = "trade"
    SKILL = "skill"
    CERTIFICATE = "certificate"
    SKILL_LEVEL = "skill_level"
    AREA = "area"
    CARE = "care"
    PAY = "pay"
    DATE = "date"
    NIGHT = "night"
    COUPLE = "couple"
    MANDARIN = "mandarin"


class State(StrEnum):
    """How one limit, or a pair as a whole, is decided. A pair is met when all limits are, failed when one is."""

    MET = "met"
    FAILED = "failed"
    UNKNOWN = "unknown"


# The fact to ask for when a limit is undecided: of the worker, or (from the dot on) of the vacancy.
FACT_OF: Mapping[Limit, str] = {
    Limit.AGE: "age",
    Limit.SEX: "sex",
    Limit.ETHNICITY: "ethnicity",
    Limit.EDUCATION: "education",
    Limit.FITNESS: "fitness",
    Limit.TRADE: "skills",
    Limit.SKILL: "skills",
    Limit.CERTIFICATE: "certificates",
    Limit.SKILL_LEVEL: "skill_level",
    Limit.AREA: "home",
    Limit.CARE: "home",
    Limit.PAY: ".pay",
    Limit.DATE: "earliest",
    Limit.NIGHT: ".night",
    Limit.COUPLE: ".couples",
    Limit.MANDARIN: "mandarin",
}


@dataclass(frozen=True, kw_only=True)
class Workers(Table):
    """Who seeks work."""

    worker: Array = column("int64", "unique number of the worker; without the column: the row, from 0", key=True)
    home: Array = column("int32", "home township, nine digits ppccqqttt", low=0, high=999_999_999, zero=True)
    village: Array = column("int32", "number of the village, for co-villagers")
    age: Array = column("int8", "age in years", low=0, high=120)
    sex: Array = column("int8", "1 male, 2 female", low=1, high=2)
    ethnicity: Array = column("int8", "code of GB/T 3304, 1 to 56", low=1, high=99)
    education: Array = column("int8", "0 none, 1 primary, 2 junior, 3 senior or vocational, 4 college, 5 bachelor, "
                                      "6 postgraduate", low=0, high=6)  # fmt: skip
    fitness: Array = column("int8", "0 cannot work, 1 light work only, 2 full", low=0, high=2)
    mandarin: Array = column("int8", "0 none, 1 some, 2 yes", low=0, high=2)
    skills: Array = column("uint64", "bit t: skilled in trade t")
    certificates: Array = column("uint64", "bit t: holds a certificate in trade t")
    skill_level: Array = column("int8", "0 none to 5", low=0, high=5)
    trades: Array = column("uint64", "bit t: wishes trade t; 0: open to any", wish=True)
    levels: Array = column("uint8", "area levels accepted, bit l: 0 own township, 1 same county, 2 same prefecture, "
                                    "3 same province, 4 other province, 5 abroad; 0: any",
                           low=0, high=63, wish=True)  # fmt: skip
    wished_level: Array = column("int8", "the area level wished most", low=0, high=5, wish=True)
    pay_floor: Array = column("int32", "least pay accepted, yuan a month", low=0, wish=True)
    earliest: Array = column("date32", "first day on which work can begin", wish=True)
    no_night: Array = column("bool", "no night shifts", wish=True)
    couple: Array = column("bool", "goes only together with the spouse", wish=True)
    cares: Array = column("bool", "children or elders at home: not beyond the level `care_level`", wish=True)
    dormitory: Array = column("bool", "would like a dormitory", wish=True)
    past_employer: Array = column("int32", "number of the employer before")
    priority: Array = column("int8", "tier 0, 1 or 2; the allocation alone counts it", low=0, high=9)
    salt: Array = column("uint32", "lottery of equals; without it: a hash of the number", salt=True)


@dataclass(frozen=True, kw_only=True)
class Vacancies(Table):
    """What is open. A limit that is null, or a least value of 0, limits nobody."""

    vacancy: Array = column("int64", "unique number of the vacancy; without the column: the row, from 0", key=True)
    employer: Array = column("int32", "number of the employer")
    place: Array = column("int32", "place of work, nine digits ppccqqttt; trailing zeros: known only so far; 0: not "
                                   "known, taken as another province; from 900000000: abroad",
                          low=0, high=999_999_999, zero=True)  # fmt: skip
    capacity: Array = column("int32", "open seats; a vacancy without one is recommended to nobody", low=0, default=1)
    age_min: Array = column("int8", "youngest age", low=0, high=120, limit=True)
    age_max: Array = column("int8", "oldest age, included", low=0, high=120, limit=True)
    sex: Array = column("int8", "1 men only, 2 women only", low=1, high=2, limit=True)
    ethnicity: Array = column("int8", "only this ethnicity", low=1, high=99, limit=True)
    education_min: Array = column("int8", "least education", low=0, high=6, limit=True)
    fitness_min: Array = column("int8", "least fitness", low=0, high=2, limit=True)
    mandarin_min: Array = column("int8", "least Mandarin; asked only beyond the county", low=0, high=2, limit=True)
    trades: Array = column("uint64", "bit t: a trade of the post; none: fits only who is open to any")
    skills_needed: Array = column("uint64", "skills needed, all, as skill or certificate", limit=True)
    certificates_needed: Array = column("uint64", "certificates needed, all", limit=True)
    skill_level_min: Array = column("int8", "least level of skill", low=0, high=5, limit=True)
    pay: Array = column("int32", "least pay, yuan a month", low=0)
    last_day: Array = column("date32", "last day on which one can begin", limit=True)
    night: Array = column("bool", "has night shifts")
    couples: Array = column("bool", "has room for couples")
    dormitory: Array = column("bool", "has a dormitory")
    kept: Array = column("int8", "share of the employer's promises found kept, of 100; null: too few", low=0, high=100)
    fresh_days: Array = column("int16", "days since last confirmed", low=0)
    salt: Array = column("uint32", "lottery of equals; without it: a hash of the number", salt=True)


@dataclass(frozen=True, kw_only=True)
class Ties(Table):
    """How many people of a village work for an employer already."""

    village: Array = column("int32", "number of the village")
    employer: Array = column("int32", "number of the employer")
    count: Array = column("int32", "people of the village who are there", low=0, default=0)

    def count_of(self, village: int, employer: int) -> int:
        """People of the village with the employer; several rows of one pair add up."""
        known = ~(self.unknown("village") | self.unknown("employer"))
        return int(self.count[known & (self.village == village) & (self.employer == employer)].sum())


@dataclass(frozen=True)
class World:
    """Everything that decides about a pair; `ranking.Ranker` has the same names."""

    workers: Workers
    vacancies: Vacancies
    ties: Ties | None = None
    points: Points = Points()
    rules: Rules = Rules()


def read_workers(path: Path | str) -> Workers:
    """Workers of a Parquet or Arrow file; columns that are not ours are left out. Raises WrongFile."""
    with open_table(path) as table:
        return Workers.from_arrow(table, name=str(path))


def read_vacancies(path: Path | str) -> Vacancies:
    """Vacancies of a Parquet or Arrow file. Raises WrongFile."""
    with open_table(path) as table:
        return Vacancies.from_arrow(table, name=str(path))


def read_ties(path: Path | str) -> Ties:
    """Ties of a Parquet or Arrow file. Raises WrongFile."""
    with open_table(path) as table:
        return Ties.from_arrow(table, name=str(path))
