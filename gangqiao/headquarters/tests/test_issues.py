"""Issues from the village to the headquarters, and who sees them on the way."""

from __future__ import annotations

import datetime as dt

import pytest

from gangqiao.audit.models import Event
from gangqiao.audit.steps import NotYourVerb
from gangqiao.headquarters.actions import issues
from gangqiao.headquarters.filing import Sent
from gangqiao.headquarters.models import Issue, IssueLevel
from gangqiao.headquarters.reads.issues import opened, seen_by, standing_of_issue
from gangqiao.headquarters.refusals import AlreadyAtTheTop, NotForYou, NotYourOwnResult, WordsMissing
from gangqiao.headquarters.states import IssueStatus
from gangqiao.kernel.scope import scope_of
from gangqiao.plans.standing import Light

pytestmark = pytest.mark.django_db
DUE = dt.date(2020, 3, 20)


@pytest.fixture
def issue(units, village_officer, county) -> Issue:
    """Raised by the village and sent to its township at once."""
    return issues.raise_issue(county.villages[0], "transport", "没有班车", "李四走不了", actor=village_officer)


@pytest.mark.requirement("R109")
def test_an_issue_goes_up_and_is_solved_by_a_department_and_verified_by_another(
    issue, units, village_officer, township_clerk, city_officer, liaison
) -> None:
    with scope_of(village_officer), pytest.raises(NotForYou):
        issues.accept_issue(issue.pk, actor=village_officer)  # it stands at the township
    with scope_of(township_clerk):
        issues.accept_issue(issue.pk, actor=township_clerk)
        with pytest.raises(WordsMissing):
            issues.send_up(issue.pk, " ", actor=township_clerk)
        issues.send_up(issue.pk, "本镇没有客车", actor=township_clerk)
        with pytest.raises(NotForYou):
            issues.accept_issue(issue.pk, actor=township_clerk)
    with scope_of(city_officer):
        issues.accept_issue(issue.pk, actor=city_officer)
        issues.assign_issue(issue.pk, units["water"], DUE, actor=city_officer)
        with pytest.raises(AlreadyAtTheTop):
            issues.send_up(issue.pk, "x", actor=city_officer)
    with scope_of(liaison), opened(liaison, issue.uuid) as (found, acting):
        issues.start_issue(found.pk, actor=acting)
        issues.report_issue(found.pk, "已恢复班车", actor=acting)
    with scope_of(city_officer):
        solved = issues.verify_issue(issue.pk, actor=city_officer)
        assert (solved.status, solved.level, solved.notes.count()) == (IssueStatus.VERIFIED, IssueLevel.HEADQUARTERS, 8)


def test_a_department_opens_its_own_issues_and_no_others(issue, units, liaison, township_clerk) -> None:
    with scope_of(liaison):
        assert seen_by(liaison, is_open=True) == []
        with pytest.raises(Issue.DoesNotExist), opened(liaison, issue.uuid):
            pass
    with scope_of(township_clerk):
        issues.accept_issue(issue.pk, actor=township_clerk)
        issues.assign_issue(issue.pk, units["water"], DUE, actor=township_clerk)
    with scope_of(liaison):
        assert [one.uuid for one in seen_by(liaison, is_open=True)] == [issue.uuid]
    with scope_of(township_clerk):
        issues.assign_issue(issue.pk, units["transport"], DUE, actor=township_clerk)
    with scope_of(liaison):
        assert seen_by(liaison, is_open=True) == []


def test_a_department_raises_an_issue_and_sees_what_becomes_of_it(units, liaison, county) -> None:
    raised = issues.raise_issue(county.division, "vacancies", "工程缺人", "缺普工", actor=liaison)
    assert raised.level == IssueLevel.HEADQUARTERS
    with scope_of(liaison):
        assert [one.uuid for one in seen_by(liaison, is_open=True)] == [raised.uuid]


def test_nobody_raises_an_issue_of_another_area(units, village_officer, county) -> None:
    with pytest.raises(NotYourVerb):
        issues.raise_issue(county.hongxi, "other", "x", "y", actor=village_officer)


def test_another_township_does_not_see_it(issue, stranger, client_of) -> None:
    with scope_of(stranger):
        assert seen_by(stranger, is_open=True) == []
    assert client_of("stranger").get(f"/headquarters/issues/{issue.uuid}/").status_code == 404


def test_a_village_solves_its_own_and_the_township_verifies(units, village_officer, township_clerk, county) -> None:
    own = issues.raise_issue(
        county.villages[0], "survey", "缺两户", "外出", to_level_above=False, actor=village_officer
    )
    with scope_of(village_officer):
        issues.accept_issue(own.pk, actor=village_officer)
        issues.start_issue(own.pk, actor=village_officer)
        issues.report_issue(own.pk, "已补", actor=village_officer)
        with pytest.raises(NotYourVerb):
            issues.verify_issue(own.pk, actor=village_officer)
    with scope_of(township_clerk):
        with pytest.raises(WordsMissing):
            issues.send_back_issue(own.pk, "", actor=township_clerk)
        issues.verify_issue(own.pk, actor=township_clerk)


def test_who_reported_it_solved_does_not_verify_it(units, township_clerk, county) -> None:
    own = issues.raise_issue(county.xinshao, "other", "x", "y", to_level_above=False, actor=township_clerk)
    with scope_of(township_clerk):
        issues.accept_issue(own.pk, actor=township_clerk)
        issues.start_issue(own.pk, actor=township_clerk)
        issues.report_issue(own.pk, "办了", actor=township_clerk)
        with pytest.raises(NotYourOwnResult):
            issues.verify_issue(own.pk, actor=township_clerk)


def test_an_issue_is_yellow_when_nobody_accepts_it_and_red_after_its_day(issue, units, township_clerk) -> None:
    assert standing_of_issue(issue, dt.date(2020, 3, 20)).light is Light.YELLOW
    with scope_of(township_clerk):
        issues.accept_issue(issue.pk, actor=township_clerk)
        late = issues.assign_issue(issue.pk, units["water"], DUE, actor=township_clerk)
    assert standing_of_issue(late, dt.date(2020, 3, 23)).light is Light.RED


def test_its_words_are_sealed_and_stay_out_of_the_log(issue, township_clerk) -> None:
    with scope_of(township_clerk):
        issues.send_up(issue.pk, "李四走不了", actor=township_clerk)
        sealed = Issue.objects.values_list("title", flat=True).get(pk=issue.pk)
    assert "班车".encode() not in bytes(sealed)
    assert not Event.objects.filter(reason__contains="李四").exists()


def test_an_issue_is_worked_through_on_its_pages(units, county, client_of, settings, tmp_path) -> None:
    settings.HOME = tmp_path
    village, town = client_of("village_officer"), client_of("township_clerk")
    asked = {"area": county.villages[0].pk, "kind": "transport", "title": "没有班车", "words": "走不了", "above": "on"}
    here = village.post("/headquarters/issues/raise/", asked)["Location"]
    assert "没有班车" in village.get(here).content.decode()
    assert "没有班车" in town.get("/headquarters/issues/").content.decode()
    town.post(f"{here}accept/")
    town.post(f"{here}assign/", {"unit": units["transport"].pk, "due_on": "2020-03-20", "words": "恢复班车"})
    page = town.get(here).content.decode()
    assert "恢复班车" in page
    assert "交通运输局" in page
    assert "待受理" not in village.get("/").content.decode()


def test_a_file_of_an_issue_opens_to_whoever_sees_it(
    units, county, village_officer, client_of, settings, tmp_path
) -> None:
    settings.HOME = tmp_path
    issue = issues.raise_issue(
        county.villages[0], "other", "x", "y", sent=Sent("照片.jpg", b"jpg"), actor=village_officer
    )
    with scope_of(village_officer):
        note = issue.notes.get()
    href = f"/headquarters/issue-files/{note.uuid}/"
    assert client_of("township_clerk").get(href).content == b"jpg"
    assert client_of("stranger").get(href).status_code == 404
