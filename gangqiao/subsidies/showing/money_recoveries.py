"""Money that has to come back, as pages show it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import ngettext

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor, Level
from gangqiao.kernel.identifiers import mask_name
from gangqiao.kernel.money import format_yuan
from gangqiao.people.reads.masking import place_names
from gangqiao.subsidies.models import Claim, Instalment, Recovery
from gangqiao.subsidies.states import RecoveryStatus

TONES = {RecoveryStatus.OPEN: "busy", RecoveryStatus.DONE: "good", RecoveryStatus.DROPPED: "calm"}


def payee_of(claim: Claim, actor: Actor) -> str:
    """Who got the money; a person's name masked for a reader who sees figures only."""
    if claim.payee != "person" or actor.level_in(str(claim.area_id)) >= Level.PERSONAL:
        return claim.payee_name
    return mask_name(claim.payee_name)


def rows(recoveries: Sequence[Recovery], actor: Actor) -> list[dict[str, Any]]:
    """The rows of the list; claims and instalments must be at hand."""
    places = place_names({str(one.area_id) for one in recoveries})
    return [
        {
            "recovery": one, "name": payee_of(one.claim, actor), "place": places.get(str(one.area_id), ""),
            "code": one.claim.code, "sum": format_yuan(one.fen), "back": format_yuan(one.back),
            "share": one.back / one.fen, "status": RecoveryStatus(one.status).label,
            "tone": TONES[RecoveryStatus(one.status)], "href": reverse("subsidies:recovery", args=[one.uuid]),
            **_next(next_of(one.instalments.all()) if one.status == RecoveryStatus.OPEN else None),
        }
        for one in recoveries
    ]  # fmt: skip


def next_of(instalments: Iterable[Instalment]) -> Instalment | None:
    """The first instalment that is owed still; null: none."""
    open_ones = [one for one in instalments if one.received_on is None]
    return min(open_ones, key=lambda one: (one.due_on, one.number), default=None)


def _next(one: Instalment | None) -> dict[str, Any]:
    if one is None:
        return {"due": "", "due_yuan": "", "late": ""}
    return {"due": date_format(one.due_on), "due_yuan": format_yuan(one.fen), "late": late_words(one.due_on)}


def late_words(day: date) -> str:
    """For how long something has been due; "" while it is not."""
    late = (clock.today() - day).days
    return ngettext("overdue for %(days)d day", "overdue for %(days)d days", late) % {"days": late} if late > 0 else ""


def instalment_rows(instalments: Iterable[Instalment]) -> list[dict[str, Any]]:
    """The parts of a recovery in their order."""
    return [
        {
            "instalment": one, "yuan": format_yuan(one.fen), "due": date_format(one.due_on),
            "late": late_words(one.due_on) if one.received_on is None else "",
        }
        for one in sorted(instalments, key=lambda one: one.number)
    ]  # fmt: skip
