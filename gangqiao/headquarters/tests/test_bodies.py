"""Members, liaison officers and institutions: dated, one at a time, and what is missing is seen."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from gangqiao.audit.models import Look
from gangqiao.headquarters.actions import bodies
from gangqiao.headquarters.models import Member, Officer
from gangqiao.headquarters.reads.bodies import members_on, set_ups, vacancies
from gangqiao.headquarters.refusals import EndsBeforeItBegan, NotForYou, WrongPhone

pytestmark = pytest.mark.django_db
BEGAN = dt.date(2020, 2, 10)
DAY = dt.date(2020, 3, 16)


@pytest.mark.requirement("R105", "R106")
def test_a_new_leader_ends_the_one_before_and_both_stay(units, city_officer, client_of) -> None:
    bodies.appoint("leader", "甲", units["hq"], BEGAN, actor=city_officer)
    bodies.appoint("office_director", "丙", units["hrss"], BEGAN, actor=city_officer)
    bodies.appoint("leader", "乙", units["hq"], DAY, actor=city_officer)
    assert [one.name for one in members_on(dt.date(2020, 3, 1))] == ["甲", "丙"]
    assert [one.name for one in members_on(DAY)] == ["乙", "丙"]
    assert Member.objects.count() == 3
    page = client_of("village_officer").get("/headquarters/members/").content.decode()
    for words in ("指挥长", "乙", "指挥部办公室（设在市人力资源和社会保障局）"):
        assert words in page


@pytest.mark.requirement("R112")
def test_a_department_has_exactly_one_live_officer(units, city_officer) -> None:
    bodies.name_officer(units["water"], "甲", "13900000001", BEGAN, actor=city_officer)
    bodies.name_officer(units["water"], "乙", "13900000002", DAY, actor=city_officer)
    before, now = Officer.objects.order_by("pk")
    assert (before.valid_to, now.valid_to) == (DAY, None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Officer.objects.create(unit=units["water"], name="丙")
    with pytest.raises(EndsBeforeItBegan):
        bodies.name_officer(units["water"], "丁", "", BEGAN, actor=city_officer)


@pytest.mark.requirement("R112")
def test_vacancies_are_a_warning_for_the_office_and_the_township(
    units, county, city_officer, township_clerk, client_of
) -> None:
    bodies.name_officer(county.villages[0], "甲", "13900000001", BEGAN, actor=township_clerk)
    departments, villages = vacancies(city_officer)
    assert (len(departments), len(villages)) == (10, 3)
    assert [line.place for line in vacancies(township_clerk)[1]] == ["里方村委会"]
    assert "10个部门没有就业工作信息员" in client_of("city_officer").get("/").content.decode()
    assert "1个村没有信息员" in client_of("township_clerk").get("/").content.decode()


def test_a_township_names_officers_of_its_own_villages_only(units, county, township_clerk, client_of) -> None:
    with pytest.raises(NotForYou):
        bodies.name_officer(county.villages[2], "甲", "", BEGAN, actor=township_clerk)
    with pytest.raises(WrongPhone):
        bodies.name_officer(county.villages[0], "甲", "12", BEGAN, actor=township_clerk)
    names = "/headquarters/phones/name/?village="
    assert client_of("township_clerk").get(f"{names}{county.villages[0].pk}").status_code == 200
    assert client_of("township_clerk").get(f"{names}{county.villages[2].pk}").status_code == 404


def test_phones_are_masked_for_the_leader_and_shown_for_a_reason(
    units, county, city_officer, official, client_of
) -> None:
    officer = bodies.name_officer(units["water"], "甲", "13900001234", BEGAN, actor=city_officer)
    assert "13900001234" in client_of("village_officer").get("/headquarters/phones/").content.decode()
    leader = client_of(official("headquarters_leader", "hq", county.division))
    page = leader.get("/headquarters/phones/").content.decode()
    assert "13900001234" not in page
    assert "139****1234" in page
    href = f"/headquarters/phones/{officer.uuid}/"
    assert "13900001234" not in leader.post(href, {"reason_code": "meeting"}).content.decode()
    assert "13900001234" in leader.post(href, {"reason_code": "meeting", "reason": "问会议"}).content.decode()
    assert Look.objects.filter(verb="headquarters.reveal_phone").count() == 1


@pytest.mark.requirement("R110", "R111")
def test_who_has_not_recorded_body_staff_and_funds_is_seen(units, township_clerk, stranger, client_of) -> None:
    unit = units["532504102000"]
    common = {"actor": township_clerk}
    bodies.record_institution(unit, "领导小组", "新政发〔2020〕3号", "甲", BEGAN, **common)
    bodies.record_staff(unit, BEGAN, 2, 3, posts="组长、联络员", **common)
    bodies.record_funds(unit, 2020, "budget", 5_000_000, **common)
    bodies.record_funds(unit, 2020, "budget", 6_000_000, **common)
    done = {row.unit.code: row for row in set_ups(2020)}
    assert done["532504102000"].is_complete
    assert done["532504102000"].yuan == "60,000.00"  # the newest of a line holds
    assert not done["532504106000"].is_complete
    with pytest.raises(NotForYou):
        bodies.record_staff(unit, BEGAN, 1, 1, actor=stranger)
    page = client_of("auditor").get("/headquarters/institutions/").content.decode()
    assert "没有登记" in page
    assert "新政发〔2020〕3号" in page
    assert client_of("stranger").get("/headquarters/institutions/532504102000/staff/").status_code == 404
