"""Plans, batches and journeys of a demonstration, through the product's own acts. All of them are made up.

One batch went last week and was handed over, one is cleared and departs tonight (its escort's phone carries it), one
departs in two days, one is open, one brings people back to work.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.utils import translation

from gangqiao.accounts.models import User
from gangqiao.accounts.reads import actor_of
from gangqiao.audit import gathering
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor, covers
from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.kernel.scope import scope_of
from gangqiao.matching.models import Referral
from gangqiao.matching.policy.referrals import HOLDING
from gangqiao.people.models import EmploymentSpell
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.places.reads import county, find_by_code
from gangqiao.transfers.actions import batches, passengers, plans
from gangqiao.transfers.demonstration_fleet import make_fleet
from gangqiao.transfers.demonstration_past import travel
from gangqiao.transfers.demonstration_ready import clear_for_tonight, prepare
from gangqiao.transfers.models import Batch, EnterprisePlan, Passenger
from gangqiao.transfers.reads.board_joining import GOES, travelling
from gangqiao.vacancies.reads.packs_people import Found, seekers_of

WORDS: Any = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
OFFICE, NEAR = "office", "xinshao"
TOWN = KEY_LENGTH[Level.TOWNSHIP]
GONE, SOON, OPEN, BACK, TONIGHT = 36, 30, 12, 16, 14  # people of the batches, where there are as many


@dataclass
class Makers:
    """Who acts, and who may still be sent: people without work and without a referral."""

    office: Actor
    near: Actor
    idle: list[Found]


def make_transfers(seed: int) -> int:
    """Two plans and five batches; returns how many people travel. 0 outside a demonstration, or when there are some."""
    users = {one.username: one for one in User.objects.filter(username__in=(OFFICE, NEAR))}
    if not settings.DEMO or len(users) < 2 or Batch.objects.exists():
        return 0
    office = actor_of(users[OFFICE])
    with translation.override(settings.LANGUAGE_CODE), scope_of(office.areas("transfers.register")):
        made = _plans(office)
        if not made:
            return 0
        make_fleet(seed)
        makers = Makers(office, actor_of(users[NEAR]), _idle(office, random.Random(seed)))
        first, second = made[0], made[-1]
        going = _gone(first, makers)
        _soon(second, makers)
        _tonight(second, makers)
        _open(first, makers)
        _back(makers)
        travel(going, office, WORDS)
        return Passenger.objects.count()


# --- plans -----------------------------------------------------------------------------------------------------------


def _plans(office: Actor) -> list[EnterprisePlan]:
    """A plan for each of the two employers to which most people said yes; the first has a second version."""
    rows = Referral.objects.filter(status__in=HOLDING).order_by().values_list("employer_uuid")
    near = Q(pk__in=[])
    for name in WORDS["near"]:
        near |= Q(employer__startswith=name)
    far = rows.exclude(near)
    most = sorted(far.annotate(many=Count("pk")), key=lambda one: (-one[1], str(one[0])))[: len(WORDS["plans"])]
    found = []
    for (employer, _many), said in zip(most, WORDS["plans"], strict=False):
        with clock.frozen_at(_at(-12, 10)):
            plan = plans.draft_from_referrals(employer, actor=office, area=county().pk)
            values = {key: value for key, value in said.items() if key != "version"}
            place = find_by_code(said["destination"])
            plans.correct_plan(plan.uuid, values | {"destination": place}, actor=office)
            plans.activate_plan(plan.uuid, actor=office)
        EnterprisePlan.objects.filter(pk=plan.pk).update(made=True)
        if said.get("version"):
            with clock.frozen_at(_at(-5, 15)):
                plan = plans.new_version(plan.uuid, actor=office)
                plans.correct_plan(plan.uuid, {"housing": said["version"]}, actor=office)
                plans.activate_plan(plan.uuid, actor=office)
        plan.refresh_from_db()
        found.append(plan)
    return found


def _at(days: int, hour: int, minute: int = 0) -> datetime:
    """An hour of a day before or after today."""
    return datetime.combine(clock.today() + timedelta(days=days), time(hour, minute), clock.TZ)


# --- batches ---------------------------------------------------------------------------------------------------------


def _batch(office: Actor, days: int, hours: int, seats: int, **more: Any) -> Batch:
    """An open batch that departs at 7:30 some days from now and is so many hours on its way."""
    departs = _at(days, 7, 30)
    values = {
        "kind": "new", "organiser": "bureau", "area": county(), "mode": "coach", "departs_at": departs,
        "arrives_at": departs + timedelta(hours=hours), "seats": seats, "assembly": WORDS["assembly"],
        "late_until": departs - timedelta(hours=12),
    }  # fmt: skip
    with clock.frozen_at(min(clock.now(), departs - timedelta(days=6))):
        batch = batches.plan_batch(values | more, actor=office, made=True)
        return batches.open_batch(batch.uuid, actor=office)


def _of_plan(plan: EnterprisePlan) -> dict[str, Any]:
    """Coaches all the way, so that the vehicles of the fleet are seen."""
    return {"plan": plan, "mode": "coach"}


def _gone(plan: EnterprisePlan, makers: Makers) -> Batch:
    """Left six days ago."""
    batch = _batch(makers.office, -6, 26, GONE + 8, **_of_plan(plan))
    with clock.frozen_at(_at(-9, 10)):
        _fill(batch, _take(makers, GONE), makers.office, agreeing=1.0)
    return batch


def _soon(plan: EnterprisePlan, makers: Makers) -> None:
    """Departs the day after tomorrow: the list is locked, ways are planned, half of the people are checked."""
    batch = _batch(makers.office, 2, 30, SOON + 10, **_of_plan(plan))
    _fill(batch, _take(makers, SOON), makers.office, agreeing=0.95)
    if not Passenger.objects.filter(batch=batch).exists():
        return  # a county too small
    batches.lock_list(batch.uuid, actor=makers.office)
    prepare(batch, makers.office, WORDS, share=0.5)


def _tonight(plan: EnterprisePlan, makers: Makers) -> None:
    """Departs tonight, everybody checked and seated, the vehicle clean, the batch cleared: the escort has it to do."""
    leaves = max(_at(0, 20), clock.now() + timedelta(hours=1))
    batch = _batch(makers.office, 0, 26, TONIGHT + 6, **_of_plan(plan), departs_at=leaves,
                   arrives_at=leaves + timedelta(hours=26), late_until=leaves - timedelta(hours=1))  # fmt: skip
    area = makers.near.areas("transfers.register")[0]
    near = [one for one in makers.idle if covers(area, one.area)]
    near = near[: min(TONIGHT, (len(near) + 1) // 2)]  # the others are for the batch that is open
    makers.idle = [one for one in makers.idle if one not in near]
    _fill(batch, near, makers.near, agreeing=1.0)
    if Passenger.objects.filter(batch=batch).exists():
        batches.lock_list(batch.uuid, actor=makers.office)
        clear_for_tonight(batch, makers.office, WORDS)


def _open(plan: EnterprisePlan, makers: Makers) -> None:
    """Open for registration: who said yes to a post there, and some of the township that has accounts."""
    batch = _batch(makers.office, 5, 26, 44, **_of_plan(plan))
    rows = Referral.objects.filter(employer_uuid=batch.employer_uuid, status__in=GOES)
    some = list(rows.exclude(person__in=travelling()).order_by("pk").values_list("uuid", flat=True))
    # The others wait, so that the page has somebody to put on the list.
    passengers.register_many(batch.uuid, some[: len(some) // 2], actor=makers.office)
    area = makers.near.areas("transfers.register")[0]
    near = [one for one in makers.idle if covers(area, one.area)][:OPEN]
    makers.idle = [one for one in makers.idle if one not in near]
    _fill(batch, near, makers.near, agreeing=0.5)


def _back(makers: Makers) -> None:
    """Brings people back to their work at one destination."""
    place = find_by_code(WORDS["back"]["destination"])
    batch = _batch(makers.office, 3, 26, BACK + 4, kind="return", destination=place, remarks=WORDS["back"]["remarks"])
    spells = EmploymentSpell.objects.filter(
        recorded_to=None, status="working", person__record="live", person__life="alive", area_level="other_province"
    )
    rows = spells.exclude(person__in=travelling()).select_related("person").order_by("pk")[:BACK]
    for number, spell in enumerate(rows):
        made = _try(
            passengers.register, batch.uuid, spell.person.uuid, spell=spell.uuid, actor=makers.office, made=True
        )
        if made is not None and number % 3:
            _try(passengers.record_consent, made.uuid, "phone", actor=makers.office)


# --- people ----------------------------------------------------------------------------------------------------------


def _idle(office: Actor, rng: random.Random) -> list[Found]:
    """People of the county who seek work, have none and were offered nothing, in a made order of households."""
    found = [one for area in office.areas("transfers.register") for one in seekers_of(area)]
    since = clock.today() - timedelta(days=60)
    spells = EmploymentSpell.objects.filter(recorded_to=None)
    busy = set(spells.filter(ended_on=None).values_list("person_id", flat=True))
    busy |= set(spells.filter(ended_on__gte=since).values_list("person_id", flat=True))
    busy |= set(Referral.objects.values_list("person_id", flat=True))
    # By household: couples stand beside each other and go together.
    homes: dict[int, list[Found]] = {}
    for one in found:
        if one.person not in busy:
            homes.setdefault(one.household, []).append(one)
    order = sorted(homes)
    rng.shuffle(order)
    return [one for home in order for one in homes[home][:2]]


def _take(makers: Makers, many: int) -> list[Found]:
    """The next ones, out of as few townships as have so many; on a small county fewer, so that all have somebody."""
    most, own = min(many, len(makers.idle) // 3), makers.near.areas("transfers.register")[0]
    towns = Counter(one.area[:TOWN] for one in makers.idle)
    # The township that has accounts comes last: its people are for the batch that is open.
    order = sorted(towns, key=lambda town: (covers(own, town), -towns[town], town))
    some = sorted(makers.idle, key=lambda one: order.index(one.area[:TOWN]))[:most]
    makers.idle = [one for one in makers.idle if one not in some]
    return some


def _fill(batch: Batch, people: list[Found], actor: Actor, *, agreeing: float) -> None:
    """Put people on the list; a share of them says yes. Two of one household go together."""
    homes = Counter(one.household for one in people)
    with transaction.atomic(), gathering.together(), scope_of(actor.areas("transfers.register")):
        for number, one in enumerate(people):
            mark = str(one.household) if homes[one.household] > 1 else ""
            made = _try(passengers.register, batch.uuid, one.uuid, together=mark, actor=actor, made=True)
            if made is not None and number < agreeing * len(people):
                _try(passengers.record_consent, made.uuid, ("spoken", "phone", "paper")[number % 3], actor=actor)


def _try(act: Any, *given: Any, **more: Any) -> Any:
    """What the act gives; null where the register has something against it."""
    try:
        with transaction.atomic():
            return act(*given, **more)
    except (Refusal, Refusals):
        return None
