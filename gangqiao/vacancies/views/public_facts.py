"""The facts of a posting in words, grouped as people ask: the work, the pay, living there, who is meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gangqiao.vacancies.attributes import VACANCY
from gangqiao.vacancies.reads.postings import LIMITS, Posting
from gangqiao.vacancies.reads.public_board import row_of
from gangqiao.vacancies.reads.public_places import around
from gangqiao.vacancies.reads.public_wishes import TICKS

GROUPS = {
    "work": ("hours", "shifts", "contract", "trial_days", "starts_on", "skills", "skill_level", "certificate"),
    "pay": ("pay_day", "insurance"),
    "living": ("board", "lodging", "couples_room", "transport", "address"),
    "who": ("education_min",),  # after the limits
}


@dataclass(frozen=True, slots=True)
class Group:
    """Facts under one heading: (what it is, in words)."""

    title: str
    facts: list[tuple[str, str]]


def groups_of(posting: Posting) -> list[Group]:
    """The groups that say something; what nobody said is left out, not shown as a gap."""
    titles = {
        "work": _("The work"),
        "pay": _("Wages and insurance"),
        "living": _("Living there"),
        "who": _("Who is asked for"),
    }
    groups = [Group(titles[name], _said(posting, keys)) for name, keys in GROUPS.items()]
    groups[-1].facts[:0] = _limits(posting)
    groups[0].facts.extend(posting.own_words)
    return [group for group in groups if group.facts]


def _said(posting: Posting, keys: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(str(VACANCY[key].label), words) for key in keys if (words := posting.words(key))]


def _yuan(fen: int) -> str:
    return _("%(amount)s yuan a month") % {"amount": f"{fen // 100:,}"}


def _limits(posting: Posting) -> list[tuple[str, str]]:
    """Whom the law lets the employer ask for, and by which rule: said aloud, so that it can be questioned."""
    found = _said(posting, LIMITS)
    return [*found, *_said(posting, ("limit_reason", "limit_note"))] if found else []


def ticks_of(posting: Posting) -> list[Any]:
    """The short marks of a posting in a list: for couples, with a dormitory ..."""
    held = row_of(posting).ticks
    marks = [label for name, label in TICKS.items() if name in held]
    if posting.board == "free":
        marks.append(_("Meals free"))
    return marks


def card_of(posting: Posting, km: float | None = None) -> dict[str, Any]:
    """What stands in a list of one posting: the facts people ask for first."""
    take_home = _yuan(posting.take_home) if posting.take_home is not None else ""
    return {
        "posting": posting,
        "place": _place(posting.place_words),
        "km": None if km is None else round(km),
        "ticks": ticks_of(posting),
        "take_home": take_home,
    }


def _place(names: tuple[str, ...]) -> str:
    """Where it is, as it is said at home: the township alone, a city of the own province without the province."""
    shared = 0
    for name, own in zip(names, around().way, strict=False):
        if name != own:
            break
        shared += 1
    return "".join(names[shared:] or names[-1:])
