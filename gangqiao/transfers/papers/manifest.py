"""The manifest of each vehicle: who sits where, with room for temperature and signature."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.transfers.papers.setting import (
    Stamp,
    common_words,
    escorts_words,
    moment,
    sums_words,
    typeset,
    vehicle_words,
    word,
    words,
)
from gangqiao.transfers.reads.papers import Sheaf, Traveller, Vehicle


def title() -> str:
    return pgettext("paper", "Manifest")


def headings() -> list[str]:
    return words(
        "seat", "name", "sex", "age", "village", "id", "phone", "with", "boards", "state", "temperature", "signature"
    )


def set_manifest(sheaf: Sheaf, stamp: Stamp) -> bytes:
    """The PDF: a page for each vehicle, then who has no seat yet and who travels alone. Raises NotSet."""
    has_driver = not sheaf.vehicles or any(not one.trip.is_public for one in sheaf.vehicles)
    signatures = words("escort", *(("driver",) if has_driver else ()), "checked_by", "day")
    wish = {
        "columns": headings(),
        "words": {**common_words(), "signatures": signatures},
        "sheets": [_sheet(sheaf, vehicle, sheaf.of(vehicle)) for vehicle in sheaf.vehicles] + _without_vehicle(sheaf),
    }
    return typeset("manifest", sheaf, stamp, title(), wish)


def _without_vehicle(sheaf: Sheaf) -> list[dict[str, Any]]:
    found = []
    waiting, alone = sheaf.of(None), sheaf.alone
    if waiting or not (sheaf.vehicles or alone):
        found.append(_sheet(sheaf, None, waiting) | {"title": _("without a vehicle yet")})
    if alone:
        found.append(_sheet(sheaf, None, alone) | {"title": _("on their own, with an allowance")})
    return found


def _sheet(sheaf: Sheaf, vehicle: Vehicle | None, people: list[Traveller]) -> dict[str, Any]:
    return {
        "title": f"\u00b7 {vehicle_words(vehicle)}" if vehicle else "",
        "facts": _facts(sheaf, vehicle),
        "rows": [row(one) for one in people],
        "total": sums_words(people),
        "none": _("Nobody is on the list of this vehicle yet."),
    }


def _facts(sheaf: Sheaf, vehicle: Vehicle | None) -> list[tuple[str, str]]:
    batch = sheaf.batch
    trip = vehicle.trip if vehicle else None
    driver = (word("driver"), f"{trip.driver} {trip.driver_phone or ''}".strip() if trip else "")
    return [
        (word("employer"), batch.employer),
        (word("leaves"), moment(trip.starts_at if trip else batch.departs_at)),
        # A train or a flight has no driver of ours: its number stands there.
        (str(trip.get_kind_display()), trip.plate) if trip and trip.is_public else driver,
        (word("to"), sheaf.destination),
        (word("arrives"), moment(trip.ends_at if trip else batch.arrives_at)),
        (word("escort"), escorts_words(vehicle) if vehicle else ""),
    ]


def row(one: Traveller) -> dict[str, str]:
    """The cells of one person, as the paper and the workbook show them."""
    return {
        "seat": str(one.seat or ""),
        "name": one.name,
        "sex": one.sex,
        "age": "" if one.age is None else str(one.age),
        "village": one.village,
        "id": one.id_masked,
        "phone": one.phone,
        "together": one.together,
        "boards": one.boards,
        "state": str(one.passenger.get_status_display()),
    }
