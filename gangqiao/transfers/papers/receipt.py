"""The receipt of the hand-over: one for each vehicle, to be signed by both sides; filled in once it is recorded."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.transfers.codes import LISTS
from gangqiao.transfers.papers.setting import (
    Stamp,
    common_words,
    escorts_words,
    moment,
    typeset,
    vehicle_words,
    word,
    words,
)
from gangqiao.transfers.reads.papers import Sheaf, Traveller, Vehicle

TICK, BOX = "\u2714", "\u25a1"


def title() -> str:
    return pgettext("paper", "Receipt of the hand-over")


def set_receipt(sheaf: Sheaf, stamp: Stamp) -> bytes:
    """The PDF: a receipt for each vehicle. Raises NotSet."""
    sheets = [_sheet(sheaf, vehicle, sheaf.of(vehicle)) for vehicle in sheaf.vehicles]
    if not sheets:
        sheets = [_sheet(sheaf, None, sheaf.of(None))]
    return typeset("receipt", sheaf, stamp, title(), {"words": _words(), "columns": headings(), "sheets": sheets})


def headings() -> list[str]:
    return words("number", "seat", "name", "sex", "post", "phone", "taken", "not_taken", "reason")


def _words() -> dict[str, Any]:
    lines = words("who", "phone", "signature", "moment")
    return {
        **common_words(),
        "asks": _("Who is not taken stays in the care of the escort until the way back or another post is arranged."),
        "sides": [
            {"title": _("Handed over by (escort)"), "lines": lines},
            {"title": _("Taken over by (employer or station)"), "lines": lines},
        ],
    }


def _sheet(sheaf: Sheaf, vehicle: Vehicle | None, people: list[Traveller]) -> dict[str, Any]:
    handing = vehicle.handing if vehicle else None
    return {
        "title": f"\u00b7 {vehicle_words(vehicle)}" if vehicle else "",
        "facts": [
            (word("employer"), sheaf.batch.employer),
            (word("place"), sheaf.destination),
            (word("escort"), escorts_words(vehicle) if vehicle else ""),
            (word("taken_over_by"), handing.receiver if handing else ""),
            (word("arrived"), moment(vehicle.trip.arrived_at) if vehicle else ""),
            (pgettext("paper", "Handed over"), moment(handing.at) if handing else ""),
        ],
        "counts": [
            (pgettext("paper", "On the list"), str(len(people))),
            (word("arrived"), str(_arrived(people) or "")),
            (word("taken"), str(handing.accepted) if handing else ""),
            (word("not_taken"), str(handing.rejected) if handing else ""),
        ],
        "rows": [row(n, one) for n, one in enumerate(people, start=1)],
        "none": _("Nobody is on the list of this vehicle yet."),
    }


def _arrived(people: list[Traveller]) -> int:
    return sum(one.passenger.arrived_at is not None for one in people)


def row(n: int, one: Traveller) -> list[str]:
    """The cells of one person; the boxes are ticked once the hand-over is recorded."""
    kept = one.passenger
    return [
        str(n),
        str(one.seat or ""),
        one.name,
        one.sex,
        one.title,
        one.phone,
        TICK if kept.handed == "accepted" else BOX,
        TICK if kept.handed == "rejected" else BOX,
        _reason(one) if kept.handed == "rejected" else "",
    ]


def _reason(one: Traveller) -> str:
    said = LISTS["not_started_reason"]
    row = one.passenger
    word = said.word(row.reason)
    return " ".join(text for text in (word, row.words) if text)
