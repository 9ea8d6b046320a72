"""Passengers as rows, and the page of one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.kernel.actor import Actor
from gangqiao.people.reads.masking import name_for, place_names
from gangqiao.transfers.models import Passenger
from gangqiao.transfers.reads.board_seeing import reaches
from gangqiao.transfers.showing.words import passenger_state, reason_words
from gangqiao.transfers.states import PASSENGER, PassengerStatus

T = PassengerStatus
APP = "transfers."


@dataclass(frozen=True, slots=True)
class Row:
    """A passenger in a list. may: verbs that are open to the reader now, without the name of the app."""

    passenger: Passenger
    name: str
    place: str
    status: Any
    tone: str
    reason: str
    may: frozenset[str]
    pair: str = ""


def heads(*, with_batch: bool = False) -> list[str]:
    """The heads of a list of passengers."""
    batch = [pgettext("passengers", "Batch")] if with_batch else []
    post = pgettext("referral", "Post")
    return [_("Person"), *batch, post, _("Boards at"), pgettext("passengers", "Seat"), _("State")]


def rows(passengers: Iterable[Passenger], actor: Actor, pairs: dict[int, str] | None = None) -> list[Row]:
    """Passengers as rows; their persons must be at hand. pairs: with whom each goes together, by key."""
    found = list(passengers)
    places = place_names({str(row.area_id) for row in found})
    return [_row(row, actor, places.get(str(row.area_id), ""), (pairs or {}).get(row.pk, "")) for row in found]


def _row(row: Passenger, actor: Actor, place: str, pair: str) -> Row:
    status, tone = passenger_state(row)
    name = name_for(row.person, actor)
    return Row(row, name, place, status, tone, reason_words(row), acts_of(row, actor), pair)


def acts_of(passenger: Passenger, actor: Actor) -> frozenset[str]:
    """What the reader may do with a passenger now."""
    steps = {step.verb for step in PASSENGER.steps_from(passenger.status)}
    return frozenset(verb.removeprefix(APP) for verb in steps if reaches(actor, verb, passenger))


def course(passenger: Passenger) -> list[dict[str, Any]]:
    """How far a passenger is, drawn."""
    usual = [T.REGISTERED, T.CONFIRMED, T.CLEARED, T.BOARDED, T.ARRIVED, T.STARTED]
    status = T(passenger.status)
    if status in usual:
        steps, at = usual, usual.index(status)
    else:
        before = {T.HELD: 2, T.NO_SHOW: 3, T.DID_NOT_START: 5, T.TAKEN_OFF: 1}[status]
        steps, at = [*usual[:before], status], before
    return [{"label": one.label, "is_past": n < at, "is_now": n == at} for n, one in enumerate(steps)]


def state_of(passenger: Passenger) -> tuple[Any, str]:
    """The state in a word, and its tone."""
    return passenger_state(passenger)
