"""Where each number of a sentence comes from: the tables of the appendix."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from gangqiao.briefings.content.blocks import Cell, Column
from gangqiao.briefings.content.grounds import Ground
from gangqiao.engine.figures import FIGURES, MEASURES
from gangqiao.indicators.wording import said
from gangqiao.kernel import clock

SHORT = 12  # characters of a digest that are printed


@dataclass(frozen=True, slots=True)
class Num:
    """A number as it is read, with everything it is traced by.

    figure  id of the definition; "" for what is counted from the lists of the plan
    ground   the day it stands on; null for numbers over many days and for aims
    persons  how many people it stands for; null where it counts none
    """

    text: str
    area: str = ""
    figure: str = ""
    ground: Ground | None = None
    ref: str = ""
    measure: str = ""
    persons: int | None = None


def ground_columns() -> list[Column]:
    return [
        Column(gettext("Day of the figures"), wide=2),
        Column(gettext("Source"), wide=2),
        Column(gettext("Known up to"), wide=2),
        Column(gettext("Digest of the definitions"), wide=2),
        Column(gettext("Digest of the figures"), wide=2),
    ]


def ground_row(ground: Ground) -> list[Cell]:
    return [
        Cell(ground.day.isoformat()),
        Cell(origin(ground)),
        Cell(known_on(ground)),
        Cell(ground.facts.definitions[:SHORT]),
        Cell(ground.snapshot.digest[:SHORT] if ground.snapshot else gettext("none: not published")),
    ]


def origin(ground: Ground) -> str:
    """Where the figures of a day come from, in words."""
    if ground.known_on is not None:
        return gettext("history as known on %(day)s, like the snapshot of the paper") % {"day": ground.known_on}
    if ground.snapshot is None:
        return gettext("register as known when the paper was made (provisional)")
    return gettext("published snapshot, version %(number)d") % {"number": ground.snapshot.number}


def known_on(ground: Ground) -> str:
    if ground.snapshot is not None:
        return str(ground.snapshot.known_on.isoformat())
    return (ground.known_on or clock.today()).isoformat()


def definition_columns() -> list[Column]:
    return [
        Column(gettext("Figure"), wide=2),
        Column(gettext("Version"), counts="version"),
        Column(gettext("Who is counted"), wide=4),
        Column(gettext("What is not known"), wide=3),
        Column(gettext("Source"), wide=2),
    ]


def trace_columns() -> list[Column]:
    return [
        Column(gettext("Rule of the sentence"), wide=2),
        Column(gettext("Value"), True, counts="worked out"),
        Column(gettext("Figure and version"), wide=3),
        Column(gettext("Area"), wide=1),
        Column(gettext("Day of the figures"), wide=2),
        Column(gettext("Source"), wide=2),
    ]


def traced(rule: str, number: Num, definition: str) -> list[Cell]:
    """A number of a sentence as a row. definition: how it is counted, as a ref."""
    return [
        Cell(rule),
        Cell(number.text, None, number.ref, number.persons, definition),
        Cell(_counted(number)),
        Cell(number.area),
        Cell(number.ground.day.isoformat() if number.ground else ""),
        Cell(origin(number.ground) if number.ground else gettext("register as known when the paper was made")),
    ]


def _counted(number: Num) -> str:
    """By which definition and version a number was counted."""
    if figure := FIGURES.get(number.figure):
        return f"{said(figure.wording)} · {figure.version}"
    if number.measure:
        return said(MEASURES[number.measure].name)
    return gettext("counted from the lists of the plan")
