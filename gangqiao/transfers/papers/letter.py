"""The letter to the receiving area: who comes when, with what, and what is asked. It names who agreed to be named."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from gangqiao.kernel import clock
from gangqiao.transfers.papers.setting import (
    Stamp,
    common_words,
    escorts_words,
    moment,
    short,
    sums,
    typeset,
    words,
)
from gangqiao.transfers.reads.papers import Sheaf, Traveller, Vehicle


def title() -> str:
    return pgettext("paper", "Letter to the receiving area")


def set_letter(sheaf: Sheaf, stamp: Stamp) -> bytes:
    """The PDF: the letter and its two annexes. Raises NotSet."""
    wish = {
        "words": _words(sheaf),
        "body": _body(sheaf),
        "points": _points(sheaf),
        "annexes": [_("Annexes: 1. vehicles and escorts; 2. list of the people who travel.")],
        "vehicles": {
            "heads": words("number", "vehicle", "driver", "escort", "people", "leaves", "arrives"),
            "widths": [0.5, 1.4, 1.8, 1.8, 0.7, 1.3, 1.3],
            "rows": [_vehicle(sheaf, vehicle) for vehicle in sheaf.vehicles],
        },
        "people": {
            "heads": words("number", "name", "sex", "age", "home", "post", "phone", "vehicle"),
            "widths": [0.6, 1.3, 0.6, 0.6, 2.2, 1.6, 1.6, 0.7],
            "rows": [_person(sheaf, n, one) for n, one in enumerate(sheaf.people, start=1)],
        },
    }  # fmt: skip
    return typeset("letter", sheaf, stamp, title(), wish)


def _words(sheaf: Sheaf) -> dict[str, str]:
    today, plan = clock.today(), sheaf.plan
    who = f"{plan.sending_contact} {plan.sending_phone}".strip() if plan else ""
    return {
        **common_words(),
        "reference": _("Letter (%(year)d) no. ____") % {"year": today.year},
        "subject": _("Letter asking for the reception of workers who come point to point"),
        "to": _("To the human resources and social security office of %(place)s:")
        % {"place": sheaf.place or "________"},
        "closing": _("We thank you for your support and ask for your answer."),
        "day": date_format(today, "DATE_FORMAT"),
        "contact": _("Contact: %(who)s") % {"who": who or "________________"},
        "annex_vehicles": _("Annex 1: vehicles and escorts"),
        "annex_people": _("Annex 2: people who travel"),
        "about_names": _(
            "Named with phone is who agreed to be named to the employer; of everybody else the name is masked until"
            " they say it themselves at the hand-over. Use the list for the reception only."
        ),
        "no_vehicles": _("The vehicles will be told later."),
        "nobody": _("Nobody is on the list yet."),
    }


def _body(sheaf: Sheaf) -> list[str]:
    batch, count = sheaf.batch, sums(sheaf.people)
    many = ngettext("%(n)d vehicle", "%(n)d vehicles", len(sheaf.vehicles)) % {"n": len(sheaf.vehicles)}
    going = {
        "return": _("return to their posts at %(employer)s"),
        "new": _("take up work at %(employer)s"),
    }[batch.kind] % {"employer": batch.employer or "________"}
    words = _(
        "To bring rural workers to work safely and in order, %(county)s sends %(all)d people (%(men)d men, %(women)d"
        " women) with %(vehicles)s on %(leaves)s to your area, where they %(going)s. They are expected on"
        " %(arrives)s%(address)s."
    )
    return [
        words
        % {
            **count,
            "county": sheaf.county,
            "vehicles": many if sheaf.vehicles else str(batch.get_mode_display()),
            "leaves": moment(batch.departs_at),
            "going": going,
            "arrives": moment(batch.arrives_at) or "________",
            "address": pgettext("paper", " (%(address)s)") % {"address": sheaf.destination}
            if sheaf.destination
            else "",
        }
    ]


def _points(sheaf: Sheaf) -> list[dict[str, str]]:
    plan = sheaf.plan
    found = [
        (_("Reception. "), _("Please have them met on arrival, called by the list, taken over, and have the hand-over"
                             " receipt signed; who is not taken on is told to us the same day with the reason.")),
        (_("Work. "), _("Please see that the employer keeps what was promised: contract, pay, lodging. No fee may be"
                        " asked of the workers.")),
        (_("Contact there. "), _("We know as contact: %(who)s.")
            % {"who": f"{plan.receiving_contact} {plan.receiving_phone}".strip() if plan else "________"}),
    ]  # fmt: skip
    if sheaf.batch.gates.get("health"):
        found.insert(1, (_("Health. "), _health(sheaf)))
    if plan and plan.entry_rules:
        found.insert(1, (_("Entry rules. "), _("We go by what you told us: %(rules)s") % {"rules": plan.entry_rules}))
    if sheaf.station:
        words = {"station": sheaf.station.name, "phone": sheaf.station.phone}
        found.append((_("Our station. "), _("%(station)s helps on the spot: %(phone)s.") % words))
    return [{"title": f"{n}. {name}", "text": text} for n, (name, text) in enumerate(found, start=1)]


def _health(sheaf: Sheaf) -> str:
    cleared = sum(one.passenger.cleared_at is not None for one in sheaf.people)
    words = _(
        "%(cleared)d of %(all)d people have passed the health check as of today; each carries a certificate that can"
        " be verified by its number. The vehicles are disinfected before departure."
    )
    return words % {"cleared": cleared, "all": len(sheaf.people)}


def _vehicle(sheaf: Sheaf, vehicle: Vehicle) -> list[str]:
    trip = vehicle.trip
    return [
        str(trip.number),
        vehicle.plate or str(trip.get_kind_display()),
        f"{trip.driver} {trip.driver_phone or ''}".strip(),
        escorts_words(vehicle),
        str(len(sheaf.of(vehicle))),
        short(trip.starts_at),
        short(trip.ends_at),
    ]


def _person(sheaf: Sheaf, n: int, one: Traveller) -> list[str]:
    number = {vehicle.trip.pk: vehicle.trip.number for vehicle in sheaf.vehicles}
    return [
        str(n),
        one.shown_to_employer,
        one.sex,
        "" if one.age is None else str(one.age),
        one.village if one.is_named else "",
        one.title,
        one.phone if one.is_named else "",
        str(number.get(one.trip or 0, "")),
    ]
