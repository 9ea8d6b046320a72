"""Assistance of a demonstration: who is in which class, plans, local places of work who has a place. All made up."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction
from django.utils import translation

from gangqiao.accounts.models import User
from gangqiao.accounts.reads import actor_of
from gangqiao.assistance.actions import assessing, cases, keeping_workless, measures, placing, proposing, workplaces
from gangqiao.assistance.demonstration_posts import make_posts
from gangqiao.assistance.models import AssistCase, Measure, Pledge, Workplace
from gangqiao.assistance.policy.workplaces import MEASURE_OF, months_on
from gangqiao.assistance.reads.workplaces_candidates import candidates
from gangqiao.assistance.states import LIVE_MEASURE, TO_ASSESS
from gangqiao.audit import gathering
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.kernel.scope import scope_of
from gangqiao.places.models import Division
from gangqiao.places.reads import children, county_path, townships

OFFICE = "poverty"
WORDS: Any = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
BEGINS = -45  # the first assessments were made so many days ago
UNDECIDED, UNPLANNED, ENDED, MET = 12, 17, 6, 25  # every so many-th case waits, has no plan, a result, its aim met
MOST = 4_000  # cases that are led: more than that shows nothing new
FILLED = 0.6  # of the places of a pledge
ONE_OF = 60  # of so many helped people one has a place; more would reach the plan's target by itself
WAYS = ("spoken", "phone", "paper")


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: decided cases, places of work, people with a place, public posts."""

    decided: int = 0
    workplaces: int = 0
    placed: int = 0
    posts: int = 0


@contextmanager
def on_day(days: int, hour: int = 10) -> Iterator[date]:
    """It is a day so many days from today, never later than now."""
    day = clock.today() + timedelta(days=days)
    with clock.frozen_at(min(datetime.combine(day, time(hour), clock.TZ), clock.now())):
        yield day


def make_assistance(seed: int) -> Made:
    """Assess, plan, list places of work and fill some; nothing outside a demonstration, or when there are cases."""
    user = User.objects.filter(username=OFFICE).first()
    if not settings.DEMO or user is None:
        return Made()
    actor, rng = actor_of(user), random.Random(seed)
    with translation.override(settings.LANGUAGE_CODE), scope_of([county_path()]):
        if Workplace.objects.exists():
            return Made()
        with on_day(BEGINS):
            proposing.propose()
        decided = decide(actor)
        listed = list_workplaces(actor)
        plan_all(actor, rng)
        placed = fill_some(actor, decided // ONE_OF)
        end_some(actor, rng)
        workplaces.expire_recognitions()
        posts = make_posts(WORDS["posts"], seed)
        proposing.propose()
        keeping_workless.find_workless()
    return Made(decided, listed, placed, posts)


def decide(actor: Actor) -> int:
    """Everybody gets the class the rules propose, a few wait; returns how many were decided."""
    rows = AssistCase.objects.filter(status__in=TO_ASSESS).exclude(proposed="").order_by("pk")
    keys = list(rows.values_list("pk", flat=True)[:MOST])
    done = 0
    for at, key in enumerate(keys):
        if at % UNDECIDED == UNDECIDED - 1:
            continue
        with on_day(BEGINS + 2 + at % 20):
            done += tried(lambda key=key: assessing.accept(key, actor=actor))
    return done


def plan_all(actor: Actor, rng: random.Random) -> None:
    """One measure of the class for each, begun; a few still have to be planned."""
    rows = AssistCase.objects.filter(status="assessed").exclude(kind="none").order_by("pk")
    for at, (key, kind) in enumerate(list(rows.values_list("pk", "kind"))):
        if at % UNPLANNED == UNPLANNED - 1:
            continue
        chosen = rng.choice(WORDS["measures"][kind][: 4 if kind == "near" else 3])
        if kind == "net":
            chosen = "public_post"
        with on_day(BEGINS + 24 + at % 10):
            tried(lambda key=key, chosen=chosen: measures.plan_at_once(key, chosen, actor=actor))


def end_some(actor: Actor, rng: random.Random) -> None:
    """Some measures are under way, some have a result beside another that goes on, a few cases met their aim."""
    rows = Measure.objects.filter(status__in=LIVE_MEASURE).order_by("pk")
    for at, (key, case, kind) in enumerate(list(rows.values_list("pk", "case_id", "for_class"))):
        if at % MET == MET - 1 and kind != "net":
            tried(lambda case=case: cases.meet(case, WORDS["words"]["done"], actor=actor))
        elif at % ENDED == ENDED - 1:
            _finish(key, case, kind, rng, actor)
        elif at % 2:
            tried(lambda key=key: measures.begin(key, actor=actor))


def _finish(key: int, case: int, kind: str, rng: random.Random, actor: Actor) -> None:
    """Another measure of the class goes on when this one ends: nobody is left without one."""
    running = set(Measure.objects.filter(case=case, status__in=LIVE_MEASURE).values_list("kind", flat=True))
    left = [one for one in WORDS["measures"][kind] if one not in running]
    if left and tried(lambda: measures.add(case, rng.choice(left), actor=actor)):
        tried(lambda: measures.finish(key, rng.choice(WORDS["results"]), WORDS["words"]["done"], actor=actor))


# --- local places of work ---------------------------------------------------------------------------------------------


def list_workplaces(actor: Actor) -> int:
    """The places of work of the list whose township is in the county; the others are put into one that is."""
    towns = list(townships().order_by("key"))
    by_name = {str(one.name): one for one in towns}
    for at, one in enumerate(WORDS["workplaces"]):
        _list_one(one, by_name.get(one["township"]) or towns[at % len(towns)], actor)
    return len(WORDS["workplaces"])


def _list_one(one: dict[str, Any], town: Division, actor: Actor) -> None:
    place = children(town.key).order_by("key").first() or town
    values = {key: one.get(key, "") for key in ("kind", "name", "work", "contact", "phone")}
    with on_day(-120):
        row = workplaces.list_workplace(values | {"area_id": place.key}, actor=actor, made=True)
    if "document" in one:
        with on_day(max(one["since"], -119)):
            day = clock.today() + timedelta(days=one["since"] + 119) if one["since"] < -119 else clock.today()
            until = months_on(day, one["months"]) - timedelta(days=1)
            workplaces.recognise(row.uuid, one["document"], day, until, actor=actor)
    if "headcount" in one:
        with on_day(-20):
            workplaces.count_people(row.uuid, one["headcount"], clock.today(), actor=actor)
    with on_day(-100):
        begins = clock.today()
        ends = begins + timedelta(days=100 + one["ends"]) if "ends" in one else None
        pledge = {"trade": one["trade"], "places": one["places"], "pay": one["pay"], "begins_on": begins}
        workplaces.pledge_places(row.uuid, pledge | {"ends_on": ends}, actor=actor)


def fill_some(actor: Actor, most: int) -> int:
    """So many people at most get a place, spread over the pledges. Returns how many were placed."""
    pledges, placed = list(Pledge.objects.order_by("pk")), 0
    for at, pledge in enumerate(pledges):
        placed += fill(pledge, actor, most=-(-(most - placed) // (len(pledges) - at)))
    return placed


def fill(pledge: Pledge, actor: Actor, since: int = -12, most: int | None = None) -> int:
    """The nearest of class B get places; their plan names it. Returns how many were placed.

    since  so many days from today the first one began; 0: all today. most: no more than so many; null: no limit
    """
    found = sorted(candidates(pledge.workplace, far=True), key=lambda one: one.km if one.km is not None else 1e9)
    done = 0
    for at, one in enumerate(found):
        if pledge.taken + done >= int(pledge.places * FILLED) or done == most:
            break
        with on_day(since + at % 10 if since else 0) as day:
            done += tried(
                lambda one=one, since=day, way=WAYS[at % 3]: placing.place(
                    one.person.pk, pledge.uuid, since=since, said_on=since, said_way=way, actor=actor,
                    source="demonstration",
                )
            )  # fmt: skip
        _name_in_plan(one.person.pk, pledge, actor)
    return done


def _name_in_plan(person: int, pledge: Pledge, actor: Actor) -> None:
    kind = MEASURE_OF[pledge.workplace.kind]
    case = AssistCase.objects.filter(person=person, status="active").first()
    if case is not None and not Measure.objects.filter(case=case, kind=kind, status__in=LIVE_MEASURE).exists():
        tried(lambda: measures.add(case.pk, kind, actor=actor))


def tried(act: Any) -> int:
    """One act of its own: 1, or 0 for what the register has something against."""
    try:
        with transaction.atomic(), gathering.together():
            act()
    except (Refusal, Refusals):
        return 0
    return 1
