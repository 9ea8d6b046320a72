"""Tells sync what trips give to phones and take from them. Called once, when the app is ready."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.sync import parcels
from gangqiao.sync.kinds import Apply, register
from gangqiao.transfers.phone import kinds, kinds_way, section
from gangqiao.transfers.phone.showing import about

KINDS: dict[str, tuple[Apply, Any]] = {
    "board": (kinds.board, pgettext_lazy("passenger", "On board")),
    "unboard": (kinds.unboard, pgettext_lazy("passenger", "Not on board after all")),
    "miss": (kinds.miss, pgettext_lazy("passenger", "Did not come")),
    "change_seat": (kinds.change_seat, _("Change a seat")),
    "call_roll": (kinds_way.call_roll, _("Call the roll at a stop")),
    "report_incident": (kinds_way.report_incident, _("Report an incident")),
    "late": (kinds_way.late, _("Somebody who is on no list")),
    "depart": (kinds_way.depart, _("Record that a batch departed")),
    "arrive": (kinds_way.arrive, _("Record the arrival")),
    "hand_over": (kinds_way.hand_over, _("Record the hand-over")),
}


def register_all() -> None:
    """The section of the package, the changes, and the kinds of operations."""
    parcels.register("trips", section.section)
    parcels.register_changes("trips", section.changed)
    for name, (apply, label) in KINDS.items():
        register(f"transfers.{name}", apply, label=label, about=about)
