"""Who gets on the list of a class: with the wish, not away, and the last place to one."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel import clock
from gangqiao.kernel.lifecycle import NotAllowedNow
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.messaging.models import Message
from gangqiao.people.models import Category, EmploymentSpell, Intention
from gangqiao.training.actions import enrolling
from gangqiao.training.models import Enrolment
from gangqiao.training.reads import candidates
from gangqiao.training.refusals import ClassIsFull
from gangqiao.training.refusals_learners import DoesNotFit, EnrolledAlready, NoSuchReason, NotEnrolling
from gangqiao.training.tests.rig import TODAY, fresh, learner, other_class, short_class

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _spring():
    with clock.frozen_at(TODAY):
        yield


@pytest.fixture
def held(county: Any) -> Any:
    begins = clock.today() + dt.timedelta(days=7)
    return short_class(
        county.xinshao, status="enrolling", begins_on=begins, ends_on=begins + dt.timedelta(days=1), places=2
    )


@pytest.mark.requirement("R073", "R076")
def test_a_village_enrols_and_the_learner_is_told_how_to_object(
    held, person, make_person, county, village_officer, township_clerk, stranger
):
    with scope_of(village_officer):
        row = enrolling.enrol(held.uuid, person.uuid, "village", actor=village_officer)
        with pytest.raises(EnrolledAlready):
            enrolling.enrol(held.uuid, person.uuid, "village", actor=village_officer)
        with pytest.raises(NoSuchReason):
            enrolling.enrol(held.uuid, person.uuid, "bribe", actor=village_officer)
        with pytest.raises(NotYourVerb):
            enrolling.admit(row.uuid, actor=village_officer)
    assert (row.status, row.enrolled_by, fresh(held).taken) == ("applied", village_officer.name, 1)
    with everywhere(reason="test"):
        notice = Message.objects.get(person_uuid=person.uuid)
        assert notice.kind == "training.enrolled"
        assert json.loads(notice.params)["course"] == held.course.title
        assert fresh(row).notified_at is not None
    with scope_of(stranger), pytest.raises(Enrolment.DoesNotExist):
        enrolling.admit(row.uuid, actor=stranger)
    with scope_of(township_clerk):
        assert enrolling.admit(row.uuid, actor=township_clerk).status == "admitted"
        # One of another township: who leads the class may enrol nobody there, but everybody gets a place by the own.
        second = make_person(county.villages[1])
        other = enrolling.enrol(held.uuid, second.uuid, "self", actor=township_clerk, admitted=True)
        assert other.status == "admitted"
        with pytest.raises(ClassIsFull):
            enrolling.enrol(held.uuid, make_person(county.villages[1]).uuid, "self", actor=township_clerk)
        # Objecting takes one tap, no reason, and gives the place back; it is for good.
        assert enrolling.object_to(other.uuid, actor=township_clerk).objected_on == clock.today()
        assert fresh(held).taken == 1
        with pytest.raises(EnrolledAlready):
            enrolling.enrol(held.uuid, second.uuid, "self", actor=township_clerk)
        with pytest.raises(NoSuchReason):
            enrolling.drop(row.uuid, "lazy", actor=township_clerk)
        assert enrolling.drop(row.uuid, "started_work", actor=township_clerk).status == "dropped"
        with pytest.raises(NotAllowedNow):
            enrolling.object_to(row.uuid, actor=township_clerk)
        third = enrolling.enrol(held.uuid, make_person(county.villages[1]).uuid, "self", actor=township_clerk)
        assert enrolling.refuse(third.uuid, "已报其他班", actor=township_clerk).status == "refused"
    assert fresh(held).taken == 0
    type(held).objects.filter(pk=held.pk).update(status="running")
    with scope_of(township_clerk), pytest.raises(NotEnrolling):
        enrolling.enrol(held.uuid, make_person(county.villages[1]).uuid, "self", actor=township_clerk)


@pytest.mark.requirement("R072", "R080")
def test_the_candidates_are_those_who_wish_it_and_the_others_are_told_why_not(
    held, county, make_person, remember, township_clerk
):
    def wishing(trade: str = "welder", **values: Any) -> Any:
        one = make_person(county.villages[0], **values)
        remember(Intention, one, training_wish="yes", wished_courses=[trade])
        return one

    fits, away, home, farm, old = wishing(), wishing(), wishing(), wishing(), wishing(birth_date=dt.date(1950, 1, 1))
    wishing("cooking")
    elsewhere, before, poor = wishing(), wishing(), wishing()
    remember(EmploymentSpell, away, area_level="other_province")
    remember(EmploymentSpell, home, area_level="own_township")
    remember(EmploymentSpell, farm, area_level="own_township", spell_kind="cooperative")
    learner(elsewhere, other_class(county.hongxi, held.begins_on, held.ends_on, number="B"))
    past = clock.today() - dt.timedelta(days=30)
    learner(before, other_class(county.hongxi, past, past, number="C", fund_line="own"), "certified")
    remember(Category, poor, kind="registered_poor")
    cook = other_class(county.hongxi, past, past, number="D")
    type(cook.course).objects.filter(pk=cook.course_id).update(trade="cooking")
    learner(poor, cook, "failed")
    with scope_of(township_clerk):
        asked = candidates.Asked(area=str(county.xinshao.key))
        found = candidates.candidates_of(held, asked)
        why = {one.person: [finding.guard for finding in one.against] for one in found.others}
        assert {one.person for one in found.fit} == {fits.pk, farm.pk}
        assert why == {
            away.pk: ["away"], home.pk: ["at_work"], old.pk: ["age"], elsewhere.pk: ["two_classes"],
            before.pk: ["same_trade"], poor.pk: ["too_many"],
        }  # fmt: skip
        for one in (away, home, old, elsewhere, before, poor):
            with pytest.raises(DoesNotFit):
                enrolling.enrol(held.uuid, one.uuid, "wish", actor=township_clerk)
        done, left = enrolling.enrol_many(held.uuid, [fits.uuid, away.uuid], "wish", actor=township_clerk)
        assert [one.person_id for one in done] == [fits.pk]
        assert [uuid for uuid, _refusal in left] == [away.uuid]
        assert fits.pk not in {one.person for one in candidates.candidates_of(held, asked).fit}
    # Online, and where people work, somebody who is away may learn, too (R080).
    for values in ({"form": "online"}, {"place_kind": "work"}):
        type(held).objects.filter(pk=held.pk).update(**values)
        with scope_of(township_clerk):
            fit = {one.person for one in candidates.candidates_of(fresh(held), asked).fit}
            assert away.pk in fit
        type(held).objects.filter(pk=held.pk).update(form="at_the_door", place_kind="hukou")


@pytest.mark.usefixtures("shared_database")
class TestAtOnce:
    @pytest.mark.requirement("R073")
    def test_fifty_want_the_last_place_and_one_gets_it(self, held, household, make_person, city_officer, at_once):
        type(held).objects.filter(pk=held.pk).update(places=1)
        people = [make_person(household=household) for _ in range(50)]

        def join(number: int) -> Any:
            with scope_of(city_officer):
                return enrolling.enrol(held.uuid, people[number].uuid, "wish", actor=city_officer)

        results = at_once(50, join)
        assert [type(one) for one in results if isinstance(one, Exception)] == [ClassIsFull] * 49
        with everywhere(reason="test"):
            assert Enrolment.objects.filter(held=held).count() == fresh(held).taken == 1

    def test_nobody_gets_into_two_classes_of_the_same_days_in_one_moment(
        self, held, county, person, city_officer, at_once
    ):
        both = [held, other_class(county.xinshao, held.begins_on, held.ends_on, number="B", status="enrolling")]

        def join(number: int) -> Any:
            with scope_of(city_officer):
                return enrolling.enrol(both[number % 2].uuid, person.uuid, "self", actor=city_officer)

        results = at_once(6, join)
        assert {type(one) for one in results if isinstance(one, Exception)} <= {DoesNotFit, EnrolledAlready}
        assert len([one for one in results if not isinstance(one, Exception)]) == 1
        assert sum(fresh(one).taken for one in both) == 1
