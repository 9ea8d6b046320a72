"""Turns the acts kept with some rows into the bulk verbs of the register, and says which rows were refused and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from gangqiao.imports.models import Import, Row
from gangqiao.imports.rows import keep_refusal
from gangqiao.imports.states import Outcome
from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.kernel.words import Say
from gangqiao.people.actions import many
from gangqiao.people.models import Person

Json = dict[str, Any]
Line = tuple[int, int]  # number of the sheet, number of the line
Pair = tuple[Row, Any]  # a row, and an act for the bulk verb
Verb = Callable[..., list[Any]]
LONGEST_SOURCE = 200
REGISTER = "people.register"


class HeadNotTaken(Refusal):
    """The row belongs to a new household whose head was left out or refused."""

    def __init__(self, line: int) -> None:
        super().__init__(
            Say(
                "The head of this household stands in line %(line)s, which was not taken in. "
                "Take that line in, then bring this one in again.",
                line=line,
            )
        )


class Doing:
    """The acts of the rows of one chunk. `attempt` may be called again with fewer rows after what it did was undone."""

    def __init__(self, source: Import, rows: Sequence[Row]) -> None:
        self.rows = rows
        self.acts: dict[int, list[Json]] = {row.pk: row.content.get("acts", []) for row in rows}
        self._file = source.name
        self._sheets = [sheet.get("sheet", "") for sheet in source.layout]
        self._before = {row.pk: (row.person, row.revision) for row in rows}
        self._homes = self._homes_of_heads(source)
        self._said: dict[int, str] = {}

    def forget(self) -> None:
        """Set the rows back to what they were before an attempt that was undone."""
        for row in self.rows:
            row.person, row.revision = self._before[row.pk]

    def persons(self, rows: Sequence[Row]) -> set[int]:
        """The persons of the register the rows are about."""
        named = {act["person"] for row in rows for act in self.acts[row.pk] if act.get("person")}
        return named | {row.person for row in rows if row.person is not None}

    def households(self, rows: Sequence[Row]) -> set[int]:
        """The households of the register the rows are about."""
        found = set(self._homes.values())
        for row in rows:
            for act in self.acts[row.pk]:
                home = act.get("household")
                key = home.get("pk") if isinstance(home, dict) else home
                found |= {key} if key else set()
        return found

    def attempt(self, batch: many.Batch, rows: Sequence[Row]) -> dict[int, str]:
        """Do every act of the rows; the sentences of the rows that were refused, by key. Then all must be undone."""
        self._said = {}
        self._register(batch, rows)
        self._follow_up(batch, rows)
        for row in rows:
            if row.person in batch.persons and row.revision is not None:
                row.revision = batch.persons[row.person].revision
        return self._said

    def _register(self, batch: many.Batch, rows: Sequence[Row]) -> None:
        todo: dict[Verb, list[Pair]] = defaultdict(list)
        for row, act in self._acts_of(rows):
            if act["verb"] == REGISTER:
                self._newcomer(row, act, todo)
        for row, household in self._run(batch, many.register_households, todo):
            row.person, row.revision = household.head_id, 0
        for row, person in self._run(batch, many.register_persons, todo):
            row.person, row.revision = person.pk, 0

    def _follow_up(self, batch: many.Batch, rows: Sequence[Row]) -> None:
        """The acts on persons who are there by now."""
        todo: dict[Verb, list[Pair]] = defaultdict(list)
        for row, act in self._acts_of(rows):
            if act["verb"] != REGISTER:
                verb, make = VERBS[act["verb"]]
                todo[verb].append((row, make(act, row.person, self._source(row))))
        for verb, _make in VERBS.values():
            list(self._run(batch, verb, todo))

    def _acts_of(self, rows: Sequence[Row]) -> Iterator[tuple[Row, Json]]:
        """The acts of the rows that have not been refused."""
        return ((row, act) for row in rows if row.pk not in self._said for act in self.acts[row.pk])

    def _run(self, batch: many.Batch, verb: Verb, todo: dict[Verb, list[Pair]]) -> Iterator[tuple[Row, Any]]:
        """Do one verb for all its acts; gives what was made."""
        pairs = [pair for pair in todo[verb] if pair[0].pk not in self._said]
        if not pairs:
            return
        for (row, _act), made in zip(pairs, verb(batch, [act for _row, act in pairs]), strict=True):
            if isinstance(made, (Refusal, Refusals)):
                self._said.setdefault(row.pk, keep_refusal(made))
            else:
                yield row, made

    def _newcomer(self, row: Row, act: Json, todo: dict[Verb, list[Pair]]) -> None:
        home, why = act["household"], act.get("id_exception", "")
        if new := home.get("new"):
            household = many.NewHousehold(
                new["area"], new["values"], act["values"], self._source(row), id_exception=why
            )
            todo[many.register_households].append((row, household))
            return
        key = home.get("pk") or self._homes.get(tuple(home["row"]))
        if key is None:
            self._said[row.pk] = keep_refusal(HeadNotTaken(home["row"][1]))
            return
        person = many.NewPerson(key, act["relation"], act["values"], self._source(row), id_exception=why)
        todo[many.register_persons].append((row, person))

    def _source(self, row: Row) -> str:
        """Where a change comes from, as the log keeps it: file, sheet and line."""
        sheet = self._sheets[row.sheet] if row.sheet < len(self._sheets) else str(row.sheet + 1)
        place = f" / {sheet} / {row.line}"
        return self._file[: LONGEST_SOURCE - len(place)] + place

    def _homes_of_heads(self, source: Import) -> dict[Line, int]:
        """The households that other rows of the import have founded, by the line of their head."""
        asked: dict[int, set[int]] = defaultdict(set)
        for acts in self.acts.values():
            for act in acts:
                if act["verb"] == REGISTER and "row" in act["household"]:
                    sheet, line = act["household"]["row"]
                    asked[sheet].add(line)
        persons: dict[Line, int] = {}
        for sheet, lines in asked.items():
            done = Row.objects.filter(source=source, sheet=sheet, line__in=lines, outcome=Outcome.APPLIED)
            found = done.exclude(person=None).values_list("line", "person")
            persons |= {(sheet, line): person for line, person in found}  # type: ignore[misc]
        homes = dict(Person.objects.filter(pk__in=set(persons.values())).values_list("pk", "household_id"))
        return {place: homes[person] for place, person in persons.items() if homes.get(person)}


def founds_household(row: Row) -> bool:
    """True when the row brings a new household along: it is done before the rows of its members."""
    acts = row.content.get("acts", ())
    return any(act["verb"] == REGISTER and "new" in act["household"] for act in acts)


def _whom(act: Json, person: int | None) -> int:
    """The person an act is about: the one it names, or that of its row."""
    found: int | None = act.get("person") or person
    if found is None:
        raise ValueError("an act is about nobody")
    return found


Make = Callable[[Json, int | None, str], Any]
# In this order: what is put right comes before what is added to it.
VERBS: dict[str, tuple[Verb, Make]] = {
    "people.correct_household": (
        many.correct_households,
        lambda act, _person, source: many.HouseholdCorrection(act["household"], act["values"], source),
    ),
    "people.correct": (
        many.correct_persons,
        lambda act, person, source: many.PersonCorrection(_whom(act, person), act["values"], source),
    ),
    "people.correct_spell": (
        many.correct_spells,
        lambda act, _person, source: many.SpellCorrection(act["spell"], act["values"], source),
    ),
    "people.record_spell": (
        many.record_spells,
        lambda act, person, source: many.NewSpell(_whom(act, person), act["values"], source),
    ),
    "people.record_intention": (
        many.record_intentions,
        lambda act, person, source: many.NewIntention(_whom(act, person), act["values"], source),
    ),
    "people.record_category": (
        many.record_categories,
        lambda act, person, source: many.NewCategory(
            _whom(act, person), act["kind"], date.fromisoformat(act["valid_from"]), source
        ),
    ),
}
