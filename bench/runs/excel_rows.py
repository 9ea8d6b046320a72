"""The rows of the benchmark's workbook: forty columns, people of the register, some changed, some new."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import islice
from typing import Any

from gangqiao.kernel.attributes import DivisionRef
from gangqiao.kernel.identifiers import make_id_number
from gangqiao.people import attributes, attributes_dated
from gangqiao.people.codes import LISTS
from gangqiao.people.models import EmploymentSpell, Household, Intention, Person
from gangqiao.places.reads import full_name

PERSON = [
    "name",
    "id_type",
    "id_number",
    "sex",
    "birth_date",
    "ethnicity",
    "education",
    "school_status",
    "political_status",
    "marital_status",
    "hukou_kind",
    "health_status",
    "labour_capacity",
    "population_category",
    "speaks_mandarin",
    "languages",
    "phone",
    "phone_owner",
    "residence_address",
    "left_behind_elder",
]
HOUSEHOLD = ["household_no", "address", "land_mu"]
SPELL = [
    "started_on",
    "spell_kind",
    "area_level",
    "destination",
    "employer_name",
    "sector",
    "occupation",
    "mode",
    "organised",
    "is_farm_work",
    "monthly_income",
    "evidence",
]
INTENTION = ["wants_work", "training_wish", "wished_courses", "pay_floor"]
RELATION = LISTS["relation"]
_SETS = (
    (attributes.PERSON, PERSON),
    (attributes.HOUSEHOLD, HOUSEHOLD),
    (attributes_dated.SPELL, SPELL),
    (attributes_dated.INTENTION, INTENTION),
)
RELATION_HEADING = "\u4e0e\u6237\u4e3b\u5173\u7cfb"
HEADINGS = [a_set[key].heading for a_set, keys in _SETS for key in keys] + [RELATION_HEADING]
BLOCK = 2_000
NEWCOMERS = 0.15  # share of the rows
CHANGED_EVERY = 3  # each third of the others has other facts than the register


def rows_of_register(rows: int) -> Iterator[list[Any]]:
    """As many rows: first people of the register, then newcomers into the first households."""
    known = rows - round(rows * NEWCOMERS)
    people = Person.objects.filter(record="live", life="alive", id_index__isnull=False).order_by("pk")
    count = 0
    for block in _blocks(people.iterator(chunk_size=BLOCK), known):
        yield from _lines_of(block, count)
        count += len(block)
    yield from _newcomers(rows - count)


def _blocks(people: Iterator[Person], most: int) -> Iterator[list[Person]]:
    people = islice(people, most)
    while block := list(islice(people, BLOCK)):
        yield block


def _lines_of(people: list[Person], count: int) -> Iterator[list[Any]]:
    keys = [p.pk for p in people]
    households = Household.objects.in_bulk({p.household_id for p in people})
    spells = {s.person_id: s for s in EmploymentSpell.objects.filter(person__in=keys, recorded_to=None, ended_on=None)}
    wishes = {w.person_id: w for w in Intention.objects.filter(person__in=keys, recorded_to=None, valid_to=None)}
    for number, person in enumerate(people, start=count):
        line = _cells(attributes.PERSON, PERSON, person)
        line += _cells(attributes.HOUSEHOLD, HOUSEHOLD, households[person.household_id])
        line += _cells(attributes_dated.SPELL, SPELL, spells.get(person.pk))
        line += _cells(attributes_dated.INTENTION, INTENTION, wishes.get(person.pk))
        if number % CHANGED_EVERY == 0:
            line[PERSON.index("phone")] = f"138{number:08d}"
            line[PERSON.index("residence_address")] = f"new address {number}"
        yield [*line, RELATION.word(person.relation)]


def _cells(declared: Any, keys: list[str], record: Any) -> list[str]:
    if record is None:
        return [""] * len(keys)
    return [_cell(declared[key], record) for key in keys]


_PLACES: dict[str, str] = {}


def _cell(attribute: Any, record: Any) -> str:
    if isinstance(attribute, DivisionRef):
        key = getattr(record, f"{attribute.key}_id")
        if key and key not in _PLACES:
            _PLACES[key] = full_name(key)
        return _PLACES[key] if key else ""
    value = getattr(record, attribute.key)
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(attribute.show(value)).replace(",", "")


def _newcomers(many: int) -> Iterator[list[Any]]:
    """People nobody knows, children of the first households."""
    numbers = Household.objects.filter(dissolved_on=None).order_by("pk").values_list("household_no", flat=True)
    first = dt.date(1931, 1, 1)
    for n, household_no in enumerate(islice(numbers.iterator(), many)):
        born, sex = first + dt.timedelta(days=n // 40), "12"[n % 2]
        line = [""] * (len(HEADINGS) - 1)
        said = {"name": f"\u738b\u65b0{n}", "id_number": make_id_number(born, sex, 400 + (n % 40) // 2)}
        said |= {"education": LISTS["education"].word(next(iter(LISTS["education"]))), "phone": f"139{n:08d}"}
        for key, value in said.items():
            line[PERSON.index(key)] = value
        line[len(PERSON)] = household_no
        yield [*line, RELATION.word("51")]
