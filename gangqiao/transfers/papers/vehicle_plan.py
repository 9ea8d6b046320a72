"""The plan of each vehicle: who drives and escorts, where it stops, when it rests, what was disinfected."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.kernel import clock
from gangqiao.transfers.papers.setting import (
    Stamp,
    common_words,
    escorts_words,
    moment,
    route_words,
    short,
    typeset,
    vehicle_words,
    word,
    words,
)
from gangqiao.transfers.policy import driving
from gangqiao.transfers.policy.papers import NUMBERS
from gangqiao.transfers.reads.papers import Sheaf, Vehicle

EMPTY_RESTS = 3  # lines to be filled in on the way
MOST_RESTS = 15  # what fits on the page; no coach drives longer


def title() -> str:
    return pgettext("paper", "Plan of a vehicle")


def set_vehicle_plan(sheaf: Sheaf, stamp: Stamp) -> bytes:
    """The PDF: a page for each vehicle. Raises NotSet."""
    wish = {"words": _words(), "sheets": [_sheet(sheaf, vehicle) for vehicle in sheaf.vehicles]}
    return typeset("vehicle_plan", sheaf, stamp, title(), wish)


def _words() -> dict[str, Any]:
    where, at, until = word("where"), word("arrives"), word("leaves")
    return {
        **common_words(),
        "stops": pgettext("paper", "Stops and times"),
        "stop_heads": ["", where, at, until, word("get_on")],
        "no_stops": _("The way is not planned yet."),
        "rests": pgettext("paper", "Rests of the driver"),
        "rest_heads": [
            "",
            where,
            word("from"),
            word("until"),
            word("drivers_signature"),
        ],
        "disinfection": _("Disinfection before departure"),
        "disinfection_heads": words("when", "agent", "done_by", "signature"),
        "numbers": pgettext("paper", "Numbers to call"),
        "duties": _("What the escort does"),
        "duty_list": [
            _("Before departure: compare the list with the people, count, check belts and luggage."),
            _("At every stop: call the roll before driving on. Nobody is left behind, nobody is let on unlisted."),
            _("Illness, accident, delay: help first, then call the numbers above, then report it in the system."),
            _("On arrival: hand the people over by name, have the receipt signed, report the arrival."),
        ],
        "signatures": words("escort", "driver", "organiser", "day"),
        "none": _("This batch has no vehicle yet."),
    }


def _sheet(sheaf: Sheaf, vehicle: Vehicle) -> dict[str, Any]:
    day = clock.day_of(vehicle.trip.starts_at)
    return {
        "title": f"{vehicle_words(vehicle)} \u00b7 {route_words(sheaf)}",
        "facts": _facts(sheaf, vehicle),
        "stops": [
            [str(n), stop.name, short(stop.arrives), short(stop.leaves), str(stop.people or "")]
            for n, stop in enumerate(vehicle.stops, start=1)
        ],
        "rest_rule": rest_rule(day),
        "rests": [] if vehicle.trip.is_public else _rests(vehicle, day),
        "disinfections": [[moment(at), agent, by, ""] for at, agent, by in vehicle.disinfected] or [[""] * 4],
        "numbers": _numbers(sheaf, vehicle, day),
    }


def _rests(vehicle: Vehicle, day: date) -> list[list[str]]:
    """The rests as they are planned, and empty lines for those that are taken otherwise."""
    last = next((stop.leaves for stop in reversed(vehicle.stops) if stop.leaves and stop.people), None)
    planned = planned_rests(last or vehicle.trip.starts_at, vehicle.trip.ends_at, day)
    lines = [[short(begins), short(ends)] for begins, ends in planned] + [["", ""]] * EMPTY_RESTS
    return [[str(n), "", *times, ""] for n, times in enumerate(lines[: max(EMPTY_RESTS, len(planned) + 1)], start=1)]


def planned_rests(leaves: datetime, arrives: datetime, day: date) -> list[tuple[datetime, datetime]]:
    """When the vehicle stands at the latest: after the longest time at the wheel, and in the night."""
    p = driving.NUMBERS.on(day)
    found: list[tuple[datetime, datetime]] = []
    now = leaves.astimezone(clock.TZ)
    while len(found) < MOST_RESTS:
        night = now.replace(hour=p.night_from, minute=0, second=0, microsecond=0)
        night += timedelta(days=1 if night <= now else 0)
        begins = min(now + timedelta(minutes=p.rest_after_minutes), night)
        if begins >= arrives:
            break
        pause = timedelta(hours=p.night_until - p.night_from) if begins == night else timedelta(minutes=p.rest_minutes)
        now = begins + pause
        found.append((begins, now))
    return found


def rest_rule(day: date) -> str:
    """What holds for the driver's rests on a day."""
    p = driving.NUMBERS.on(day)
    words = _(
        "At least %(rest)d minutes of rest after at most %(drive)d minutes at the wheel. Long-distance coaches stand"
        " from %(from)d:00 to %(until)d:00 in the night."
    )
    return words % {
        "rest": p.rest_minutes,
        "drive": p.rest_after_minutes,
        "from": p.night_from,
        "until": p.night_until,
    }


def _facts(sheaf: Sheaf, vehicle: Vehicle) -> list[tuple[str, str]]:
    trip, batch = vehicle.trip, sheaf.batch
    on_board = len(sheaf.of(vehicle))
    return [
        *_of_vehicle(vehicle),
        (word("escort"), escorts_words(vehicle)),
        (word("leaves"), moment(trip.starts_at)),
        (word("arrives"), moment(trip.ends_at)),
        (word("employer"), batch.employer),
        (_("On the list / places"), f"{on_board} / {trip.places}"),
        (word("taken_over_by"), _contact(sheaf.plan, "receiving")),
        (
            pgettext("paper", "Length of the way"),
            _("%(km)d km") % {"km": round(trip.metres / 1000)} if trip.metres else "",
        ),
    ]


def _of_vehicle(vehicle: Vehicle) -> list[tuple[str, str]]:
    """Plate, papers and driver; of a train or a flight its number alone."""
    trip, kept = vehicle.trip, vehicle.trip.vehicle
    if trip.is_public:
        return [(str(trip.get_kind_display()), vehicle.plate)]
    return [
        (pgettext("paper", "Number plate"), vehicle.plate),
        (pgettext("paper", "Kind"), str(trip.get_kind_display())),
        (pgettext("paper", "Licence"), _until(kept.licence, kept.licence_until) if kept else ""),
        (pgettext("paper", "Insured until"), str(kept.insured_until or "") if kept else ""),
        (word("driver"), f"{trip.driver} {trip.driver_phone or ''}".strip()),
        (pgettext("paper", "Driving licence until"), str(kept.driver_until or "") if kept else ""),
        (pgettext("paper", "Owner"), kept.owner if kept else ""),
    ]


def _until(words: str, day: date | None) -> str:
    return pgettext("paper", "%(words)s (until %(day)s)") % {"words": words, "day": day} if day else words


def _contact(plan: Any, side: str) -> str:
    return f"{getattr(plan, f'{side}_contact')} {getattr(plan, f'{side}_phone')}".strip() if plan else ""


def _numbers(sheaf: Sheaf, vehicle: Vehicle, day: date) -> list[tuple[str, str]]:
    p, plan = NUMBERS.on(day), sheaf.plan
    return [
        (pgettext("paper", "Ambulance"), p.ambulance),
        (pgettext("paper", "Police"), p.police),
        (pgettext("paper", "Road accidents"), p.traffic_accident),
        (pgettext("paper", "Fire and rescue"), p.fire),
        (pgettext("paper", "Motorway"), p.motorway),
        (word("help_line"), p.help_line),
        (pgettext("paper", "Sending side"), plan.sending_phone if plan else ""),
        (pgettext("paper", "Receiving side"), plan.receiving_phone if plan else ""),
    ]
