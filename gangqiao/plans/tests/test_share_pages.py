"""The pages of the targets and their shares, as each post sees them."""

from __future__ import annotations

import dataclasses
import io

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from gangqiao.kernel.queue import sources
from gangqiao.plans import actions, share_sources
from gangqiao.plans.models import Cascade, TargetShare
from gangqiao.plans.shares import alarms
from gangqiao.plans.shares.in_force import issued
from gangqiao.plans.states import ShareStatus

pytestmark = pytest.mark.django_db


def text(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def made(in_force, city_officer):
    return actions.make_draft(rule="equal", course="equal", actor=city_officer)


@pytest.fixture
def leader(official, county):
    return official("headquarters_leader", "hq", county.division)


@pytest.fixture
def in_effect(made, leader, client_of):
    client_of(leader).post(f"/plan/targets/shares/{made.uuid}/issue/", {"reason": "第一次联席会议"})
    return issued()


@pytest.mark.requirement("R022")
def test_targets_are_drawn_under_the_one_they_lie_within(in_force, client_of) -> None:
    page = text(client_of("village_officer").get("/plan/targets/"))
    assert page.index("R014") < page.index("R016") < page.index("R017") < page.index("R020")
    assert "其中数" in page
    assert "目标任务尚未分解" in page


def test_the_office_makes_a_draft_and_the_leader_issues_it(in_force, client_of, leader) -> None:
    office, head = client_of("city_officer"), client_of(leader)
    assert "生成草稿" in text(office.get("/plan/targets/shares/"))
    answer = office.post("/plan/targets/shares/draft/", {"rule": "equal", "course": "equal", "on": ""})
    here = answer["Location"]
    assert "各项合计都不低于全市数" in text(office.get(here))
    assert f"{here}issue/" not in text(office.get(here))  # the maker has no such button
    assert f"{here}issue/" in text(head.get(here))
    office.post(f"{here}issue/", {"reason": "会议"})
    assert issued() is None
    head.post(f"{here}issue/", {"reason": "第一次联席会议"})
    assert "第一次联席会议" in text(office.get("/plan/targets/shares/"))


@pytest.mark.requirement("R023")
def test_a_township_sees_the_county_and_itself_by_target_and_by_month(in_effect, client_of) -> None:
    here = f"/plan/targets/shares/{in_effect.uuid}/"
    for page in (
        text(client_of("township_clerk").get(here)),
        text(client_of("township_clerk").get(f"{here}?target=R014")),
    ):
        assert "新哨镇" in page
        assert "虹溪镇" not in page
        assert "各单位合计" not in page
    whole = text(client_of("auditor").get(f"{here}?target=R020"))
    for words in ("虹溪镇", "各单位合计", "2020-03"):
        assert words in whole
    assert "2020-04" not in whole


def test_a_draft_is_shown_to_those_who_make_and_issue_it_alone(made, client_of) -> None:
    here = f"/plan/targets/shares/{made.uuid}/"
    for path in (here, f"{here}workbook/"):
        assert client_of("township_clerk").get(path).status_code == 404
        assert client_of("city_officer").get(path).status_code == 200


def test_numbers_written_by_hand_are_kept_with_their_faults_shown_in_the_place(made, client_of, county) -> None:
    here, office = f"/plan/targets/shares/{made.uuid}/", client_of("city_officer")
    name = f"R014|{county.xinshao.key}|"
    assert name in text(office.get(f"{here}change/"))
    office.post(f"{here}change/", {name: "99,000"})
    assert TargetShare.objects.get(cascade=made, target_key="R014", area=county.xinshao, month="").value == 99_000
    page = text(office.get(f"{here}change/"))
    assert "少1,000" in page
    assert "还不能下达" in page
    assert 'name="R014|' in text(office.get(f"{here}change/?target=R014"))


def test_sums_and_nesting_are_told_while_somebody_writes_and_nothing_is_kept(made, client_of, county) -> None:
    here, office = f"/plan/targets/shares/{made.uuid}/change/", client_of("city_officer")
    name = f"R014|{county.xinshao.key}|"
    assert "少5,000" in text(office.post(here, {name: "95000"}, headers={"HX-Request": "true"}))
    assert "各项合计都不低于全市数" in text(office.post(here, {name: "100000"}, headers={"HX-Request": "true"}))
    assert TargetShare.objects.get(cascade=made, target_key="R014", area=county.xinshao, month="").value == 100_000


def test_what_is_no_number_is_said_and_what_was_typed_stays(made, client_of, county) -> None:
    here, name = f"/plan/targets/shares/{made.uuid}/change/", f"R014|{county.xinshao.key}|"
    page = text(client_of("city_officer").post(here, {name: "many", f"R015|{county.xinshao.key}|": "8001"}))
    assert "many" in page
    assert 'value="8001"' in page


def test_a_unit_is_told_and_takes_note(in_effect, client_of, township_clerk, village_officer) -> None:
    (told,) = sources()["plans.shares_set"].entries(township_clerk)
    assert "新哨镇" in told.title
    assert list(sources()["plans.shares_set"].entries(village_officer)) == []
    here = f"/plan/targets/shares/{in_effect.uuid}/"
    assert f"{here}acknowledge/" in text(client_of("township_clerk").get(here))
    client_of("township_clerk").post(f"{here}acknowledge/")
    assert list(sources()["plans.shares_set"].entries(township_clerk)) == []
    assert f"{here}acknowledge/" not in text(client_of("township_clerk").get(here))


def test_a_draft_waits_on_the_list_of_who_may_issue_it(made, city_officer, actor, county) -> None:
    assert list(sources()["plans.shares_to_issue"].entries(city_officer)) == []
    second = actor("headquarters_leader", "hq", county.division)
    (waiting,) = sources()["plans.shares_to_issue"].entries(second)
    assert str(made.uuid) in waiting.href


@pytest.mark.requirement("R022")
def test_results_that_do_not_nest_are_an_alarm_of_the_office_and_on_the_page(
    in_force, make_person, city_officer, client_of, monkeypatch, county
) -> None:
    make_person(county.xinshao)
    assert list(share_sources.results_do_not_nest(city_officer)) == []
    assert "包含关系正确" in text(client_of("city_officer").get("/plan/targets/"))
    # A definition that names a whole it does not lie within: the real ones nest by how they are written.
    wrong = dataclasses.replace(alarms.MEASURES["rural_workers"], within=("transferred",))
    monkeypatch.setattr(alarms, "MEASURES", {**alarms.MEASURES, "rural_workers": wrong})
    (alarm,) = share_sources.results_do_not_nest(city_officer)
    assert ("弥勒市" in alarm.reason, alarm.count) == (True, 2)
    assert "新哨镇" in text(client_of("city_officer").get("/plan/targets/"))


def test_two_versions_are_compared_number_by_number(in_effect, client_of, city_officer, leader, county) -> None:
    second = actions.make_draft(rule="equal", course="equal", actor=city_officer)
    actions.change_shares(second.pk, {("R014", county.hongxi.key, ""): 110_000}, actor=city_officer)
    page = text(client_of("city_officer").get("/plan/targets/shares/history/?old=1&new=2"))
    assert "+10,000" in page
    client_of(leader).post(f"/plan/targets/shares/{second.uuid}/issue/", {"reason": "第二次"})
    assert "虹溪镇" not in text(client_of("township_clerk").get("/plan/targets/shares/history/"))
    assert Cascade.objects.get(number=1).status == ShareStatus.SUPERSEDED


def test_the_workbook_holds_the_numbers_as_numbers(in_effect, client_of) -> None:
    answer = client_of("auditor").get(f"/plan/targets/shares/{in_effect.uuid}/workbook/")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    first = book.worksheets[0]
    assert first.max_row == 3 + 4  # county, two townships, sum
    assert first["B6"].value == 100_000
    assert book["R020"].max_column == 4


def test_the_command_makes_and_issues_shares(in_force, capsys, leader) -> None:
    with pytest.raises(CommandError):
        call_command("shares", "issue")
    with pytest.raises(CommandError):
        call_command("shares", "make", by="nobody")
    call_command("shares", "make", rule="equal", course="equal")
    call_command("shares", "issue", by=leader.username)
    assert issued().reason == "弥勒市2020年农村劳动力转移就业工作方案"
