"""What is recorded about many at once, by the keys of the questions: the same as `reads.facts`, in a few queries.

Only values up to the level PERSONAL ever go to a phone. Of deeper ones it learns that they are recorded (`hidden`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from gangqiao.kernel.actor import Level
from gangqiao.kernel.attributes import Attribute
from gangqiao.kernel.paths import upper_bound
from gangqiao.people.models import Person
from gangqiao.people.sets import SETS
from gangqiao.surveys.compiling import LEFT_OUT
from gangqiao.surveys.models import AnswerSheet, QuestionVersion
from gangqiao.surveys.reads import facts
from gangqiao.surveys.reads.many import Steps, newest_rows

Json = dict[str, Any]
EMPTY = (None, "", [])


@dataclass
class Known:
    """What a reader may see of one row: values as their attributes read them; and what is kept from sight."""

    values: Json = field(default_factory=dict)
    hidden: list[str] = field(default_factory=list)


def known_of(about: str, row: Any, level: Level) -> Known:
    """The declared facts of one row."""
    found = Known()
    kept = row.__dict__
    for name, key, attribute in _read_here(about):
        if kept.get(name) in EMPTY:
            continue
        if attribute.level > level:
            found.hidden.append(key)
        else:
            found.values[key] = facts.as_typed(attribute, _value(row, name, attribute))
    return found


def _value(row: Any, name: str, attribute: Attribute) -> Any:
    # The key of a place, without asking for the place.
    return row.__dict__[name] if attribute.kind == "division" else getattr(row, name)


def _read_here(about: str) -> list[tuple[str, str, Attribute]]:
    """Of each fact of a set that may travel: its column, its key in the questions, and the attribute."""
    if about not in _attributes:
        _attributes[about] = [
            (f"{a.key}_id" if a.kind == "division" else a.key, f"{about}.{a.key}", a)
            for a in SETS[about]
            if a.kind != "attachment" and f"{about}.{a.key}" not in LEFT_OUT
        ]
    return _attributes[about]


_attributes: dict[str, list[tuple[str, str, Attribute]]] = {}


def dated_of(area: str, persons: Iterable[int] | None, level: Level) -> dict[int, Known]:
    """What is dated about the persons of an area and holds now, by person: one query a table."""
    found: dict[int, Known] = defaultdict(Known)
    within = Q(area__gte=area, area__lt=upper_bound(area))
    if persons is not None:
        within &= Q(person__in=list(persons))
    for person, rows in newest_rows(within).items():
        for about, row in rows.items():
            one = known_of(about, row, level)
            found[person].values |= one.values
            found[person].hidden += one.hidden
            if about == "spell":
                found[person].values["given.works"] = "yes"
    return found


class Sheets:
    """Answers given before, read once: what is kept in them, and who has answered in which task.

    by_person  sheets of each person, oldest first; by_household: those about the household itself
    """

    def __init__(self, area: str, households: Iterable[int] | None, version: QuestionVersion | None) -> None:
        self.version = version
        self.by_person: dict[int, list[AnswerSheet]] = defaultdict(list)
        self.by_household: dict[int, list[AnswerSheet]] = defaultdict(list)
        self.asked: dict[int, set[int]] = defaultdict(set)
        self._led = Steps()
        sheets = AnswerSheet.objects.filter(area__gte=area, area__lt=upper_bound(area))
        if households is not None:
            sheets = sheets.filter(task__household__in=list(households))
        for sheet in sheets.select_related("task").order_by("pk"):
            if sheet.person_id is None:
                self.by_household[sheet.task.household_id].append(sheet)
                continue
            self.by_person[sheet.person_id].append(sheet)
            if sheet.latest:
                self.asked[sheet.person_id].add(sheet.task.campaign_id)

    def answers(self, sheets: list[AnswerSheet]) -> Json:
        """The answers that are kept in sheets, as the newest questions read them. Levels: such answers are personal."""
        if self.version is None or not sheets:
            return {}
        kept = facts.kept_here(sheets, self.version, self._led)
        return {key: _sent(value) for key, value in kept.items() if value not in EMPTY}


def _sent(value: Any) -> Any:
    return value if isinstance(value, (str, int, list)) else facts.as_plain(value)


def masked_id(person: Person) -> str:
    """The number of the identity card as a page with a birthday may show it; "" when there is none."""
    return str(SETS["person"]["id_number"].mask(person.id_number))
