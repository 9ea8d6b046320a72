"""Urgings as rows and as a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from gangqiao.imports.rows import unpack_say
from gangqiao.indicators.targets import Words
from gangqiao.kernel import clock
from gangqiao.kernel.words import Say
from gangqiao.plans.calendar import working_days_after
from gangqiao.warnings.models import Kind, Urge, UrgeEntry
from gangqiao.warnings.reads.proposals import Proposal
from gangqiao.warnings.reads.subjects import find_subject
from gangqiao.warnings.states import WITH_THE_UNIT, Level, Status

STATUS_TONES = {
    Status.SENT: "busy",
    Status.RECEIVED: "busy",
    Status.ANSWERED: "warn",
    Status.ACCEPTED: "good",
    Status.WITHDRAWN: "calm",
    Status.LAPSED: "good",
}
LEVEL_TONES = {Level.URGE: "calm", Level.SUPERVISE: "warn", Level.LEADER: "bad"}
ENTRY_TONES = {
    Kind.SENT: "busy",
    Kind.RECEIVED: "calm",
    Kind.ANSWERED: "busy",
    Kind.SENT_AGAIN: "warn",
    Kind.ESCALATED: "bad",
    Kind.ACCEPTED: "good",
    Kind.WITHDRAWN: "calm",
    Kind.LAPSED: "good",
}


@dataclass(frozen=True, slots=True)
class UrgeRow:
    """One urging as a list shows it. wait: how many working days are left or over, in words; "" once it is closed."""

    urge: Urge
    named: str
    level: Any
    level_tone: str
    status: Any
    status_tone: str
    wait: str
    is_late: bool
    href: str


def rows_of(urges: Iterable[Urge]) -> list[UrgeRow]:
    return [row_of(urge, clock.today()) for urge in urges]


def row_of(urge: Urge, today: date) -> UrgeRow:
    level, status = Level(urge.level), Status(urge.status)
    waits = status in WITH_THE_UNIT
    return UrgeRow(
        urge=urge,
        named=Words(**urge.named).in_language(get_language()) if urge.named else urge.key,
        level=level.label,
        level_tone=LEVEL_TONES[level],
        status=status.label,
        status_tone=STATUS_TONES[status],
        wait=str(wait_words(urge.due_on, today)) if waits else "",
        is_late=waits and urge.due_on < today,
        href=reverse("warnings:urge", args=[urge.uuid]),
    )


def wait_words(due_on: date, today: date) -> Say:
    days = working_days_after(today, due_on)
    if days < 0:
        return Say("%(n)d working days late", n=-days)
    return Say("%(n)d working days left", n=days) if days else Say("due today")


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One step of the course. words: what was written, or the reason the product gave."""

    entry: UrgeEntry
    title: Any
    tone: str
    words: str
    by: str
    level: Any


def course_of(urge: Urge) -> list[EntryRow]:
    """The course, the newest first."""
    return [
        EntryRow(
            entry=entry,
            title=Kind(entry.kind).label,
            tone=ENTRY_TONES[Kind(entry.kind)],
            words=entry.words or (str(unpack_say(entry.reason)) if entry.reason else ""),
            by=entry.by.display_name if entry.by else "",
            level=Level(entry.level).label,
        )
        for entry in urge.entries.select_related("by")
    ]


def subject_href(urge: Urge) -> str:
    """The page of the matter; "" when it is no longer there."""
    found = find_subject(urge.about, urge.key, urge.unit)
    return found.href if found else ""


@dataclass(frozen=True, slots=True)
class StateShown:
    label: Any
    is_past: bool
    is_now: bool


_WAY = (Status.SENT, Status.RECEIVED, Status.ANSWERED, Status.ACCEPTED)


def states_shown(status: str) -> list[StateShown]:
    """The life of an urging as a line; a withdrawn one ends it at once."""
    if status not in _WAY:
        way: list[Status] = [Status.SENT, Status(status)]
        return [StateShown(one.label, one != status, one == status) for one in way]
    now = _WAY.index(Status(status))
    return [StateShown(one.label, n < now, n == now) for n, one in enumerate(_WAY)]


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """One proposal as a list shows it, with the name of its tick."""

    proposal: Proposal
    named: str
    reason: str
    ask_href: str


def proposal_rows(proposals: Iterable[Proposal]) -> list[ProposalRow]:
    return [
        ProposalRow(p, p.named.in_language(get_language()), str(p.reason), ask_address(p.unit.code, p.about, p.key))
        for p in proposals
    ]


def ask_address(unit_code: str, about: str, key: str) -> str:
    """Where a unit is urged about a matter in own words."""
    return reverse("warnings:ask", args=[unit_code, about, key])
