"""What each act of many is given: the arguments of the single verb. `source` says where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

Values = dict[str, Any]  # raw values by attribute key, as typed


@dataclass(frozen=True, slots=True)
class NewHousehold:
    """A household with its head and nobody else yet. `origin`: how the head came to the register."""

    area: str
    household: Values
    head: Values | None
    source: str
    origin: str = "import"
    id_exception: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class NewPerson:
    household_id: int
    relation: str
    values: Values
    source: str
    origin: str = "import"
    id_exception: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class PersonCorrection:
    person_id: int
    values: Values
    source: str
    on: date | None = None
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class HouseholdCorrection:
    household_id: int
    values: Values
    source: str
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class NewSpell:
    person_id: int
    values: Values
    source: str
    planned: bool = False
    is_full_time: bool = True


@dataclass(frozen=True, slots=True)
class SpellCorrection:
    spell_id: int
    values: Values
    source: str


@dataclass(frozen=True, slots=True)
class NewIntention:
    person_id: int
    values: Values
    source: str


@dataclass(frozen=True, slots=True)
class NewCategory:
    person_id: int
    kind: str
    valid_from: date
    source: str
    basis: str = ""
