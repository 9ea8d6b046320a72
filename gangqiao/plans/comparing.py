"""What is different between two plans, or two versions of one, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from gangqiao.indicators.targets import Target, Words
from gangqiao.kernel.words import Say
from gangqiao.plans.document import CADENCE_WORDS, PART_WORDS, NamedUnit, Plan, Task


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference. kind: "added", "removed" or "changed"; place: the id of what it is about."""

    kind: str
    place: str
    sentence: Say


def differences(old: Plan, new: Plan) -> list[Difference]:
    """Every difference in head, targets, units and tasks, in the order of the new plan; what went comes after."""
    return [
        *_head(old, new),
        *_compare(old.targets, new.targets, _target_added, _target_removed, _target_changes),
        *_compare(old.units, new.units, _unit_added, _unit_removed, _unit_changes),
        *_shares(old, new),
        *_compare(list(old.walk()), list(new.walk()), _task_added, _task_removed, _TaskChanges(old, new)),
    ]


def _shares(old: Plan, new: Plan) -> Iterator[Difference]:
    if old.shares != new.shares:
        counts = {"old": len(old.shares), "new": len(new.shares)}
        says = Say("The file sets other shares of units than before: %(new)d, before %(old)d.", **counts)
        yield Difference("changed", "shares", says)


def _compare(
    old: Sequence[Any],
    new: Sequence[Any],
    added: Callable[[Any], Say],
    removed: Callable[[Any], Say],
    changes: Callable[[Any, Any], Iterator[Say]],
) -> Iterator[Difference]:
    before, after = {one.id: one for one in old}, {one.id: one for one in new}
    for key, one in after.items():
        if key not in before:
            yield Difference("added", key, added(one))
        else:
            yield from (Difference("changed", key, says) for says in changes(before[key], one))
    for key, one in before.items():
        if key not in after:
            yield Difference("removed", key, removed(one))


def _head(old: Plan, new: Plan) -> Iterator[Difference]:
    pairs: list[tuple[str, Say, Any, Any]] = [
        ("title", Say("Title"), _text(old.title), _text(new.title)),
        ("issuer", Say("Issuing office"), _text(old.issuer), _text(new.issuer)),
        ("issued_on", Say("Day of issue"), old.issued_on, new.issued_on),
        ("year", Say("Year"), old.year, new.year),
    ]
    for place, what, before, after in pairs:
        if before != after:
            says = Say("%(what)s: was %(before)s, is %(after)s.", what=what, before=str(before), after=str(after))
            yield Difference("changed", place, says)


def _text(words: Words) -> str:
    return words.in_language(get_language())


def _number(value: int) -> str:
    return f"{value:,}"


# --- targets ---------------------------------------------------------------------------------------------------------


def _target_added(target: Target) -> Say:
    return Say(
        "New target %(id)s “%(words)s”: %(value)s by %(day)s.",
        id=target.id,
        words=_text(target.words),
        value=_number(target.value),
        day=target.due_on,
    )


def _target_removed(target: Target) -> Say:
    return Say("Target %(id)s “%(words)s” is gone.", id=target.id, words=_text(target.words))


def _target_changes(old: Target, new: Target) -> Iterator[Say]:
    if old.figure.id != new.figure.id:
        yield Say(
            "Target %(id)s is counted by “%(after)s”, was “%(before)s”.",
            id=new.id,
            before=old.figure.id,
            after=new.figure.id,
        )
    if old.value != new.value:
        yield Say(
            "Target %(id)s: %(after)s, was %(before)s.", id=new.id, before=_number(old.value), after=_number(new.value)
        )
    if old.due_on != new.due_on:
        yield Say("Target %(id)s is due %(after)s, was %(before)s.", id=new.id, before=old.due_on, after=new.due_on)
    if set(old.within) != set(new.within):
        yield Say("Target %(id)s lies within other targets than before.", id=new.id)
    if old.words != new.words:
        yield Say("Target %(id)s is worded “%(after)s”.", id=new.id, after=_text(new.words))


# --- units -----------------------------------------------------------------------------------------------------------


def _unit_added(unit: NamedUnit) -> Say:
    return Say("New unit %(id)s “%(words)s”.", id=unit.id, words=_text(unit.words))


def _unit_removed(unit: NamedUnit) -> Say:
    return Say("Unit %(id)s “%(words)s” is gone.", id=unit.id, words=_text(unit.words))


def _unit_changes(old: NamedUnit, new: NamedUnit) -> Iterator[Say]:
    if old != new:
        yield Say(
            "Unit %(id)s is “%(after)s”, was “%(before)s”.", id=new.id, before=_text(old.words), after=_text(new.words)
        )


# --- tasks -----------------------------------------------------------------------------------------------------------


def _task_added(task: Task) -> Say:
    return Say("New task %(id)s “%(words)s”, %(when)s.", id=task.id, words=_text(task.words), when=_when(task))


def _task_removed(task: Task) -> Say:
    return Say("Task %(id)s “%(words)s” is gone.", id=task.id, words=_text(task.words))


def _when(task: Task) -> Any:
    if task.due_on:
        return Say("due %(day)s", day=task.due_on)
    return CADENCE_WORDS[task.cadence] if task.cadence else Say("without a day")


class _TaskChanges:
    """The changes of one task. Units are named as the plan that has them names them."""

    def __init__(self, old: Plan, new: Plan) -> None:
        self.units = {unit.id: _text(unit.words) for plan in (old, new) for unit in plan.units}

    def __call__(self, old: Task, new: Task) -> Iterator[Say]:
        if (old.due_on, old.cadence) != (new.due_on, new.cadence):
            yield Say("Task %(id)s: %(after)s; before: %(before)s.", id=new.id, before=_when(old), after=_when(new))
        yield from self._owed(old, new)
        if old.words != new.words:
            yield Say("Task %(id)s is worded “%(after)s”.", id=new.id, after=_text(new.words))
        if old.quote != new.quote:
            yield Say("Task %(id)s quotes other words of the plan.", id=new.id)
        if old.campaigns != new.campaigns:
            yield Say("Task %(id)s belongs to other campaigns.", id=new.id)
        if [asked.words for asked in old.evidence] != [asked.words for asked in new.evidence]:
            yield Say("Task %(id)s asks for other evidence.", id=new.id)

    def _owed(self, old: Task, new: Task) -> Iterator[Say]:
        for unit in dict.fromkeys(name for _part, name in (*new.owed, *old.owed)):
            before, after = old.part_of(unit), new.part_of(unit)
            words = {"id": new.id, "unit": self.units.get(unit, unit)}
            if before is None and after is not None:
                yield Say("Task %(id)s: %(unit)s owes it now (%(part)s).", part=PART_WORDS[after], **words)
            elif before is not None and after is None:
                yield Say("Task %(id)s: %(unit)s no longer owes it.", **words)
            elif before is not None and after is not None and before != after:
                yield Say(
                    "Task %(id)s: %(unit)s %(after)s, before: %(before)s.",
                    before=PART_WORDS[before],
                    after=PART_WORDS[after],
                    **words,
                )
