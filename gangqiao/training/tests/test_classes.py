"""Classes: every form, a timetable that holds together, approval by another person, and what stops each step."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any
from uuid import uuid4

import pytest

from gangqiao.accounts.reads import actor_of
from gangqiao.audit.models import Event
from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel import clock
from gangqiao.kernel.lifecycle import NotAllowedNow
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people.models import EmploymentSpell
from gangqiao.training import refusals_classes as refusals
from gangqiao.training import refusals_timetable as timetable_refusals
from gangqiao.training.actions import classes as actions
from gangqiao.training.actions import timetable
from gangqiao.training.codes import LISTS
from gangqiao.training.models import Attendance, Class, Course, Doubt, Enrolment, Provider, Session
from gangqiao.training.policy.demand import WITH_EMPLOYER
from gangqiao.training.reads.classes_faults import faults_of
from gangqiao.training.tests.made import make_class, make_enrolment, make_session
from gangqiao.vacancies.tests.made import make_employer

pytestmark = pytest.mark.django_db
TODAY = clock.today()
MONDAY = TODAY + timedelta(days=-TODAY.weekday() % 7)
WEEK = range(5)
EIGHT, TWELVE = time(8), time(12)  # five class hours


@pytest.fixture
def catalogue(county: Any) -> dict[str, Any]:
    """A course of ten hours and a provider that may teach it."""
    return {
        "course": Course.objects.create(title="电焊工（初级）", trade="welder", hours=10),
        "provider": Provider.objects.create(
            name="样本学校", kind="school", trades=["welder"], licence_until=TODAY + timedelta(days=400)
        ),
    }


@pytest.fixture
def values(catalogue: dict[str, Any], county: Any) -> dict[str, Any]:
    """What the plan of a class says."""
    return catalogue | {
        "area": county.xinshao, "form": "at_the_door", "place_kind": "hukou", "place": county.villages[0],
        "fund_line": "skills", "teacher": "王老师", "begins_on": MONDAY, "ends_on": MONDAY + timedelta(days=4),
        "hours": 10, "places": 30,
    }  # fmt: skip


@pytest.fixture
def bureau(make_user: Any, county: Any) -> Any:
    """The training clerk of the bureau, who approves."""
    return actor_of(make_user("training_clerk", county.division))


@pytest.fixture
def held(values: dict[str, Any], township_clerk: Any) -> Class:
    """A planned class of the township."""
    return actions.plan_class(values, actor=township_clerk)


@pytest.mark.requirement("R071", "R074", "R075", "R076", "R077", "R078", "R079", "R080", "R082")
def test_each_form_of_the_work_plan_can_be_planned_anywhere_and_those_of_enterprises_name_one(
    values: dict[str, Any], township_clerk: Any, county: Any
):
    forms = set(LISTS["course_form"])
    assert set(WITH_EMPLOYER) < forms
    assert {"online", "on_site", "at_the_door"} == forms - set(WITH_EMPLOYER)
    numbers = []
    for form, kind in zip(sorted(forms), [*LISTS["place_kind"]] * 2, strict=False):
        given = values | {"form": form, "place_kind": kind, "place": county.hongxi}
        if form in WITH_EMPLOYER:
            with pytest.raises(refusals.EmployerNeeded):
                actions.plan_class(given, actor=township_clerk)
            given |= {"employer_uuid": uuid4(), "employer": "样本电子厂"}
        held = actions.plan_class(given, actor=township_clerk)
        assert (held.form, held.place_kind, held.status) == (form, kind, "planned")
        numbers.append(held.number)
    assert numbers == [f"{MONDAY.year}-{n:04d}" for n in range(1, len(forms) + 1)]
    with pytest.raises(NotYourVerb):
        actions.plan_class(values | {"area": county.hongxi}, actor=township_clerk)


@pytest.mark.requirement("R073", "R085")
def test_a_plan_that_cannot_be_held_is_refused(values: dict[str, Any], township_clerk: Any):
    school = values["provider"]
    for changed, refusal in (
        ({"ends_on": MONDAY - timedelta(days=1)}, refusals.EndsBeforeItBegins),
        ({"hours": 9}, refusals.FewerHours),
        ({"hours": 41}, refusals.MoreHoursThanDays),
        ({"hours": 10, "ends_on": MONDAY}, refusals.MoreHoursThanDays),
    ):
        with pytest.raises(refusal):
            actions.plan_class(values | changed, actor=township_clerk)
    for fault, refusal in (
        ({"licence_until": MONDAY + timedelta(days=3)}, refusals.LicenceRunsOut),
        ({"licence_until": None}, refusals.LicenceRunsOut),
        ({"trades": ["tea"]}, refusals.TradeNotTaught),
        ({"barred_on": TODAY, "barred_why": "虚报"}, refusals.ProviderBarred),
    ):
        before = {name: getattr(school, name) for name in fault}
        Provider.objects.filter(pk=school.pk).update(**fault)
        with pytest.raises(refusal):
            actions.plan_class(values | {"provider": Provider.objects.get(pk=school.pk)}, actor=township_clerk)
        Provider.objects.filter(pk=school.pk).update(**before)
    Course.objects.update(retired_on=TODAY)
    with pytest.raises(refusals.CourseRetired):
        actions.plan_class(values | {"course": Course.objects.get()}, actor=township_clerk)
    assert not Class.objects.exists()


def make_attendance(held: Class, session: Session, person: Any) -> None:
    enrolment = make_enrolment(person, held)
    with everywhere(reason="test"):
        Attendance.objects.create(
            area_id=person.area_id, person_uuid=enrolment.person_uuid, enrolment=enrolment, session=session, way="list",
            minutes=200, by="test",
        )  # fmt: skip


@pytest.mark.requirement("R073")
def test_the_timetable_holds_no_more_than_its_days_and_no_teacher_is_in_two_places(
    held: Class, values: dict[str, Any], township_clerk: Any, make_person: Any
):
    one = {"on": MONDAY, "begins_at": EIGHT, "ends_at": TWELVE, "hours": 5}
    session = timetable.add_session(held.uuid, one, actor=township_clerk)
    assert session.code
    for changed, refusal in (
        ({"hours": 3}, timetable_refusals.TwoPlacesAtOnce),
        ({"on": MONDAY + timedelta(days=5)}, timetable_refusals.OutsideTheClass),
        ({"begins_at": time(13), "ends_at": time(13)}, timetable_refusals.EndsBeforeBeginning),
        ({"begins_at": time(13), "ends_at": time(16)}, timetable_refusals.MoreHoursThanTime),
        ({"begins_at": time(13), "ends_at": time(17)}, timetable_refusals.MoreHoursThanADay),
    ):
        with pytest.raises(refusal):
            timetable.add_session(held.uuid, one | changed, actor=township_clerk)
    afternoon = {"begins_at": time(13), "ends_at": time(19), "hours": 6}
    with pytest.raises(timetable_refusals.MoreHoursThanTheClass):
        timetable.add_session(held.uuid, one | afternoon | {"on": MONDAY + timedelta(days=1)}, actor=township_clerk)

    other = actions.plan_class(values, actor=township_clerk)
    with pytest.raises(timetable_refusals.TwoPlacesAtOnce) as told:
        timetable.lay_out(other.uuid, WEEK, EIGHT, TWELVE, actor=township_clerk)
    assert held.number in str(told.value)
    assert not other.sessions.exists(), "nothing is written where one time does not fit"
    timetable.add_session(other.uuid, one | {"teacher": "李老师"}, actor=township_clerk)
    elsewhere = actions.plan_class(
        values | {"provider": Provider.objects.create(name="另一所", kind="school", trades=["welder"],
                                                      licence_until=TODAY + timedelta(days=99))},
        actor=township_clerk,
    )  # fmt: skip
    timetable.add_session(elsewhere.uuid, one, actor=township_clerk)
    timetable.change_session(session.uuid, {"teacher": "赵老师"}, actor=township_clerk)
    actions.change_class(other.uuid, {"teacher": "赵老师"}, actor=township_clerk)
    with pytest.raises(timetable_refusals.TwoPlacesAtOnce):
        timetable.change_session(other.sessions.get().uuid, {"teacher": ""}, actor=township_clerk)

    timetable.drop_session(session.uuid, actor=township_clerk)
    laid = timetable.lay_out(held.uuid, [0, 2, 4], EIGHT, time(11), actor=township_clerk)
    assert [(one.on.weekday(), one.hours) for one in laid] == [(0, 4), (2, 4), (4, 2)]
    with pytest.raises(timetable_refusals.NoDaysToTeach):
        timetable.lay_out(other.uuid, [6], EIGHT, TWELVE, actor=township_clerk)
    make_attendance(held, laid[0], make_person())
    with pytest.raises(timetable_refusals.SessionIsPast):
        timetable.drop_session(laid[0].uuid, actor=township_clerk)
    signed = laid[1]
    Class.objects.filter(pk=held.pk).update(status="assessed")
    with pytest.raises(timetable_refusals.TimetableIsFixed):
        timetable.drop_session(signed.uuid, actor=township_clerk)


@pytest.mark.requirement("R073", "R085", "R087")
def test_a_class_goes_its_way_and_each_step_says_what_is_missing(
    held: Class, values: dict[str, Any], township_clerk: Any, bureau: Any, city_officer: Any, make_person: Any,
    county: Any,
):  # fmt: skip
    def missing(verb: str = "") -> str:
        with scope_of((county.key,)):
            return " ".join(str(one) for one in faults_of(Class.objects.get(pk=held.pk), verb))

    def refused(step: Any, **more: Any) -> str:
        with scope_of((county.key,)), pytest.raises(refusals.NotReady) as told:
            step(held.uuid, actor=bureau, **more)
        return str(told.value)

    own = actions.plan_class(values | {"begins_on": MONDAY + timedelta(days=7), "ends_on": MONDAY + timedelta(days=11)},
                             actor=bureau)  # fmt: skip
    with pytest.raises(refusals.AnotherPersonDecides):
        actions.approve_class(own.uuid, actor=bureau)
    with pytest.raises(NotYourVerb):
        actions.approve_class(held.uuid, actor=township_clerk)
    Provider.objects.update(barred_on=TODAY, barred_why="虚报培训人数")
    assert "虚报培训人数" in refused(actions.approve_class)
    Provider.objects.update(barred_on=None)
    actions.approve_class(held.uuid, actor=bureau)
    with pytest.raises(refusals.NotPlannedAnyMore):
        actions.change_class(held.uuid, {"fund_line": "rural"}, actor=township_clerk)
    assert actions.change_class(held.uuid, {"places": 2}, actor=township_clerk).places == 2

    assert "10" in refused(actions.open_class)
    timetable.lay_out(held.uuid, WEEK, EIGHT, TWELVE, actor=township_clerk)
    assert missing() == ""
    actions.open_class(held.uuid, actor=township_clerk)
    refused(actions.start_class)
    first, second = (make_enrolment(make_person(county.villages[n % 2]), held, status="applied") for n in range(2))
    Class.objects.filter(pk=held.pk).update(taken=2)
    with pytest.raises(refusals.FewerPlaces):
        actions.change_class(held.uuid, {"places": 1}, actor=township_clerk)

    def put(enrolment: Enrolment, status: str) -> None:
        with everywhere(reason="test"):
            Enrolment.objects.filter(pk=enrolment.pk).update(status=status)

    put(first, "admitted")
    assert missing(), "one who applied waits for an answer"
    put(second, "refused")
    assert missing() == ""
    actions.start_class(held.uuid, actor=township_clerk)
    put(first, "attending")
    refused(actions.assess_class)
    put(first, "passed")
    actions.assess_class(held.uuid, actor=township_clerk)
    with everywhere(reason="test"):
        Doubt.objects.create(
            area_id=first.area_id, held=held, enrolment=first, person_uuid=first.person_uuid, guard="at_work"
        )
    assert LISTS["guard"].word("at_work") in refused(actions.claim_class)
    with pytest.raises(NotYourVerb):
        actions.claim_class(held.uuid, actor=township_clerk)
    with scope_of((county.key,)):
        assert actions.close_class(held.uuid, actor=bureau).status == "closed"
    with pytest.raises(NotAllowedNow):
        actions.cancel_class(held.uuid, "雨", actor=township_clerk)
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert {"training.plan_class", "training.approve_class", "training.start_class", "training.close_class"} <= verbs


@pytest.mark.requirement("R074", "R078", "R082")
def test_who_learns_with_an_enterprise_is_hired_by_it(make_person: Any, remember: Any, county: Any):
    factory = make_employer(county.hongxi, name="样本服装厂")
    held = make_class(
        county.xinshao.key,
        status="enrolling",
        form="pre_job",
        employer=factory.name,
        employer_uuid=factory.uuid,
        hours=1,
    )
    make_session(held, hours=1, teacher="王老师")
    by_code, by_name, planned, gone, stranger_ = (make_person() for _ in range(5))
    here = {"valid_from": None, "started_on": TODAY}
    remember(EmploymentSpell, by_code, **here, credit_code=factory.credit_code, employer_name="别名")
    remember(EmploymentSpell, by_name, **here, employer_name=factory.name)
    remember(EmploymentSpell, planned, **here, employer_name=factory.name, status="planned")
    long_ago = held.begins_on - timedelta(days=9)
    remember(EmploymentSpell, gone, valid_from=None, started_on=long_ago, ended_on=long_ago, status="ended",
             employer_name=factory.name)  # fmt: skip
    for one in (by_code, by_name, planned):
        make_enrolment(one, held, status="admitted")
    assert faults_of(held) == []
    for one in (gone, stranger_):
        make_enrolment(one, held, status="admitted")
    (fault,) = faults_of(held)
    assert "2" in str(fault)
    assert factory.name in str(fault)


def test_a_class_sent_back_is_approved_anew_and_a_cancelled_one_is_over(held: Class, township_clerk: Any, bureau: Any):
    actions.approve_class(held.uuid, actor=bureau)
    back = actions.send_back_class(held.uuid, "改日期", actor=bureau)
    assert (back.status, back.approved_by) == ("planned", "")
    actions.change_class(held.uuid, {"fund_line": "rural"}, actor=township_clerk)
    assert actions.cancel_class(held.uuid, "无人报名", actor=township_clerk).status == "cancelled"
    with pytest.raises(refusals.NotPlannedAnyMore):
        actions.change_class(held.uuid, {"places": 1}, actor=township_clerk)
