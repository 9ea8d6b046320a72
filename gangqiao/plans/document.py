"""What a work plan says: basis, goals, targets, tasks, the units that owe them, and where in the plan each stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from gangqiao.indicators.targets import Target, Words
from gangqiao.kernel.words import Say


class Part(StrEnum):
    """What a unit is to a task."""

    LEADS = "leads"
    RESPONSIBLE = "responsible"
    COOPERATING = "cooperating"


class Cadence(StrEnum):
    """When a task is to be done that has no single deadline. Only MONTHLY and QUARTERLY come again."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    ALL_YEAR = "all_year"
    REGULARLY = "regularly"  # the plan names no interval
    PROMPTLY = "promptly"


PART_WORDS = {
    Part.LEADS: Say("leads"),
    Part.RESPONSIBLE: Say("responsible"),
    Part.COOPERATING: Say("cooperates"),
}
CADENCE_WORDS = {
    Cadence.MONTHLY: Say("every month"),
    Cadence.QUARTERLY: Say("every quarter"),
    Cadence.ALL_YEAR: Say("all year"),
    Cadence.REGULARLY: Say("at regular intervals; the plan names none"),
    Cadence.PROMPTLY: Say("promptly; the plan names no day"),
}


@dataclass(frozen=True, slots=True)
class Said(Words):
    """A sentence of the plan in both languages, and where it stands.

    line   line of the plan's own text; null when the sentence is not from it
    added  why we say it though the plan does not; null for the plan's own words
    """

    id: str = ""
    quote: str = ""
    line: int | None = None
    added: Words | None = None


@dataclass(frozen=True, slots=True)
class NamedUnit:
    """A unit as the plan names it: one by its code, or every unit of a kind.

    code, every  exactly one of the two is filled
    """

    id: str
    words: Words
    code: str = ""
    every: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What must be shown that a task is done. `figure` is the figure that shows it, "" when none does."""

    words: Words
    figure: str = ""
    added: Words | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A task or measure of the plan, or a part of one. What is not given is that of the task it is part of.

    due_on       null when the plan names no day; cadence: null when it has none
    owed         what each named unit (its id) is to the task
    assigned     why these units, where the plan names none; null when it does
    added        why the task is here though the plan does not say it; null for the plan's own
    unconfirmed  what is not known to be so; null when nothing is in doubt
    """

    id: str
    words: Words
    clause: Words
    quote: str
    line: int | None
    requirements: tuple[str, ...]
    campaigns: tuple[str, ...]
    owed: tuple[tuple[Part, str], ...]
    due_on: date | None
    cadence: Cadence | None
    evidence: tuple[Asked, ...]
    assigned: Words | None = None
    added: Words | None = None
    unconfirmed: Words | None = None
    parts: tuple[Task, ...] = ()

    @property
    def leaves(self) -> tuple[Task, ...]:
        """What is really done: the parts, or the task itself when it has none."""
        return tuple(leaf for part in self.parts for leaf in part.leaves) if self.parts else (self,)

    def part_of(self, unit: str) -> Part | None:
        """What the named unit is to it; null when it owes nothing here. The strongest counts."""
        held = [part for part, named in self.owed if named == unit]
        return min(held, key=list(Part).index) if held else None


@dataclass(frozen=True, slots=True)
class GivenShare:
    """What the plan's file itself asks of one unit (its code). months: up to the end of each, may be empty."""

    unit: str
    target: str
    value: int
    months: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A work plan. Deadlines before `issued_on` are accepted: the plan is carried out, not judged.

    unconfirmed  what is not known of the plan as a whole; null when nothing is in doubt
    doubts       the same for single targets, by their id
    """

    key: str
    title: Words
    issuer: Words
    issued_on: date
    county_code: str
    year: int
    policy_basis: tuple[Said, ...]
    principles: tuple[Said, ...]
    goals: tuple[Said, ...]
    targets: tuple[Target, ...]
    campaigns: tuple[Said, ...] = ()
    units: tuple[NamedUnit, ...] = ()
    tasks: tuple[Task, ...] = ()
    measures: tuple[Task, ...] = ()
    shares: tuple[GivenShare, ...] = ()
    unconfirmed: Words | None = None
    doubts: Mapping[str, Words] = field(default_factory=dict)

    @property
    def leaves(self) -> tuple[Task, ...]:
        """Every duty of the plan, tasks before measures."""
        return tuple(leaf for task in (*self.tasks, *self.measures) for leaf in task.leaves)

    def walk(self) -> Iterator[Task]:
        """Every task, measure and part, each before its parts."""
        waiting = [*self.tasks, *self.measures]
        while waiting:
            task = waiting.pop(0)
            yield task
            waiting[:0] = task.parts

    def find_task(self, task_id: str) -> Task | None:
        return next((task for task in self.walk() if task.id == task_id), None)

    def is_due_before_issue(self, day: date | None) -> bool:
        """True for a deadline that had passed when the plan was issued (R043)."""
        return day is not None and day < self.issued_on
