"""Two officers and the desk work on one household; messages are lost, doubled and come in any order.

Nothing that was acknowledged may be nowhere, and nobody may overwrite what they have not seen. A machine tries; and
with a rule that is broken on purpose it must find out, or it proves nothing.
"""

from __future__ import annotations

import dataclasses
import itertools
import json
from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

import hypothesis.strategies as st
import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from gangqiao.accounts.reads import actor_of
from gangqiao.kernel.scope import everywhere
from gangqiao.people import actions as people
from gangqiao.people.models import Fact, Person
from gangqiao.surveys import actions
from gangqiao.surveys.actions import answers as answering
from gangqiao.surveys.actions.comparing import Compared
from gangqiao.surveys.models import Difference, Task
from gangqiao.surveys.tests.phones import SurveyPhone, answers_of, connect
from gangqiao.sync.models import Op

pytestmark = pytest.mark.django_db

FIELDS = {"person.education": ("61", "71", "21"), "person.marital_status": ("10", "20", "90")}
SEEN = ("applied", "conflict", "rejected")
HOW_LONG = settings(
    max_examples=8,
    stateful_step_count=14,
    deadline=None,
    database=None,
    derandomize=True,
    print_blob=False,
    suppress_health_check=list(HealthCheck),
)
# One failure is enough, and the shortest way to it is of no interest.
UNTIL_IT_FAILS = settings(HOW_LONG, max_examples=40, phases=(Phase.generate,), report_multiple_bugs=False)


@dataclasses.dataclass
class Scene:
    """What stands before the first step; every run begins from it."""

    task: Task
    members: list[Person]
    phones: list[SurveyPhone]
    clerk: Any


@pytest.fixture
def scene(task, person, household, make_person, make_user, village_officer, township_clerk, county) -> Scene:
    other = actor_of(make_user("village_officer", county.villages[0]))
    village = county.villages[0]
    members = [person, make_person(household=household)]
    with everywhere(reason="test"):
        for member in members:
            Person.objects.filter(pk=member.pk).update(marital_status="10")
        actions.recount(task.pk)
    return Scene(task, members, [connect(village_officer, village), connect(other, village)], township_clerk)


class TwoOfficers(RuleBasedStateMachine):
    """The machine: its rules are what may happen, in any order."""

    scene: ClassVar[Scene]

    def __init__(self) -> None:
        super().__init__()
        self.wrapped = transaction.atomic()
        self.wrapped.__enter__()
        self.phones = [dataclasses.replace(p, made=[]) for p in self.scene.phones]
        self.acknowledged: dict[str, str] = {}
        self.desk: list[tuple[int, str, str, str]] = []

    @initialize()
    def look(self) -> None:
        self.views = [self.seen(), self.seen()]

    def seen(self) -> dict[str, dict[str, str]]:
        """The values as a phone fetches them."""
        found = {}
        for member in Person.objects.filter(pk__in=[m.pk for m in self.scene.members]):
            found[str(member.uuid)] = {key: getattr(member, key.partition(".")[2]) for key in FIELDS}
        return found

    @rule(
        who=st.integers(0, 1),
        whom=st.integers(0, 1),
        key=st.sampled_from(sorted(FIELDS)),
        pick=st.integers(0, 2),
        year=st.sampled_from(["1999", "2020", "2031"]),
    )
    def answer(self, who: int, whom: int, key: str, pick: int, year: str) -> None:
        """An officer answers, offline; the phone shows the own answer from now on."""
        phone, member = self.phones[who], self.scene.members[whom]
        view = self.views[who][str(member.uuid)]
        phone.at = f"{year}-03-16T08:00:00+08:00"
        last = phone.made[-1]["id"] if phone.made else None
        body = answers_of(self.scene.task, member, {key: FIELDS[key][pick]}, dict(view))
        phone.make("answers", body, after=last)
        view[key] = FIELDS[key][pick]

    @rule(who=st.integers(0, 1))
    def give_up(self, who: int) -> None:
        """An officer writes that the household refused; answers that come after it are refused."""
        phone = self.phones[who]
        last = phone.made[-1]["id"] if phone.made else None
        phone.make("submit", {"task": str(self.scene.task.uuid), "outcome": "refused", "note": "不愿回答"}, after=last)

    @rule(
        who=st.integers(0, 1),
        order=st.randoms(use_true_random=False),
        lost=st.sampled_from(["", "before", "after"]),
    )
    def bring(self, who: int, order: Any, lost: str) -> None:
        """Some operations are sent in any order, also ones sent before; the request or the reply may be lost."""
        phone = self.phones[who]
        ops = [op for op in phone.made if order.random() < 0.8]
        order.shuffle(ops)
        if lost == "before" or not ops:
            return
        results = phone.send(*ops[:50])
        if lost != "after":
            self.hear(results)

    def hear(self, results: list[dict[str, Any]]) -> None:
        for told in results:
            result = told.get("before", told["result"])
            if result in SEEN:
                assert self.acknowledged.setdefault(told["id"], result) == result

    @rule(who=st.integers(0, 1))
    def refresh(self, who: int) -> None:
        """A phone with nothing unsent fetches the village anew."""
        if all(op["id"] in self.acknowledged for op in self.phones[who].made):
            self.views[who] = self.seen()

    @rule(whom=st.integers(0, 1), key=st.sampled_from(sorted(FIELDS)), pick=st.integers(0, 2))
    def correct_at_the_desk(self, whom: int, key: str, pick: int) -> None:
        member = Person.objects.get(pk=self.scene.members[whom].pk)
        name, value = key.partition(".")[2], FIELDS[key][pick]
        self.desk.append((member.pk, key, getattr(member, name), value))
        people.correct_person(member.pk, values={name: value}, actor=self.scene.clerk)

    @rule()
    def return_it(self) -> None:
        if Task.objects.get(pk=self.scene.task.pk).status == "submitted":
            actions.send_back(self.scene.task.pk, reason="请再去一次", actor=self.scene.clerk)

    def teardown(self) -> None:
        try:
            for phone in self.phones:
                if phone.made:
                    self.hear(phone.send(*phone.made[:50]))
            self.check()
        finally:
            transaction.set_rollback(True)
            self.wrapped.__exit__(None, None, None)

    def check(self) -> None:
        ops = {op["id"]: op for phone in self.phones for op in phone.made[:50]}
        assert set(ops) == set(self.acknowledged), "an operation was never decided"
        chains = {
            (m.pk, key): chain_of(Person.objects.get(pk=m.pk), key.partition(".")[2])
            for m in self.scene.members
            for key in FIELDS
        }
        for number, result in self.acknowledged.items():
            kept = Op.objects.get(uuid=number)
            assert kept.result == result
            if result == "rejected":
                assert kept.is_open, "refused, and in no work queue"
            elif ops[number]["kind"] == "surveys.answers":
                self.find(ops[number], chains)
        self.check_overwriting(ops, chains)

    def find(self, op: dict[str, Any], chains: dict[tuple[int, str], list[str]]) -> None:
        """An answer was on the register, or stands on the list of differences."""
        member = next(m for m in self.scene.members if str(m.uuid) == op["body"]["person"])
        for key, value in op["body"]["answers"].items():
            on_list = Difference.objects.filter(sheet__change_id=UUID(op["id"]), key=key).exists()
            assert on_list or value in chains[member.pk, key], f"{key}={value} is nowhere"

    def check_overwriting(self, ops: dict[str, Any], chains: dict[tuple[int, str], list[str]]) -> None:
        """Whoever replaced a value had seen it."""
        by_person = {str(m.uuid): m.pk for m in self.scene.members}
        may = set(self.desk)
        for op in ops.values():
            body = op["body"]
            for key, value in body.get("answers", {}).items():
                may.add((by_person[body["person"]], key, body["base"].get(key, ""), value))
        for (person, key), chain in chains.items():
            for before, after in itertools.pairwise(chain):
                assert (person, key, before, after) in may, f"{before} was replaced by {after} unseen"


def on(scene: Scene) -> type[TwoOfficers]:
    """The machine on a scene."""
    return type("OnScene", (TwoOfficers,), {"scene": scene})


def chain_of(person: Person, name: str) -> list[str]:
    """Every value the register held, in the order in which it came to hold them."""
    held = [json.loads(f.value) for f in Fact.objects.filter(person=person, key=name, valid_to=None).order_by("pk")]
    return held or [getattr(person, name)]


@pytest.mark.requirement("R042")
def test_nothing_acknowledged_is_lost_and_nothing_is_overwritten_unseen(scene):
    with everywhere(reason="test"):
        run_state_machine_as_test(on(scene), settings=HOW_LONG)


def test_the_machine_finds_a_rule_that_is_broken(scene, monkeypatch):
    take_all: Callable[..., Compared] = lambda values, before, base: Compared(dict(values), {}, False)  # noqa: E731
    monkeypatch.setattr(answering, "compare", take_all)
    with everywhere(reason="test"), pytest.raises(AssertionError, match="unseen"):
        run_state_machine_as_test(on(scene), settings=UNTIL_IT_FAILS)
