"""Meetings and the items of an agenda in words. An item keeps facts; the sentence is made when it is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext

from gangqiao.headquarters.models import AgendaItem, AgendaKind, IssueKind, Meeting
from gangqiao.headquarters.states import MeetingStatus
from gangqiao.plans.reads import current_targets


def day_words(value: date) -> str:
    """A day as it is written in the reader's language."""
    return date_format(value, "DATE_FORMAT")


TONES = {
    MeetingStatus.CALLED: "warn",
    MeetingStatus.HELD: "busy",
    MeetingStatus.MINUTED: "busy",
    MeetingStatus.CLOSED: "good",
}


def meeting_name(meeting: Meeting) -> str:
    return gettext("Joint meeting %(number)d of %(year)d") % {"number": meeting.number, "year": meeting.year}


def meeting_tone(meeting: Meeting) -> str:
    return TONES.get(MeetingStatus(meeting.status), "calm")


@dataclass(frozen=True, slots=True)
class ItemShown:
    """An item of an agenda. says: what the product found, "" for what was added by hand; href: what it is about."""

    item: AgendaItem
    kind: Any
    title: str
    says: str
    href: str

    @property
    def tone(self) -> str:
        return "bad" if self.item.facts.get("late") else "calm"


def item_shown(item: AgendaItem) -> ItemShown:
    title, says, href = _SAID[AgendaKind(item.kind)](item)
    return ItemShown(item, AgendaKind(item.kind).label, title, says, href)


def _decision(item: AgendaItem) -> tuple[str, str, str]:
    facts = item.facts
    year, _sep, number = str(facts["of"]).partition("-")
    title = gettext("Decision %(n)s of joint meeting %(number)s of %(year)s: %(unit)s") % {
        "n": facts["number"],
        "number": number,
        "year": year,
        "unit": facts["unit"],
    }
    due = day_words(date.fromisoformat(facts["due"]))
    says = gettext("Overdue since %(day)s.") if facts["late"] else gettext("Due by %(day)s.")
    return title, says % {"day": due}, reverse("headquarters:decision", args=[item.key.partition(":")[2]])


def _target(item: AgendaItem) -> tuple[str, str, str]:
    key, facts = item.key.partition(":")[2], item.facts
    words = {target.id: target.words.in_language(get_language()) for target in current_targets()}
    unit = "%" if facts["is_rate"] else ""
    says = gettext("On %(day)s: %(counted)s of %(aimed)s, %(gap)s persons are missing.") % {
        "day": day_words(date.fromisoformat(facts["day"])),
        "counted": f"{facts['counted'] or 0}{unit}",
        "aimed": f"{facts['aimed']}{unit}",
        "gap": facts["gap"],
    }
    return words.get(key, key), says, reverse("indicators:board")


def _tasks(item: AgendaItem) -> tuple[str, str, str]:
    many = int(item.facts["many"])
    says = ngettext("%(many)d task of the work plan is overdue.", "%(many)d tasks of the work plan are overdue.", many)
    href = reverse("plans:unit", args=[item.key.partition(":")[2]])
    return str(item.facts["unit"]), says % {"many": many}, href


def _issue(item: AgendaItem) -> tuple[str, str, str]:
    facts = item.facts
    title = gettext("Issue of %(place)s: %(kind)s") % {"place": facts["place"], "kind": IssueKind(facts["kind"]).label}
    says = gettext("Raised on %(day)s.") % {"day": day_words(date.fromisoformat(facts["since"]))}
    return title, says, reverse("headquarters:issue", args=[item.key.partition(":")[2]])


def _free(item: AgendaItem) -> tuple[str, str, str]:
    return item.words or "", "", ""


_SAID = {
    AgendaKind.DECISION: _decision,
    AgendaKind.TARGET: _target,
    AgendaKind.TASKS: _tasks,
    AgendaKind.ISSUE: _issue,
    AgendaKind.FREE: _free,
}


@dataclass(frozen=True, slots=True)
class StateShown:
    """A state of a life cycle as the component draws it."""

    label: Any
    is_past: bool
    is_now: bool


def course_of(order: tuple[Any, ...], now: str) -> list[StateShown]:
    """The usual course of a record; a state outside of it stands alone behind the first."""
    states = list(order) if now in order else [order[0], *(s for s in type(order[0]) if s == now)]
    here = [str(s) for s in states].index(str(now))
    return [StateShown(s.label, number < here, number == here) for number, s in enumerate(states)]
