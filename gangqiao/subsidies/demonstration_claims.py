"""Leads the claims of a demonstration from desk to desk: those of an employer, and those the village makes."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import polars as pl

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.people.models import Person
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.places.reads import county_path
from gangqiao.subsidies.actions import claims as acts
from gangqiao.subsidies.actions import feeding, making, notices, objecting
from gangqiao.subsidies.demonstration import WORDS, Desk, tried
from gangqiao.subsidies.models import Claim, ClaimObjection, Notice
from gangqiao.subsidies.reads.claims_units import Applying
from gangqiao.subsidies.reads.facts import county_facts
from gangqiao.vacancies.models import Employer

TRANSPORT, INSURANCE = "transport_2020", "insurance_subsidy"
VILLAGE = KEY_LENGTH[Level.VILLAGE]
AWAY = ("other_county", "other_prefecture", "other_province")
# How far each claim of an employer came, with how many of each; the day it was made, from today.
UNIT_COURSES = (
    ("paid", 8, -74), ("bank", 3, -41), ("waiting", 2, -41), ("no_account", 2, -41), ("objected", 1, -14),
    ("published", 2, -14), ("to_approve", 2, -30), ("checked", 2, -6), ("submitted", 2, -3), ("draft", 1, -1),
    ("rejected", 1, -9), ("withdrawn", 1, -9), ("sent_back", 1, -8),
)  # fmt: skip
NOT_YET = ("submitted", "draft", "rejected", "withdrawn", "sent_back")


@dataclass(slots=True)
class Led:
    """The claims that came as far as payment, by their course, and the employers behind them."""

    by_course: dict[str, list[Claim]] = field(default_factory=dict)
    employers: list[Applying] = field(default_factory=list)

    def add(self, course: str, claim: Claim) -> None:
        self.by_course.setdefault(course, []).append(claim)


def lead(desk: Desk, rng: random.Random, employers: list[Applying]) -> Led:
    """Make and lead them all; the sheets of public posts bring their own."""
    led = Led(employers=employers)
    if led.employers:
        _lead_of_units(desk, rng, led)
    _lead_of_villages(desk, rng, led)
    tried(0, desk.office, feeding.feed_all)
    return led


def employers_of() -> list[Applying]:
    """Three employers of the county; the third has no account yet."""
    rows = Employer.objects.exclude(status="closed").order_by("pk")[:3]
    return [Applying(f"employer:{one.uuid}", str(one.name), str(one.area_id), one.party) for one in rows]


# --- claims of employers: the city checks, publishes and approves -----------------------------------------------------


def _lead_of_units(desk: Desk, rng: random.Random, led: Led) -> None:
    people = iter(_poor_at_work(desk, rng, sum(many for _course, many, _day in UNIT_COURSES)))
    for course, many, day in UNIT_COURSES:
        made = []
        for number in range(many):
            person = next(people, None)
            employer = led.employers[-1 if course == "no_account" else number % max(1, len(led.employers) - 1)]
            claim = _claim_of_unit(employer, person, day, rng, desk) if person is not None else None
            if claim is not None:
                made.append(claim)
        for claim in _led_by_city(course, made, day, desk):
            led.add(course, claim)


def _poor_at_work(desk: Desk, rng: random.Random, many: int) -> list[Person]:
    """Registered-poor people who work near home, drawn by the seed; first those of townships with a clerk, so that
    somebody without a hand in a claim can look into it after it was paid."""
    frame = county_facts(clock.today())
    near = frame.filter(
        pl.col("is_registered_poor").fill_null(False) & pl.col("is_alive").fill_null(False)
        & pl.col("area_level").is_in(["own_township", "other_township"])
    )  # fmt: skip
    homes = dict(sorted(zip(near["person"].to_list(), near["area"].to_list(), strict=True)))
    keys = list(homes)
    rng.shuffle(keys)
    keys.sort(key=lambda key: desk.town(homes[key]) is None)
    found = {one.pk: one for one in Person.objects.filter(pk__in=keys[:many])}
    return [found[key] for key in keys[:many]]


def _claim_of_unit(employer: Applying, person: Person, day: int, rng: random.Random, desk: Desk) -> Claim | None:
    given = {"months_insured_by_employer": 1, "insurance_paid": rng.randrange(560, 840) * 100}
    found: Claim | None = tried(day, desk.funds, lambda: making.make_for_unit(
        employer, INSURANCE, clock.today(), actor=desk.funds, given=given, person=person
    ))  # fmt: skip
    return found


def _led_by_city(course: str, claims: Sequence[Claim], day: int, desk: Desk) -> list[Claim]:
    """Submit, check, publish, approve: as far as the course goes. Returns the claims as they stand."""
    if course != "draft":
        _each(day, desk.funds, claims, lambda one: acts.submit(one, actor=desk.funds))
    endings: dict[str, Callable[[Claim], Claim]] = {
        "rejected": lambda one: acts.reject(one, WORDS["rejected"], actor=desk.office),
        "withdrawn": lambda one: acts.withdraw(one, WORDS["withdrawn"], actor=desk.funds),
        "sent_back": lambda one: acts.send_back(one, WORDS["back"], actor=desk.office),
    }
    if course in NOT_YET:
        if course in endings:
            _each(day + 1, desk.funds if course == "withdrawn" else desk.office, claims, endings[course])
        return _fresh(claims)
    _each(day + 1, desk.office, claims, lambda one: acts.check(one, actor=desk.office))
    if course == "checked":
        return _fresh(claims)
    notice = _publish("city", county_path(), INSURANCE, claims, (day + 2, day + 4), desk.funds, desk.office)
    if course == "objected":
        # Said while it stood on the board, and not answered yet: nothing is approved before.
        _object(claims, -2, desk, WORDS["objection_open"])
    if course not in ("objected", "published") and notice is not None:
        tried(day + 15, desk.office, lambda: notices.end(notice, actor=desk.office))
    if course in ("objected", "published", "to_approve"):
        return _fresh(claims)
    _each(day + 16, desk.leader, claims, lambda one: acts.approve(one, actor=desk.leader))
    return _fresh(claims)


def _publish(
    stage: str, area: str, programme: str, claims: Sequence[Claim], days: tuple[int, int], drafter: Actor, by: Actor
) -> Notice | None:
    """Draft and approve one notice; null when there is nobody to publish."""
    rows = [one.pk for one in claims]
    notice: Notice | None = tried(days[0], drafter, lambda: notices.draft(
        stage, area, programme, list(Claim.objects.filter(pk__in=rows).order_by("pk")), WORDS["phone"], actor=drafter
    ))  # fmt: skip
    return None if notice is None else tried(days[1], by, lambda: notices.approve(notice, actor=by))


def _object(claims: Sequence[Claim], day: int, desk: Desk, words: str) -> None:
    for one in claims[:1]:
        tried(day, desk.funds, lambda one=one: objecting.take(one, words, WORDS["objector"], actor=desk.funds))


# --- claims the village makes for people who are away -----------------------------------------------------------------


def _lead_of_villages(desk: Desk, rng: random.Random, led: Led) -> None:
    """Who was away early is paid by now, or checked by the township; of the others one stands at each desk."""
    steps = ("village_publicity", "village_check", "submitted", "draft")
    for path, (clerk, checker) in sorted(desk.towns.items()):
        done: set[UUID] = set()
        day = -20 if checker is desk.office else -41
        for person in _away(path, day)[:1]:
            done.add(person.uuid)
            claim = _claim_of_village(person, day, clerk, "village", rng)
            if claim is not None:
                led.add("people", _through(claim, day, clerk, checker, desk))
        late = [one for one in _away(path, -8) if one.uuid not in done]
        for number, person in enumerate(late[:10]):
            step = steps[number % len(steps)]
            maker, source = (clerk, "village") if step in ("village_publicity", "draft") else (desk.office, "person")
            claim = _claim_of_village(person, -8, maker, source, rng)
            if claim is not None and step != "draft":
                _to_step(claim, step, maker, clerk, desk, number)


def _away(path: str, day: int) -> list[Person]:
    """Registered-poor people of a township who are away on the own account on a day, by key."""
    frame = county_facts(clock.today() + timedelta(days=day), area=path)
    found = frame.filter(
        pl.col("is_registered_poor").fill_null(False) & pl.col("is_alive").fill_null(False)
        & pl.col("area_level").is_in(AWAY) & ~pl.col("rode_organised").fill_null(True)
    )  # fmt: skip
    return list(Person.objects.filter(pk__in=found["person"].to_list()).order_by("pk"))


def _claim_of_village(person: Person, day: int, maker: Actor, source: str, rng: random.Random) -> Claim | None:
    given = {"ticket_cost": rng.randrange(120, 480) * 100}
    found: Claim | None = tried(day, maker, lambda: making.make_for(
        person, TRANSPORT, clock.today(), actor=maker, source=source, given=given, promised_on=clock.today()
    ))  # fmt: skip
    return found


def _through(claim: Claim, day: int, clerk: Actor, checker: Actor, desk: Desk) -> Claim:
    """From the village to the approval of headquarters, each desk on its own day, as far as the days reach."""
    tried(day, clerk, lambda: acts.submit(claim, actor=clerk))
    village = str(claim.area_id)[:VILLAGE]
    first = _publish("village", village, TRANSPORT, [claim], (day, day + 1), clerk, desk.office)
    if first is not None:
        tried(day + 13, desk.office, lambda: notices.end(first, actor=desk.office))
    tried(day + 13, checker, lambda: acts.check(claim, actor=checker))
    if day > -41:
        return _fresh([claim])[0]
    tried(-28, desk.funds, lambda: acts.check(claim, actor=desk.funds))
    second = _publish("city", county_path(), TRANSPORT, [claim], (-28, -27), desk.funds, desk.office)
    if second is not None:
        tried(-15, desk.office, lambda: notices.end(second, actor=desk.office))
    tried(-14, desk.leader, lambda: acts.approve(claim, actor=desk.leader))
    return _fresh([claim])[0]


def _to_step(claim: Claim, step: str, maker: Actor, clerk: Actor, desk: Desk, number: int) -> None:
    """As far as one desk of the village."""
    tried(-8, maker, lambda: acts.submit(claim, actor=maker))
    if step == "village_check":
        tried(-6, clerk, lambda: acts.check(claim, actor=clerk))
    if step == "village_publicity":
        _publish("village", str(claim.area_id)[:VILLAGE], TRANSPORT, [claim], (-7, -6), clerk, desk.office)
        if number == 0:
            tried(-4, clerk, lambda: objecting.take(claim, WORDS["objection"], "", actor=clerk))
            _answer(claim, desk.office)


def _answer(claim: Claim, by: Actor) -> None:
    objection = ClaimObjection.objects.filter(claim=claim).first()
    if objection is not None:
        tried(-2, by, lambda: objecting.answer(objection, False, WORDS["answer"], actor=by))


def _each(day: int, actor: Actor, claims: Sequence[Claim], act: Callable[[Claim], Any]) -> None:
    for one in claims:
        tried(day, actor, lambda one=one: act(one))


def _fresh(claims: Sequence[Claim]) -> list[Claim]:
    return list(Claim.objects.filter(pk__in=[one.pk for one in claims]).order_by("pk"))
