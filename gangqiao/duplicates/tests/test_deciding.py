"""People decide: two persons, ask the village, once more; and what is decided stays quiet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gangqiao.audit.models import Event
from gangqiao.audit.steps import NotYourVerb
from gangqiao.duplicates import actions, jobs
from gangqiao.duplicates.models import Pair, Question
from gangqiao.duplicates.refusals import AlreadyAnswered, AnswerMissing
from gangqiao.duplicates.states import PAIR, Status
from gangqiao.duplicates.tests.conftest import TwoRecords
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.kernel.lifecycle import NotAllowedNow, NoteNeeded
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people import actions as people

pytestmark = pytest.mark.django_db
ThePair = Callable[[], Pair]


@pytest.fixture
def found(two_records: TwoRecords, the_pair: ThePair) -> Pair:
    """A pair across two villages of Xinshao."""
    two_records(ethnicity="07")
    actions.search(actor=SYSTEM)
    return the_pair()


@pytest.mark.requirement("D01")
def test_two_persons_stay_two_persons_until_the_records_say_more(
    found: Pair, the_pair: ThePair, township_clerk: Actor
) -> None:
    with scope_of(township_clerk):
        actions.tell_apart(found.pk, actor=township_clerk, note="见过两个人")
    actions.search(actor=SYSTEM)
    assert the_pair().status == Status.APART
    with scope_of(township_clerk):
        values = {"ethnicity": "01"}
        people.correct_person(found.other_id, values=values, actor=township_clerk)
    actions.search(actor=SYSTEM)
    assert the_pair().status == Status.FOUND


def test_a_decision_says_who_when_and_why(found: Pair, the_pair: ThePair, township_clerk: Actor) -> None:
    with scope_of(township_clerk):
        actions.tell_apart(found.pk, actor=township_clerk, note="见过两个人")
    decided = the_pair()
    assert (decided.decided_by_name, decided.decided_reason) == (township_clerk.name, "见过两个人")
    event = Event.objects.get(verb="duplicates.tell_apart")
    assert (event.actor_id, event.reason) == (township_clerk.user_id, "见过两个人")


def test_without_a_reason_nothing_is_decided(found: Pair, the_pair: ThePair, township_clerk: Actor) -> None:
    with scope_of(township_clerk), pytest.raises(NoteNeeded):
        actions.tell_apart(found.pk, actor=township_clerk, note=" ")
    assert the_pair().status == Status.FOUND


def test_who_sees_one_side_only_sees_no_pair(found: Pair, village_officer: Actor, stranger: Actor) -> None:
    for reader in (village_officer, stranger):
        with scope_of(reader), pytest.raises(Pair.DoesNotExist):
            actions.tell_apart(found.pk, actor=reader, note="不是我的")


def test_the_auditor_looks_and_decides_nothing(found: Pair, auditor: Actor) -> None:
    with scope_of(auditor), pytest.raises(NotYourVerb):
        actions.tell_apart(found.pk, actor=auditor, note="只看不改")


def test_each_village_is_asked_about_its_own_record_and_the_answers_bring_the_pair_back(
    found: Pair, the_pair: ThePair, township_clerk: Actor, village_officer: Actor
) -> None:
    with scope_of(township_clerk):
        actions.ask(found.pk, actor=township_clerk, note="请看身份证")
    assert the_pair().status == Status.ASKED
    with scope_of(village_officer):
        (mine,) = Question.objects.all()
        assert mine.person_id == found.one_id
        actions.answer(mine.pk, actor=village_officer, text="身份证尾号相符")
    jobs.hear_answer(Event.objects.filter(verb="duplicates.answer").latest("seq"))
    assert the_pair().status == Status.ASKED, "the other village has not answered yet"
    with scope_of(township_clerk):
        other = Question.objects.get(answered_at=None)
        actions.answer(other.pk, actor=township_clerk, text="此人已搬走")
    jobs.hear_answer(Event.objects.filter(verb="duplicates.answer").latest("seq"))
    assert the_pair().status == Status.FOUND


def test_a_question_is_answered_once_and_in_words(found: Pair, township_clerk: Actor) -> None:
    with scope_of(township_clerk):
        actions.ask(found.pk, actor=township_clerk, note="请看身份证")
        question = Question.objects.order_by("pk")[0]
        with pytest.raises(AnswerMissing):
            actions.answer(question.pk, actor=township_clerk, text="  ")
        actions.answer(question.pk, actor=township_clerk, text="看过了")
        with pytest.raises(AlreadyAnswered):
            actions.answer(question.pk, actor=township_clerk, text="再答一次")


def test_a_decision_withdraws_what_the_villages_have_not_answered(found: Pair, township_clerk: Actor) -> None:
    with scope_of(township_clerk):
        actions.ask(found.pk, actor=township_clerk, note="请看身份证")
        actions.tell_apart(found.pk, actor=township_clerk, note="见过两个人")
        assert not Question.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_clerks_who_decide_at_once_one_decides_and_the_other_is_told(
    shared_database: None, found: Pair, the_pair: ThePair, township_clerk: Actor, at_once: Callable[..., list[Any]]
) -> None:
    def decide(number: int) -> Any:
        with scope_of(township_clerk):
            return actions.tell_apart(found.pk, actor=township_clerk, note=f"第{number}人")

    results = at_once(2, decide)
    assert sorted(type(result).__name__ for result in results) == ["NotAllowedNow", "Pair"]
    assert the_pair().status == Status.APART
    assert Event.objects.filter(verb="duplicates.tell_apart").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_merge_and_a_decision_at_once_leave_one_person_merged(
    shared_database: None, found: Pair, the_pair: ThePair, township_clerk: Actor, at_once: Callable[..., list[Any]]
) -> None:
    def act(number: int) -> Any:
        with scope_of(township_clerk):
            if number:
                return people.merge(found.one_id, found.other_id, actor=township_clerk, reason="同一个人")
            return actions.tell_apart(found.pk, actor=township_clerk, note="两个人")

    results = at_once(2, act)
    assert [r for r in results if isinstance(r, Exception)] == []
    with everywhere(reason="test"):
        other = found.other.uuid
    actions.look_at(other)
    assert the_pair().status == Status.SAME


@pytest.mark.parametrize("state", list(Status))
@pytest.mark.parametrize("arrow", list(PAIR), ids=lambda s: s.verb)
def test_only_the_arrows_of_the_diagram_can_be_taken(state: str, arrow: Any) -> None:
    if state in arrow.sources:
        assert PAIR.check(arrow.verb, state, note="because") is arrow
    else:
        with pytest.raises(NotAllowedNow):
            PAIR.check(arrow.verb, state, note="because")
