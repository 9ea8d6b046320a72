"""Plans of courses: made from the demand, changed, issued by another person, carried out by classes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from gangqiao.accounts.reads import actor_of
from gangqiao.audit.models import Event
from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel import clock
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.lifecycle import NotAllowedNow
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people.models import Intention
from gangqiao.training import refusals_classes as refusals
from gangqiao.training.actions import plans as actions
from gangqiao.training.models import Class, Course, CoursePlan, Provider
from gangqiao.training.tests.test_demand import WISH

pytestmark = pytest.mark.django_db
TODAY = clock.today()
MONTHS = (TODAY, TODAY + timedelta(days=70))


@pytest.fixture
def plan(make_person: Any, remember: Any, county: Any, city_officer: Any) -> CoursePlan:
    """A draft for the county: a class of twenty in one township, and one person beside it."""
    for n in range(20):
        remember(Intention, make_person(county.villages[n % 2]), **WISH)
    remember(Intention, make_person(county.hongxi), **(WISH | {"wished_courses": ["sewing"]}))
    with scope_of((county.key,)):
        return actions.draft_plan(county.key, *MONTHS, "春季培训计划", actor=city_officer)


@pytest.fixture
def second_officer(make_user: Any, county: Any) -> Any:
    return actor_of(make_user("training_clerk", county.division))


@pytest.mark.requirement("R073", "R088")
def test_one_click_makes_a_draft_in_which_every_wish_stands_once(plan: CoursePlan, county: Any, stranger: Any):
    lines = list(plan.lines.all())
    assert [(one.trade, one.form, one.wishes, one.places, str(one.place_id)) for one in lines] == [
        ("welder", "on_site", 20, 20, county.xinshao.key),
        ("sewing", "on_site", 1, 1, county.key),
    ]
    assert [one.month for one in lines] == sorted(one.month for one in lines)
    assert lines[0].month == TODAY.replace(day=1)
    assert Event.objects.filter(verb="training.plan_courses").exists()
    with scope_of((county.hongxi.key,)):
        with pytest.raises(NotYourVerb):
            actions.draft_plan(county.key, *MONTHS, "x", actor=stranger)
        with pytest.raises(refusals.EndsBeforeItBegins):
            actions.draft_plan(county.hongxi.key, TODAY, TODAY - timedelta(days=1), "x", actor=stranger)
        own = actions.draft_plan(county.hongxi.key, *MONTHS, "x", actor=stranger)
    assert [one.trade for one in own.lines.all()] == ["sewing"], "a township plans for its own people"
    with everywhere(reason="test"):
        Intention.objects.all().delete()
    with scope_of((county.key,)), pytest.raises(refusals.NothingWished):
        actions.draft_plan(county.hongxi.key, *MONTHS, "x", actor=stranger)


@pytest.mark.requirement("R073")
def test_lines_change_until_another_person_issues_the_plan(
    plan: CoursePlan, county: Any, city_officer: Any, second_officer: Any
):
    line = plan.lines.get(trade="sewing")
    later = MONTHS[1].replace(day=1)
    given = {"form": "online", "places": 30, "month": MONTHS[1]}
    assert actions.change_line(line.uuid, given, actor=city_officer).month == later
    with pytest.raises(refusals.MonthOutside):
        actions.change_line(line.uuid, {"month": TODAY + timedelta(days=200)}, actor=city_officer)
    values = {"trade": "cooking", "form": "at_the_door", "place": county.villages[0], "month": TODAY, "places": 25}
    added = actions.add_line(plan.uuid, values, actor=city_officer)
    actions.drop_line(added.uuid, actor=city_officer)
    with pytest.raises(refusals.AnotherPersonDecides):
        actions.issue_plan(plan.uuid, actor=city_officer)
    issued = actions.issue_plan(plan.uuid, actor=second_officer)
    assert issued.status == "issued"
    assert issued.issued_by == second_officer.name
    for act in (
        lambda: actions.change_line(line.uuid, {"places": 1}, actor=city_officer),
        lambda: actions.drop_line(line.uuid, actor=city_officer),
        lambda: actions.add_line(plan.uuid, values, actor=city_officer),
    ):
        with pytest.raises(refusals.PlanIsFixed):
            act()
    with pytest.raises(NotAllowedNow):
        actions.drop_plan(plan.uuid, actor=city_officer)
    copy = actions.copy_plan(plan.uuid, actor=city_officer)
    assert (copy.status, copy.lines.count(), plan.lines.count()) == ("draft", 2, 2)
    assert not set(copy.lines.values_list("uuid")) & set(plan.lines.values_list("uuid"))
    assert actions.drop_plan(copy.uuid, actor=city_officer).status == "dropped"


@pytest.mark.requirement("R076", "R080")
def test_a_line_becomes_a_class_in_one_click_with_the_nearest_provider_that_may_teach_it(
    plan: CoursePlan, county: Any, city_officer: Any, second_officer: Any
):
    line = plan.lines.get(trade="welder")
    with pytest.raises(refusals.PlanIsFixed):
        actions.class_from_line(line.uuid, actor=city_officer)
    actions.issue_plan(plan.uuid, actor=second_officer)
    with pytest.raises(refusals.NoCourseOfTrade):
        actions.class_from_line(line.uuid, actor=city_officer)
    course = Course.objects.create(title="电焊工", trade="welder", hours=40)
    far = TODAY + timedelta(days=400)
    given = {"kind": "school", "trades": ["welder"], "licence_until": far}
    Provider.objects.create(name="甲 far", **given, place=county.hongxi)
    Provider.objects.create(name="乙 barred", **given, place=county.xinshao, barred_on=TODAY)
    Provider.objects.create(name="丙 run out", **(given | {"licence_until": TODAY}), place=county.xinshao)
    Provider.objects.create(name="丁 other trade", **(given | {"trades": ["tea"]}), place=county.xinshao)
    near = Provider.objects.create(name="戊 near", **given, place=county.villages[0])
    held = actions.class_from_line(line.uuid, actor=city_officer)
    assert (held.provider, held.course, held.places, held.hours) == (near, course, 20, 40)
    assert (str(held.area_id), held.status, held.line_id) == (county.xinshao.key, "planned", line.pk)
    assert held.begins_on.weekday() == 0
    assert held.begins_on >= TODAY
    assert (
        sum((held.begins_on + timedelta(days=n)).weekday() < 5 for n in range((held.ends_on - held.begins_on).days + 1))
        == 7
    )
    with pytest.raises(refusals.ClassThereAlready):
        actions.class_from_line(line.uuid, actor=city_officer)
    Class.objects.filter(pk=held.pk).update(status="cancelled")
    again = actions.class_from_line(line.uuid, actor=city_officer)
    assert again.number != held.number, "a cancelled class leaves the line free"
    assert actions.copy_plan(plan.uuid, actor=city_officer).lines.count() == 1, (
        "what is carried out is not planned again"
    )
    with pytest.raises(Refusal):
        actions.class_from_line(plan.lines.get(trade="sewing").uuid, actor=city_officer)


def test_the_last_day_of_a_class_made_in_one_click_holds_its_hours():
    assert actions._last_day(date(2020, 3, 16), 6) == date(2020, 3, 16)
    assert actions._last_day(date(2020, 3, 16), 40) == date(2020, 3, 24)
