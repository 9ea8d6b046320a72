"""No sequence of anybody's acts puts somebody on duty twice, unsigned, uninsured, unpublished, or over the places.

A machine takes random acts of all offices against the real database, lets time pass, and looks after each.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, ClassVar

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction
from hypothesis import HealthCheck as Health
from hypothesis import Phase, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from gangqiao.assistance.actions import applying, choosing, holding, objecting, posts, quotas, stopping
from gangqiao.assistance.models import Applicant, Holder, Objection, PublicPost, Quota
from gangqiao.assistance.reads import holders as holders_read
from gangqiao.assistance.tests.made import make_poor
from gangqiao.assistance.tests.rig_posts import DAY, WRITTEN, Offices
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people import actions as people
from gangqiao.people.models import Person

pytestmark = pytest.mark.django_db
IS_LONG = connection.vendor == "sqlite"
HOW_LONG = settings(
    max_examples=5 if IS_LONG else 2,
    stateful_step_count=12,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(Health),
)
UNTIL_IT_FAILS = settings(
    HOW_LONG, max_examples=12, phases=(Phase.explicit, Phase.generate), report_multiple_bugs=False
)
WHO = ["township", "second", "city", "city", "village", "bureau", "stranger"]
OFTEN = {"lead_on": 16, "time_passes": 2, "end": 3, "suspend": 3, "resume": 2, "start": 2, "object": 2}
SELDOM = "propose check approve announce not_choose choose_again answer sign look_into withdraw die work end_post share"
WHAT = [act for act, many in OFTEN.items() for _ in range(many)] + SELDOM.split(" ")


@dataclasses.dataclass(frozen=True)
class Scene:
    actors: dict[str, Actor]
    people: list[Any]
    county: Any


@pytest.fixture
def scene(offices: Offices, make_person: Any, county: Any, stranger: Actor) -> Scene:
    actors = {
        "village": offices.village, "township": offices.township, "second": offices.second, "city": offices.city,
        "bureau": offices.bureau, "stranger": stranger,
    }  # fmt: skip
    people = [make_person(county.villages[0]) for _number in range(3)]
    for one in people:
        make_poor(one)
    return Scene(actors, people, county)


class Posts(RuleBasedStateMachine):
    """The rules are what somebody may try; what is refused must have changed nothing that matters."""

    scene: ClassVar[Scene]
    done: ClassVar[Counter[str]]

    def __init__(self) -> None:
        super().__init__()
        self.wrapped = transaction.atomic()
        self.wrapped.__enter__()
        self.today = DAY

    @initialize()
    def begin(self) -> None:
        """A quota of three places, and two posts of two departments that are proposed."""
        for kind, department in (("cleaning", "hrss"), ("water", "water")):
            with self.by("city", "set") as actor:
                given = {
                    "area": self.scene.county.division, "kind": kind, "department": department, "standard": 50_000,
                    "fund_line": "employment", "places": 3, "begins_on": DAY, "ends_on": dt.date(2021, 12, 31),
                }  # fmt: skip
                quotas.set_quota(given, actor=actor)
        for number, who in enumerate(("city", "village")):
            self.propose(who, number, 1)
            self.lead_on(who, number, 1 + number)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.wrapped.__exit__(None, None, None)

    @contextmanager
    def by(self, who: str, what: str) -> Iterator[Actor]:
        """An act of somebody in the own scope, who may be refused."""
        actor = self.scene.actors[who]
        try:
            with clock.frozen_at(dt.datetime.combine(self.today, dt.time(9), clock.TZ)), scope_of(actor):
                yield actor
        except (Refusal, ObjectDoesNotExist):
            return
        self.done[what] += 1

    def pick(self, model: Any, number: int) -> Any:
        with everywhere(reason="test"):
            rows = list(model._default_manager.order_by("pk"))
        if not rows:
            raise ObjectDoesNotExist
        return rows[number % len(rows)]

    @rule(dice=st.integers(0, 2**40))
    def act(self, dice: int) -> None:
        throw = random.Random(dice)
        what, who, one, other = throw.choice(WHAT), throw.choice(WHO), throw.randrange(6), throw.randrange(3)
        note(f"{what}({who}, {one}, {other})")
        with suppress(ObjectDoesNotExist):  # there is nothing yet to do it to
            getattr(self, what)(who, one, other)

    def time_passes(self, _who: str, one: int, _other: int) -> None:
        self.today += dt.timedelta(days=[1, 6, 10, 10, 30, 200][one])
        with self.by("city", "night"):
            stopping.look_at(stopping.live())

    def lead_on(self, who: str, one: int, other: int) -> None:
        """A post goes on, tried by anybody first: random acts alone would hardly ever get somebody on duty."""
        for _step in range(2 + 2 * other):
            post = self.pick(PublicPost, one)
            getattr(self, f"from_{post.status}", self.time_passes)(who, one, other)

    def from_proposed(self, who: str, one: int, other: int) -> None:
        self.check(who, one, other)
        self.check("township", one, other)

    def from_checked(self, who: str, one: int, other: int) -> None:
        self.approve(who, one, other)
        self.approve("bureau", one, other)

    def from_approved(self, _who: str, one: int, other: int) -> None:
        self.announce("township", one, other)

    def from_announced(self, who: str, one: int, other: int) -> None:
        for number in range(3):
            self.apply("village", one, number)
        self.close_list(who, one, other)
        self.today = max(self.today, (self.pick(PublicPost, one).announced_until or DAY) + dt.timedelta(1))
        self.close_list("township", one, other)

    def from_selecting(self, who: str, one: int, other: int) -> None:
        for number in self.of(Applicant, one):
            self.choose("township", number, other)
        self.publish(who, one, other)
        self.publish("second", one, other)

    def from_publicity(self, who: str, one: int, other: int) -> None:
        for number in self.of(Applicant, one):
            if one % 2:
                self.object("village", number, other)
        self.end_publicity(who, one, other)
        self.today = max(self.today, (self.pick(PublicPost, one).publicity_until or DAY) + dt.timedelta(1))
        self.end_publicity("second", one, other)
        if self.pick(PublicPost, one).status == "publicity":
            for number in self.of(Objection, one):
                self.answer("second", number, other)

    def from_agreement(self, _who: str, one: int, other: int) -> None:
        for number in self.of(Holder, one):
            self.sign("township", number, other)
            self.start("township", number, other)

    def of(self, model: Any, one: int) -> list[int]:
        """The numbers by which the rows of a post are picked."""
        post = self.pick(PublicPost, one)
        with everywhere(reason="test"):
            rows = list(model._default_manager.order_by("pk").values_list("post", flat=True))
        return [number for number, key in enumerate(rows) if key == post.pk]

    def propose(self, who: str, one: int, other: int) -> None:
        with self.by(who, "propose") as actor:
            size = {**WRITTEN, "places": 1 + other % 2, "months": 6}
            posts.propose(self.pick(Quota, one), self.scene.county.villages[0], size, actor=actor)

    def share(self, who: str, one: int, other: int) -> None:
        with self.by(who, "share") as actor:
            quota = self.pick(Quota, one)
            quotas.share_out(
                quota.uuid, self.scene.county.xinshao, 1 + other, quota.begins_on, quota.ends_on, actor=actor
            )

    def _step(self, who: str, what: str, one: int, act: Callable[..., Any], *more: Any) -> None:
        post = self.pick(PublicPost, one)
        with self.by(who, what) as actor:
            act(post.pk, *more, actor=actor)

    def check(self, who: str, one: int, _other: int) -> None:
        self._step(who, "check", one, posts.check)

    def approve(self, who: str, one: int, _other: int) -> None:
        self._step(who, "approve", one, posts.approve)

    def announce(self, who: str, one: int, _other: int) -> None:
        self._step(who, "announce", one, posts.announce)

    def close_list(self, who: str, one: int, _other: int) -> None:
        self._step(who, "close_list", one, posts.close_list)

    def publish(self, who: str, one: int, _other: int) -> None:
        self._step(who, "publish", one, choosing.publish)

    def choose_again(self, who: str, one: int, _other: int) -> None:
        self._step(who, "choose_again", one, choosing.choose_again, "重选")

    def end_publicity(self, who: str, one: int, _other: int) -> None:
        self._step(who, "end_publicity", one, choosing.end_publicity)

    def end_post(self, who: str, one: int, _other: int) -> None:
        self._step(who, "end_post", one, posts.end, "撤销")

    def apply(self, who: str, one: int, other: int) -> None:
        post = self.pick(PublicPost, one)
        with self.by(who, "apply") as actor:
            kin = "not_asked" if one == 5 else "none"
            applying.apply(post, self.scene.people[other].uuid, kin=kin, actor=actor)

    def choose(self, who: str, one: int, _other: int) -> None:
        row = self.pick(Applicant, one)
        with self.by(who, "choose") as actor:
            choosing.choose(row.uuid, "离得近", actor=actor)

    def not_choose(self, who: str, one: int, _other: int) -> None:
        row = self.pick(Applicant, one)
        with self.by(who, "not_choose") as actor:
            choosing.not_choose(row.uuid, actor=actor)

    def withdraw(self, who: str, one: int, _other: int) -> None:
        row = self.pick(Applicant, one)
        with self.by(who, "withdraw") as actor:
            applying.withdraw(row.pk, actor=actor)

    def object(self, who: str, one: int, _other: int) -> None:
        row = self.pick(Applicant, one)
        with self.by(who, "object") as actor:
            objecting.take(row.uuid, "不符合条件", actor=actor)

    def answer(self, who: str, one: int, _other: int) -> None:
        row = self.pick(Objection, one)
        with self.by(who, "answer") as actor:
            objecting.answer(row.uuid, "upheld" if one == 3 else "rejected", "查过", actor=actor)

    def sign(self, who: str, one: int, other: int) -> None:
        row = self.pick(Holder, one)
        given: dict[str, Any] = {"begins_on": self.today, "signed_on": self.today if one != 4 else None}
        if other != 2:
            given |= {"insurance_no": "PA", "insured_until": self.today + dt.timedelta(400)}
        with self.by(who, "sign") as actor:
            holding.sign(row.uuid, given, actor=actor)

    def start(self, who: str, one: int, _other: int) -> None:
        row = self.pick(Holder, one)
        before = self.done["start"]
        with self.by(who, "start") as actor:
            holding.start(row.uuid, actor=actor)
        if self.done["start"] > before:
            self.look_at_start(row.pk)

    def suspend(self, who: str, one: int, _other: int) -> None:
        row = self.pick(Holder, one)
        with self.by(who, "suspend") as actor:
            holding.suspend(row.uuid, "health", "住院", actor=actor)

    def resume(self, who: str, one: int, _other: int) -> None:
        row = self.pick(Holder, one)
        with self.by(who, "resume") as actor:
            holding.resume(row.uuid, "出院", actor=actor)

    def look_into(self, who: str, one: int, _other: int) -> None:
        row = self.pick(Holder, one)
        with self.by(who, "look_into") as actor:
            holding.look_into(row.uuid, "查过", actor=actor)

    def end(self, who: str, one: int, _other: int) -> None:
        row = self.pick(Holder, one)
        with self.by(who, "end") as actor:
            holding.end(row.uuid, "own_wish", "本人提出", actor=actor)

    def die(self, _who: str, one: int, other: int) -> None:
        """Seldom: there are three people."""
        if one == 5:
            with everywhere(reason="test"):
                Person.objects.filter(pk=self.scene.people[other].pk).update(life="dead", died_on=self.today)
            self.done["die"] += 1

    def work(self, _who: str, one: int, other: int) -> None:
        if one == 4:
            values = {"started_on": self.today.isoformat(), "spell_kind": "work", "area_level": "other_province",
                      "mode": "self", "employer_name": "某厂", "evidence": "A"}  # fmt: skip
            with self.by("city", "work") as actor:
                people.record_spell(self.scene.people[other].pk, values=values, actor=actor)

    # --- what must hold: asked of the tables, not of the program ------------------------------------------------------

    def look_at_start(self, pk: int) -> None:
        with everywhere(reason="test"):
            row = Holder.objects.get(pk=pk)
            post = PublicPost.objects.get(pk=row.post_id)
            assert row.signed_on, "on duty without an agreement"
            assert row.insurance_no, "on duty without insurance"
            assert row.insured_until >= self.today, "on duty with an insurance that ran out"
            assert post.publicity_until, "on duty without a publicity"
            assert post.publicity_until < self.today, "on duty before the publicity has passed"
            assert not Objection.objects.filter(applicant=row.applicant_id, outcome="").exists()
            assert not Applicant.objects.get(pk=row.applicant_id).blocked, "on duty against an upheld objection"
            assert Person.objects.get(pk=row.person_id).life != "dead"
            assert row.spell

    @invariant()
    def nobody_holds_two_posts_and_no_place_is_given_twice(self) -> None:
        with everywhere(reason="test"):
            live = Holder.objects.exclude(status="ended")
            persons = list(live.values_list("person", flat=True))
            assert len(set(persons)) == len(persons)
            for post in PublicPost.objects.all():
                assert post.held == live.filter(post=post).count() <= post.places
            for quota in Quota.objects.all():
                shared = sum(quota.shares.values_list("places", flat=True))
                given = quota.posts.exclude(status__in=["ended", "rejected"]).values_list("places", flat=True)
                assert quota.taken == shared + sum(given) <= quota.places

    @invariant()
    def each_step_was_another_persons(self) -> None:
        with everywhere(reason="test"):
            for post in PublicPost.objects.all():
                who = [user for user in (post.proposer, post.checker, post.approver) if user]
                assert len(set(who)) == len(who)
            for one in Objection.objects.exclude(outcome=""):
                assert one.answerer not in set(
                    Applicant.objects.filter(post=one.post_id).values_list("chooser", flat=True)
                )

    @invariant()
    def the_dead_are_paid_for_no_day_after(self) -> None:
        with everywhere(reason="test"), clock.frozen_at(dt.datetime.combine(self.today, dt.time(9), clock.TZ)):
            for row in Holder.objects.select_related("person", "post").filter(person__life="dead", spell__isnull=False):
                days = holders_read.covered(row, self.today)
                assert not days or max(days) <= row.person.died_on


def on(scene: Scene) -> type[Posts]:
    return type("OnScene", (Posts,), {"scene": scene, "done": Counter()})


@pytest.mark.requirement("R100")
def test_no_sequence_of_acts_breaks_the_rules_of_public_posts(scene):
    machine = on(scene)
    run_state_machine_as_test(machine, settings=HOW_LONG)
    print(machine.done)
    assert not IS_LONG or [act for act in DONE if not machine.done[act]] == [], "the machine never got there"


DONE = ("apply", "choose", "publish", "end_publicity", "sign", "start", "end", "object", "answer")
BROKEN: dict[str, Callable[[Any], None]] = {
    "the second person": lambda patch: patch.setattr(posts, "refuse_same", lambda *_a: None),
    "what must be there before duty": lambda patch: patch.setattr(holding, "_refuse_unless_ready", lambda *_a: None),
}


@pytest.mark.parametrize("guard", list(BROKEN))
def test_the_machine_finds_a_guard_that_is_missing(scene, guard, monkeypatch):
    BROKEN[guard](monkeypatch)
    with pytest.raises(Exception, match=r".") as found:
        run_state_machine_as_test(on(scene), settings=UNTIL_IT_FAILS)
    assert found.type.__name__ in ("AssertionError", "IntegrityError")
