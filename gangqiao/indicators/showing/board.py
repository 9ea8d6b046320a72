"""The board of an area: each target as a figure, and the parts of the area in a table."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from math import ceil
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext

from gangqiao.engine.figures import MEASURES
from gangqiao.indicators.reads import Board, Row
from gangqiao.indicators.showing.addresses import address, names_address, tabs_of_areas, way_to
from gangqiao.indicators.showing.evidence import Slice, mix_of
from gangqiao.indicators.targets import Progress, Share, State
from gangqiao.indicators.wording import said
from gangqiao.kernel.actor import Actor
from gangqiao.places.models import Division
from gangqiao.places.reads import county_path

TONES = {State.REACHED: "good", State.OPEN: "busy", State.MISSED: "bad", State.UNKNOWN: "warn", State.NO_SHARE: "calm"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One result as shown. Addresses are "" where the reader may not go on."""

    progress: Progress
    label: str
    href: str
    base_href: str
    definition_href: str
    tone: str
    state: str
    bar: Fraction | None
    mix: list[Slice] = field(default_factory=list)
    months_href: str = ""
    breakdown_href: str = ""

    @property
    def is_rate(self) -> bool:
        return bool(self.progress.target.figure.denominator)

    @property
    def has_own_target(self) -> bool:
        return self.progress.target_value is not None

    @property
    def is_county(self) -> bool:
        """The value is the plan's own; an area below owes its share, or is measured for reference."""
        return self.progress.area == county_path()

    @property
    def share(self) -> str:
        """Where the number the area owes comes from, in words; "" while no share of it is in force."""
        return share_words(self.progress.owed) if self.progress.owed else ""

    @property
    def expected(self) -> str:
        """What the pace asks for by this day, as it is read; "" where no share is set or there is nothing to reach."""
        expected = self.progress.expected
        if expected is None or not self.progress.target_value:
            return ""
        if self.is_rate:
            return in_percent(expected / 100)
        return gettext("%(n)s persons") % {"n": f"{ceil(expected):,}"}

    @property
    def counted(self) -> str:
        """The condition in words."""
        return said(MEASURES[self.progress.target.figure.numerator].says)

    @property
    def clause(self) -> str:
        """Where the plan says so, with its own words for those who read its language."""
        target, language = self.progress.target, get_language() or ""
        clause = target.clause.in_language(language)
        if not language.startswith("zh"):
            return clause
        return gettext("%(clause)s: “%(quote)s”") % {"clause": clause, "quote": target.quote}

    @property
    def base_name(self) -> str:
        return said(MEASURES[self.progress.target.figure.base].name)

    @property
    def value(self) -> str:
        """The result as it is read: whole persons, or a rate cut (never rounded up) to one decimal."""
        result = self.progress.result
        if not self.is_rate:
            return f"{result.persons:,}"
        return gettext("no rate") if result.share is None else in_percent(result.share)

    @property
    def unit(self) -> str:
        return "" if self.is_rate else gettext("persons")


def _written(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def share_words(owed: Share) -> str:
    """The version of the shares, the rule behind the number and the day of the numbers it used."""
    words = {"version": owed.version, "rule": owed.rule, "day": _written(owed.issued_on)}
    if owed.by_hand:
        return gettext("share, version %(version)s, set by hand, issued on %(day)s") % words
    if owed.counted_on is None:
        return gettext("share, version %(version)s, %(rule)s, issued on %(day)s") % words
    return gettext("share, version %(version)s, %(rule)s, %(day)s") % (words | {"day": _written(owed.counted_on)})


def in_percent(share: Fraction) -> str:
    """59.99% of a half-open rate reads 59.9%: a rounded figure must not claim a target it does not reach."""
    return f"{int(share * 1000) / 10:.1f}%"


def board_page(board: Board, actor: Actor, own_areas: list[Division]) -> dict[str, Any]:
    """What the board's template shows."""
    cells = [_with_ways_on(_cell(p, actor, board.day), board) for p in board.own]
    return {
        "board": board,
        "cells": cells,
        "columns": [{"label": cell.label, "is_number": True, "cell": cell} for cell in cells],
        "rows": [_row(row, actor, board.day) for row in board.rows],
        "has_reference": any(cell.progress.is_reference for cell in cells),
        "scale": _scale(board),
        "may_open_names": actor.may("people.view_list", board.area.key),
        "way": way_to(board.area, own_areas, board.day),
        "tabs": tabs_of_areas(board.area, own_areas, board.day),
        "broken": [
            (said(MEASURES[b.inner].name), said(MEASURES[b.outer].name), b.inner_persons, b.outer_persons)
            for b in board.broken
        ],
    }


def _scale(board: Board) -> str:
    """By how much the targets are reduced for a demonstration county, as "1/10"; "" when they are the plan's own."""
    for progress in board.own:
        target = progress.target
        if target.whole_value and progress.area == county_path():
            return f"1/{round(target.whole_value / target.value)}"
    return ""


def _row(row: Row, actor: Actor, day: date) -> dict[str, Any]:
    area = row.area
    return {
        "area": area,
        "href": address("indicators:board_of", area.key, day=day) if area else "",
        "cells": [_cell(p, actor, day) for p in row.cells],
    }


def _cell(progress: Progress, actor: Actor, day: date) -> Cell:
    figure = progress.target.figure
    opens = bool(progress.area) and actor.may("people.view_list", progress.area)
    return Cell(
        progress=progress,
        label=progress.target.words.in_language(get_language()),
        href=names_address(progress.area, figure.numerator, progress.day) if opens else "",
        base_href=names_address(progress.area, figure.base, progress.day) if opens else "",
        definition_href=address("indicators:definition", figure.id, day=day),
        tone=TONES[progress.state] if progress.state else "calm",
        state=_state_words(progress),
        bar=progress.share if progress.target_value else progress.result.share,
    )


def _with_ways_on(cell: Cell, board: Board) -> Cell:
    """The cell of the area itself: how well its count is known, and how it may be divided."""
    figure, day, area = cell.progress.target.figure, cell.progress.day, board.area.key
    if cell.is_rate:
        return cell
    measure, opens = figure.numerator, bool(cell.href)
    mix = mix_of(
        board.evidence.get((measure, day), {}),
        lambda grade: names_address(area, measure, day, where={"evidence": grade}) if opens else "",
    )
    return replace(
        cell,
        mix=mix,
        months_href=address("indicators:months", area, measure, day=day),
        breakdown_href=address("indicators:breakdown_of", area, measure=measure, day=day),
    )


def _state_words(progress: Progress) -> str:
    left = progress.days_left
    if progress.state is State.REACHED:
        return gettext("Reached")
    if progress.state is State.NO_SHARE:
        return gettext("No share")
    if progress.state is State.MISSED:
        return gettext("Not reached by the deadline")
    if progress.state is State.UNKNOWN:
        return gettext("No workers on the register")
    if progress.state is State.OPEN and left == 0:
        return gettext("Open, due today")
    if progress.state is State.OPEN:
        return ngettext("Open, %(days)d day left", "Open, %(days)d days left", left) % {"days": left}
    return ""
