"""Compares two sides: both numbers, and everybody who is on one side only, with the reason, grouped.

The groups of one side add up to what it counts alone, so the groups of both add up to the difference of the numbers.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from gangqiao.audit.models import Event
from gangqiao.indicators.store import PRESET
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.clock import day_of
from gangqiao.kernel.words import Say
from gangqiao.ledgers.reads import asking
from gangqiao.ledgers.reads.ledgers import PEOPLE
from gangqiao.people.models import Category, EmploymentSpell, Person
from gangqiao.people.reads.masking import place_name
from gangqiao.reports.comparing import sides as s
from gangqiao.reports.comparing.reasons import CHANGED, GROUPS, OUT_OF_SCOPE, Facts, Reason, standing, why_not_in_figure
from gangqiao.reports.comparing.reasons import place as in_place

CHUNK = 500
ASKED = (
    "uuid",
    "area_id",
    "name",
    "birth_date",
    "sex",
    "hukou_kind",
    "labour_capacity",
    "population_category",
    "life",
    "died_on",
    "record",
    "merged_into_id",
)
MOVES = ("people.transfer_record", "people.move")
BOTH = 2  # in place of a side: people whom both count, of whom something is to be told


@dataclass(slots=True)
class Group:
    """Those of one side with the same kind of reason. `side`: the side that counts them, 0 or 1, or BOTH."""

    side: int
    code: str
    title: Say
    people: list[tuple[s.Element, Say]] = field(default_factory=list)


@dataclass(slots=True)
class Result:
    """The comparison. `sizes`: the two numbers; `both`: people both count; `persons`: whom it names, for the log."""

    sizes: tuple[int, int]
    both: int
    groups: list[Group]
    persons: list[UUID] = field(default_factory=list)

    def summary(self) -> dict[str, Any]:
        """What may be stored in the open: numbers and words, no people."""
        return {
            "sizes": list(self.sizes),
            "both": self.both,
            "groups": [
                {"side": g.side, "code": g.code, "title": stored(g.title), "count": len(g.people)} for g in self.groups
            ],
        }

    def names(self) -> bytes:
        """The people by group, to be sealed: [person, line, name in the list, sentence]."""
        rows = [[[e.person, e.line, e.name, stored(say)] for e, say in g.people] for g in self.groups]
        return json.dumps(rows, ensure_ascii=False, default=str).encode()


def stored(say: Say) -> list[Any]:
    """A sentence as it is stored: its words and values, so that it is said in the language of its reader."""
    values = {
        k: stored(v) if isinstance(v, Say) else v if isinstance(v, int) else str(v) for k, v in say.values.items()
    }
    return [say.msgid, values]


def said_again(kept: Sequence[Any]) -> str:
    """A stored sentence in the reader's language."""
    msgid, values = kept
    return str(Say(msgid, **{k: said_again(v) if isinstance(v, list) else v for k, v in values.items()}))


def compare(one: s.Side, other: s.Side, actor: Actor) -> Result:
    """The difference of two sides, person by person, in the scope of the moment."""
    groups = [*_alone(0, one, other, actor), *_alone(1, other, one, actor)]
    shared = one.people.keys() & other.people.keys()
    groups += _told_of_both([one, other], shared)
    both = len(shared)
    named = {e.person for g in groups for e, _say in g.people if e.person is not None}
    return Result((one.size, other.size), both, groups, list(_uuids(named)))


def _told_of_both(sides: list[s.Side], shared: Collection[int]) -> list[Group]:
    """People both count whose name a list writes differently: no part of the difference, but worth a look."""
    group = Group(BOTH, "name_differs", GROUPS["name_differs"])
    for listed in (side for side in sides if side.kind == s.FILE):
        for chunk in chunks(sorted(shared)):
            names = dict(Person.objects.filter(pk__in=chunk).order_by().values_list("pk", "name"))
            for key in chunk:
                element = listed.people[key]
                if element.name and key in names and element.name != "".join(names[key].split()):
                    say = Say("The list writes “%(listed)s”.", listed=element.name)
                    group.people.append((element, say))
    return [group] if group.people else []


def _uuids(keys: set[int]) -> Iterator[UUID]:
    for chunk in chunks(sorted(keys)):
        yield from Person.objects.filter(pk__in=chunk).order_by().values_list("uuid", flat=True)


def _alone(number: int, side: s.Side, other: s.Side, actor: Actor) -> list[Group]:
    """Whom this side counts and the other does not, by reason, in the order of the page."""
    missing = [key for key in side.people if key not in other.people]
    why = dict(_why_not(other, missing, actor))
    found: dict[tuple[str, str], Group] = {}
    alone = [(element, element.reason or CHANGED) for element in side.others]
    alone += [(side.people[key], why.get(key, CHANGED)) for key in missing]
    for element, reason in alone:
        title = reason.title
        key = (reason.code, str(sorted(dict(reason.group).items())))
        found.setdefault(key, Group(number, reason.code, title)).people.append((element, reason.say))
    order = list(GROUPS)
    return sorted(found.values(), key=lambda g: (order.index(g.code), -len(g.people)))


# --- why somebody is not on a side -----------------------------------------------------------------------------------


def _why_not(side: s.Side, keys: Sequence[int], actor: Actor) -> Iterator[tuple[int, Reason]]:
    explain = {s.FIGURE: _figure, s.LEDGER: _ledger, s.FILE: _file}[side.kind]
    reason_of = explain(side, keys, actor)
    for chunk in chunks(keys):
        known = facts_of(chunk)
        for key in chunk:
            facts = known.get(key)
            yield key, OUT_OF_SCOPE if facts is None else reason_of(facts)


def _figure(side: s.Side, _keys: Sequence[int], _actor: Actor) -> Callable[[Facts], Reason]:
    rules, measure, area, day = PRESET.rules_on(side.day), side.measure, side.area, side.day
    return lambda facts: why_not_in_figure(facts, measure, area, day, rules)


def _ledger(side: s.Side, keys: Sequence[int], actor: Actor) -> Callable[[Facts], Reason]:
    """Which filter somebody does not pass is asked of the filters one by one, once for everybody."""
    values = s.filters_of(side.spec, actor)
    passed = {one: _passing(keys, {one: value}) for one, value in values.items()}

    def reason(facts: Facts) -> Reason:
        for found in (in_place(facts, side.area), standing(facts)):
            if found is not None:
                return found
        for one, value in values.items():
            if facts.person.pk not in passed[one]:
                label = str(one.label)
                say = Say("“%(label)s” is not “%(value)s”.", label=label, value=one.words(value))
                return Reason("filter", say, (("label", label),))
        return CHANGED

    return reason


def _passing(keys: Sequence[int], values: dict[Any, Any]) -> set[int]:
    passing: set[int] = set()
    for chunk in chunks(keys):
        rows = asking.restrict(PEOPLE.rows().filter(pk__in=chunk), values)
        passing.update(rows.order_by().values_list("pk", flat=True))
    return passing


def _file(side: s.Side, _keys: Sequence[int], _actor: Actor) -> Callable[[Facts], Reason]:
    unplaced = defaultdict(list)
    for element in side.others:
        if element.person is None and element.name:
            unplaced[element.name].append(element.line)

    def reason(facts: Facts) -> Reason:
        if near := side.near.get(facts.person.pk):
            return Reason("near_line", near)
        if lines := unplaced.get(facts.person.name):
            say = Say("Line %(line)s has the same name with another number, or none.", line=lines[0])
            return Reason("not_listed", say)
        return Reason("not_listed", Say("The list does not name this person."))

    return reason


def facts_of(keys: Sequence[int]) -> dict[int, Facts]:
    """What is known of people of the scope, by key. Those outside the scope are absent."""
    found = {p.pk: Facts(p) for p in Person.objects.filter(pk__in=keys).only(*ASKED)}
    places = {area: place_name(area) for area in {f.person.area_id for f in found.values()}}
    kept = {f.person.merged_into_id for f in found.values() if f.person.merged_into_id}
    numbers = dict(Person.objects.filter(pk__in=kept).values_list("pk", "person_no"))
    for facts in found.values():
        facts.place = places[facts.person.area_id]
        facts.merged_into = numbers.get(facts.person.merged_into_id, "")
    _add_moves(found)
    for spell in EmploymentSpell.objects.filter(person__in=list(found), recorded_to=None):
        found[spell.person_id].spells.append(spell)
    poor = PRESET.get("poor_categories").values
    kinds = {kind for value in poor.values() for kind in value}
    for row in Category.objects.filter(person__in=list(found), recorded_to=None, kind__in=kinds):
        if row.valid_from is not None:
            found[row.person_id].poor.append((row.valid_from, row.valid_to))
    return found


def _add_moves(found: dict[int, Facts]) -> None:
    """The day on which each record last came to where it is kept now."""
    by_uuid = {facts.person.uuid: facts for facts in found.values()}
    moves = Event.objects.filter(person__in=list(by_uuid), verb__in=MOVES).order_by("seq")
    for person, at in moves.values_list("person", "at"):
        by_uuid[person].moved_on = day_of(at)


def chunks(keys: Iterable[int]) -> Iterator[list[int]]:
    """The keys, a few hundred at a time: a statement takes no more."""
    listed = list(keys)
    for first in range(0, len(listed), CHUNK):
        yield listed[first : first + CHUNK]


__all__ = ["Group", "Result", "compare", "facts_of", "said_again", "stored"]
