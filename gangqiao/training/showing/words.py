"""States in colours, places and lists in words: what every page of training says in one manner."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from gangqiao.audit.models import Event
from gangqiao.kernel.verbs import labels_of_acts
from gangqiao.people.codes import LISTS as PEOPLE
from gangqiao.places.reads import path_names_of
from gangqiao.training.codes import LISTS
from gangqiao.training.states import PlanStatus, Status

S, P = Status, PlanStatus
CLASS_TONES = {
    S.PLANNED: "calm", S.APPROVED: "busy", S.ENROLLING: "busy", S.RUNNING: "busy", S.ASSESSED: "good",
    S.CLAIMED: "good", S.CLOSED: "calm", S.CANCELLED: "calm",
}  # fmt: skip
PLAN_TONES = {P.DRAFT: "busy", P.ISSUED: "good", P.DROPPED: "calm"}
VILLAGES_SHOWN = 6


def trade_words(code: str) -> str:
    """A trade in words."""
    return PEOPLE["trade"].word(code)


def form_words(code: str) -> str:
    """The form of a course in words."""
    return LISTS["course_form"].word(code)


def joined(parts: Iterable[Any]) -> str:
    """Facts in one line; those that are empty are left out."""
    return " · ".join(str(part) for part in parts if part)


def between(parts: Iterable[Any]) -> str:
    """A list of words."""
    return pgettext("between words", ", ").join(str(part) for part in parts if part)


def short_places(keys: Iterable[str]) -> dict[str, str]:
    """Places by their own name."""
    return {key: names[-1] for key, names in path_names_of({key for key in keys if key}).items()}


def full_places(keys: Iterable[str]) -> dict[str, str]:
    """Places with what they lie in, below the county where they are its own."""
    return {key: "".join(names[-2:]) for key, names in path_names_of({key for key in keys if key}).items()}


def village_words(villages: Iterable[str], names: dict[str, str]) -> str:
    """Villages by name; of many the first few, and how many more."""
    listed = [names.get(key, "") for key in villages]
    words = between(listed[:VILLAGES_SHOWN])
    more = len(listed) - VILLAGES_SHOWN
    if more <= 0:
        return words
    return words + " " + ngettext("and %(n)d more", "and %(n)d more", more) % {"n": more}


def month_words(day: Any) -> str:
    """A month as officials write it."""
    return _("%(year)d-%(month)02d") % {"year": day.year, "month": day.month}


def weekday(day: Any) -> str:
    """The day of the week."""
    return date_format(day, "l")


def fund_words(code: str) -> str:
    """A fund line in words."""
    return LISTS["fund_line"].word(code)


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of a history."""

    at: Any
    title: Any
    by: str
    reason: str


def happened(events: Iterable[Event]) -> list[Happened]:
    """What was done, as it is told."""
    labels = labels_of_acts()
    return [Happened(one.at, labels.get(one.verb, one.verb), one.actor_name, one.reason) for one in events]
