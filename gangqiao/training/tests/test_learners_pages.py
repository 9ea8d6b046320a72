"""The pages of learners: each for those it is for, masked for readers of figures, and nobody's beyond the area."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from gangqiao.accounts.models import Grant, Unit, UnitKind, User
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people.models import Intention
from gangqiao.training.actions import certifying, guarding
from gangqiao.training.certificates import in_groups
from gangqiao.training.models import Attendance, CallBack, Doubt, Enrolment
from gangqiao.training.tests.rig import TODAY, at, attend_all, call_all, fresh, learner, sessions_of, short_class

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _spring():
    with clock.frozen_at(TODAY):
        yield


def _url(name: str, row: Any) -> str:
    return reverse(f"training:{name}", args=[row.uuid])


@pytest.mark.requirement("R076")
def test_from_the_list_of_wishes_to_the_roll_call(county, make_person, remember, client_of):
    begins = clock.today()
    held = short_class(county.xinshao, status="enrolling", begins_on=begins - dt.timedelta(days=1), ends_on=begins)
    wishes, away = make_person(county.villages[0]), make_person(county.villages[0], birth_date=dt.date(1940, 1, 1))
    for one in (wishes, away):
        remember(Intention, one, training_wish="yes", wished_courses=["welder"])
    town, village = client_of("township_clerk"), client_of("village_officer")
    page = town.get(_url("candidates", held)).content.decode()
    assert wishes.name in page
    assert away.name in page
    assert str(wishes.uuid) in page
    answer = town.post(
        _url("candidates", held), {"pick": [str(wishes.uuid), str(away.uuid)], "source": "wish", "admit": "1"}
    )
    assert answer.status_code == 302
    with everywhere(reason="test"):
        row = Enrolment.objects.get(held=held)
    assert (row.person_id, row.status) == (wishes.pk, "admitted")
    assert wishes.name in village.get(_url("learners", held)).content.decode()
    assert village.get(_url("candidates", held)).status_code == 200
    type(held).objects.filter(pk=held.pk).update(status="running")
    session = sessions_of(held)[1]
    with clock.frozen_at(at(session)):
        assert str(row.uuid) in village.get(_url("sign_in", session)).content.decode()
        asked = {"pick": [str(row.uuid)], "way": "list", "place": "村委会"}
        assert village.post(_url("sign_in", session), asked).status_code == 302
        assert village.post(_url("sign_in", session), asked).status_code == 302
    with everywhere(reason="test"):
        assert Attendance.objects.filter(enrolment=row).count() == 1
    late = clock.now() + dt.timedelta(days=1)
    with clock.frozen_at(late):
        assert village.post(_url("sign_in", session), asked).status_code == 422
    page = village.get(_url("learner", row)).content.decode()
    assert "村委会" in page
    assert reverse("training:object", args=[row.uuid]) in page
    assert reverse("training:pass_learner", args=[row.uuid]) not in page
    asked = {"session": str(session.uuid), "minutes": "90", "reason": "提前离开"}
    assert village.post(_url("correct_attendance", row), asked).status_code == 403
    assert town.post(_url("correct_attendance", row), asked | {"minutes": "x"}).status_code == 422
    assert town.post(_url("correct_attendance", row), asked).status_code == 302
    assert fresh(row).minutes == 90
    assert village.post(_url("object", row)).status_code == 302
    assert fresh(row).status == "objected"
    assert wishes.name in village.get(reverse("people:person", args=[wishes.uuid])).content.decode()


def test_call_backs_doubts_and_papers(
    county, make_person, client_of, make_user, village_officer, township_clerk, city_officer, remember
):
    held = short_class(county.xinshao)
    rows = [learner(make_person(county.villages[0], phone="13887300001"), held) for _ in range(4)]
    far = learner(make_person(county.hongxi), held)
    attend_all(held, rows, actor=village_officer, way="paper")
    town, city, stranger = client_of("township_clerk"), client_of("city_officer"), client_of("stranger")
    assert "·" in town.get(_url("doubts_of", held)).content.decode()
    assert town.post(_url("draw_calls", held), {"seed": ""}).status_code == 302
    assert town.post(_url("draw_calls", held), {"seed": "弥勒"}).status_code == 302
    with everywhere(reason="test"):
        calls = list(CallBack.objects.filter(enrolment__held=held))
    assert len(calls) == 5
    page = city.get(reverse("training:call_backs")).content.decode()
    assert "13887300001" in page
    for one in calls:
        answer = {"reason_code": "confirmed" if one.kind == "call" else "same"}
        assert stranger.post(_url("record_call", one), answer).status_code == 404
        assert city.post(_url("record_call", one), answer).status_code == 302
    assert city.get(reverse("training:call_backs") + "?look=done").content.decode().count("13887300001") == 10
    with everywhere(reason="test"):
        Enrolment.objects.filter(pk=rows[0].pk).update(objected_on=clock.today(), status="objected")
    guarding.look_through_all()
    with everywhere(reason="test"):
        doubt = Doubt.objects.get(held=held)
    assert rows[0].shown_name in town.get(reverse("training:doubts")).content.decode()
    assert town.post(_url("settle_doubt", doubt), {"reason_code": "confirmed", "reason": "代签"}).status_code == 302
    assert fresh(doubt).outcome == "confirmed"
    _papers(held, rows, far, client_of, make_user, county)


def _papers(held: Any, rows: list[Any], far: Any, client_of: Any, make_user: Any, county: Any) -> None:
    """Every paper as PDF; the lists hold whom the reader sees, and the teaching unit gets no list of who was drawn."""
    city = client_of("city_officer")
    with everywhere(reason="test"):
        Enrolment.objects.filter(pk__in=[row.pk for row in rows[1:]]).update(status="passed")
    for key in ("list", "sign_in", "calls", "hands", "certificates", "claim"):
        made = city.post(_url("print_paper", held), {"paper": key})
        assert made.content.startswith(b"%PDF"), key
    book = openpyxl.load_workbook(
        io.BytesIO(city.post(_url("print_paper", held), {"paper": "claim", "how": "xlsx"}).content)
    )
    words = {str(cell.value) for line in book.active.iter_rows() for cell in line if cell.value}
    assert {row.shown_name for row in rows[1:]} <= words
    assert rows[0].shown_name not in words
    with everywhere(reason="test"):
        assert not {str(row.person.id_number) for row in rows} & words
    assert city.post(_url("print_paper", held), {"paper": "x"}).status_code == 404
    assert city.post(_url("print_slip", rows[1])).content.startswith(b"%PDF")
    unit = Unit.objects.create(code="school", name="样本培训学校", kind=UnitKind.OTHER)
    user = make_user("", username="teacher")
    User.objects.filter(pk=user.pk).update(unit=unit)
    Grant.objects.create(user=user, role="training_provider", valid_from=dt.date(2019, 1, 1))
    type(held).objects.filter(pk=held.pk).update(unit="school")
    with everywhere(reason="test"):
        Enrolment.objects.filter(held=held).update(party="school")
    teacher = client_of(User.objects.get(pk=user.pk))
    assert far.shown_name in teacher.get(_url("learners", held)).content.decode()
    papers = teacher.get(_url("papers", held)).content.decode()
    assert 'value="sign_in"' in papers
    assert 'value="calls"' not in papers
    assert teacher.post(_url("print_paper", held), {"paper": "calls"}).status_code == 302
    assert teacher.get(reverse("training:call_backs")).status_code == 403
    # Who was asked and what was said is not for those who are checked by it.
    assert teacher.get(_url("doubts_of", held)).status_code == 404
    for one in (teacher, client_of("village_officer")):
        assert rows[0].shown_name not in one.get(reverse("training:doubts")).content.decode()
        assert one.get(_url("class", held)).status_code == 200
    assert "学员提出异议" not in teacher.get(_url("learner", rows[0])).content.decode()
    other = short_class(county.hongxi, number="B")
    assert teacher.get(_url("learners", other)).status_code == 404
    masked = client_of(make_user("auditor", county.division))
    assert masked.get(_url("learners", held)).status_code == 200


def test_a_learner_beyond_the_area_does_not_exist_and_the_class_shows_the_own_people(
    county, make_person, client_of, village_officer, township_clerk, city_officer
):
    held = short_class(county.division)
    near, far = learner(make_person(county.villages[0]), held), learner(make_person(county.hongxi), held)
    village = client_of("village_officer")
    page = village.get(_url("learners", held)).content.decode()
    assert near.shown_name in page
    assert far.shown_name not in page
    assert village.get(_url("learner", far)).status_code == 404
    assert village.post(_url("object", far)).status_code == 404
    assert client_of("city_officer").get(_url("learner", far)).status_code == 200
    attend_all(held, [near], actor=village_officer)
    call_all(held, actor=city_officer, caller=township_clerk)
    with everywhere(reason="test"):
        Enrolment.objects.filter(pk=near.pk).update(status="passed")
    with scope_of(city_officer):
        made = certifying.certify(near.uuid, actor=city_officer)
    assert in_groups(made.number) in village.get(_url("learner", near)).content.decode()
