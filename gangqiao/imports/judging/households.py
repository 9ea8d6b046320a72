"""Which lines of a file stand for one household, and where a newcomer belongs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gangqiao.imports.judging.case import Case
from gangqiao.imports.judging.facts import BY_ID_NUMBER, check_newcomers_phone
from gangqiao.imports.judging.names import Places
from gangqiao.imports.judging.register import Block
from gangqiao.imports.reading import Record
from gangqiao.kernel.words import Say

HEAD = "02"
HOUSEHOLD_NO, RELATION, HEAD_NAME = "household.household_no", "relation", "head"
SHORTEST_NUMBER = 8  # characters; a shorter "household number" is a running number of the list
Key = tuple[Any, ...]


@dataclass(slots=True)
class Group:
    """The lines of one household in a file.

    household  its key on the register, found through a member or the number; null when it is not there yet
    head       line of the newcomer who is its head; null when there is none
    heads      lines on which somebody is called head
    """

    household: int | None = None
    head: tuple[int, int] | None = None
    heads: int = 0


class Households:
    """The households of a file so far. Fed with every line in order, also when a killed job takes up again."""

    def __init__(self) -> None:
        self.groups: dict[Key, Group] = {}
        self._of_line: dict[tuple[int, int], Key] = {}
        self._run: dict[int, int] = {}  # by sheet: line of the last head, which begins a household

    def take_in(self, records: Sequence[Record], members: dict[tuple[int, int], int | None]) -> None:
        """Note a block of lines before any of it is judged: a head may stand below its members.

        `members` gives the household on the register for lines whose person is on it.
        """
        self._of_line = {}
        for record in records:
            place = (record.sheet, record.line)
            key = self._of_line[place] = self._key_of(record)
            group = self.groups.setdefault(key, Group())
            if members.get(place) is not None and group.household is None:
                group.household = members[place]
            if is_head(record):
                group.heads += 1
                if group.head is None and place not in members and record.get("person.id_number"):
                    group.head = place

    def of(self, record: Record) -> Group:
        """The household of a line of the present block."""
        return self.groups[self._of_line[record.sheet, record.line]]

    def _key_of(self, record: Record) -> Key:
        if number := record.get(HOUSEHOLD_NO):
            return ("number", record.sheet, number)
        if head := record.get(HEAD_NAME):
            return ("head", record.sheet, record.get("village"), record.get("group"), head)
        if is_head(record):
            self._run[record.sheet] = record.line
        return ("run", record.sheet, self._run.get(record.sheet, -record.line))


def is_head(record: Record) -> bool:
    """The line of a head: by its relation, or because it names itself as head where no relation is given."""
    relation, name = record.get(RELATION), record.get("person.name")
    return bool(relation == HEAD or (relation is None and name and name == record.get(HEAD_NAME)))


def judge_newcomer(case: Case, households: Households, places: Places, home: str, sheet_group: str) -> None:
    """Register somebody: in a household of the register, in one that this file brings, or as head of a new one."""
    record, group = case.record, households.of(case.record)
    if not case.get("person.name"):
        if not case.noted("name_wrong"):
            case.wrong("name_empty", Say("The name is empty. Write it as on the ID card."), "person.name")
        return
    household = group.household or _by_number(case)
    check_newcomers_phone(case, household)
    if is_head(record) and (household is not None or group.head != (record.sheet, record.line)):
        case.doubt("two_heads", Say("The household has a head already. Check the relation to the head."), RELATION)
        return
    if household is not None:
        _register(case, {"pk": household})
    elif is_head(record):
        _new_household(case, places, home, sheet_group)
    elif group.head is not None:
        _register(case, {"row": list(group.head)})
    else:
        sentence = Say(
            "This person is not on the register, and it is not clear to which household they belong. Add the household "
            "number, or bring the whole household in with its head first."
        )
        case.doubt("household_not_clear", sentence, HOUSEHOLD_NO if case.has_column(HOUSEHOLD_NO) else "person.name")


def _by_number(case: Case) -> int | None:
    known = case.block.households.get(case.get(HOUSEHOLD_NO) or "")
    return known.pk if known else None


def _new_household(case: Case, places: Places, home: str, sheet_group: str) -> None:
    area = _group_of(case, places, home, sheet_group)
    if not area:
        sentence = Say(
            "It is not clear in which villagers' group the new household is. "
            "Write village and group as they are called on the register."
        )
        case.doubt("group_not_clear", sentence, "group" if case.has_column("group") else "person.name")
        return
    values = {k: v for k, v in case.part("household").items() if k != "household_no"}
    number = case.get(HOUSEHOLD_NO) or ""
    if len(number) >= SHORTEST_NUMBER:
        values["household_no"] = number
    _register(case, {"new": {"area": area, "values": values}})


def _group_of(case: Case, places: Places, home: str, sheet_group: str) -> str:
    village = places.find_village(case.get("village") or "") or home
    named = case.get("group")
    return places.find_group(named, village) if named else sheet_group


def _register(case: Case, household: dict[str, Any]) -> None:
    relation = HEAD if is_head(case.record) else case.get(RELATION)
    if relation is None:
        sentence = Say("The relation to the head is missing. Write it in a column of its own.")
        case.doubt("relation_missing", sentence, RELATION if case.has_column(RELATION) else "person.name")
        return
    values = {k: v for k, v in case.part("person").items() if k not in BY_ID_NUMBER or k == "id_number"}
    for key, new in values.items():
        if key != "id_number":
            case.change("person", key, None, new)
    case.act("people.register", household=household, relation=relation, values=values, id_exception="")


def check_heads(case: Case, households: Households, block: Block) -> None:
    """Two heads in one household of the file, or a head whom the register does not know as such."""
    if case.person is None or not is_head(case.record):
        return
    group = households.of(case.record)
    key = case.get(HOUSEHOLD_NO) or case.get(HEAD_NAME)
    if group.heads > 1 and key and case.person.pk not in block.heads:
        case.doubt("two_heads", Say("The list names two heads for this household. Check the relation."), RELATION)
