"""A county without doubles, and planted into it: second records of the same person, and people who only look alike.

Every kind of case has a maker. The same seed gives the same cases.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

import polars as pl

from gangqiao.duplicates.matching import PERSONS, with_counts
from gangqiao.duplicates.matching.finding import find, learn
from gangqiao.duplicates.policy.weights import get_weights
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.identifiers import id_check_character, parse_id_number
from gangqiao.kernel.paths import segment
from gangqiao.people.pinyin import pinyin_of
from gangqiao.synth.world import make_world

OLD_COUNTY_CODE = "532526"  # of Mile until 2013
OF_EACH = 60


@dataclass(frozen=True)
class Record:
    """One record of the register, in plain values."""

    name: str
    number: str | None
    birth: date | None
    sex: str
    ethnicity: str | None
    education: str | None
    phone: str | None
    household: int
    area: str


@dataclass
class Register:
    """The records, and which of them were planted: pairs by the kind of case."""

    records: list[Record]
    rng: random.Random
    doubles: dict[str, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))
    lookalikes: dict[str, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))
    taken: set[str] = field(default_factory=set)
    free_household: int = 10_000_000

    def add(self, record: Record) -> int:
        if record.number:
            assert record.number not in self.taken, "the database refuses a number twice"
            self.taken.add(record.number)
        self.records.append(record)
        return len(self.records) - 1

    def persons(self) -> dict[int, int]:
        """Whose record each planted record is: two records of one person have one number."""
        of: dict[int, int] = {}
        for one, other in sorted(pair for pairs in self.doubles.values() for pair in pairs):
            of[other] = of[one] = of.get(one, one)
        return of

    def new_household(self) -> int:
        self.free_household += 1
        return self.free_household


@cache
def _world(scale: float) -> list[Record]:
    world = make_world("mile-2020", 7, scale)
    people, county = world.persons, world.county
    columns = ("name", "id_number", "birth_date", "sex", "ethnicity", "education", "phone", "household")
    areas = [_path(int(t), int(v), int(g)) for t, v, g in zip(people["township"],
             county.group_village[people["group"]], people["group"], strict=True)]  # fmt: skip
    rows = zip(*(people[c].tolist() for c in columns), areas, strict=True)
    return [Record(*row[:6], row[6] or None, *row[7:]) for row in rows]


def _path(township: int, village: int, group: int) -> str:
    return segment(1) * 4 + segment(township + 1) + segment(village + 1) + segment(group + 1)


def plain(scale: float = 0.1) -> Register:
    """The county as it is: everybody in it has one record."""
    return Register(list(_world(scale)), random.Random(0))


def plant(seed: int, scale: float = 0.1) -> Register:
    """The county with every kind of case, OF_EACH times."""
    records = list(_world(scale))
    register = Register(records, random.Random(seed), taken={r.number for r in records if r.number})
    adults = [n for n, r in enumerate(records) if r.birth and 18 <= 2020 - r.birth.year <= 65]
    for maker in (*DOUBLES, *LOOKALIKES):
        kind, into = maker.__name__.strip("_"), register.doubles if maker in DOUBLES else register.lookalikes
        for number in register.rng.sample(adults, OF_EACH):
            into[kind] += maker(register, number)
    return register


# --- one person, two records ---


def _typing_error(register: Register, number: int) -> list[tuple[int, int]]:
    """A digit mistyped or two swapped, and the check character made to fit."""
    one = register.records[number]
    phone = one.phone if register.rng.random() < 0.5 else None
    copy = _with_number(register, replace(one, phone=phone), _slip(register, one))
    return [(number, register.add(_put(register, copy, register.rng.choice(NEAR_AND_FAR))))]


def _homophones(register: Register, number: int) -> list[tuple[int, int]]:
    """The name written with other characters of the same sound; the number mistyped, old, or not known."""
    one = register.records[number]
    copy = replace(one, name=_other_writing(register.rng, one.name), phone=None)
    copy = _with_number(register, copy, register.rng.choice([_slip(register, one), _old(register, one), None]))
    return [(number, register.add(_put(register, copy, register.rng.choice(["household", "group", "village"]))))]


def _old_number(register: Register, number: int) -> list[tuple[int, int]]:
    """Registered again under the number with the county's former code."""
    one = register.records[number]
    copy = _with_number(register, replace(one, phone=None), _old(register, one))
    return [(number, register.add(_put(register, copy, register.rng.choice(NEAR_AND_FAR))))]


def _moved(register: Register, number: int) -> list[tuple[int, int]]:
    """The family moved to another village and was registered there a second time, each with another fault."""
    household = register.records[number].household
    family = [n for n, r in enumerate(register.records) if r.household == household][:3]
    if number not in family:
        family.append(number)
    there = _put(register, register.records[number], "elsewhere")
    pairs = []
    for member in family:
        one = register.records[member]
        fault = register.rng.choice([_slip(register, one), _old(register, one), None])
        copy = _with_number(register, replace(one, area=there.area, household=there.household), fault)
        pairs.append((member, register.add(copy)))
    return pairs


def _married(register: Register, number: int) -> list[tuple[int, int]]:
    """A wife in her husband's household, still a daughter in her parents'."""
    while register.records[number].sex != "2":
        number = register.rng.randrange(len(_world(0.1)))
    one = register.records[number]
    copy = replace(one, phone=None, education=one.education if register.rng.random() < 0.7 else "60")
    copy = _with_number(register, copy, register.rng.choice([_slip(register, one), _old(register, one), None]))
    copy = _put(register, copy, register.rng.choice(["group", "village", "township", "elsewhere"]))
    host = register.rng.choice([n for n, r in enumerate(register.records[:20000]) if r.area == copy.area] or [number])
    return [(number, register.add(replace(copy, household=register.records[host].household)))]


def _temporary(register: Register, number: int) -> list[tuple[int, int]]:
    """A record without ID number, made in a hurry: half of the facts are not known."""
    one = register.records[number]
    copy = replace(one, number=None, phone=one.phone if register.rng.random() < 0.3 else None, education=None)
    if register.rng.random() < 0.3:
        copy = replace(copy, ethnicity=None)
    if register.rng.random() < 0.15:
        copy = replace(copy, birth=None)
    return [(number, register.add(_put(register, copy, register.rng.choice(["household", "group"]))))]


def _miswritten(register: Register, number: int) -> list[tuple[int, int]]:
    """One character of the name misread for another, and the number mistyped, old, or not known."""
    one = register.records[number]
    copy = replace(one, name=one.name[:-1] + _other_character(register, one.name[-1]))
    copy = _with_number(register, copy, register.rng.choice([_slip(register, one), _old(register, one), None]))
    return [(number, register.add(_put(register, copy, register.rng.choice(["group", "village"]))))]


DOUBLES = (_typing_error, _homophones, _miswritten, _old_number, _moved, _married, _temporary)

# --- two people who look alike ---


def _twins(register: Register, number: int) -> list[tuple[int, int]]:
    """One birthday, one household, the next number, one character of the name in common."""
    one = register.records[number]
    given = _other_character(register, one.name[-1])
    twin = replace(one, name=one.name[:-1] + given, phone=None)
    return [(number, register.add(_with_number(register, twin, _next(register, one))))]


def _namesakes(register: Register, number: int) -> list[tuple[int, int]]:
    """Two of one name in one village, of another age."""
    one = register.records[number]
    other = register.rng.choice(register.records)
    same = replace(other, name=one.name, sex=one.sex, ethnicity=one.ethnicity, phone=None)
    same = _with_number(register, same, _fresh(register, one.sex, other.birth or date(1980, 1, 1)))
    return [(number, register.add(_put(register, replace(same, area=one.area), "village")))]


def _father_and_son(register: Register, number: int) -> list[tuple[int, int]]:
    """Two households, one phone, one surname, one character more in common."""
    one = register.records[number]
    born = (one.birth or date(1970, 1, 1)) + timedelta(days=register.rng.randrange(20 * 365, 30 * 365))
    born = min(born, date(2019, 12, 31))
    phone = one.phone or f"139{register.rng.randrange(10**8):08d}"
    register.records[number] = replace(one, phone=phone)
    given = register.rng.choice(register.records).name[-1]
    son = replace(one, name=one.name[:2] + given if len(one.name) > 2 else one.name[0] + given, sex="1", phone=phone)
    son = _with_number(register, son, _fresh(register, "1", born))
    return [(number, register.add(_put(register, son, "group")))]


def _cousins(register: Register, number: int) -> list[tuple[int, int]]:
    """Cousins of one name in one village, a year or two apart."""
    one = register.records[number]
    born = (one.birth or date(1980, 1, 1)) + timedelta(days=register.rng.randrange(200, 900))
    cousin = _with_number(register, replace(one, phone=None), _fresh(register, one.sex, born))
    return [(number, register.add(_put(register, cousin, register.rng.choice(["group", "village"]))))]


def _brothers(register: Register, number: int) -> list[tuple[int, int]]:
    """Brothers of one household who share phone, surname and generation character."""
    one = register.records[number]
    born = (one.birth or date(1980, 1, 1)) - timedelta(days=register.rng.randrange(400, 1500))
    given = _other_character(register, one.name[-1])
    brother = replace(one, name=one.name[:-1] + given)
    return [(number, register.add(_with_number(register, brother, _fresh(register, one.sex, born))))]


LOOKALIKES = (_twins, _namesakes, _father_and_son, _cousins, _brothers)

# --- the tools of the makers ---

NEAR_AND_FAR = ("household", "household", "group", "village", "elsewhere")


def _other_character(register: Register, but: str) -> str:
    """The last character of somebody's name, but not this one."""
    last = [r.name[-1] for r in register.rng.sample(register.records, 20)]
    return register.rng.choice([c for c in last if c != but])


def _with_number(register: Register, record: Record, number: str | None) -> Record:
    """The record under a number, from which birthday and sex follow; without one they stay."""
    if number is None or number in register.taken:
        return replace(record, number=None)
    read = parse_id_number(number)
    return replace(record, number=number, birth=read.birth_date, sex=read.sex)


def _valid(body: str) -> str | None:
    number = body + id_check_character(body)
    try:
        return parse_id_number(number).text
    except Refusal:
        return None


def _slip(register: Register, record: Record) -> str | None:
    """The number with one slip of the hand that no check notices: the check character fits."""
    body = (record.number or "")[:17]
    for _try in range(200 if body else 0):
        place = register.rng.randrange(17)
        if register.rng.random() < 0.6:
            slipped = body[:place] + str(register.rng.randrange(10)) + body[place + 1 :]
        else:
            slipped = body[:place] + body[place : place + 2][::-1] + body[place + 2 :]
        number = _valid(slipped) if slipped != body else None
        if number and number not in register.taken and int(number[6:10]) > 1920:
            return number
    return None


def _old(register: Register, record: Record) -> str | None:
    return _valid(OLD_COUNTY_CODE + record.number[6:17]) if record.number else None


def _next(register: Register, record: Record) -> str | None:
    body = (record.number or "")[:14]
    start = int((record.number or "0" * 17)[14:17])
    for order in range(start + 2, 1000, 2):
        number = _valid(f"{body}{order:03d}")
        if number and number not in register.taken:
            return number
    return None


def _fresh(register: Register, sex: str, born: date) -> str | None:
    for _try in range(50):
        order = 2 * register.rng.randrange(500) + (sex == "1")
        number = _valid(f"532599{born:%Y%m%d}{order:03d}")
        if number and number not in register.taken:
            return number
    return None


@cache
def _characters_by_sound() -> dict[str, list[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for record in _world(0.1):
        for character in record.name[1:]:
            found[pinyin_of("王" + character)[0][4:]].add(character)
    return {sound: sorted(characters) for sound, characters in found.items()}


def _other_writing(rng: random.Random, name: str) -> str:
    """Other characters of the same sound, as far as names have such; else the name as it is."""
    out = [name[0]]
    for character in name[1:]:
        sound = pinyin_of("王" + character)[0][4:]
        others = [c for c in _characters_by_sound().get(sound, []) if c != character]
        out.append(rng.choice(others) if others else character)
    return "".join(out)


def _put(register: Register, record: Record, where: str) -> Record:
    """The record in another household so near or far; "household" leaves it where it is."""
    if where == "household":
        return record
    width = {"group": 21, "village": 18, "township": 15, "elsewhere": 12}[where]
    areas = _areas()[record.area[:width]]
    others = [a for a in areas if a != record.area] or areas
    area = record.area if where == "group" else register.rng.choice(others)
    return replace(record, area=area, household=register.new_household())


@cache
def _areas() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for area in sorted({r.area for r in _world(0.1)}):
        for width in (21, 18, 15, 12):
            found[area[:width]].append(area)
    return found


# --- what the search makes of it ---


def found_in(register: Register) -> dict[tuple[int, int], dict[str, Any]]:
    """The pairs the search finds, by the positions of their records."""
    records = register.records
    frame = pl.DataFrame(
        {
            "person": range(len(records)),
            "area": [r.area for r in records],
            "household": [r.household for r in records],
            "name": [r.name for r in records],
            "pinyin": [pinyin_of(r.name)[0] for r in records],
            "birth": [r.birth for r in records],
            "sex": [r.sex for r in records],
            "ethnicity": [r.ethnicity or None for r in records],
            "education": [r.education or None for r in records],
            "phone": [r.phone for r in records],
        },
        schema={name: PERSONS[name] for name in list(PERSONS)[:10]},
    )
    persons = with_counts(frame)

    def numbers(ones: Sequence[int], others: Sequence[int]) -> list[tuple[str | None, str | None]]:
        return [(records[a].number, records[b].number) for a, b in zip(ones, others, strict=True)]

    members: Callable[[Any], pl.DataFrame] = lambda _all: frame.select("household", "name")  # noqa: E731
    found = find(persons, members, numbers, get_weights(), learn(persons, numbers))
    return {(row["one"], row["other"]): row for row in found.iter_rows(named=True)}
