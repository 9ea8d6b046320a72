"""What the register knows of the people on some lines, fetched in a few queries for all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from gangqiao.imports.judging.known import Known, Shape
from gangqiao.imports.reading import Record
from gangqiao.imports.vocabulary import BY_ABOUT
from gangqiao.kernel.crypto.sealing import blind_index_many
from gangqiao.kernel.paths import upper_bound
from gangqiao.kernel.scope import everywhere, get_scope
from gangqiao.people.models import Category, EmploymentSpell, Household, Intention, Person
from gangqiao.people.models.registry import MERGED

Json = dict[str, Any]
ALWAYS = (
    "pk", "uuid", "area_id", "household_id", "person_no", "name", "name_pinyin", "relation", "sex", "birth_date",
    "life", "record", "revision", "id_index",
)  # fmt: skip
HANGING = ("pk", "uuid", "area_id", "person_id")
_ID = Person._meta.get_field("id_index")
_PHONE = Person._meta.get_field("phone_index")


@dataclass
class Block:
    """The register's answers for one block of lines.

    by_id, by_number  persons by ID number and by person number
    households        by number; households_by_pk: the same and those of the persons found
    elsewhere         ID numbers that are on the register outside the scope: only that, nothing else of them
    namesakes         persons by name, of the home village and of the households named
    heads             keys of the heads of these households; head_names: what they are called, by household
    phone_indexes     blind index by phone of the lines
    phone_households  in which households phones are that the register does not have for the person of the line
    """

    by_id: dict[str, Known] = field(default_factory=dict)
    by_number: dict[str, Known] = field(default_factory=dict)
    households: dict[str, Known] = field(default_factory=dict)
    households_by_pk: dict[int, Known] = field(default_factory=dict)
    elsewhere: frozenset[str] = frozenset()
    namesakes: dict[str, list[Known]] = field(default_factory=dict)
    heads: frozenset[int] = frozenset()
    head_names: dict[int, str] = field(default_factory=dict)
    phone_indexes: dict[str, bytes] = field(default_factory=dict)
    phone_households: dict[str, frozenset[int]] = field(default_factory=dict)

    def persons(self) -> dict[int, Known]:
        """Everybody found, by key."""
        found = [*self.by_id.values(), *self.by_number.values(), *(k for ks in self.namesakes.values() for k in ks)]
        return {k.pk: k for k in found}

    def unify(self) -> None:
        """One object for each person, however they were found: what hangs on it is found by all ways."""
        one = self.persons()
        self.by_id = {number: one[k.pk] for number, k in self.by_id.items()}
        self.by_number = {number: one[k.pk] for number, k in self.by_number.items()}
        self.namesakes = {name: [one[k.pk] for k in found] for name, found in self.namesakes.items()}


class Register:
    """Asks the register within the scope of the moment. `keys` are the columns the file has."""

    def __init__(self, keys: Iterable[str]) -> None:
        self.keys = frozenset(keys)
        asked = {
            about: [a for a in declared if f"{about}.{a.key}" in self.keys and a.key != "id_number"]
            for about, declared in BY_ABOUT.items()
        }
        phone = ("phone_index",) if "person.phone" in self.keys else ()
        self.shapes = {
            "person": Shape("person", (*ALWAYS, *phone), asked["person"]),
            "household": Shape("household", ("pk", "uuid", "area_id", "household_no", "head_id"), asked["household"]),
            "spell": Shape("spell", (*HANGING, "status", "started_on", "ended_on"), BY_ABOUT["spell"]),
            "intention": Shape("intention", HANGING, BY_ABOUT["intention"]),
        }

    def look_up(self, records: Sequence[Record], home: str) -> Block:
        """What is known of the people on these lines. `home`: the area of the list, "" when it has none."""
        block = Block()
        ids = {i for r in records if (i := r.get("person.id_number"))}
        block.by_id = self._by_id(ids)
        block.by_number = self._by_number({n for r in records if (n := r.get("person_no"))})
        self._households(block, {n for r in records if (n := r.get("household.household_no"))})
        self._namesakes(block, [r for r in records if r.get("person.id_number") not in block.by_id], home)
        block.elsewhere = self._elsewhere(ids - block.by_id.keys())
        block.unify()
        self._households_of(block)
        self._hanging(block.persons())
        self._phones(block, records)
        return block

    def _persons(self, **wanted: Any) -> list[Known]:
        return self.shapes["person"].fetch(Person.objects.filter(**wanted).exclude(record=MERGED).order_by("pk"))

    def _by_id(self, ids: set[str]) -> dict[str, Known]:
        if not ids:
            return {}
        listed = sorted(ids)
        indexes = dict(zip(blind_index_many(_ID.get_label(), listed), listed, strict=True))
        found = self._persons(id_index__among=indexes.keys())
        return {indexes[bytes(k.row["id_index"])]: k for k in found}

    def _by_number(self, numbers: set[str]) -> dict[str, Known]:
        return {k.row["person_no"]: k for k in self._persons(person_no__among=sorted(numbers))} if numbers else {}

    def _households(self, block: Block, numbers: set[str]) -> None:
        if numbers:
            for known in self._household_rows(household_no__among=sorted(numbers)):
                block.households[known.row["household_no"]] = block.households_by_pk[known.pk] = known

    def _household_rows(self, **wanted: Any) -> list[Known]:
        return self.shapes["household"].fetch(Household.objects.filter(**wanted))

    def _namesakes(self, block: Block, records: list[Record], home: str) -> None:
        """Who bears the names of lines without a known ID number: in the village, or in the household named."""
        names = {n for r in records if (n := r.get("person.name"))}
        if not names:
            return
        found: dict[int, Known] = {}
        if home:
            near = self._persons(name__among=sorted(names), area__gte=home, area__lt=upper_bound(home))
            found |= {k.pk: k for k in near}
        if block.households:
            inside = self._persons(
                name__among=sorted(names), household__among=[h.pk for h in block.households.values()]
            )
            found |= {k.pk: k for k in inside}
        by_name: dict[str, list[Known]] = defaultdict(list)
        for known in found.values():
            by_name[known.row["name"]].append(known)
        block.namesakes = dict(by_name)

    def _elsewhere(self, ids: set[str]) -> frozenset[str]:
        """Those on the register outside the scope. As when one person is registered: told that, and nothing more."""
        if not ids or get_scope().is_whole:
            return frozenset()
        listed = sorted(ids)
        indexes = dict(zip(blind_index_many(_ID.get_label(), listed), listed, strict=True))
        with everywhere(reason="one person, one record"):
            found = list(Person.objects.filter(id_index__among=indexes.keys()).values_list("id_index", flat=True))
        return frozenset(indexes[bytes(i)] for i in found)

    def _households_of(self, block: Block) -> None:
        missing = {k.row["household_id"] for k in block.persons().values()} - block.households_by_pk.keys() - {None}
        if missing:
            block.households_by_pk |= {h.pk: h for h in self._household_rows(pk__among=sorted(missing))}
        by_head = {h.row["head_id"]: pk for pk, h in block.households_by_pk.items() if h.row["head_id"]}
        block.heads = frozenset(by_head)
        if "head" in self.keys and by_head:
            names = Person.objects.filter(pk__among=by_head.keys()).values_list("pk", "name")
            block.head_names = {by_head[pk]: name for pk, name in names}

    def _hanging(self, persons: dict[int, Known]) -> None:
        """Spells, wishes and categories, each only when the file speaks of them."""
        if not persons:
            return
        if self._has("status", "spell."):
            self._spells(persons)
        if self._has("intention."):
            self._intentions(persons)
        if self._has("poor", "category."):
            self._categories(persons)

    def _has(self, *starts: str) -> bool:
        return any(key.startswith(starts) for key in self.keys)

    def _spells(self, persons: dict[int, Known]) -> None:
        rows = EmploymentSpell.objects.filter(person__among=persons.keys(), recorded_to=None, is_full_time=True)
        for spell in self.shapes["spell"].fetch(rows.order_by("started_on")):
            persons[spell.row["person_id"]].spells.append(spell)

    def _intentions(self, persons: dict[int, Known]) -> None:
        wishes = Intention.objects.filter(person__among=persons.keys(), recorded_to=None, valid_to=None)
        for wish in self.shapes["intention"].fetch(wishes):
            persons[wish.row["person_id"]].intention = wish

    def _categories(self, persons: dict[int, Known]) -> None:
        held: dict[int, set[str]] = defaultdict(set)
        rows = Category.objects.filter(person__among=persons.keys(), recorded_to=None, valid_to=None)
        for person, kind in rows.values_list("person_id", "kind"):
            held[person].add(kind)
        for pk, kinds in held.items():
            persons[pk].categories = frozenset(kinds)

    def _phones(self, block: Block, records: Sequence[Record]) -> None:
        """In which households the phones are that the register does not have for the person of the line."""
        phones = sorted({p for r in records if (p := r.get("person.phone"))})
        if not phones:
            return
        indexes = dict(zip(blind_index_many(_PHONE.get_label(), phones), phones, strict=True))
        block.phone_indexes = {phone: index for index, phone in indexes.items()}
        known = {bytes(k.row["phone_index"]) for k in block.persons().values() if k.row["phone_index"]}
        fresh = [i for i in indexes if i not in known]
        held: dict[str, set[int]] = defaultdict(set)
        if fresh:
            rows = Person.objects.filter(phone_index__among=fresh, record="live").exclude(household=None)
            for index, household in rows.values_list("phone_index", "household_id"):
                held[indexes[bytes(index)]].add(household)
        block.phone_households = {phone: frozenset(pks) for phone, pks in held.items()}
