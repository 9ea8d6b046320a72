"""What happened in a person's life with the register, newest first: work, categories, households, skills, wishes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Level
from gangqiao.kernel.attributes import AttributeSet
from gangqiao.people import attributes_dated, states
from gangqiao.people.codes import LISTS
from gangqiao.people.models import Business, Category, EmploymentSpell, Intention, Membership, Person, Skill
from gangqiao.people.reads import as_of
from gangqiao.people.reads.masking import Shown, place_name, show_all

TONES = {"planned": "calm", "departed": "busy", "working": "busy", "verified": "good", "ended": "calm"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that held or happened, from a day to a day (both inclusive, null: open)."""

    kind: str
    row: Any
    title: str
    since: date | None
    until: date | None = None
    state: str = ""
    tone: str = "calm"
    small: str = ""
    facts: list[Shown] = field(default_factory=list)
    is_open: bool = False


def timeline(person: Person, level: Level, *, on: date | None = None, known_on: date | None = None) -> list[Entry]:
    """Everything dated about the person, newest first; of a past day only what had begun by then."""
    entries = [
        *(_spell(s, level) for s in _rows(EmploymentSpell, person, known_on)),
        *(_category(c) for c in _rows(Category, person, known_on) if c.kind not in LISTS["category"].above(level)),
        *(_membership(m) for m in _rows(Membership, person, known_on, "household")),
        *(_skill(s, level) for s in _rows(Skill, person, known_on)),
        *(_intention(i, level) for i in _rows(Intention, person, known_on)),
        *(_business(b, level) for b in _rows(Business, person, known_on)),
    ]
    if on is not None:
        entries = [e for e in entries if e.since is not None and e.since <= on]
    return sorted(entries, key=lambda e: (e.since or date.min, e.kind), reverse=True)


def of_kind(entries: Iterable[Entry], kind: str) -> list[Entry]:
    """The entries of one kind, in the order given."""
    return [e for e in entries if e.kind == kind]


def _rows(model: Any, person: Person, known_on: date | None, *joined: str) -> list[Any]:
    found = as_of.history(model, person, known_on=known_on)
    return list(found.select_related(*joined) if joined else found)


def _facts(attributes: AttributeSet, row: Any, level: Level, *leave_out: str) -> list[Shown]:
    values = {a.key: getattr(row, a.key) for a in attributes if a.key not in leave_out}
    return [f for f in show_all(attributes, values, level) if f.text]


def _spell(row: Any, level: Level) -> Entry:
    where = place_name(row.destination_id) if row.destination_id else LISTS["area_level"].word(row.area_level)
    work = row.occupation or LISTS["spell_kind"].word(row.spell_kind)
    title = " · ".join(part for part in (where, row.employer_name, work) if part)
    return Entry(
        kind="spell",
        row=row,
        title=title,
        since=row.started_on,
        until=row.ended_on,
        state=str(LISTS["spell_status"].word(row.status)),
        tone=TONES.get(row.status, "calm"),
        small=_("Evidence: %(grade)s") % {"grade": LISTS["evidence"].word(row.evidence)} if row.evidence else "",
        facts=_facts(
            attributes_dated.SPELL, row, level,
            "started_on", "ended_on", "destination", "employer_name", "occupation", "evidence",
        ),
        is_open=row.status != states.ENDED,
    )  # fmt: skip


def _category(row: Category) -> Entry:
    holds = row.valid_to is None or row.valid_to > clock.today()
    return Entry(
        kind="category",
        row=row,
        title=LISTS["category"].word(row.kind),
        since=row.valid_from,
        until=_last_day(row),
        state=_("holds") if holds else _("ended"),
        tone="warn" if holds else "calm",
        small=_("Basis: %(basis)s") % {"basis": row.basis} if row.basis else "",
        is_open=holds,
    )


def _membership(row: Membership) -> Entry:
    return Entry(
        kind="membership",
        row=row,
        title=_("Household %(number)s, as %(relation)s")
        % {"number": row.household.household_no, "relation": LISTS["relation"].word(row.relation)},
        since=row.valid_from,
        until=_last_day(row),
        is_open=row.valid_to is None,
    )


def _skill(row: Any, level: Level) -> Entry:
    return Entry(
        kind="skill",
        row=row,
        title=f"{row.name} · {LISTS['skill_level'].word(row.level)}",
        since=row.valid_from,
        until=_last_day(row),
        facts=_facts(attributes_dated.SKILL, row, level, "name", "level"),
        is_open=row.valid_to is None,
    )


def _intention(row: Any, level: Level) -> Entry:
    """An old wish is no wish: after its day it is shown as expired."""
    today = clock.today()
    holds = row.valid_to is None and row.expires_on >= today
    replaced = row.valid_to is not None
    state = _("holds until %(day)s") % {"day": row.expires_on} if holds else _("replaced") if replaced else _("expired")
    return Entry(
        kind="intention",
        row=row,
        title=_("Wants to work: %(answer)s") % {"answer": LISTS["wants_work"].word(row.wants_work)},
        since=row.valid_from,
        until=_last_day(row) if replaced else row.expires_on,
        state=state,
        tone="good" if holds else "calm" if replaced else "warn",
        facts=_facts(attributes_dated.INTENTION, row, level, "wants_work"),
        is_open=not replaced,
    )


def _business(row: Any, level: Level) -> Entry:
    return Entry(
        kind="business",
        row=row,
        title=row.name,
        since=row.valid_from,
        until=_last_day(row),
        facts=_facts(attributes_dated.BUSINESS, row, level, "name"),
        is_open=row.valid_to is None,
    )


def _last_day(row: Any) -> date | None:
    """The last day it held. `valid_to` is the first on which it did not."""
    if row.valid_to is None:
        return None
    return max(row.valid_to - date.resolution, row.valid_from or row.valid_to)
