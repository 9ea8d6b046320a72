"""Allocations: what a run leaves, who may read it, and that nothing of it is an order."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel import clock, files
from gangqiao.kernel.lifecycle import NotAllowedNow
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.matching.actions import allocations as actions
from gangqiao.matching.actions import (
    allocations_columns,
    allocations_pairs,
    allocations_running,
    referrals,
    referrals_answers,
)
from gangqiao.matching.actions.allocations_rules import price_rules
from gangqiao.matching.actions.allocations_running import compute
from gangqiao.matching.actions.allocations_sending import propose, send
from gangqiao.matching.models import Allocation, AllocationLine, Companions, Referral
from gangqiao.matching.packed_columns import pack, unpack
from gangqiao.matching.policy.allocations import PLACED, REASON_OF, TAKEN, Wishes
from gangqiao.matching.refusals_allocations import (
    ChangedSince,
    NameMissing,
    ThoseNotTogether,
    TogetherAlready,
    UnderWay,
)
from gangqiao.people.models import Category, EmploymentSpell, Intention
from gangqiao.vacancies.tests.made import make_employer, make_vacancy


@pytest.fixture
def seeker(make_person, remember):
    """Makes somebody who seeks work anywhere in the country."""

    def make(area=None, *, poor: bool = False, wish=None, **values):
        person = make_person(area, speaks_mandarin="yes", **values)
        given = {"wants_work": "yes", "wished_level": "other_province", "expires_on": clock.today() + dt.timedelta(90)}
        with everywhere(reason="test data"):
            Intention.objects.create(
                area_id=person.area_id, person=person, valid_from=clock.today(), **(given | (wish or {}))
            )
            if poor:
                Category.objects.create(
                    area_id=person.area_id, person=person, kind="registered_poor", valid_from=dt.date(2020, 1, 1)
                )
        return person

    return make


@pytest.fixture
def vacancy(county):
    return make_vacancy(make_employer(county.hongxi), number=2)


@pytest.fixture
def city(county):
    with scope_of([county.key]):
        yield county


def computed(wishes: Wishes, actor, **more) -> Allocation:
    row = actions.prepare("test", wishes, actor=actor)
    actions.run(row.pk, actor=actor, **more)
    compute(row.uuid)
    return Allocation.objects.get(pk=row.pk)


def again(row: Allocation, actor, wishes: Wishes | None = None) -> Allocation:
    if wishes is not None:
        actions.change(row.pk, row.name, wishes, actor=actor)
    actions.run(row.pk, actor=actor)
    compute(row.uuid)
    return Allocation.objects.get(pk=row.pk)


def seats_of(row: Allocation) -> dict[int, int]:
    """Who would sit where: primary keys."""
    found = {}
    for line in AllocationLine.objects.filter(allocation=row.uuid, run=row.run):
        kept = unpack(line.results)
        found |= {int(p): int(v) for p, v in zip(kept["person"], kept["vacancy"], strict=True) if v}
    return found


def reasons_of(row: Allocation) -> dict[int, int]:
    found = {}
    for line in AllocationLine.objects.filter(allocation=row.uuid, run=row.run):
        kept = unpack(line.results)
        found |= dict(zip(kept["person"].tolist(), kept["reason"].tolist(), strict=True))
    return found


# --- what a run leaves -----------------------------------------------------------------------------------------------


def test_a_run_fills_seats_and_says_how_good_it_is(city, vacancy, seeker, city_officer):
    people = [seeker(city.xinshao), seeker(city.hongxi), seeker(city.hongxi)]
    row = computed(Wishes(), city_officer)
    assert row.status == "done", row.said
    figures = row.figures
    assert (figures["people"], figures["seats"], figures["filled"]) == (3, 2, 2)
    assert figures["is_proven"]
    assert figures["bound"] >= figures["value"]
    sits = seats_of(row)
    assert set(sits.values()) == {vacancy.pk}
    assert set(sits) < {person.pk for person in people}
    reasons = reasons_of(row)
    assert sorted(reasons.values()) == sorted([PLACED, PLACED, TAKEN])
    assert sum(counts[1] for counts in figures["by_township"].values()) == 2


def test_priority_comes_first_and_the_points_can_be_changed_for_a_run(city, seeker, city_officer):
    post = make_vacancy(make_employer(city.hongxi), number=1)
    seeker(city.hongxi)
    poor = seeker(city.xinshao, poor=True)
    first = computed(Wishes(), city_officer)
    assert seats_of(first) == {poor.pk: post.pk}
    without = again(first, city_officer, Wishes(grounds=(), per_priority=0))
    assert seats_of(without) != {poor.pk: post.pk}
    assert without.before["placed_first"] == 1


def test_why_somebody_gains_nothing(city, seeker, city_officer):
    make_vacancy(make_employer(city.hongxi), number=5, education_min="21")
    low = seeker(city.xinshao, education="71")
    unknown = seeker(city.xinshao, education="")
    row = computed(Wishes(), city_officer)
    assert reasons_of(row) == {low.pk: REASON_OF["education"], unknown.pk: REASON_OF["undecided"]}
    assert row.figures["reasons"] == {"education": 1, "undecided": 1}


def test_a_quota_is_met(city, seeker, city_officer):
    make_vacancy(make_employer(city.hongxi), number=1)
    seeker(city.hongxi)  # nearer: gains more
    lagging = seeker(city.xinshao)
    assert set(seats_of(computed(Wishes(), city_officer))) != {lagging.pk}
    row = computed(Wishes(quotas={city.xinshao.key: 1}), city_officer)
    assert set(seats_of(row)) == {lagging.pk}


def test_a_quota_nobody_could_meet_is_refused_by_name(city, vacancy, seeker, city_officer):
    seeker(city.xinshao)
    row = computed(Wishes(quotas={city.xinshao.key: 9}), city_officer)
    assert row.status == "failed"
    assert row.said[1]["place"] == city.xinshao.name


def test_nothing_chosen_is_said(city, vacancy, seeker, city_officer):
    row = computed(Wishes(), city_officer)
    assert row.status == "failed"
    seeker(city.xinshao)
    again_ = again(row, city_officer, Wishes(trades=("cooking",)))
    assert again_.status == "failed"


def test_spouses_who_want_to_go_together_do(city, make_person, seeker, city_officer):
    make_vacancy(make_employer(city.hongxi), number=1, suits=["couples"])
    both = make_vacancy(make_employer(city.xinshao), number=2, suits=["couples"])
    wife = seeker(city.hongxi, wish={"conditions": ["spouse"]})
    husband = make_person(household=wife.household, speaks_mandarin="yes")
    with everywhere(reason="test data"):
        Intention.objects.create(
            area_id=husband.area_id, person=husband, valid_from=clock.today(), wants_work="yes",
            wished_level="other_province", expires_on=clock.today() + dt.timedelta(90),
        )  # fmt: skip
    row = computed(Wishes(), city_officer)
    assert seats_of(row) == {wife.pk: both.pk, husband.pk: both.pk}
    assert row.figures["groups"] == 1
    apart = computed(Wishes(couples=False), city_officer)
    assert len(set(seats_of(apart).values())) == 2


def test_people_put_together_go_together_or_not_at_all(city, seeker, city_officer):
    make_vacancy(make_employer(city.xinshao), number=1)
    pair = [seeker(city.villages[0]), seeker(city.villages[0])]
    row = actions.prepare("test", Wishes(), actor=city_officer)
    kept = actions.put_together(row.pk, [person.uuid for person in pair], actor=city_officer)
    with pytest.raises(TogetherAlready):
        actions.put_together(row.pk, [person.uuid for person in pair], actor=city_officer)
    with pytest.raises(ThoseNotTogether):
        actions.put_together(row.pk, [pair[0].uuid, seeker(city.hongxi).uuid], actor=city_officer)
    assert set(seats_of(again(row, city_officer))).isdisjoint({person.pk for person in pair})
    actions.take_apart(kept.uuid, actor=city_officer)
    assert not Companions.objects.exists()


@pytest.mark.parametrize(
    ("wishes", "people"),
    [
        (Wishes(), 3),
        (Wishes(circle="everybody"), 4),
        (Wishes(classes=("light",)), 1),
        (Wishes(priority_only=True, grounds=("poor",)), 4),
        (Wishes(packs_only=True), 0),
    ],
    ids=["seekers", "everybody", "class", "priority", "packs"],
)
def test_whoever_is_chosen_takes_part(city, seeker, make_person, wishes, people):
    seeker(city.xinshao)
    seeker(city.xinshao, poor=True)
    seeker(city.hongxi, labour_capacity="weak")
    worker = make_person(city.hongxi)
    with everywhere(reason="test data"):
        EmploymentSpell.objects.create(
            area_id=worker.area_id, person=worker, status="working", started_on=dt.date(2020, 1, 1),
            employer_name="x", mode="self", area_level="own_township", evidence="C", valid_from=dt.date(2020, 1, 1),
        )  # fmt: skip
    columns = allocations_columns.read(clock.today(), "everybody" if wishes.circle == "everybody" else "")
    chosen = allocations_columns.chosen(columns, wishes)
    if wishes.priority_only:
        people = 3  # nobody of these households works
    assert len(chosen.people) == people


def test_townships_and_vacancies_are_chosen(city, seeker):
    seeker(city.xinshao)
    seeker(city.hongxi)
    near, far = make_vacancy(make_employer(city.xinshao)), make_vacancy(make_employer(city.hongxi), title="厨师")
    columns = allocations_columns.read(clock.today())
    for wishes, people, posts in (
        (Wishes(townships=(city.xinshao.key,)), 1, 2),
        (Wishes(vacancies=(str(near.uuid),)), 2, 1),
        (Wishes(employers=(str(far.employer.uuid),)), 2, 1),
        (Wishes(places=(city.hongxi.key,)), 2, 1),
    ):
        found = allocations_columns.chosen(columns, wishes)
        assert (len(found.people), len(found.posts)) == (people, posts), wishes


# --- again, stopped, killed ------------------------------------------------------------------------------------------


def test_a_second_run_begins_with_the_prices_and_columns_of_the_first(city, vacancy, seeker, city_officer):
    seeker(city.xinshao)
    first = computed(Wishes(), city_officer)
    later = seeker(city.hongxi)
    second = again(first, city_officer)
    assert (second.run, second.columns) == (2, first.columns)
    assert later.pk not in reasons_of(second), "two runs differ by what was changed, not by the register"
    assert allocations_running.warm_of(second).keys() <= {vacancy.pk}
    actions.run(second.pk, actor=city_officer, anew=True)
    compute(second.uuid)
    third = Allocation.objects.get(pk=second.pk)
    assert later.pk in reasons_of(third)
    with pytest.raises(files.FileGone):
        files.open_kept(first.columns)
    runs = set(AllocationLine.objects.filter(allocation=third.uuid).values_list("run", flat=True))
    assert runs == {2, 3}, "the run before is kept, so that the two can be compared"


def test_pairs_of_a_run_are_kept_until_the_next_one(
    city, vacancy, seeker, city_officer, django_capture_on_commit_callbacks
):
    seeker(city.xinshao)
    first = computed(Wishes(), city_officer)
    wishes = Wishes()
    columns = allocations_columns.chosen(allocations_columns.columns_of(first, wishes), wishes)
    known = allocations_pairs.known_of(first, columns)
    assert set(zip(known.worker.tolist(), known.vacancy.tolist(), strict=True)) == {(0, 0)}
    with django_capture_on_commit_callbacks(execute=True):
        second = again(first, city_officer)
    assert second.pairs not in {"", first.pairs}
    assert allocations_pairs.known_of(first, columns) is None, "those of the run before are gone with it"
    assert seats_of(second) == seats_of(first)
    with django_capture_on_commit_callbacks(execute=True):
        dropped = actions.drop(second.pk, actor=city_officer)
    assert (dropped.pairs, allocations_pairs.known_of(second, columns)) == ("", None)


def test_a_stopped_run_leaves_what_was_shown(city, vacancy, seeker, city_officer):
    seeker(city.xinshao)
    first = computed(Wishes(), city_officer)
    actions.run(first.pk, actor=city_officer)
    actions.cancel(first.pk, actor=city_officer)
    compute(first.uuid)
    kept = Allocation.objects.get(pk=first.pk)
    assert (kept.status, kept.run, kept.figures) == ("cancelled", 1, first.figures)
    assert seats_of(kept) == seats_of(first)


def test_a_run_stopped_half_way_keeps_nothing(city, vacancy, seeker, city_officer, monkeypatch):
    seeker(city.xinshao)
    row = actions.prepare("test", Wishes(), actor=city_officer)
    actions.run(row.pk, actor=city_officer)
    write = allocations_running.write_lines

    def stopped_meanwhile(*given):
        write(*given)
        actions.cancel(row.pk, actor=city_officer)

    monkeypatch.setattr(allocations_running, "write_lines", stopped_meanwhile)
    compute(row.uuid)
    row.refresh_from_db()
    assert (row.status, row.run) == ("cancelled", 0)
    assert not AllocationLine.objects.exists()


def test_a_killed_job_runs_again_cleanly(city, vacancy, seeker, city_officer, monkeypatch):
    seeker(city.xinshao)
    row = actions.prepare("test", Wishes(), actor=city_officer)
    actions.run(row.pk, actor=city_officer)

    def killed(*_given):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(allocations_running, "_finish", killed)
        with pytest.raises(KeyboardInterrupt):
            compute(row.uuid)
    row.refresh_from_db()
    assert (row.status, row.run) == ("running", 0)
    compute(row.uuid)
    compute(row.uuid)
    row.refresh_from_db()
    assert (row.status, row.run, row.begun) == ("done", 1, 1)
    assert AllocationLine.objects.count() == 1


def test_what_is_being_computed_is_not_changed(city, vacancy, seeker, city_officer):
    row = actions.prepare("test", Wishes(), actor=city_officer)
    actions.run(row.pk, actor=city_officer)
    with pytest.raises(UnderWay):
        actions.change(row.pk, "other", Wishes(), actor=city_officer)
    with pytest.raises(NotAllowedNow):
        actions.drop(row.pk, actor=city_officer)
    with pytest.raises(NameMissing):
        actions.prepare("  ", Wishes(), actor=city_officer)


def test_a_dropped_one_leaves_nothing_of_people(city, vacancy, seeker, city_officer):
    seeker(city.xinshao)
    row = computed(Wishes(), city_officer)
    actions.drop(row.pk, actor=city_officer)
    assert not AllocationLine.objects.exists()


def test_each_rule_has_its_price(city, vacancy, seeker, city_officer):
    for area in (city.xinshao, city.hongxi):
        seeker(area)
    row = computed(Wishes(quotas={city.xinshao.key: 1}), city_officer)
    for _twice in range(2):
        price_rules(row.uuid, row.run)
    rules = Allocation.objects.get(pk=row.pk).rules
    assert [rule["rule"] for rule in rules] == ["quota", "priority", "mode"]
    assert all(rule["filled"] == 2 for rule in rules)
    price_rules(row.uuid, row.run + 1)  # of a run that is not shown


# --- who may what ----------------------------------------------------------------------------------------------------


def test_the_city_prepares_and_nobody_else(city, township_clerk, village_officer, auditor):
    for actor in (township_clerk, village_officer, auditor):
        with pytest.raises(NotYourVerb):
            actions.prepare("test", Wishes(), actor=actor)


def test_a_village_and_a_township_read_their_own_people_only(city, vacancy, seeker, city_officer, village_officer,
                                                             township_clerk, stranger):  # fmt: skip
    own, elsewhere = seeker(city.villages[0]), seeker(city.hongxi)
    computed(Wishes(), city_officer)

    def read(actor) -> set[int]:
        with scope_of(actor):
            return {int(p) for line in AllocationLine.objects.all() for p in unpack(line.results)["person"]}

    assert read(village_officer) == read(township_clerk) == {own.pk}
    assert read(stranger) == {elsewhere.pk}
    assert read(city_officer) == {own.pk, elsewhere.pk}
    with scope_of(township_clerk):
        assert not Allocation.objects.exists()


# --- proposals, never orders -----------------------------------------------------------------------------------------


def test_proposals_are_suggestions_and_made_once(city, vacancy, seeker, city_officer):
    people = [seeker(city.xinshao), seeker(city.hongxi)]
    row = computed(Wishes(), city_officer)
    propose(row.pk, actor=city_officer)
    for _twice in range(2):
        send(row.uuid)
    row.refresh_from_db()
    assert (row.status, row.sent, row.left_out) == ("proposed", 2, 0)
    found = Referral.objects.all()
    assert {(r.person_id, r.vacancy, r.status) for r in found} == {
        (person.pk, vacancy.uuid, "suggested") for person in people
    }
    with pytest.raises(NotAllowedNow):
        actions.run(row.pk, actor=city_officer)


def test_a_sending_that_was_killed_goes_on(city, vacancy, seeker, city_officer, monkeypatch):
    for area in (city.xinshao, city.hongxi):
        seeker(area)
    row = computed(Wishes(), city_officer)
    propose(row.pk, actor=city_officer)
    suggest, calls = referrals.suggest_many, []

    def killed_at_the_second(*given, **more):
        calls.append(given)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return suggest(*given, **more)

    with monkeypatch.context() as patch:
        patch.setattr(referrals, "suggest_many", killed_at_the_second)
        with pytest.raises(KeyboardInterrupt):
            send(row.uuid)
    assert Referral.objects.count() == 1
    send(row.uuid)
    row.refresh_from_db()
    assert (Referral.objects.count(), row.sent, row.left_out) == (2, 2, 0)


def test_what_was_changed_since_is_not_sent(city, vacancy, seeker, city_officer):
    seeker(city.xinshao)
    row = computed(Wishes(), city_officer)
    actions.change(row.pk, "test", Wishes(mode="stable"), actor=city_officer)
    with pytest.raises(ChangedSince):
        propose(row.pk, actor=city_officer)


def test_a_no_changes_nothing_but_that_it_is_not_asked_again(city, vacancy, seeker, city_officer, village_officer):
    person, other = seeker(city.villages[0]), seeker(city.hongxi)
    before = computed(Wishes(), city_officer)
    with scope_of(village_officer):
        offered = referrals.offer(person.pk, vacancy.uuid, actor=village_officer)
        referrals_answers.decline(offered.pk, "too_far", actor=village_officer)
    control = computed(Wishes(), city_officer)
    same = ("value", "fit", "bound", "filled", "by_township", "by_class", "reasons")
    assert {key: control.figures[key] for key in same} == {key: before.figures[key] for key in same}
    for name in ("person", "vacancy", "score", "tier", "reason"):
        kept = [
            np.concatenate([unpack(line.results)[name] for line in AllocationLine.objects.filter(
                allocation=row.uuid, run=row.run).order_by("area_id")])
            for row in (before, control)
        ]  # fmt: skip
        assert (kept[0] == kept[1]).all(), name
    propose(control.pk, actor=city_officer)
    send(control.uuid)
    control.refresh_from_db()
    assert (control.sent, control.left_out) == (1, 1)
    assert Referral.objects.get(status="suggested").person_id == other.pk


# --- small things ----------------------------------------------------------------------------------------------------


def test_packed_columns_come_back():
    columns = {"a": np.arange(5, dtype=np.int64), "b": np.array([], np.int8), "c": np.array([1.5], np.float32)}
    back = unpack(pack(columns))
    assert all((back[name] == columns[name]).all() and back[name].dtype == columns[name].dtype for name in columns)
    assert unpack(b"") == {}


def test_wishes_come_back():
    wishes = Wishes(townships=("a",), quotas={"a": 2}, per_priority=7)
    assert Wishes.from_json(wishes.as_json() | {"read_circle": ""}) == wishes
