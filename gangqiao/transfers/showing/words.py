"""States in colours, days and ways in words: what every page of transfers says in one manner."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.places.reads import path_names_of
from gangqiao.transfers.codes import LISTS
from gangqiao.transfers.models import Batch, Passenger
from gangqiao.transfers.states import PassengerStatus, PlanStatus, Status

S, T, P = Status, PassengerStatus, PlanStatus
BATCH_TONES = {
    S.PLANNED: "calm", S.OPEN: "busy", S.LIST_LOCKED: "busy", S.CLEARED: "good", S.DEPARTED: "busy",
    S.ARRIVED: "busy", S.HANDED_OVER: "good", S.CLOSED: "calm", S.CANCELLED: "calm",
}  # fmt: skip
PASSENGER_TONES = {
    T.REGISTERED: "warn", T.CONFIRMED: "busy", T.CLEARED: "good", T.HELD: "bad", T.BOARDED: "busy", T.NO_SHOW: "warn",
    T.ARRIVED: "good", T.STARTED: "good", T.DID_NOT_START: "warn", T.TAKEN_OFF: "calm",
}  # fmt: skip
PLAN_TONES = {P.DRAFT: "busy", P.ACTIVE: "good", P.REPLACED: "calm", P.CLOSED: "calm"}


def batch_state(batch: Batch) -> tuple[Any, str]:
    """The state of a batch in a word, and its tone."""
    status = Status(batch.status)
    return status.label, BATCH_TONES[status]


def passenger_state(passenger: Passenger) -> tuple[Any, str]:
    """The state of a passenger in a word, and its tone."""
    status = PassengerStatus(passenger.status)
    return status.label, PASSENGER_TONES[status]


def places_of(keys: Iterable[str]) -> dict[str, str]:
    """Destinations as one writes them: province, prefecture and county as far as they are named."""
    return {key: "".join(names[-3:]) for key, names in path_names_of({key for key in keys if key}).items()}


def mode_words(code: str) -> str:
    """Coach, train, flight, in words."""
    return LISTS["mode"].word(code) if code else ""


def reason_words(passenger: Passenger) -> str:
    """Why somebody does not travel or did not start, in words; "" where nobody said."""
    listed = {T.TAKEN_OFF: "off_reason", T.DID_NOT_START: "not_started_reason"}.get(T(passenger.status))
    if not listed or not passenger.reason:
        return passenger.words
    return joined([LISTS[listed].word(passenger.reason), passenger.words])


def joined(parts: Iterable[str]) -> str:
    """Facts in one line; those that are empty are left out."""
    return " \u00b7 ".join(str(part) for part in parts if part)


def who_organises(batch: Batch) -> str:
    """The organiser's kind, with its name where one is given."""
    return joined([LISTS["organiser"].word(batch.organiser), batch.organiser_name])


def group_words() -> dict[str, str]:
    """What a list behind a number is called."""
    return {
        "all": _("Everybody on the list or under way"),
        "on_list": pgettext("passengers", "On the list"),
        "travelling": _("On the list or on board"),
        "asked": _("Not yet asked for their yes"),
        "agreed": _("Said yes, not yet cleared"),
        "cleared": pgettext("passengers", "Cleared"),
        "held": pgettext("passengers", "Held back"),
        "under_way": pgettext("passengers", "Under way"),
        "travelled": pgettext("passengers", "Travelled"),
        "missed": pgettext("passengers", "Did not come"),
        "arrived": pgettext("passengers", "Arrived"),
        "started": pgettext("passengers", "At work"),
        "not_started": _("Arrived, not at work"),
    }
