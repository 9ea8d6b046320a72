"""Public posts of a demonstration in every state, from a quota to last month's sheet. All made up.

Each step is taken by who takes it in an office: a village or the poverty relief office proposes, a township checks,
the bureau approves, one chooses and another publishes.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction

from gangqiao.accounts.models import User
from gangqiao.accounts.reads import actor_of
from gangqiao.assistance.actions import applying, choosing, duty, holding, objecting, posts, quotas, sheets, spots
from gangqiao.assistance.models import Applicant, AssistCase, Holder, PublicPost, Quota, SpotCheck
from gangqiao.assistance.policy.duty import month_of
from gangqiao.assistance.reads import applicants
from gangqiao.audit import gathering
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.kernel.paths import upper_bound
from gangqiao.kernel.scope import scope_of
from gangqiao.people.models import Person
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.places.models import Division
from gangqiao.places.reads import county, county_path

# How far each post came, in turn; the first stand in the villages with most people of class C.
COURSES = (
    "running", "agreement", "publicity", "running", "ended", "running", "publicity", "running", "selecting",
    "announced", "running", "selecting", "announced", "approved", "checked", "proposed", "rejected", "proposed",
    "running", "approved",
)  # fmt: skip
# So many days from today a post of this course was proposed: every later step lies behind it.
PROPOSED_ON = {"running": -75, "ended": -75, "agreement": -32, "publicity": -19, "selecting": -14, "announced": -7}
PLACES, APPLICANTS, MONTHS = 2, 5, 12


@dataclass(frozen=True, slots=True)
class Desk:
    """Who works at the desks of the demonstration."""

    poverty: Actor
    office: Actor
    bureau: Actor
    townships: dict[str, Actor]
    words: Any

    def township(self, village: str) -> Actor:
        """The clerk of a village's township, or the headquarters office where the demonstration has none."""
        return self.townships.get(village[: KEY_LENGTH[Level.TOWNSHIP]], self.poverty)


def make_posts(words: Any, seed: int) -> int:
    """Posts in every state with applicants, holders, marks and sheets; returns how many posts."""
    desk, rng = desk_of(words), random.Random(seed)
    if desk is None or PublicPost.objects.exists():
        return 0
    shares = _set_quotas(desk)
    villages = _villages(desk)
    for at, course in enumerate(COURSES):
        if villages:
            _lead(course, shares[at % len(shares)], villages[at % len(villages)], desk, rng)
    _mark_days(desk, rng)
    _fill_sheets(desk)
    _check_spots(desk, rng)
    return PublicPost.objects.count()


def desk_of(words: Any) -> Desk | None:
    """The desks of the demonstration; null where its accounts are not there."""
    found = {one.username: actor_of(one) for one in User.objects.filter(username__in=(
        "poverty", "office", "employment", "xinshao", "hongxi"))}  # fmt: skip
    if not {"poverty", "office", "employment"} <= set(found):
        return None
    clerks = [found[name] for name in ("xinshao", "hongxi") if name in found]
    towns = {area: one for one in clerks for area in one.areas("assistance.check_post")}
    return Desk(found["poverty"], found["office"], found["employment"], towns, words)


@contextmanager
def _at(days: int, actor: Actor, hour: int = 10) -> Iterator[Actor]:
    """It is a day so many days from today, and somebody works in the own scope."""
    moment = datetime.combine(clock.today() + timedelta(days=days), time(hour), clock.TZ)
    with clock.frozen_at(min(moment, clock.now())), scope_of(actor):
        yield actor


def _try(days: int, actor: Actor, act: Callable[[], Any]) -> Any:
    """One act of its own on a day; null for what the register or a rule has something against."""
    with _at(days, actor):
        try:
            with transaction.atomic(), gathering.together():
                return act()
        except (Refusal, Refusals):
            return None


def _set_quotas(desk: Desk) -> list[Quota]:
    """A quota of the county for each kind."""
    home, year, made = county(), clock.today().year, []
    for kind in desk.words["kinds"]:
        values = {
            "area": home, "kind": kind["kind"], "department": kind["department"], "fund_line": kind["fund"],
            "standard": kind["standard"], "required_days": 30, "places": 60, "begins_on": date(year, 1, 1),
            "ends_on": date(year + 1, 12, 31), "document": desk.words["document"],
        }  # fmt: skip
        with _at(-75, desk.bureau) as actor:
            made.append(quotas.set_quota(values, actor=actor))
    return made


def _villages(desk: Desk) -> list[Division]:
    """Villages of the townships with a clerk, those with most people of class C first."""
    with scope_of([county_path()]):
        rows = AssistCase.objects.exclude(status="closed").filter(kind__in=("net", "near"))
        counts: dict[str, int] = {}
        for area, kind in rows.values_list("area_id", "kind"):
            village = str(area)[: KEY_LENGTH[Level.VILLAGE]]
            if any(village.startswith(town) for town in desk.townships):
                counts[village] = counts.get(village, 0) + (3 if kind == "net" else 1)
    order = sorted(counts, key=lambda key: (-counts[key], key))[: len(COURSES)]
    found = {one.key: one for one in Division.objects.filter(pk__in=order)}
    return [found[key] for key in order]


def _lead(course: str, quota: Quota, village: Division, desk: Desk, rng: random.Random) -> None:
    day = PROPOSED_ON.get(course, -9)
    kind = next(one for one in desk.words["kinds"] if one["kind"] == quota.kind)
    values = {name: kind[name] for name in ("title", "duties", "hours")}
    values |= {"place": village.name, "why": desk.words["why"], "objection_phone": desk.words["phone"]}
    values |= {"places": PLACES, "months": MONTHS}
    post = _try(day, desk.poverty, lambda: posts.propose(quota, village, values, actor=desk.poverty, made=True))
    if post is None or course == "proposed":
        return
    clerk = desk.township(village.key)
    if course == "rejected":
        _try(day + 1, clerk, lambda: posts.reject(post.pk, desk.words["rejected"], actor=clerk))
        return
    _try(day + 1, clerk, lambda: posts.check(post.pk, actor=clerk))
    if course == "checked":
        return
    _try(day + 2, desk.bureau, lambda: posts.approve(post.pk, actor=desk.bureau))
    if course == "approved":
        return
    _announce(course, post, day, clerk, desk, rng)


def _announce(course: str, post: PublicPost, day: int, clerk: Actor, desk: Desk, rng: random.Random) -> None:
    _try(day + 2, clerk, lambda: posts.announce(post.pk, actor=clerk))
    take_applications(post, clerk, desk.words, rng, day + 3)
    if course == "announced":
        return
    _try(day + 8, clerk, lambda: posts.close_list(post.pk, actor=clerk))
    if course == "selecting":
        return
    _choose(post, day + 9, clerk, desk)
    _try(day + 10, desk.office, lambda: choosing.publish(post.pk, actor=desk.office))
    if course == "publicity":
        _object(post, day + 12, clerk, desk.words["objection"])
        return
    _try(day + 24, desk.office, lambda: choosing.end_publicity(post.pk, actor=desk.office))
    if course != "agreement":
        _begin(course, post, day, clerk, desk)


def take_applications(post: PublicPost, clerk: Actor, words: Any, rng: random.Random, day: int = 0) -> None:
    """Those who apply are put on the list; the last declares to be kin of a village officer."""
    for number, person in enumerate(_who_apply(post, rng)):
        kin = "declared" if number == APPLICANTS - 1 else "none"
        said = words["kin"] if kin == "declared" else ""
        _try(day, clerk, lambda p=person, k=kin, w=said: applying.apply(
            post, p.uuid, kin=k, kin_words=w, actor=clerk, source="demonstration"))  # fmt: skip


def _who_apply(post: PublicPost, rng: random.Random) -> list[Person]:
    """People of the village for whom posts are made, some that no rule allows among them."""
    area = str(post.area_id)
    with scope_of([area]):
        rows = AssistCase.objects.exclude(status="closed").filter(area_id__gte=area, area_id__lt=upper_bound(area))
        people = [one.person for one in rows.filter(person__record="live").select_related("person").order_by("pk")]
        fit = [one for one in people if not _unmet(one, post)]
    rest = [one for one in people if one not in fit]
    rng.shuffle(rest)
    return (fit[: APPLICANTS - 1] + rest)[:APPLICANTS]


def _unmet(person: Person, post: PublicPost) -> bool:
    return any(str(reason.state) != "met" for reason in applicants.of_person(person, post, "none"))


def _choose(post: PublicPost, day: int, clerk: Actor, desk: Desk) -> None:
    """Those who come first by the rules."""
    with _at(day, clerk):
        listed = [one for one in applicants.ranked(post, applicants.of_post(post)) if one.is_entitled]
        first = [one.applicant.uuid for one in listed[:PLACES]]
    for uuid in first:
        _try(day, clerk, lambda uuid=uuid: choosing.choose(uuid, actor=clerk))


def _object(post: PublicPost, day: int, clerk: Actor, words: str) -> None:
    """Somebody says something against one of every second choice."""
    chosen = Applicant.objects.filter(post=post, status="chosen").order_by("pk")
    with scope_of([county_path()]):
        found = chosen.first() if post.pk % 2 else None
    if found is not None:
        _try(day, clerk, lambda: objecting.take(found.uuid, words, actor=clerk))


def _begin(course: str, post: PublicPost, day: int, clerk: Actor, desk: Desk) -> None:
    """Agreements and insurance, and on duty from the first of last month."""
    first = month_of(month_of(clock.today()) - timedelta(days=1))
    begins = (first - clock.today()).days
    with scope_of([county_path()]):
        holders = list(Holder.objects.filter(post=post).order_by("pk").values_list("pk", "uuid"))
    for number, uuid in holders:
        given = agreement(desk.words, number, first) | {"signed_on": first - timedelta(days=4)}
        _try(begins, clerk, lambda u=uuid, g=given: holding.sign(u, g, actor=clerk))
        _try(begins, clerk, lambda u=uuid: holding.start(u, actor=clerk))
    _try(begins, clerk, lambda: posts.run(post.pk, actor=clerk))
    if course == "ended":
        for _number, uuid in holders:
            _try(-6, clerk, lambda u=uuid: holding.end(u, "own_wish", desk.words["left"], actor=clerk))
        _try(-5, desk.bureau, lambda: posts.end(post.pk, desk.words["ended"], actor=desk.bureau))


def agreement(words: Any, number: int, first: date) -> dict[str, Any]:
    """What is signed with a holder who begins on a day, and the insurance of a year."""
    return {
        "begins_on": first, "ends_on": None, "signed_on": first, "agreement_no": f"{words['agreement']}{number:03}",
        "insurance_no": f"{words['insurance']}{number:03}", "insured_until": first + timedelta(days=364),
    }  # fmt: skip


# --- duty, sheets, spot-checks ----------------------------------------------------------------------------------------


def _mark_days(desk: Desk, rng: random.Random) -> None:
    """Who was on duty since the first of last month: the village writes it down at the end of every week."""
    today = clock.today()
    first = month_of(month_of(today) - timedelta(days=1))
    with scope_of([county_path()]):
        rows = list(Holder.objects.filter(status="on_duty").order_by("pk").values_list("pk", "area_id"))
    for pk, area in rows:
        clerk, day = desk.township(str(area)), first
        while day < today:
            week = [day + timedelta(days=n) for n in range(7) if day + timedelta(days=n) < today]
            said = {one: duty.Said(rng.choices(("present", "absent", "sick"), (30, 1, 1))[0]) for one in week}
            day += timedelta(days=7)
            _try((min(day, today) - today).days, clerk, lambda p=pk, s=said, c=clerk: duty.mark(p, s, actor=c))


def _fill_sheets(desk: Desk) -> None:
    """Last month's sheets: of the first township final or nearly so, of the other submitted."""
    month = month_of(month_of(clock.today()) - timedelta(days=1))
    over = (month_of(clock.today()) - clock.today()).days
    for at, (town, clerk) in enumerate(sorted(desk.townships.items())):
        for number, department in enumerate(sorted({kind["department"] for kind in desk.words["kinds"]})):
            sheet = _try(over, clerk, lambda t=town, d=department, c=clerk: sheets.draw_up(t, d, month, actor=c))
            if sheet is not None:
                _lead_sheet(sheet.pk, over, clerk, desk, steps=(4, 3, 2, 1)[(at + number) % 4])


def _lead_sheet(pk: int, over: int, clerk: Actor, desk: Desk, *, steps: int) -> None:
    phone = desk.words["village_phone"]
    acts: list[tuple[int, Actor, Callable[[], Any]]] = [
        (over + 1, clerk, lambda: sheets.submit(pk, actor=clerk, phone=phone)),
        (over + 2, desk.office, lambda: sheets.check(pk, actor=desk.office)),
        (over + 3, desk.office, lambda: sheets.publish(pk, actor=desk.office)),
        (-1, desk.office, lambda: sheets.finish(pk, actor=desk.office)),
    ]
    for day, actor, act in acts[:steps]:
        _try(day, actor, act)


def _check_spots(desk: Desk, rng: random.Random) -> None:
    """Last month's visits are drawn by a word and half of them made."""
    month = month_of(month_of(clock.today()) - timedelta(days=1))
    _try(
        -10,
        desk.office,
        lambda: spots.draw("visit", month, desk.words["seed"], actor=desk.office, source="demonstration"),
    )
    with scope_of([county_path()]):
        drawn = list(SpotCheck.objects.order_by("pk").values_list("pk", flat=True))
    for at, pk in enumerate(drawn):
        if at % 2 == 0:
            result = "on_duty" if at % 6 else "not_reached"
            _try(-8, desk.office, lambda p=pk, r=result: spots.record_result(p, r, actor=desk.office))
