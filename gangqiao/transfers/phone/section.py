"""The own trips of an escort, as a phone carries them: the vehicle, the way, and the manifest.

They go with the first village the phone carries: a trip belongs to its escort, not to a village.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from gangqiao.audit.events import looked
from gangqiao.audit.models import Event
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.paths import SEGMENT_WIDTH
from gangqiao.people.codes import LISTS as PEOPLE
from gangqiao.places.models import Division
from gangqiao.places.reads import county_path, path_names_of
from gangqiao.sync.reads.villages import villages_of
from gangqiao.transfers.codes import LISTS
from gangqiao.transfers.models import Certificate, Passenger, RollCall, Trip
from gangqiao.transfers.phone.limits import temperature_limit
from gangqiao.transfers.reads import escorting
from gangqiao.transfers.states import Status

Json = dict[str, Any]
VIEW = "transfers.view_manifest"


def section(village: Division, actor: Actor) -> tuple[list[Json], str]:
    """The trips, and a digest. Who is named in them is written into the log of looks."""
    trips = escorting.trips_of(actor) if _is_the_one(village, actor) else []
    found = [trip_of(trip, actor) for trip in trips]
    return found, hashlib.sha256(json.dumps(found, ensure_ascii=False).encode()).hexdigest()[:20]


def changed(village: Division, since: int, actor: Actor) -> dict[str, list[Any]]:
    """All own trips as they are now, in a list of one, when anything of transfers has happened since."""
    if not _is_the_one(village, actor) or not escorting.has_escorted(actor):
        return {}
    if not Event.objects.filter(seq__gt=since, verb__startswith="transfers.").exists():
        return {}
    return {"trips": [section(village, actor)[0]]}


def _is_the_one(village: Division, actor: Actor) -> bool:
    carried = villages_of(actor)
    return bool(carried) and carried[0].key == village.key and actor.may(VIEW, str(village.key))


def trip_of(trip: Trip, actor: Actor) -> Json:
    """One trip with its manifest. A look."""
    passengers = escorting.passengers_of(trip)
    looked(VIEW, actor=actor, persons=[one.person_uuid for one in passengers], subject=trip)
    batch = trip.batch
    return {
        "trip": str(trip.uuid),
        "number": trip.number,
        "batch": batch.number,
        "employer": batch.employer,
        "destination": ((batch.destination.name if batch.destination else "") + batch.address),
        "plate": trip.plate,
        "driver": trip.driver,
        "driver_phone": trip.driver_phone or "",
        "places": trip.places,
        "starts_at": trip.starts_at.isoformat(),
        "ends_at": trip.ends_at.isoformat(),
        "is_cleared": batch.status != Status.LIST_LOCKED,
        "departed_at": _time(trip.departed_at),
        "arrived_at": _time(trip.arrived_at),
        "hottest": temperature_limit(batch),
        "route": [_stop(stop) for stop in trip.route],
        "escorts": [{"name": one.name, "phone": one.phone} for one in trip.escorting.order_by("pk")],
        "receivers": _receivers(trip),
        "passengers": _riders(passengers, escorting.certificates_of(passengers)),
        "rolls": [_roll(one) for one in RollCall.objects.filter(trip=trip).order_by("pk")],
        "kinds": _words("incident_kind"),
        "reasons": _words("not_started_reason"),
    }


def _time(at: Any) -> str | None:
    return at.isoformat() if at else None


def _stop(stop: Json) -> Json:
    return {"name": str(stop.get("name", "")), "arrives": stop.get("arrives"), "leaves": stop.get("leaves")}


def _roll(one: RollCall) -> Json:
    return {
        "where": one.where, "at": one.at.isoformat(), "present": one.present, "missing": [str(m) for m in one.missing]
    }  # fmt: skip


def _receivers(trip: Trip) -> list[Json]:
    """Who may take the people over, with the name and number the enterprise plan gives."""
    plan = trip.batch.plan
    employer = {"of": "employer", "name": "", "phone": ""}
    if plan is not None:
        employer |= {"name": plan.receiving_contact, "phone": plan.receiving_phone}
    return [employer, {"of": "station", "name": "", "phone": ""}]


def _riders(passengers: list[Passenger], borne: dict[Any, Certificate]) -> list[Json]:
    places = _villages({str(one.person.area_id) for one in passengers if one.person})
    return [_rider(one, places, borne.get(one.uuid)) for one in passengers]


def _rider(one: Passenger, places: dict[str, str], certificate: Certificate | None) -> Json:
    person = one.person
    return {
        "passenger": str(one.uuid),
        "name": one.shown_name or (person.name if person else ""),
        "phone": one.shown_phone or (person.phone if person else "") or "",
        "sex": PEOPLE["sex"].word(person.sex) if person else "",
        "village": places.get(str(person.area_id), "") if person else "",
        "seat": one.seat,
        "together": one.together,
        "stop": one.pick_up.name if one.pick_up else "",
        "state": one.status,
        "certificate": certificate.number if certificate else "",
        "valid_until": certificate.valid_until.isoformat() if certificate else None,
        "boarded_at": _time(one.boarded_at),
        "is_late": one.is_late,
        "handed": one.handed,
    }


def _villages(keys: set[str]) -> dict[str, str]:
    """Township and village of each place: what an escort calls out. Whole for a place outside the county."""
    own = county_path()
    found = {}
    for key, names in path_names_of(keys).items():
        inner = (len(key) - len(own)) // SEGMENT_WIDTH if own and key.startswith(own) else 0
        found[key] = "".join(names[len(names) - inner :][:2] if inner else names)
    return found


def _words(name: str) -> list[Iterable[str]]:
    return [[code, str(label)] for code, label in LISTS[name].choices()]
