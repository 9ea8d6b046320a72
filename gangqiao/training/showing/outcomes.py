"""The pictures of training: by trade and result, work found after it, enterprises whose people stayed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.kernel.charts import Chart, Flow, Made, composition, flows, percent_text
from gangqiao.training.reads import outcomes
from gangqiao.training.reads.outcomes import MARKS, Row
from gangqiao.training.showing import words

HOW = "#how"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number above the pictures. share: of which whole, in words; text: as it is read."""

    label: str
    text: str
    persons: int
    href: str
    note: str = ""


def href(asked: outcomes.Asked, group: str, **of: Any) -> str:
    """The names behind a number."""
    given = {"group": group, "area": asked.area, "year": asked.year, **of}
    return f"{reverse('training:outcome_people')}?{urlencode({key: value for key, value in given.items() if value})}"


def group_words() -> dict[str, str]:
    """What a list behind a number is called."""
    found = {
        "trained": _("Trained"),
        "passed": pgettext("learners", "Passed"),
        "failed": pgettext("learners", "Not passed"),
        "certified": pgettext("learners", "Certified"),
        "passed_only": _("Passed, no certificate yet"),
        "raised": _("Skill level raised"),
        "employed": _("At work within 90 days"),
        "not_employed": _("Not at work within 90 days"),
        "waits": _("Not yet 90 days since the class"),
    }
    for mark in MARKS:
        said = {"n": mark}
        found[f"stable_{mark}"] = _("Still there after %(n)d days") % said
        found[f"gone_{mark}"] = _("No longer there after %(n)d days") % said
        found[f"early_{mark}"] = _("Not yet %(n)d days") % said
    return found


def figures(found: list[Row], asked: outcomes.Asked) -> list[Figure]:
    """The numbers above the pictures."""
    count = {group: len(outcomes.keys(found, group)) for group in outcomes.GROUPS}
    once = len(outcomes.keys(found, "trained", is_once=True))
    decided = count["employed"] + count["not_employed"]
    shown = [
        Figure(_("Persons trained"), f"{once:,}", once, href(asked, "trained", once=1)),
        Figure(_("Person-times"), f"{count['trained']:,}", count["trained"], href(asked, "trained"),
               _("who learned twice counts twice")),
        _rate(_("Pass rate"), count["passed"], len(found), asked, "passed"),
        _count(_("Certified"), count["certified"], asked, "certified"),
        _count(_("Skill level raised"), count["raised"], asked, "raised"),
        _rate(_("At work within 90 days"), count["employed"], decided, asked, "employed"),
    ]  # fmt: skip
    for mark in MARKS:
        stays, gone = count[f"stable_{mark}"], count[f"gone_{mark}"]
        label = _("Enterprise's people still there after %(n)d days") % {"n": mark}
        shown.append(_rate(label, stays, stays + gone, asked, f"stable_{mark}"))
    return shown


def _count(label: str, many: int, asked: outcomes.Asked, group: str) -> Figure:
    return Figure(label, f"{many:,}", many, href(asked, group) if many else "")


def _rate(label: str, part: int, whole: int, asked: outcomes.Asked, group: str) -> Figure:
    note = _("%(part)s of %(whole)s") % {"part": f"{part:,}", "whole": f"{whole:,}"} if whole else _("nobody yet")
    text = percent_text(Fraction(part, whole)) if whole else "–"
    return Figure(label, text, part, href(asked, group) if part else "", note)


def charts(found: list[Row], asked: outcomes.Asked) -> list[Chart]:
    """The pictures, each with its table."""
    trades = _ordered(row.trade for row in found)
    return [
        _made(_("Courses by trade and result"), found, asked, trades, "trade", words.trade_words,
              ("certified", "passed_only", "failed")),
        _made(_("Work found after the class, by trade"), [row for row in found if row.employed], asked, trades, "trade",
              words.trade_words, ("employed", "not_employed", "waits")),
        _made(_("Enterprises: trained people still there after 90 days"), [row for row in found if row.stable], asked,
              _ordered(row.employer for row in found if row.stable), "employer", str,
              ("stable_90", "gone_90", "early_90")),
        _towns(found, asked),
    ]  # fmt: skip


def _made(
    title: str, found: list[Row], asked: outcomes.Asked, names: list[str], by: str, said: Callable[[str], str],
    groups: tuple[str, ...],
) -> Chart:  # fmt: skip
    labels = group_words()
    rows = []
    for name in names:
        own = [row for row in found if getattr(row, by) == name]
        numbers = tuple(len(outcomes.keys(own, group)) for group in groups)
        if any(numbers):
            rows.append(Made(said(name), numbers, tuple(href(asked, group, **{by: name}) for group in groups)))
    parts = tuple(labels[group] for group in groups)
    return composition(title, parts, rows, unit=_("person-times"), definition_href=HOW)


def _towns(found: list[Row], asked: outcomes.Asked) -> Chart:
    towns = _ordered(row.town for row in found)
    names = words.short_places(towns)
    rows = [
        Flow(names.get(town, _("not known")), len(outcomes.keys(found, "trained", town=town)),
             href(asked, "trained", town=town))
        for town in towns
    ]  # fmt: skip
    title = _("Trained by township")
    return flows(title, rows, rest=_("all others"), unit=_("person-times"), definition_href=HOW)


def _ordered(names: Iterable[str]) -> list[str]:
    """Names by how often they stand, the most first."""
    listed = list(names)
    return sorted(set(listed), key=lambda one: (-listed.count(one), one))
