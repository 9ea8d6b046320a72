"""The pages of classes, what a provider sees of its own, and what waits on the list of work."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from gangqiao.accounts.models import User
from gangqiao.kernel import clock
from gangqiao.kernel.queue import sources
from gangqiao.kernel.scope import scope_of
from gangqiao.training import refusals_classes as refusals
from gangqiao.training.actions import classes as actions
from gangqiao.training.actions import providers
from gangqiao.training.models import Class, Course, Provider
from gangqiao.training.tests.made import make_class, make_enrolment
from gangqiao.vacancies.tests.made import make_employer
from tests.rig_for_figures import faults_of_page, figures_of, listed, page_of

pytestmark = pytest.mark.django_db
TODAY = clock.today()
MONDAY = TODAY + timedelta(days=-TODAY.weekday() % 7)


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
def held(values: dict[str, Any], township_clerk: Any) -> Class:
    """A planned class of the township."""
    return actions.plan_class(values, actor=township_clerk)


@pytest.mark.requirement("R077", "R104")
def test_a_provider_sees_its_own_classes_and_learners_and_nothing_else(
    make_person: Any, county: Any, city_officer: Any, client_of: Any, catalogue: dict[str, Any]
):
    held = make_class(county.xinshao.key, **catalogue)
    other = make_class(county.xinshao.key)
    mine, theirs = make_person(name="李学员"), make_person(name="王学员")
    make_enrolment(mine, held)
    make_enrolment(theirs, other)
    provider = catalogue["provider"]
    user, password = providers.open_account(
        provider.uuid, username="school.one", display_name="样本学校 教务", actor=city_officer
    )
    assert password
    User.objects.filter(pk=user.pk).update(must_change_password=False)
    browser = client_of(user)
    assert browser.get(f"/training/classes/{other.uuid}/").status_code == 404
    page = browser.get(f"/training/classes/{held.uuid}/")
    assert page.status_code == 200
    (figure,) = {one for one in figures_of(page_of(page)) if one.persons}
    assert figure.persons == 1
    answer = browser.get(figure.href)
    assert listed(page_of(answer)) == (1, 1)
    said = answer.content.decode()
    assert "李学员" in said
    assert "王学员" not in said
    assert str(mine.uuid) not in said, "the provider opens no file of the register"
    seen = browser.get("/training/classes/?look=running").content.decode()
    assert held.number in seen
    assert other.number not in seen
    assert other.provider.name not in browser.get("/training/providers/").content.decode()
    assert browser.get(f"/training/providers/{other.provider.uuid}/").status_code == 404
    assert browser.get("/training/plans/new/").status_code in (302, 403, 404)
    providers.close_account(provider.uuid, user.pk, "离职", actor=city_officer)
    with pytest.raises(refusals.NoSuchUser):
        providers.close_account(provider.uuid, 0, "x", actor=city_officer)
    with pytest.raises(refusals.ReasonNeeded):
        providers.bar_provider(provider.uuid, " ", actor=city_officer)
    assert providers.bar_provider(provider.uuid, "虚报", actor=city_officer).barred_on == TODAY
    assert providers.admit_provider(provider.uuid, "整改合格", actor=city_officer).barred_on is None
    with pytest.raises(refusals.WrongCode):
        providers.correct_provider(provider.uuid, {"credit_code": "123"}, actor=city_officer)


@pytest.mark.requirement("R074", "R087")
def test_the_pages_plan_lay_out_and_lead_through_and_the_work_list_says_what_is_due(
    client_of: Any, held: Class, values: dict[str, Any], county: Any, city_officer: Any, make_person: Any
):
    make_enrolment(make_person(), held, status="admitted")
    browser = client_of("township_clerk")
    base = f"/training/classes/{held.uuid}/"
    employer = make_employer(county.xinshao, name="样本服装厂")
    sent = {
        "course": held.course.uuid, "provider": held.provider.uuid, "form": "enterprise", "employer": "没有这家",
        "place_kind": "work", "fund_line": "own", "begins_on": MONDAY, "ends_on": MONDAY + timedelta(days=3),
        "places": 12, "area": county.xinshao.key,
    }  # fmt: skip
    assert browser.post("/training/classes/new/", sent).status_code == 422
    answer = browser.post("/training/classes/new/", sent | {"employer": employer.name})
    made = Class.objects.get(form="enterprise")
    assert answer.headers["Location"] == f"/training/classes/{made.uuid}/"
    assert (made.employer_uuid, made.hours) == (employer.uuid, 10)
    assert browser.post(f"{base}lay-out/", {"weekdays": ["0", "1"], "begins_at": "08:00", "ends_at": "12:00"})
    assert held.sessions.count() == 2
    session = held.sessions.first()
    assert session is not None
    browser.post(f"/training/sessions/{session.uuid}/change/", {
        "on": MONDAY, "begins_at": "08:00", "ends_at": "12:00", "hours": 5, "topic": "安全"})  # fmt: skip
    pages = ("/training/classes/", base, f"{base}timetable/", f"{base}log/", "/training/providers/",
             f"/training/providers/{held.provider.uuid}/", "/training/courses/")  # fmt: skip
    for who in ("city_officer", "township_clerk", "village_officer"):
        reader = client_of(who)
        for address in pages:
            answer = reader.get(address)
            assert answer.status_code == 200, (who, address)
            page = page_of(answer)
            assert not list(faults_of_page(page, opens=True)), (who, address)
            for one in figures_of(page):
                if one.href:
                    assert listed(page_of(reader.get(one.href))) == (one.persons, one.persons), (who, address)
    assert "安全" in browser.get(f"{base}timetable/").content.decode()
    assert client_of("stranger").get(base).status_code == 404
    client_of("city_officer").post(f"{base}approve/")
    assert Class.objects.get(pk=held.pk).status == "approved"
    Provider.objects.update(licence_until=TODAY)
    with scope_of((county.key,)):
        found = {key: list(sources()[key].entries(city_officer)) for key in ("training.licences", "training.classes")}
    assert [entry.count for entry in found["training.licences"]] == [1]
    assert {entry.count for entry in found["training.classes"]} == {1}
