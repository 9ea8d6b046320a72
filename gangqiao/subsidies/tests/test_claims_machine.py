"""No sequence of acts, of posts given and ended, of users standing in for each other, lays two hands on a claim.

A machine takes random acts of random users against the real database and keeps its own book of who did what.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any, ClassVar

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction
from hypothesis import HealthCheck as Health
from hypothesis import Phase, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from gangqiao.accounts.models import Grant, User
from gangqiao.accounts.reads import actor_of
from gangqiao.kernel import clock
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.subsidies.actions import claims as acts
from gangqiao.subsidies.actions import making, moving
from gangqiao.subsidies.models import Claim
from gangqiao.subsidies.policy import claims as policy
from gangqiao.subsidies.tests.made import make_poor, make_work

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R085")]
DAY = dt.date(2020, 7, 1)
IS_LONG = connection.vendor == "sqlite"
HOW_LONG = settings(
    max_examples=8 if IS_LONG else 2, stateful_step_count=14, derandomize=True, deadline=None, database=None,
    suppress_health_check=list(Health),
)  # fmt: skip
UNTIL_IT_FAILS = settings(
    HOW_LONG, max_examples=12, phases=(Phase.explicit, Phase.generate), report_multiple_bugs=False
)
ROLES = ("village_officer", "township_clerk", "township_leader", "funds_clerk", "headquarters_office",
         "headquarters_leader")  # fmt: skip
WHAT = ["lead_on"] * 9 + ["send_back"] * 2 + ["give", "end", "stand_in", "change", "give", "reject"]
SIGNS = ("countersign", "approve")


class Scene:
    """Users with a post each, and who is claimed for."""

    def __init__(self, users: list[User], people: list[Any], county: Any) -> None:
        self.users, self.people, self.county = users, people, county
        self.areas = {
            "village_officer": county.villages[0], "township_clerk": county.xinshao, "township_leader": county.xinshao
        }  # fmt: skip

    def grant(self, user: User, role: str) -> None:
        area = self.areas.get(role, self.county.division)
        if not Grant.objects.filter(user=user, role=role, area=area, valid_to=None).exists():
            Grant.objects.create(user=user, role=role, area=area, valid_from=dt.date(2019, 1, 1))


@pytest.fixture
def scene(make_user: Any, make_person: Any, county: Any, monkeypatch: Any) -> Scene:
    # So that two signatures are asked for half of the claims: the amounts of the rules are small.
    monkeypatch.setattr(policy, "needs_two", lambda amount, day: amount >= 100_000)
    people = [make_person(county.villages[0]) for _number in range(2)]
    for number, one in enumerate(people):
        make_poor(one)
        make_work(one, area_level="other_province" if number else "other_county")
    found = Scene([], people, county)
    found.users = [make_user(role, found.areas.get(role, county.division)) for role in (*ROLES, *ROLES[:5:2])]
    return found


class Desks(RuleBasedStateMachine):
    """Anybody tries anything. hands: the machine's own book, by claim and round, of (user, hand), as they happened."""

    scene: ClassVar[Scene]
    done: ClassVar[Counter[str]]

    def __init__(self) -> None:
        super().__init__()
        self.wrapped = transaction.atomic()
        self.wrapped.__enter__()
        self.hands: dict[tuple[int, int], list[tuple[int, str]]] = {}
        self.makers: dict[int, int] = {}

    @initialize()
    def begin(self) -> None:
        """Both people are claimed for, by whoever may."""
        for number in range(2):
            self.make(self.scene.users[number], number)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.wrapped.__exit__(None, None, None)

    @rule(dice=st.integers(0, 2**40))
    def act(self, dice: int) -> None:
        throw = random.Random(dice)
        what, user, number = throw.choice(WHAT), throw.choice(self.scene.users), throw.randrange(2)
        note(f"{what}({user.username}, {number})")
        with suppress(ObjectDoesNotExist):
            getattr(self, what)(user, number)

    # --- what somebody tries ----------------------------------------------------------------------------------------

    def tried(self, user: User, what: str, call: Callable[[Any], Any]) -> Any:
        """The act of a user with the posts of the moment; null when it was refused."""
        actor = actor_of(user, DAY)
        try:
            with clock.frozen_at(DAY), scope_of(actor):
                found = call(actor)
        except (Refusal, ObjectDoesNotExist):
            return None
        self.done[what] += 1
        return found

    def claim(self, number: int) -> Claim:
        with everywhere(reason="test"):
            person = self.scene.people[number]
            return Claim.objects.filter(person=person).exclude(status__in=("rejected", "withdrawn")).get()

    def laid(self, claim: Claim, user: User, hand: str) -> None:
        self.hands.setdefault((claim.pk, claim.round), []).append((user.pk, hand))

    def make(self, user: User, number: int) -> None:
        person = self.scene.people[number]
        found = self.tried(
            user, "make",
            lambda actor: making.make_for(person, "outgoing_work_reward", DAY, actor=actor, source="person"),
        )  # fmt: skip
        if found is not None:
            self.makers[found.pk] = user.pk
            self.laid(found, user, "make")

    def lead_on(self, user: User, number: int) -> None:
        """The next act of a claim, tried by one user and then by all: random ones would hardly ever get to the end."""
        with suppress(ObjectDoesNotExist):
            for _step in range(2):
                others = random.Random(user.pk + number).sample(self.scene.users, len(self.scene.users))
                for one in (user, *others):
                    if self.go_on(one, self.claim(number)):
                        break
            return
        self.make(user, number)

    def go_on(self, user: User, claim: Claim) -> bool:
        before = claim.round
        desk = policy.next_desk(claim.route, claim.status, DAY)
        if claim.status == "draft":
            if self.tried(user, "submit", lambda actor: acts.submit(claim, actor=actor)) is None:
                return False
            if not any(hand == "make" for _user, hand in self.hands.get((claim.pk, before), [])):
                self.laid(claim, user, "make")
            return True
        if desk in ("village_publicity", "city_publicity"):
            return self.publish(user, claim, policy.VERBS[desk])
        if desk in acts.CHECKS:
            found = self.tried(user, desk, lambda actor: acts.check(claim, actor=actor))
            return found is not None and (self.laid(claim, user, desk) or True)
        for hand, act in (("countersign", acts.countersign), ("approve", acts.approve)):
            if desk == "approve" and self.tried(user, hand, lambda actor, act=act: act(claim, actor=actor)) is not None:
                self.laid(claim, user, hand)
                return True
        return False

    def publish(self, user: User, claim: Claim, verb: str) -> bool:
        def call(actor: Any) -> Any:
            row = moving.move(claim, verb, actor=actor)
            if not row.digest:
                moving.seal(row)
            return row

        return self.tried(user, verb, call) is not None

    def send_back(self, user: User, number: int) -> None:
        self.tried(user, "send_back", lambda actor: acts.send_back(self.claim(number), "再查", actor=actor))

    def reject(self, user: User, number: int) -> None:
        self.tried(user, "reject", lambda actor: acts.reject(self.claim(number), "不符", actor=actor))

    # --- posts come and go --------------------------------------------------------------------------------------------

    def give(self, user: User, number: int) -> None:
        """One more post for somebody."""
        self.scene.grant(user, ROLES[(user.pk + number) % len(ROLES)])
        self.done["give"] += 1

    def end(self, user: User, _number: int) -> None:
        Grant.objects.filter(user=user, valid_to=None).update(valid_to=DAY)
        self.done["end"] += 1

    def change(self, user: User, number: int) -> None:
        """Another post in place of the one held."""
        self.end(user, number)
        self.give(user, number)

    def stand_in(self, user: User, number: int) -> None:
        """One user gets all posts of another, beside the own."""
        other = self.scene.users[number]
        for role in set(Grant.objects.filter(user=other, valid_to=None).values_list("role", flat=True)):
            self.scene.grant(user, role)
        self.done["stand_in"] += 1

    # --- what must hold: asked of the machine's own book --------------------------------------------------------------

    @invariant()
    def nobody_has_two_hands_on_a_claim_in_one_round(self) -> None:
        for laid in self.hands.values():
            users = [user for user, _hand in laid]
            assert len(users) == len(set(users)), f"two hands of one user: {laid}"

    @invariant()
    def who_approves_made_and_checked_nothing_of_it(self) -> None:
        for (claim, _round), laid in self.hands.items():
            signed = [user for user, hand in laid if hand in SIGNS]
            others = {user for user, hand in laid if hand not in SIGNS} | {self.makers[claim]}
            assert not others & set(signed), f"approved by who made or checked it: {laid}"

    @invariant()
    def a_large_amount_bears_two_signatures(self) -> None:
        with everywhere(reason="test"):
            for claim in Claim.objects.filter(status="approved"):
                laid = self.hands.get((claim.pk, claim.round), [])
                signed = {user for user, hand in laid if hand in SIGNS}
                assert len(signed) == 1 + (claim.amount >= 100_000), f"{claim.amount} signed by {signed}"


def run(scene: Scene, how: Any) -> Counter[str]:
    done: Counter[str] = Counter()
    machine = type("DesksOfTest", (Desks,), {"scene": scene, "done": done})
    run_state_machine_as_test(machine, settings=how)
    return done


def test_nobody_makes_and_checks_whatever_posts_they_hold(scene: Scene):
    done = run(scene, HOW_LONG)
    if IS_LONG:
        # It got to the end, and posts have come and gone meanwhile.
        for what in ("submit", *acts.CHECKS, "countersign", "approve", "send_back", "give", "end", "stand_in"):
            assert done[what], what


def test_without_the_wall_of_the_database_the_machine_finds_a_breach(scene: Scene, monkeypatch: Any):
    """The control: hands that are laid nowhere forbid nothing."""
    monkeypatch.setattr(moving, "lay_hand", lambda *args, **more: None)
    monkeypatch.setattr(acts, "_not_the_maker", lambda claim, actor: None)
    with pytest.raises(AssertionError, match=r"two hands|approved by|signed by"):
        run(scene, UNTIL_IT_FAILS)
