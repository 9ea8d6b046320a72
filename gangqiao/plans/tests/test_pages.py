"""The pages of the work plan, as each post sees them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gangqiao.kernel import clock
from gangqiao.plans import actions
from gangqiao.plans.models import PlanVersion, UnitTask
from gangqiao.plans.states import Status

pytestmark = pytest.mark.django_db


def text(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.requirement("R001", "R003", "R010", "R011", "R043", "R127")
def test_the_plan_is_read_as_a_document_with_the_clause_beside(in_force, client_of) -> None:
    page = text(client_of("village_officer").get("/plan/"))
    for words in (
        "战疫情",
        "三、重点工作(一)",
        "时限早于印发",
        "贫困劳动力实现转移就业1.5万人以上",
        "脱贫攻坚挂牌督战",
    ):
        assert words in page


def test_before_a_plan_is_in_force_it_can_be_read_and_the_office_puts_it_into_force(
    units, on_plan_day, client_of
) -> None:
    assert "尚未生效" in text(client_of("township_clerk").get("/plan/"))
    assert client_of("township_clerk").post("/plan/load/").status_code == 403
    assert client_of("city_officer").post("/plan/load/").status_code == 302
    assert PlanVersion.objects.get().in_force
    assert UnitTask.objects.exists()


@pytest.mark.requirement("R122")
def test_the_matrix_marks_leading_responsible_and_cooperating_units_by_word_and_shape(in_force, client_of) -> None:
    page = text(client_of("township_clerk").get("/plan/matrix/"))
    for mark in ("◆", "●", "○", "牵头", "责任", "配合"):
        assert mark in page
    assert "prints-wide" in page


def test_a_duty_shows_every_unit_that_owes_it(in_force, client_of) -> None:
    page = text(client_of("auditor").get("/plan/duties/M2.3/"))
    for name in ("水务局", "文化和旅游局", "发展和改革局"):
        assert name in page
    assert client_of("auditor").get("/plan/duties/T9/").status_code == 404


def test_the_board_shows_every_unit_and_ranks_nobody(in_force, client_of) -> None:
    page = text(client_of("city_officer").get("/plan/units/"))
    names = ["卫生健康局", "水务局", "新哨镇", "虹溪镇"]
    assert sorted(names, key=page.index) == names


def test_a_unit_sees_what_it_owes_the_most_urgent_first(in_force, client_of) -> None:
    with clock.frozen_at(dt.date(2020, 3, 31)):
        page = text(client_of("township_clerk").get("/plan/units/532504102000/"))
    assert page.index("T1.1") < page.index("T5.1") < page.index("T2.1")
    assert "红：逾期" in page


def test_all_new_tasks_are_accepted_with_one_press_by_the_own_unit_only(in_force, client_of) -> None:
    assert client_of("stranger").post("/plan/units/532504102000/accept/").status_code == 404
    client_of("township_clerk").post("/plan/units/532504102000/accept/")
    assert not UnitTask.objects.filter(unit__code="532504102000", status=Status.GIVEN).exists()
    assert UnitTask.objects.filter(unit__code="532504106000", status=Status.GIVEN).exists()


def test_a_task_is_worked_and_verified_on_its_page(owed, client_of, settings, tmp_path) -> None:
    settings.HOME = tmp_path
    task = owed("T1.1", "532504102000")
    here, township, office = f"/plan/tasks/{task.uuid}/", client_of("township_clerk"), client_of("city_officer")
    township.post(f"{here}accept/")
    file = SimpleUploadedFile("汇总表.pdf", b"%PDF summary")
    township.post(f"{here}evidence/", {"words": "布龙村已完成", "figure": "", "file": file})
    assert "布龙村已完成" in text(township.get(here))
    township.post(f"{here}done/")
    township.post(f"{here}verify/")
    assert owed("T1.1", "532504102000").status == Status.DONE
    assert "布龙村已完成" in text(office.get(here))
    office.post(f"{here}send-back/", {"reason": "缺里方村"})
    assert "缺里方村" in text(township.get(here))
    township.post(f"{here}start/")
    township.post(f"{here}evidence/", {"words": "里方村已补"})
    township.post(f"{here}done/")
    office.post(f"{here}verify/")
    assert owed("T1.1", "532504102000").status == Status.VERIFIED


def test_evidence_without_content_is_refused_beside_the_field(owed, client_of) -> None:
    task = owed("T1.1", "532504102000")
    township = client_of("township_clerk")
    township.post(f"/plan/tasks/{task.uuid}/accept/")
    assert "field-error" in text(township.post(f"/plan/tasks/{task.uuid}/evidence/", {"words": " "}))


def test_a_figure_is_kept_as_it_was_counted(owed, client_of, make_person, county) -> None:
    make_person(county.xinshao)
    task = owed("T3.4", "532504102000")
    township = client_of("township_clerk")
    township.post(f"/plan/tasks/{task.uuid}/accept/")
    township.post(f"/plan/tasks/{task.uuid}/evidence/", {"figure": "transferred"})
    given = task.evidence.get()
    assert (given.figure, given.counted, given.figure_day) == ("transferred", 0, dt.date(2020, 3, 16))
    assert text(township.get(f"/plan/tasks/{task.uuid}/"))


def test_states_are_open_inside_and_evidence_is_not(owed, client_of, township_clerk, settings, tmp_path) -> None:
    settings.HOME = tmp_path
    task = owed("T1.1", "532504102000")
    actions.accept(task.pk, actor=township_clerk)
    shown = actions.show(task.pk, words="全部查完了", file_name="a.pdf", content=b"%PDF", actor=township_clerk)
    here, file = f"/plan/tasks/{task.uuid}/", f"/plan/evidence/{shown.uuid}/"
    for who, sees in (("stranger", False), ("village_officer", False), ("auditor", True), ("city_officer", True)):
        assert ("全部查完了" in text(client_of(who).get(here))) is sees
        assert client_of(who).get(file).status_code == (200 if sees else 404)
    assert client_of("township_clerk").get(file).content == b"%PDF"


def test_another_unit_gets_no_buttons_and_no_effect(owed, client_of) -> None:
    task = owed("T1.1", "532504102000")
    page = text(client_of("stranger").get(f"/plan/tasks/{task.uuid}/"))
    assert f"/plan/tasks/{task.uuid}/accept/" not in page
    client_of("stranger").post(f"/plan/tasks/{task.uuid}/accept/")
    assert owed("T1.1", "532504102000").status == Status.GIVEN
