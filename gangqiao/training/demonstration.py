"""Classes of a demonstration in every state, through the product's own acts. All of them are made up.

One class was claimed, one was assessed and has a doubt, one runs in a village and one online, one is open for
enrolment, one is approved, one planned, one was given up.
"""

from __future__ import annotations

import random
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction
from django.utils import translation

from gangqiao.accounts.models import User
from gangqiao.accounts.reads import actor_of
from gangqiao.audit import gathering
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.kernel.scope import scope_of
from gangqiao.people.models import Intention
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.places.models import Division
from gangqiao.training.actions import assessing, attending, calling, classes, courses, enrolling, providers, timetable
from gangqiao.training.actions.attending import Seen
from gangqiao.training.demonstration_after import finish, take_minutes
from gangqiao.training.models import Class, Course, Enrolment, Provider, Session
from gangqiao.training.reads import candidates

WORDS: Any = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
OFFICE, BUREAU = "office", "training"
TOWN = KEY_LENGTH[Level.TOWNSHIP]
ENOUGH = 6  # people for whom a class is held in the demonstration
DAYS = (0, 1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A class to be made. begins, ends: days from today; ends_in: the state it is left in."""

    begins: int
    ends: int
    form: str
    provider: int
    most: int
    ends_in: str


CLASSES = (
    Wanted(-36, -15, "at_the_door", 0, 30, "claimed"),
    Wanted(-27, -6, "on_site", 1, 26, "assessed"),
    Wanted(-7, 14, "at_the_door", 2, 28, "running"),
    Wanted(-10, 12, "online", 3, 30, "running"),
    Wanted(7, 28, "at_the_door", 0, 30, "enrolling"),
    Wanted(14, 35, "on_site", 1, 40, "approved"),
    Wanted(21, 42, "at_the_door", 2, 35, "planned"),
    Wanted(4, 25, "on_site", 2, 30, "cancelled"),
)


@dataclass(frozen=True, slots=True)
class Makers:
    """Who acts: the bureau plans and holds, the office approves and calls back."""

    bureau: Actor
    office: Actor


def make_training(seed: int) -> int:
    """Providers, courses and classes; returns how many learn. 0 outside a demonstration, or when some are there."""
    users = {one.username: one for one in User.objects.filter(username__in=(OFFICE, BUREAU))}
    if not settings.DEMO or len(users) < 2 or Class.objects.exists():
        return 0
    makers, rng = Makers(actor_of(users[BUREAU]), actor_of(users[OFFICE])), random.Random(seed)
    with translation.override(settings.LANGUAGE_CODE), scope_of(makers.office.areas("training.enrol")):
        wished = most_wished()
        if not wished:
            return 0
        held, catalogue = _providers(makers), _courses(makers)
        for at, wanted in enumerate(CLASSES):
            town, trade = wished[at % len(wished)]
            _make(wanted, at, town, catalogue[trade], held[wanted.provider], makers, rng)
        return Enrolment.objects.count()


def most_wished() -> list[tuple[str, str]]:
    """Townships and trades by how many wish it there, spread over both; one trade of a township once."""
    rows = Intention.objects.filter(recorded_to=None, valid_to=None, training_wish="yes", expires_on__gte=clock.today())
    many: Counter[tuple[str, str]] = Counter()
    for area, trades in rows.values_list("area_id", "wished_courses"):
        many.update((area[:TOWN], trade) for trade in trades or () if trade in WORDS["courses"])
    left = [one for one in many if many[one] >= ENOUGH] or list(many)
    # Neither the same township nor the same trade twice while others are left: the classes are spread over both.
    used: Counter[str] = Counter()
    chosen = []
    while left and len(chosen) < len(CLASSES):
        best = min(left, key=lambda one: (used[one[0]] + used[one[1]], -many[one], one))
        left.remove(best)
        used.update(best)
        chosen.append(best)
    return chosen


def _providers(makers: Makers) -> list[Provider]:
    until = clock.today() + timedelta(days=400)
    return [
        providers.list_provider(
            {
                **one, "licence_no": f"{WORDS['licence']}{n:03}", "licence_until": until,
                "trades": list(WORDS["courses"]),
            },
            actor=makers.bureau, source="demonstration", made=True,
        )
        for n, one in enumerate(WORDS["providers"], start=1)
    ]  # fmt: skip


def _courses(makers: Makers) -> dict[str, Course]:
    return {
        trade: courses.write_course(
            {"trade": trade, "min_age": 16, "max_age": 60, **said}, actor=makers.bureau, made=True
        )
        for trade, said in WORDS["courses"].items()
    }


def _make(
    wanted: Wanted, at: int, town: str, course: Course, provider: Provider, makers: Makers, rng: random.Random
) -> None:
    """One class, from its plan to the state it is left in; each act on its own day."""
    begins, ends = (clock.today() + timedelta(days=days) for days in (wanted.begins, wanted.ends))
    before = min(0, wanted.begins) - 8
    place = Division.objects.get(pk=town)
    with clock.frozen_at(moment(before, 10)):
        held = classes.plan_class(
            {
                "course": course, "provider": provider, "area": place, "form": wanted.form, "place": place,
                "place_kind": "hukou", "address": "" if wanted.form == "online" else WORDS["places"][at % 4],
                "fund_line": "skills", "teacher": f"{WORDS['teacher']}{at + 1}", "begins_on": begins,
                "ends_on": ends, "hours": course.hours,
                "places": wanted.most,
            },
            actor=makers.bureau, source="demonstration", made=True,
        )  # fmt: skip
        if wanted.ends_in == "planned":
            return
        timetable.lay_out(held.uuid, DAYS, time(8, 30), time(11, 30), actor=makers.bureau, source="demonstration")
    with clock.frozen_at(moment(before, 15)):
        classes.approve_class(held.uuid, actor=makers.office, source="demonstration")
        if wanted.ends_in == "approved":
            return
        classes.open_class(held.uuid, actor=makers.bureau, source="demonstration")
    with clock.frozen_at(moment(before + 2, 10)):
        _enrol(held, wanted, makers)
    if wanted.ends_in == "cancelled":
        classes.cancel_class(held.uuid, WORDS["cancelled"], actor=makers.bureau)
    elif wanted.ends_in != "enrolling":
        _hold(held, wanted, makers, rng)


def moment(days: int, hour: int, minute: int = 0) -> datetime:
    """An hour of a day before or after today."""
    return datetime.combine(clock.today() + timedelta(days=days), time(hour, minute), clock.TZ)


def _enrol(held: Class, wanted: Wanted, makers: Makers) -> None:
    """Who wishes it and fits; of a class that is open still, every third waits for an answer."""
    held.refresh_from_db()
    found = candidates.candidates_of(held, candidates.Asked(str(held.area_id)))
    for number, one in enumerate(found.fit[: wanted.most - 2]):
        source = ("wish", "wish", "village", "self")[number % 4]
        waits = wanted.ends_in == "enrolling" and number % 3 == 0
        with suppress(Refusal, Refusals), transaction.atomic(), gathering.together():
            row = enrolling.enrol(
                held.uuid, one.uuid, source, actor=makers.bureau, admitted=not waits, via="demonstration"
            )
            if number == 4:
                enrolling.object_to(row.uuid, actor=makers.office)


def _hold(held: Class, wanted: Wanted, makers: Makers, rng: random.Random) -> None:
    """Begin, sign in at each session that is past, and end it if it is over."""
    rows = list(Enrolment.objects.filter(held=held, status="admitted").order_by("pk"))
    if not rows:
        return  # a county too small
    with clock.frozen_at(moment(wanted.begins, 8)):
        classes.start_class(held.uuid, actor=makers.bureau, source="demonstration")
    lazy = {row.pk for row in rows[2::9]}
    past = [one for one in held.sessions.order_by("on", "begins_at") if one.on < clock.today()]
    for number, session in enumerate(past):
        here = [row for row in rows if row.pk not in lazy or number % 2 == 0]
        _sign_in(held, session, here, number, makers, rng)
    if past:
        with (
            clock.frozen_at(datetime.combine(past[-1].on, time(12), clock.TZ)),
            suppress(Refusal),
        ):
            calling.draw(held.uuid, WORDS["seed"], actor=makers.bureau)
    if wanted.ends_in in ("assessed", "claimed"):
        with clock.frozen_at(moment(wanted.ends, 16)):
            _assess(held, rows, makers, rng)
        finish(held, wanted.ends_in, wanted.ends, makers, WORDS)


def _sign_in(
    held: Class, session: Session, rows: list[Enrolment], number: int, makers: Makers, rng: random.Random
) -> None:
    at = datetime.combine(session.on, session.begins_at, clock.TZ) + timedelta(minutes=rng.randrange(2, 12))
    if held.form == "online":
        take_minutes(held, session, rows, makers, rng, WORDS)
        return
    way = "paper" if number % 4 == 3 else "list"
    with clock.frozen_at(at), gathering.together():
        seen = Seen(way, place=held.address, source="demonstration")
        attending.sign_in(session.uuid, [row.uuid for row in rows], seen, actor=makers.bureau)


def _assess(held: Class, rows: list[Enrolment], makers: Makers, rng: random.Random) -> None:
    with transaction.atomic(), gathering.together():
        for row in rows:
            try:
                with transaction.atomic():
                    score = Decimal(rng.randrange(64, 97))
                    assessing.pass_learner(row.uuid, score, actor=makers.bureau, source="demonstration")
            except Refusal:
                assessing.fail_learner(row.uuid, actor=makers.bureau, source="demonstration")
    classes.assess_class(held.uuid, actor=makers.bureau, source="demonstration")
