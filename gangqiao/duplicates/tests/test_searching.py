"""The search over the register: what it stores, what it closes by itself, and that it may run twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command

from gangqiao.audit.models import Event
from gangqiao.duplicates import actions, jobs
from gangqiao.duplicates.models import Pair, Search
from gangqiao.duplicates.states import Status
from gangqiao.duplicates.tests.conftest import FIRST, SECOND, TwoRecords
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people import actions as people
from gangqiao.people.models import Person

pytestmark = pytest.mark.django_db
ThePair = Callable[[], Pair]


@pytest.mark.requirement("D01")
def test_two_records_of_one_person_are_found_with_their_reasons(two_records: TwoRecords, the_pair: ThePair) -> None:
    one, other = two_records()
    run = actions.search(actor=SYSTEM)
    pair = the_pair()
    assert (run.records, run.pairs, run.fresh) == (2, 1, 1)
    assert (pair.one_id, pair.other_id, pair.status) == (one.pk, other.pk, Status.FOUND)
    assert pair.levels["name"] == pair.levels["birth"] == pair.levels["phone"] == "equal"
    assert pair.levels["id"] == "order_digit"


def test_a_pair_lies_in_the_nearest_place_that_holds_both(
    two_records: TwoRecords, the_pair: ThePair, county: Any, township_clerk: Actor, stranger: Actor, city_officer: Actor
) -> None:
    two_records(county.villages[0], county.hongxi)
    actions.search(actor=SYSTEM)
    assert the_pair().area_id == county.key
    for reader, sees in ((township_clerk, 0), (stranger, 0), (city_officer, 1)):
        with scope_of(reader):
            assert Pair.objects.count() == sees, reader


def test_nothing_that_is_stored_or_logged_holds_a_number_or_a_name(two_records: TwoRecords, the_pair: ThePair) -> None:
    one, _other = two_records()
    run = actions.search(actor=SYSTEM)
    stored = f"{the_pair().reasons} {run.background} {[vars(event) for event in Event.objects.all()]}"
    for secret in (FIRST, SECOND, FIRST[6:17], one.name, "13887300001"):
        assert secret not in stored


def test_a_second_search_finds_nothing_new_and_writes_no_further_find(
    two_records: TwoRecords, the_pair: ThePair
) -> None:
    two_records()
    actions.search(actor=SYSTEM)
    before = the_pair()
    assert actions.search(actor=SYSTEM).fresh == 0
    assert the_pair() == before
    assert Event.objects.filter(verb="duplicates.find").count() == 1


def test_one_changed_record_is_looked_at_like_all_of_them(two_records: TwoRecords, the_pair: ThePair) -> None:
    one, other = two_records()
    assert actions.look_at(other.uuid) == 1
    alone = the_pair()
    assert actions.look_at(one.uuid) == 0
    actions.search(actor=SYSTEM)
    assert the_pair().levels == alone.levels
    assert the_pair().score == pytest.approx(alone.score, abs=0.5)  # how rare an ethnic group is, a search tells


def test_a_pair_goes_when_the_records_are_no_longer_alike(
    two_records: TwoRecords, the_pair: ThePair, city_officer: Actor
) -> None:
    one, _other = two_records()
    actions.search(actor=SYSTEM)
    with scope_of(city_officer):
        people.correct_person(one.pk, values={"name": "普老三", "phone": "13887300009"}, actor=city_officer)
    actions.look_at(one.uuid)
    assert the_pair().status == Status.GONE
    with scope_of(city_officer):
        people.correct_person(one.pk, values={"name": "者保山", "phone": "13887300001"}, actor=city_officer)
    actions.search(actor=SYSTEM)
    assert the_pair().status == Status.FOUND


def test_a_merge_settles_the_pair_and_its_undoing_opens_it_again(
    two_records: TwoRecords, the_pair: ThePair, township_clerk: Actor
) -> None:
    one, other = two_records()
    actions.search(actor=SYSTEM)
    with scope_of(township_clerk):
        people.merge(one.pk, other.pk, actor=township_clerk, reason="同一个人")
    jobs.look_again(Event.objects.filter(verb="people.merge", person=other.uuid).get())
    assert the_pair().status == Status.SAME
    actions.search(actor=SYSTEM)
    assert the_pair().status == Status.SAME
    with scope_of(township_clerk):
        people.unmerge(other.pk, actor=township_clerk, reason="弄错了")
    actions.look_at(other.uuid)
    assert the_pair().status == Status.FOUND


def test_a_transfer_carries_the_pair_to_where_both_are_seen(
    two_records: TwoRecords, the_pair: ThePair, county: Any, city_officer: Actor
) -> None:
    _one, other = two_records()
    actions.search(actor=SYSTEM)
    assert the_pair().area_id == county.xinshao.key
    with scope_of(city_officer):
        target = county.group_in(county.hongxi)
        people.transfer_household(other.household_id, area=target.pk, actor=city_officer, reason="搬迁")
    actions.look_at(other.uuid)
    assert the_pair().area_id == county.key


def test_of_many_changes_of_one_person_only_the_last_is_worked_off(
    two_records: TwoRecords, township_clerk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, _other = two_records()
    with scope_of(township_clerk):
        for phone in ("13887300002", "13887300003", "13887300001"):
            people.correct_person(one.pk, values={"phone": phone}, actor=township_clerk)
    worked: list[Any] = []
    monkeypatch.setattr(jobs, "look_at", lambda uuid, source: worked.append(uuid))
    for event in Event.objects.filter(verb="people.correct"):
        jobs.look_again(event)
    assert worked == [one.uuid]


def test_after_an_import_one_pass_stands_for_all_that_wait(
    two_records: TwoRecords, township_clerk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = two_records()
    monkeypatch.setattr(jobs, "CROWD", 3)
    with scope_of(township_clerk):
        for person in (one, other, one, other):
            people.correct_person(person.pk, values={"phone": None}, actor=township_clerk)
            people.correct_person(person.pk, values={"phone": "13887300001"}, actor=township_clerk)
    events = list(Event.objects.filter(verb="people.correct").order_by("seq"))
    for event in events:
        event.at -= jobs.NOT_SEEN_FOR * 2  # it was some time ago
        jobs.look_again(event)
    assert Search.objects.count() == 0, "the last change of each person is none of a crowd"
    monkeypatch.setattr(jobs, "CROWD", 1)
    for event in events:
        jobs.look_again(event)
    assert Search.objects.count() == 1


def test_the_command_says_what_it_found(two_records: TwoRecords, capsys: pytest.CaptureFixture[str]) -> None:
    two_records()
    call_command("duplicates", "search")
    assert "1" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_searches_at_the_same_moment_make_no_pair_twice(
    shared_database: None, two_records: TwoRecords, at_once: Callable[..., list[Any]]
) -> None:
    _one, other = two_records()
    runs = at_once(6, lambda n: actions.search(actor=SYSTEM) if n % 2 else actions.look_at(other.uuid))
    assert [run for run in runs if isinstance(run, Exception)] == []
    with everywhere(reason="test"):
        assert Pair.objects.count() == 1
        assert Person.objects.count() == 2
    assert Event.objects.filter(verb="duplicates.find").count() == 1
