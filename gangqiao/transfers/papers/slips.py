"""The worker's slip of the journey: A6, kept in the pocket. It holds no ID number, and only the own name."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.kernel import clock
from gangqiao.transfers.papers.promises import promised, shared
from gangqiao.transfers.papers.setting import Stamp, common_words, escorts_words, moment, typeset, vehicle_words, word
from gangqiao.transfers.policy.papers import NUMBERS
from gangqiao.transfers.reads.papers import Sheaf, Traveller, Vehicle


def title() -> str:
    return pgettext("paper", "My journey")


def set_slips(sheaf: Sheaf, stamp: Stamp) -> bytes:
    """The PDF: a slip for each person. Raises NotSet."""
    words = {
        **common_words(),
        "boards": _("Be there, with your ID card:"),
        "help": _("Call when something is not right"),
        "none": _("Nobody is on the list yet."),
    }
    slips = [_slip(sheaf, one) for one in sheaf.people]
    return typeset("slips", sheaf, stamp, title(), {"words": words, "slips": slips})


def _slip(sheaf: Sheaf, one: Traveller) -> dict[str, Any]:
    vehicle = next((v for v in sheaf.vehicles if v.trip.pk == one.trip), None)
    at = _boards_at(sheaf, one, vehicle)
    facts = [
        (word("employer"), one.employer),
        (word("to"), sheaf.destination),
        (pgettext("paper", "Expected there"), moment(vehicle.trip.ends_at if vehicle else sheaf.batch.arrives_at)),
        (word("escort"), escorts_words(vehicle) if vehicle else ""),
        (pgettext("paper", "Promised"), promised(sheaf, one)),
    ]
    return {
        "name": one.name,
        "village": one.village,
        "at": _("on your own, with an allowance") if one.passenger.alone else moment(at),
        "boards": "" if one.passenger.alone else one.boards,
        "vehicle": vehicle_words(vehicle) if vehicle else "",
        "seat": _("seat %(seat)d") % {"seat": one.seat} if one.seat else "",
        "facts": [(label, words) for label, words in facts if words],
        "rights": _rights(sheaf, one),
        "numbers": _numbers(sheaf),
    }


def _boards_at(sheaf: Sheaf, one: Traveller, vehicle: Vehicle | None) -> datetime:
    """When the vehicle takes the person up: at the own stop, else at the beginning."""
    stop = sheaf.stop_of(one)
    if stop and (stop.arrives or stop.leaves):
        return stop.arrives or stop.leaves or sheaf.batch.departs_at
    when: datetime = vehicle.trip.starts_at if vehicle and not sheaf.batch.assembly else sheaf.batch.departs_at
    return when


def _rights(sheaf: Sheaf, one: Traveller) -> list[tuple[str, str]]:
    return [
        (_("It costs you nothing. "), _("Nobody may take a fee, a deposit or your ID card.")),
        (_("You are free. "), _("You may stay at home or leave; it has no consequence. Tell your village officer.")),
        (_("Not as promised? "), _("Say so to the help line or the escort; the office looks into it.")),
        (_("Who knows of you: "), shared(sheaf, one) + pgettext("paper", ".")),
        (
            _("To object or to stop sharing: "),
            _("tell your village officer or the office, by word or phone; your data then go to nobody further."),
        ),
    ]


def _numbers(sheaf: Sheaf) -> list[tuple[str, str]]:
    found = [(word("help_line"), NUMBERS.on(clock.today()).help_line)]
    if sheaf.station:
        found.insert(0, (sheaf.station.name, sheaf.station.phone))
    if sheaf.plan and sheaf.plan.sending_phone:
        office = pgettext("paper", "Office")
        found.append((f"{office} {sheaf.plan.sending_contact}".strip(), sheaf.plan.sending_phone))
    return found
