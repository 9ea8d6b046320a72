"""The board in words: rows by day, and the figures above them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.transfers.models import Batch
from gangqiao.transfers.reads.board import Board, Line, Vehicles
from gangqiao.transfers.reads.board_seeing import VIEW_PEOPLE
from gangqiao.transfers.showing.words import batch_state, mode_words, places_of
from gangqiao.transfers.states import Status

HOW = "#how"


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people with the list behind it; href "" where the reader may open no names."""

    many: int
    href: str = ""


@dataclass(frozen=True, slots=True)
class Gate:
    """How far a gate is passed: a word with a tone, and how many of how many."""

    words: str
    tone: str
    done: int
    total: int
    is_asked: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """A batch on the board or in a list."""

    batch: Batch
    status: Any
    tone: str
    place: str
    mode: str
    on_list: Count
    cleared: Count
    health: Gate
    vehicles: Gate
    under_way: Count
    arrived: Count
    started: Count
    not_started: Count

    @property
    def is_overdue(self) -> bool:
        """True when it should have departed on a day before today."""
        return self.batch.status in _BEFORE and clock.day_of(self.batch.departs_at) < clock.today()


def people_href(actor: Actor, **asked: str) -> str:
    """The list behind a number; "" for readers who list nobody by name."""
    if not actor.may(VIEW_PEOPLE):
        return ""
    return f"{reverse('transfers:people')}?{urlencode({key: value for key, value in asked.items() if value})}"


def rows_of(lines: list[Line], actor: Actor) -> list[Row]:
    """Batches as rows."""
    places = places_of(str(line.batch.destination_id or "") for line in lines)
    return [row_of(line, places, actor) for line in lines]


def row_of(line: Line, places: dict[str, str], actor: Actor) -> Row:
    batch = line.batch
    status, tone = batch_state(batch)

    def count(group: str) -> Count:
        many = line.many(group)
        return Count(many, people_href(actor, group=group, batch=batch.number) if many else "")

    return Row(
        batch=batch,
        status=status,
        tone=tone,
        place=places.get(str(batch.destination_id or ""), ""),
        mode=mode_words(batch.mode),
        on_list=count("on_list" if batch.status in _BEFORE else "travelled"),
        cleared=count("cleared"),
        health=health_gate(line),
        vehicles=vehicle_gate(batch, line.vehicles),
        under_way=count("under_way"),
        arrived=count("arrived"),
        started=count("started"),
        not_started=count("not_started"),
    )


_BEFORE = (Status.PLANNED, Status.OPEN, Status.LIST_LOCKED, Status.CLEARED)


def health_gate(line: Line) -> Gate:
    """How many on the list are cleared. Red: somebody is held; yellow: some are missing."""
    total = line.many("on_list")
    done, held = line.many("cleared"), line.many("held")
    if held:
        return Gate(_("somebody is held back"), "bad", done, total)
    if not total:
        # The seats are those of the whole batch, its people those of the reader's area.
        words = _("nobody of your area") if line.batch.taken else _("nobody on the list")
        return Gate(words, "calm", 0, 0)
    return (
        Gate(pgettext("gate", "passed"), "good", done, total)
        if done == total
        else Gate(pgettext("gate", "open"), "warn", done, total)
    )


def vehicle_gate(batch: Batch, vehicles: Vehicles) -> Gate:
    """How many vehicles are ready. Red: one is not given a day before departure; yellow: some are not ready."""
    if batch.mode == "alone":
        return Gate(_("none needed"), "calm", 0, 0, is_asked=False)
    if not vehicles.total:
        return Gate(_("no vehicle planned"), "bad" if _is_near(batch) else "warn", 0, 0)
    done, total = vehicles.ready, vehicles.total
    if done == total:
        return Gate(pgettext("gate", "ready"), "good", done, total)
    return Gate(pgettext("gate", "not ready"), "bad" if _is_near(batch) else "warn", done, total)


def _is_near(batch: Batch) -> bool:
    return (clock.day_of(batch.departs_at) - clock.today()).days <= 1


@dataclass(frozen=True, slots=True)
class Figure:
    """One number above the board."""

    label: str
    value: str
    persons: int
    href: str


def figures_of(board: Board, actor: Actor) -> list[Figure]:
    """The four numbers above the board."""
    ahead = [line for _day, lines in board.days for line in lines]
    last = board.last
    kinds = (
        (_("Set out in the next seven days"), ahead, "on_list", "next"),
        (_("Under way now"), board.under_way, "under_way", "both"),
        (_("Arrived in the last seven days"), last, "arrived", "last"),
        (_("Of them not at work"), last, "not_started", "last"),
    )
    found = []
    for label, lines, group, window in kinds:
        many = sum(line.many(group) for line in lines)
        found.append(Figure(label, f"{many:,}", many, people_href(actor, group=group, window=window) if many else ""))
    return found


def page(board: Board, actor: Actor) -> dict[str, Any]:
    """What the board shows."""
    today = clock.today()
    return {
        "days": [
            {"day": day, "words": day_words(day, today), "rows": rows_of(lines, actor)} for day, lines in board.days
        ],
        "under_way": rows_of(board.under_way, actor),
        "last": rows_of(board.last, actor),
        "figures": figures_of(board, actor),
        "is_empty": not board.lines(),
        "may_plan": actor.may("transfers.plan_batch"),
    }


def day_words(day: Any, today: Any) -> str:
    """A day as people say it: today, tomorrow, or the day of the week with its date."""
    near = {0: pgettext("day of departure", "Today"), 1: pgettext("day of departure", "Tomorrow")}.get(
        (day - today).days
    )
    return f"{near or date_format(day, 'l')} {date_format(day, 'MONTH_DAY_FORMAT')}"
