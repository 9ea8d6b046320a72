"""What stands on a worker's slip: the help line, the station, what was promised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from gangqiao.followup.policy.followup import NUMBERS
from gangqiao.kernel import clock
from gangqiao.kernel.paths import ancestors_of
from gangqiao.matching.models import Referral
from gangqiao.people.models import EmploymentSpell, Person
from gangqiao.vacancies.attributes import VACANCY
from gangqiao.vacancies.models import Station
from gangqiao.vacancies.reads.postings import Posting

TOLD = ("hours", "shifts", "board", "lodging", "couples_room", "insurance", "contract", "transport")


@dataclass(frozen=True, slots=True)
class SlipFacts:
    """promised: label and words; station, station_phone: "" when none is near; contact: of the employer's vacancy."""

    employer: str
    place: str
    since: Any
    promised: list[tuple[str, str]]
    help_line: str
    station: str
    station_phone: str
    station_address: str
    contact: str


def facts_of(person: Person, spell: EmploymentSpell | None) -> SlipFacts:
    """The facts of a slip, from the referral behind the time of work, else from the register."""
    referral = _referral(person, spell)
    posting = _posting(referral)
    station = station_near(str(spell.destination_id or "")) if spell is not None else None
    if station is None and posting is not None:
        station = station_near(posting.place)
    employer = referral.employer if referral is not None else (spell.employer_name or "" if spell is not None else "")
    return SlipFacts(
        employer=employer,
        place="".join(posting.place_words[-2:]) if posting is not None else "",
        since=spell.started_on if spell is not None else None,
        promised=_promised(posting),
        help_line=str(NUMBERS.on(clock.today()).help_line),
        station=station.name if station is not None else "",
        station_phone=station.phone if station is not None else "",
        station_address=station.address if station is not None else "",
        contact=posting.contact_phone if posting is not None else "",
    )


def station_near(place: str) -> Any:
    """The open station whose place holds the place of work most closely, or lies in it; null when there is none."""
    if not place:
        return None
    today = clock.today()
    is_open = Station.objects.filter(opened_on__lte=today).filter(Q(closed_on=None) | Q(closed_on__gt=today))
    around = list(is_open.filter(place__in=[place, *ancestors_of(place)]))
    if around:
        return max(around, key=lambda one: len(str(one.place_id)))
    return is_open.filter(place__key__startswith=place).first()


def _referral(person: Person, spell: EmploymentSpell | None) -> Referral | None:
    found = Referral.objects.filter(person=person, status__in=("hired", "reported", "retained_30", "retained_90"))
    return (found.filter(spell=spell) if spell is not None else found).order_by("-pk").first()


def _posting(referral: Referral | None) -> Posting | None:
    if referral is None:
        return None
    try:
        return Posting.from_facts(referral.posting)
    except (KeyError, ValueError, TypeError):
        return None


def _promised(posting: Posting | None) -> list[tuple[str, str]]:
    if posting is None:
        return []
    facts = [(str(VACANCY["pay_min"].label), posting.pay_words)]
    facts += [(str(VACANCY[key].label), posting.words(key)) for key in TOLD]
    return [(label, words) for label, words in facts if words]
