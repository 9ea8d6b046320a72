"""The months of a made-up county: classes decided, plans kept up, places given, public posts led on; and what is left.

Every month each desk does what waits for it, through the same acts as anybody. What remains at the end are the gaps of
the page "each class its measures", by name.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import F

from gangqiao.assistance import demonstration_posts as of_posts
from gangqiao.assistance.actions import (
    assessing,
    cases,
    choosing,
    holding,
    keeping_workless,
    measures,
    placing,
    posts,
    proposing,
    proposing_events,
    stopping,
    workplaces,
)
from gangqiao.assistance.demonstration import WORDS, fill, tried
from gangqiao.assistance.models import Applicant, AssistCase, Holder, Measure, PublicPost
from gangqiao.assistance.policy.workplaces import months_on
from gangqiao.assistance.reads import applicants
from gangqiao.assistance.reads import cases as case_reads
from gangqiao.assistance.reads.workplaces import running_pledges
from gangqiao.assistance.states import LIVE_CASE, LIVE_MEASURE, TO_ASSESS
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.scope import scope_of
from gangqiao.people.models import Person
from gangqiao.places.reads import county_path

BYPASS = "near"  # what a visit finds where the register knows too little for the rules
DUE_AGAIN = 30  # days until a measure that goes on is looked at next


@dataclass(frozen=True, slots=True)
class Month:
    """What the desks did on one day of a month: decisions, plans, places given."""

    day: date
    decided: int
    planned: int
    placed: int


def lead_year(until: date, seed: int) -> list[Month]:
    """Lead the county on month by month from today to a day; nothing outside of a demonstration."""
    desk, rng, done = of_posts.desk_of(WORDS["posts"]), random.Random(seed), []
    if desk is None:
        return []
    first, step = clock.today(), 0
    while (day := months_on(first, step)) <= until:
        with clock.frozen_at(datetime.combine(day, time(10), clock.TZ)), scope_of([county_path()]):
            done.append(_month(day, desk, rng))
        step += 1
    return done


def _month(day: date, desk: of_posts.Desk, rng: random.Random) -> Month:
    actor = desk.poverty
    # What the nights between did.
    workplaces.expire_recognitions()
    placing.follow_all()
    stopping.look_at(stopping.live())
    proposing_events.catch_up()
    cases.close_gone()
    proposing.propose()
    cases.reassess_due()
    decided = _decide(actor)
    planned = _plan(actor, rng)
    placed = sum(fill(one, actor, since=0) for one in running_pledges().filter(taken__lt=F("places")).order_by("pk"))
    _lead_posts(desk)
    _keep_up(actor, rng)
    keeping_workless.find_workless()
    return Month(day, decided, planned, placed)


def _decide(actor: Actor) -> int:
    """As the rules propose; where they know too little somebody goes and looks, and says so."""
    done = 0
    for key in list(AssistCase.objects.filter(status__in=TO_ASSESS).order_by("pk").values_list("pk", flat=True)):
        words = WORDS["words"]["other"]
        done += tried(lambda key=key: assessing.accept(key, actor=actor)) or tried(
            lambda key=key, words=words: assessing.assess(key, BYPASS, "", words, actor=actor)
        )
    return done


def _plan(actor: Actor, rng: random.Random) -> int:
    """Whoever has a class and no plan gets one measure of it, begun."""
    done = 0
    rows = AssistCase.objects.filter(status__in=("assessed", "planned")).exclude(kind="none").order_by("pk")
    for key, kind, status in list(rows.values_list("pk", "kind", "status")):
        if status == "planned":
            done += tried(lambda key=key: cases.start(key, actor=actor))
            continue
        chosen = "public_post" if kind == "net" else rng.choice(WORDS["measures"][kind][:3])
        running = Measure.objects.filter(case=key, status__in=LIVE_MEASURE, for_class=kind).exists()
        if running:
            done += tried(lambda key=key: _start(key, actor))
        else:
            done += tried(lambda key=key, chosen=chosen: measures.plan_at_once(key, chosen, actor=actor))
    return done


def _start(key: int, actor: Actor) -> None:
    cases.plan(key, actor=actor)
    cases.start(key, actor=actor)


def _keep_up(actor: Actor, rng: random.Random) -> None:
    """What fell due was done: some measures have a result beside another one, the others go on with a new day."""
    today = clock.today()
    due = Measure.objects.filter(status__in=LIVE_MEASURE, due_on__lte=today, case__status__in=LIVE_CASE).order_by("pk")
    for key, case, kind in list(due.values_list("pk", "case_id", "for_class")):
        others = set(Measure.objects.filter(case=case, status__in=LIVE_MEASURE).values_list("kind", flat=True))
        left = [one for one in WORDS["measures"][kind] if one not in others]
        if left and rng.random() < 0.2 and tried(lambda c=case, k=left[0]: measures.add(c, k, actor=actor)):
            result = rng.choice(WORDS["results"])
            tried(lambda k=key, r=result: measures.finish(k, r, WORDS["words"]["done"], actor=actor))
        else:
            again = today + timedelta(days=DUE_AGAIN)
            tried(lambda k=key, d=again: measures.change(k, actor=actor, due_on=d))


# --- public posts -----------------------------------------------------------------------------------------------------


def _lead_posts(desk: of_posts.Desk) -> None:
    """Each post goes one step: a month lies between two, longer than every publicity."""
    for post in PublicPost.objects.select_related("area").order_by("pk"):
        clerk = desk.township(str(post.area_id))
        act = _STEPS.get(str(post.status))
        if act is not None:
            act(post, clerk, desk)


def _check(post: PublicPost, clerk: Actor, _desk: Any) -> None:
    tried(lambda: posts.check(post.pk, actor=clerk))


def _approve(post: PublicPost, _clerk: Actor, desk: of_posts.Desk) -> None:
    tried(lambda: posts.approve(post.pk, actor=desk.bureau))


def _announce(post: PublicPost, clerk: Actor, desk: of_posts.Desk) -> None:
    tried(lambda: posts.announce(post.pk, actor=clerk))
    of_posts.take_applications(post, clerk, desk.words, random.Random(post.pk))


def _close(post: PublicPost, clerk: Actor, _desk: Any) -> None:
    tried(lambda: posts.close_list(post.pk, actor=clerk))


def _choose(post: PublicPost, clerk: Actor, desk: of_posts.Desk) -> None:
    listed = [one for one in applicants.ranked(post, applicants.of_post(post)) if one.is_entitled]
    for one in listed[: post.places]:
        tried(lambda u=one.applicant.uuid: choosing.choose(u, actor=clerk))
    if Applicant.objects.filter(post=post, status="chosen").exists():
        tried(lambda: choosing.publish(post.pk, actor=desk.office))


def _over(post: PublicPost, _clerk: Actor, desk: of_posts.Desk) -> None:
    tried(lambda: choosing.end_publicity(post.pk, actor=desk.office))


def _begin(post: PublicPost, clerk: Actor, desk: of_posts.Desk) -> None:
    today = clock.today()
    for number, uuid in list(Holder.objects.filter(post=post, status="agreement").values_list("pk", "uuid")):
        given = of_posts.agreement(desk.words, number, today)
        tried(lambda u=uuid, g=given: holding.sign(u, g, actor=clerk))
        tried(lambda u=uuid: holding.start(u, actor=clerk))
    tried(lambda: posts.run(post.pk, actor=clerk))


_STEPS: dict[str, Callable[[PublicPost, Actor, of_posts.Desk], None]] = {
    "proposed": _check, "checked": _approve, "approved": _announce, "announced": _close, "selecting": _choose,
    "publicity": _over, "agreement": _begin,
}  # fmt: skip


# --- what is left -----------------------------------------------------------------------------------------------------


def gaps() -> dict[str, list[Person]]:
    """The gaps of the scope today, by kind, with their people; an empty list is none."""
    found = {"no_case": list(case_reads.without_case().order_by("area", "pk"))}
    for key, rows in case_reads.GAPS.items():
        found[key] = [one.person for one in rows().select_related("person").order_by("area", "pk")]
    return found
