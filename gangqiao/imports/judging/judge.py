"""Judges the lines of a workbook, block by block."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from gangqiao.imports.judging.agreeing import drop_agreed
from gangqiao.imports.judging.alike import Glance, is_second_head
from gangqiao.imports.judging.case import Case
from gangqiao.imports.judging.facts import compare_household, compare_person
from gangqiao.imports.judging.households import Households, check_heads, judge_newcomer
from gangqiao.imports.judging.identity import check_identity, tell_person
from gangqiao.imports.judging.known import Known
from gangqiao.imports.judging.names import Places, village_of
from gangqiao.imports.judging.register import Block, Register
from gangqiao.imports.judging.wishes import compare_categories, compare_wishes
from gangqiao.imports.judging.work import check_income, compare_work, typical_income
from gangqiao.imports.reading import LineReader, Record
from gangqiao.imports.reading.base import Place
from gangqiao.imports.rows import Change, Json, Note, Payload, Severity
from gangqiao.imports.states import Fate
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.words import Say

BLOCK = 2_000  # lines judged together: as many as share one set of queries
MOST_FOR_A_HOME = 0.8  # share of the people found who live in one village, from which on the list is that village's
FEWEST_FOR_A_HOME = 3
ABOUT_ID = "person.id_number"


@dataclass(slots=True)
class Judged:
    """What became of one line. `person` and `revision`: the record it is about, as it was when the line was judged."""

    sheet: int
    line: int
    fate: Fate
    payload: Payload
    person: int | None = None
    revision: int | None = None
    household: int | None = None

    def doubt(self, note: Note) -> None:
        """A doubt that came up later in the file."""
        self.payload.notes.append(note)
        if self.fate != Fate.WRONG:
            self.fate = Fate.DOUBTFUL


@dataclass(slots=True)
class Amendment:
    """A doubt about a line that has been stored before: its twin stood further down."""

    sheet: int
    line: int
    note: Note


@dataclass
class SheetPlan:
    """What is known of a sheet before its lines are judged. `home`: the village of the list; null: not found yet."""

    reader: LineReader
    texts: list[str] = field(default_factory=list)  # name of the sheet, titles, name of the file
    home: str | None = None
    group: str = ""


class Judge:
    """Judges a whole file for one sender; call within the sender's scope.

    `amendments` collects what has to be added to lines judged in earlier blocks; the caller empties it.
    `at_a_glance`: lines that say nothing new are seen before the rules are asked; it comes to the same without.
    """

    def __init__(self, actor: Actor, plans: Mapping[int, SheetPlan], *, at_a_glance: bool = True) -> None:
        self.actor = actor
        self.at_a_glance = at_a_glance
        self.plans = plans
        self.places = Places()
        self.households = Households()
        self.amendments: list[Amendment] = []
        self._registers = {n: Register(plan.reader.places) for n, plan in plans.items()}
        # ID number or key of a person -> sheet, line and content of the first line about them
        self._seen: dict[str | int, tuple[int, int, int]] = {}
        self._corrected: set[int] = set()  # households whose facts an earlier line has corrected

    def judge(self, records: Sequence[Record], of_block: Sequence[Record] = ()) -> list[Judged]:
        """Lines of one block, all of one sheet, in order. `of_block`: the whole block, when some lines are stored."""
        if not records:
            return []
        sheet = records[0].sheet
        plan = self.plans[sheet]
        self._find_home(plan, sheet, records)
        block = self._registers[sheet].look_up(records, plan.home or "")
        self._forget_home(plan, block)
        same, cases = self._divide(records, plan, block)
        members = {place: k.row["household_id"] for place, k in same.items()}
        members |= {place: c.person.row["household_id"] for place, c in cases.items() if c.person}
        self.households.take_in(records, members)
        typical = typical_income(of_block or records)
        here: dict[tuple[int, int], Judged] = {}
        for record in records:
            place = record.sheet, record.line
            person = same.get(place)
            if person is not None and not is_second_head(record, person, self.households, block):
                judged = _unchanged(record, person)
            else:
                case = cases.get(place) or self._case(record, plan, block)
                self._judge_one(case, plan, typical)
                judged = self._judged(case, plan)
            here[place] = judged
            self._look_for_twin(record, judged, here)
        return list(here.values())

    def _divide(
        self, records: Sequence[Record], plan: SheetPlan, block: Block
    ) -> tuple[dict[tuple[int, int], Known], dict[tuple[int, int], Case]]:
        """By place: the persons of lines that say nothing new, and all other lines with the person found."""
        glance = Glance(block, plan.home or "") if self.at_a_glance else None
        same: dict[tuple[int, int], Known] = {}
        cases: dict[tuple[int, int], Case] = {}
        for record in records:
            if glance is not None and (known := glance.find(record)) is not None:
                same[record.sheet, record.line] = known
            else:
                cases[record.sheet, record.line] = self._case(record, plan, block)
        return same, cases

    def _case(self, record: Record, plan: SheetPlan, block: Block) -> Case:
        case = Case(record, plan.reader.places, block, self.actor, notes=list(record.notes))
        tell_person(case)
        return case

    def replay(self, records: Sequence[Record], known: Mapping[tuple[int, int], tuple[int, int | None]]) -> None:
        """Take note of lines that were judged and stored before the job was killed; `known`: person and household."""
        self.households.take_in(records, {place: household for place, (_person, household) in known.items()})
        for record in records:
            person = known.get((record.sheet, record.line), (None, None))[0]
            self._first_of(record, person)

    def _first_of(self, record: Record, person: int | None) -> tuple[int, int, int]:
        """Sheet, line and content of the first line about the same person: by ID number, or as found on the register.

        The line itself when it is the first. Also by person, for the twin may lack the number or have it wrong.
        """
        own = (record.sheet, record.line, record.content)
        keys = [key for key in (record.get(ABOUT_ID) or record.likely_id, person) if key]
        first = next((self._seen[key] for key in keys if key in self._seen), own)
        for key in keys:
            self._seen.setdefault(key, first)
        return first

    def _find_home(self, plan: SheetPlan, sheet: int, records: Sequence[Record]) -> None:
        if plan.home is None:
            known = self._registers[sheet].look_up(records, "").by_id.values()
            plan.home = _village_of_most(known) or self.places.village_in(plan.texts)
        if not plan.group and plan.texts:
            plan.group = self.places.find_group(plan.texts[0], plan.home) if plan.home else ""

    def _forget_home(self, plan: SheetPlan, block: Block) -> None:
        """A list sorted by villages looks like one village's until the next one begins: its lines are not strangers.

        A village that the list itself names stays.
        """
        if not plan.home or plan.home == self.places.village_in(plan.texts):
            return
        villages = Counter(village_of(known.area) for known in block.by_id.values())
        if villages[village_of(plan.home)] < MOST_FOR_A_HOME * villages.total():
            plan.home, plan.group = "", ""

    def _judge_one(self, case: Case, plan: SheetPlan, typical: Decimal | None) -> None:
        check_income(case, typical)
        check_identity(case, plan.home or "", self.places)
        check_heads(case, self.households, case.block)
        if case.is_new:
            judge_newcomer(case, self.households, self.places, plan.home or "", plan.group)
        elif case.person is not None:
            compare_person(case, case.person)
            compare_household(case, case.person, self._corrected)
        if case.is_new or case.person is not None:
            compare_work(case, case.person)
            compare_wishes(case, case.person)
            compare_categories(case, case.person)
            drop_agreed(case)
        _keep_possible(case)

    def _judged(self, case: Case, plan: SheetPlan) -> Judged:
        record, known, fate = case.record, case.person, case.fate
        payload = Payload(notes=case.notes)
        if fate != Fate.SAME:
            name = record.get("person.name") or (known.row["name"] if known else "")
            payload = Payload(name, plan.reader.texts(record), case.notes, case.changes, case.acts)
        return Judged(
            record.sheet,
            record.line,
            fate,
            payload,
            known.pk if known else None,
            known.row["revision"] if known else None,
            known.row["household_id"] if known else None,
        )

    def _look_for_twin(self, record: Record, judged: Judged, here: Mapping[tuple[int, int], Judged]) -> None:
        sheet, line, content = self._first_of(record, judged.person)
        if (sheet, line) == (record.sheet, record.line):
            return
        places = self.plans[record.sheet].reader.places
        place = places.get(ABOUT_ID) or places.get("person.name") or Place("")
        if content == record.content:
            sentence = Say("The same row stands in line %(line)s already. It is taken once.", line=line)
            judged.doubt(Note(Severity.DOUBT, "row_twice", sentence, place.letter, place.heading))
            judged.payload.acts, judged.payload.changes = [], []
            return
        judged.doubt(_differs_from(line, place.letter, place.heading))
        other = _differs_from(record.line, place.letter, place.heading)
        if twin := here.get((sheet, line)):
            twin.doubt(other)
        else:
            self.amendments.append(Amendment(sheet, line, other))


def _unchanged(record: Record, known: Known) -> Judged:
    row = known.row
    return Judged(
        record.sheet,
        record.line,
        Fate.SAME,
        Payload(notes=list(record.notes)),
        row["pk"],
        row["revision"],
        row["household_id"],
    )


def _differs_from(line: int, letter: str, heading: str) -> Note:
    sentence = Say("Line %(line)s is about the same person and says something else. Keep the right one.", line=line)
    return Note(Severity.DOUBT, "row_differs", sentence, letter, heading)


def _village_of_most(known: Sequence[Known] | object) -> str:
    """The village in which most of the people found live; "" when they are few or scattered."""
    villages = Counter(village_of(k.area) for k in known)
    if not villages:
        return ""
    (village, most), total = villages.most_common(1)[0], sum(villages.values())
    return village if total >= FEWEST_FOR_A_HOME and most >= MOST_FOR_A_HOME * total else ""


def _keep_possible(case: Case) -> None:
    """A wrong row has no acts; nor has one whose person is not clear. A newcomer without a household cannot begin."""
    registers = any(act["verb"] == "people.register" for act in case.acts)
    if case.no_acts or case.fate == Fate.WRONG or (case.is_new and not registers):
        case.acts, case.changes = [], []


def as_json(changes: Sequence[Change]) -> list[Json]:
    """Changes as JSON: for what the command prints."""
    return [change.to_json() for change in changes]


__all__ = ["BLOCK", "Amendment", "Block", "Judge", "Judged", "SheetPlan", "as_json"]
