"""A demonstration of labour cooperation: agreements, stations, an agency, brokers, job fairs. All are made up."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction

from gangqiao.accounts.models import User
from gangqiao.accounts.reads import actor_of
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.scope import scope_of
from gangqiao.people.reads.typed import find_place
from gangqiao.places.reads import county, townships
from gangqiao.vacancies.actions import agencies, cooperation, fairs
from gangqiao.vacancies.jobs.pictures import count_what_could_be_filled
from gangqiao.vacancies.models import Agency, Agreement, Employer, Fair
from gangqiao.vacancies.policy.licences import is_stay_known, months_on
from gangqiao.vacancies.reads.fairs import seats_of
from gangqiao.vacancies.states import EmployerStatus

WORDS: Any = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
BUREAU, AGENCY_USER = "employment", "agency"
STALLS = 6
KNOWN_FOR = timedelta(days=190)  # so long ago the agencies were entered, so that they owe the months since


def make_cooperation(seed: int) -> bool:
    """Play cooperation once. False outside a demonstration, without its accounts, or when there is some already."""
    users = {user.username: user for user in User.objects.filter(username__in=(BUREAU, AGENCY_USER))}
    if not settings.DEMO or len(users) < 2 or Agreement.objects.exists() or Fair.objects.exists():
        return False
    bureau, rng = actor_of(users[BUREAU]), random.Random(seed)
    with scope_of(bureau.areas(cooperation.COOPERATE)):
        if Agency.objects.exists():
            return False
        # All or nothing: a run cut short would otherwise be taken for a whole one.
        with transaction.atomic():
            for words in WORDS["agreements"]:
                _agreement(words, bureau)
            _agencies(users[AGENCY_USER], bureau)
            _held(rng, bureau)
            _coming(bureau)
    count_what_could_be_filled()
    return True


def _agreement(words: dict[str, Any], bureau: Actor) -> None:
    today, place = clock.today(), find_place(words["where"], field="place")
    signed_on = today - timedelta(days=words["signed_days_ago"])
    facts = {key: words[key] for key in ("partner", "about", "contact", "phone")}
    facts |= {"place": place, "signed_on": signed_on, "valid_to": today + timedelta(days=words["ends_in_days"])}
    agreement = cooperation.keep_agreement(facts, actor=bureau)
    opened_on = signed_on + timedelta(days=30)
    station = words["station"] | {"place": place, "agreement": agreement, "opened_on": opened_on}
    cooperation.keep_station(station, actor=bureau)


def _agencies(user: User, bureau: Actor) -> None:
    """The agency behind the sample account, and brokers of two townships."""
    own = _agency("agency", WORDS["agency"] | {"name": user.unit.name}, county(), bureau)
    own.party = user.unit.code
    own.save(update_fields=["party"])
    _report(own, WORDS["agency"]["months"], bureau)
    homes = townships().order_by("key")
    for words, home in zip(WORDS["brokers"], homes, strict=False):
        _report(_agency("broker", words, home, bureau), words["months"], bureau)


def _agency(kind: str, words: dict[str, Any], area: Any, bureau: Actor) -> Agency:
    today = clock.today()
    old, left = words.get("licence_days", (None, None))
    facts = {
        "kind": kind,
        "name": words["name"],
        "licence_no": words.get("licence_no", ""),
        "licence_from": old and today - timedelta(days=old),
        "licence_to": left and today + timedelta(days=left),
        "phone": words["phone"],
    }
    agency = agencies.add_agency(facts, area=area, actor=bureau)
    Agency.objects.filter(pk=agency.pk).update(kept_at=clock.now() - KNOWN_FOR)
    return agency


def _report(agency: Agency, months: list[list[int]], bureau: Actor) -> None:
    """The months before the last one: that one is still owed, so that there is something to do."""
    today = clock.today()
    for number, (referred, hired) in enumerate(months):
        month = months_on(today.replace(day=1), -2 - number)
        stayed = hired * 2 // 3 if is_stay_known(month, today) else None
        agencies.report_results(agency.pk, month, referred=referred, hired=hired, stayed=stayed, actor=bureau)


def _held(rng: random.Random, bureau: Actor) -> None:
    """Planned, held and counted today; its day is put back, for none is planned for a day that has passed."""
    words = WORDS["held"]
    fair, hired = _fair(words, 0, bureau), 0
    fairs.hold_fair(fair.pk, actor=bureau)
    for employer in _employers():
        fairs.add_stall(fair.pk, employer, actor=bureau)
        interested = rng.randrange(6, 25)
        taken = min(interested // 4, seats_of(employer))
        stall = fairs.count_stall(fair.pk, employer, interested=interested, hired=taken, actor=bureau)
        hired += stall.hired or 0
    fairs.count_fair(fair.pk, visitors=436, offers=hired * 2, hired=hired, actor=bureau)
    Fair.objects.filter(pk=fair.pk).update(on=clock.today() - timedelta(days=words["days_ago"]))


def _coming(bureau: Actor) -> None:
    fair = _fair(WORDS["coming"], WORDS["coming"]["in_days"], bureau)
    for employer in _employers():
        fairs.add_stall(fair.pk, employer, actor=bureau)


def _fair(words: dict[str, Any], days: int, bureau: Actor) -> Fair:
    facts = {key: words[key] for key in ("kind", "name", "place", "note")}
    return fairs.plan_fair(facts | {"on": clock.today() + timedelta(days=days), "area": county()}, actor=bureau)


def _employers() -> list[Employer]:
    """Those that have seats to offer come."""
    verified = Employer.objects.filter(status=EmployerStatus.VERIFIED).order_by("pk")
    return [employer for employer in verified if seats_of(employer)][:STALLS]
