"""Pulls the register into the columns the checks read: the whole county, or some persons with whoever they touch.

Everything is read under `everywhere`: whether two households share a phone number does not depend on who asks. Numbers
of cards are opened here, in blocks, compared, and forgotten: a frame holds what they say, never the number.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from gangqiao.kernel.crypto.sealing import open_sealed
from gangqiao.kernel.identifiers import WrongIdNumber, parse_id_number
from gangqiao.kernel.scope import everywhere
from gangqiao.people.models import Category, EmploymentSpell, Household, Intention, Membership, Person
from gangqiao.places.models import Division
from gangqiao.quality.policy.frames import CATEGORIES, HOUSEHOLDS, INTENTIONS, PERSONS, SPELLS, Frames, Schema

BLOCK = 20_000
SHARERS_AT_MOST = (
    200  # a number noted a thousand times is somebody's office; all its holders are found by the county run
)
FILLER = "99999"
_TABLE = Person._meta.db_table
_MADE_HERE = (
    "person_id",
    "id_key",
    "phone_key",
    "id_length",
    "is_id_valid",
    "id_birth_date",
    "id_sex",
    "is_id_placeholder",
)
_PERSON = ("pk", "uuid", "id_number", "id_index", "phone_index", *(c for c in PERSONS if c not in _MADE_HERE))
_ID_COLUMNS = ("id_length", "is_id_valid", "id_birth_date", "id_sex", "is_id_placeholder")


@dataclass(frozen=True, slots=True)
class Around:
    """Some persons with everybody whose doubts a change of them may touch.

    persons, households  whose findings are complete in `frames`; everybody else is there to compare with
    """

    frames: Frames
    persons: frozenset[int]
    households: frozenset[int]


def pull() -> Frames:
    """The whole county."""
    with everywhere(reason="data checks"):
        return _pull(Person.objects.all(), _present(EmploymentSpell), _present(Category), _present(Intention),
                     Household.objects.all())  # fmt: skip


def pull_around(persons: Collection[int]) -> Around:
    """These persons, the households they are or were in, and whoever shares a phone number with them."""
    with everywhere(reason="data checks"):
        asked = set(persons)
        households = _households_of(asked)
        sharers = _sharers(asked)
        complete = asked | sharers
        every = complete | set(Person.objects.filter(household__in=households).values_list("pk", flat=True))
        frames = _pull(
            Person.objects.filter(pk__in=every),
            _present(EmploymentSpell).filter(person__in=complete),
            _present(Category).filter(person__in=complete),
            _present(Intention).filter(person__in=complete),
            Household.objects.filter(pk__in=households),
        )
    return Around(frames, frozenset(complete), frozenset(households))


def _present(model: Any) -> QuerySet[Any]:
    found: QuerySet[Any] = model.objects.filter(recorded_to=None)
    return found


def _households_of(persons: set[int]) -> set[int]:
    now = Person.objects.filter(pk__in=persons, household__isnull=False).values_list("household_id", flat=True)
    ever = Membership.objects.filter(person__in=persons).values_list("household_id", flat=True)
    return set(now) | set(ever)


def _sharers(persons: set[int]) -> set[int]:
    keys = Person.objects.filter(pk__in=persons, phone_index__isnull=False).values_list("phone_index", flat=True)
    shared = Person.objects.filter(phone_index__in=[bytes(k) for k in set(keys)], record="live").order_by("pk")
    return set(shared.values_list("pk", flat=True)[: SHARERS_AT_MOST + len(persons)])


def _pull(
    persons: QuerySet[Any],
    spells: QuerySet[Any],
    categories: QuerySet[Any],
    intentions: QuerySet[Any],
    households: QuerySet[Any],
) -> Frames:
    coarse = _coarse_divisions()
    return Frames(
        persons=_frame(PERSONS, map(_person, persons.values_list(*_PERSON).iterator(BLOCK))),
        spells=_frame(SPELLS, _spells(spells, coarse)),
        categories=_frame(CATEGORIES, _plain(CATEGORIES, categories.filter(kind="extreme_poverty_support"))),
        intentions=_frame(INTENTIONS, _intentions(intentions)),
        households=_frame(
            HOUSEHOLDS, households.values_list("pk", "area_id", "head_id", "dissolved_on").iterator(BLOCK)
        ),
    )


def _frame(schema: Schema, rows: Iterable[tuple[Any, ...]]) -> pl.DataFrame:
    """The rows as columns, block by block: row objects of the whole county would need a gigabyte. Empty is null."""
    frames, block = [pl.DataFrame(schema=schema)], []
    for row in rows:
        block.append(row)
        if len(block) == BLOCK:
            frames.append(pl.DataFrame(block, schema=schema, orient="row"))
            block = []
    frames.append(pl.DataFrame(block, schema=schema, orient="row"))
    return pl.concat(frames).with_columns(pl.col(pl.String).replace("", None))


def _plain(schema: Schema, rows: QuerySet[Any]) -> Iterator[tuple[Any, ...]]:
    return rows.values_list(*schema).iterator(BLOCK)


def _person(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A row in the order of `PERSONS`, with what the card says in place of its number."""
    values = dict(zip(_PERSON, row, strict=True))
    values["person_id"] = values["pk"]
    values["id_key"], values["phone_key"] = _bytes(values["id_index"]), _bytes(values["phone_index"])
    values |= _card(values["uuid"], values["id_number"])
    # Only where a check compares it: what is not opened cannot leak.
    is_asked = values["labour_capacity"] == "lost"
    values["health_status"] = _opened(values["uuid"], "health_status", values["health_status"]) if is_asked else None
    return tuple(values[name] for name in PERSONS)


def _card(uuid: Any, sealed: Any) -> dict[str, Any]:
    number = _opened(uuid, "id_number", sealed)
    if number is None:
        return dict.fromkeys(_ID_COLUMNS)
    valid, born, sex = read_card(number)
    return dict(zip(_ID_COLUMNS, (len(number), valid, born, sex, FILLER in number), strict=True))


def read_card(number: str) -> tuple[bool, date | None, str | None]:
    """Whether a number is a valid citizen ID number, and the date of birth and sex it then says."""
    try:
        read = parse_id_number(number)
    except WrongIdNumber:
        return False, None, None
    return True, read.birth_date, read.sex


def _opened(uuid: Any, column: str, sealed: Any) -> str | None:
    return None if sealed is None else (open_sealed(_TABLE, column, uuid, sealed) or None)


def _bytes(value: Any) -> bytes | None:
    return None if value is None else bytes(value)


def _spells(spells: QuerySet[Any], coarse: frozenset[str]) -> Iterator[tuple[Any, ...]]:
    named = {"spell_id": F("pk")}
    columns = [c for c in SPELLS if c not in ("spell_id", "is_destination_coarse")]
    place = columns.index("destination_id")
    for spell_id, *row in spells.annotate(**named).values_list("spell_id", *columns).iterator(BLOCK):
        at = row[place]
        yield (spell_id, *row[: place + 1], None if at is None else at in coarse, *row[place + 1 :])


def _intentions(intentions: QuerySet[Any]) -> Iterator[tuple[Any, ...]]:
    current = intentions.filter(valid_to=None).filter(~Q(planned_departure_on=None))
    columns = ("person_id", "expires_on", "planned_departure_on", "wished_trades", "wished_level", "training_wish")
    for person, expires, leaves, trades, *rest in current.values_list(*columns).iterator(BLOCK):
        yield (person, expires, leaves, bool(trades), *rest)


def _coarse_divisions() -> frozenset[str]:
    """Places that have counties below them. A city without districts is as fine as the list goes."""
    # Such a city stands once more below itself in the official list, by the same name.
    below = Division.objects.filter(parent=OuterRef("pk"), level__in=("prefecture", "county"))
    below = below.exclude(name=OuterRef("name"))
    above = Division.objects.filter(level__in=("nation", "province", "prefecture"))
    return frozenset(above.filter(Exists(below)).values_list("key", flat=True))
