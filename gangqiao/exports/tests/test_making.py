"""What stands in the file: the same rows as on the page, each once, masked as there, in the layout asked for."""

from __future__ import annotations

import datetime as dt

import pytest

from gangqiao.accounts.reads import actor_of
from gangqiao.exports import actions, making
from gangqiao.exports.models import Export
from gangqiao.exports.tests.conftest import PASSWORD, lines, opened, run
from gangqiao.kernel.actor import Level
from gangqiao.kernel.identifiers import mask_id
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.ledgers.reads import page
from gangqiao.ledgers.reads.ledgers import LEDGERS, PEOPLE
from gangqiao.people.models import Category, EmploymentSpell, Person, Skill

pytestmark = pytest.mark.django_db


def test_the_house_layout_says_what_where_when_by_whom_and_how_many(file_of, township_clerk, make_person, county):
    make_person(county.xinshao, name="甲"), make_person(county.xinshao, name="乙")
    title, facts, heading, *rows, last = file_of(township_clerk, columns=["name", "sex"])
    assert "新哨镇" in title[0]
    assert "人员台账" in title[0]
    assert dt.date.today().isoformat()[:4] in facts[0]
    assert township_clerk.name in facts[0]
    assert "D0" in facts[0]
    assert heading == ["姓名", "性别"]
    assert [row[0] for row in rows] == ["甲", "乙"]
    assert last[0].startswith("共2人")


def test_the_bare_layout_is_heading_and_rows(file_of, township_clerk, make_person, county):
    make_person(county.xinshao, name="甲", education="70")
    heading, row = file_of(township_clerk, profile="bare", columns=["name", "birth_date"])
    assert heading == ["姓名", "出生日期"]
    assert row[0] == "甲"
    assert dt.date.fromisoformat(row[1])


def test_a_code_may_stand_beside_its_word(file_of, township_clerk, make_person, county):
    make_person(county.xinshao, name="甲", sex="2")
    heading, row = file_of(township_clerk, profile="coded", columns=["name", "sex"])
    assert heading == ["姓名", "性别", "性别（代码）"]
    assert row[2] == "2"


def test_an_empty_list_is_still_a_sheet(file_of, township_clerk):
    assert file_of(township_clerk, profile="bare", columns=["name"])[0] == ["姓名"]


def test_what_is_sensitive_is_masked_as_on_the_page(file_of, township_clerk, person):
    rows = file_of(township_clerk, profile="bare", columns=["name", "id_number", "health_status"])
    assert rows[1][1] == mask_id(person.id_number, birthday_shown=True)
    assert rows[1][2] in (None, "***")


def test_a_masked_sheet_masks_phones_too(file_of, township_clerk, make_person, county):
    make_person(county.xinshao, phone="13887300001")
    rows = file_of(township_clerk, profile="masked", columns=["name", "phone"])
    assert "13887300001" not in str(rows)
    assert "138" in str(rows)


def test_only_the_columns_approved_are_in_full(ask, township_clerk, make_user, county, make_person):
    from gangqiao.accounts.reads import actor_of

    person = make_person(county.xinshao, bank_account="6217000011112222")
    export = ask(township_clerk, columns=["name", "bank_account"], clear=["id_number"], purpose="核对身份证号码发补贴")
    leader = actor_of(make_user("township_leader", county.xinshao))
    with scope_of(leader):
        actions.approve(export.uuid, actor=leader)
    run(export)
    with scope_of(township_clerk):
        _row, content = actions.fetch(export.uuid, actor=township_clerk, password=PASSWORD)
    text = str(lines(opened(content, PASSWORD)))
    assert person.id_number in text
    assert "6217000011112222" not in text


def test_the_file_has_the_rows_of_the_scope_and_the_filter(file_of, township_clerk, make_person, county):
    for area in (county.xinshao, county.hongxi, county.villages[1]):
        make_person(area, name=f"甲{area.name}", sex="1"), make_person(area, name=f"乙{area.name}", sex="2")
    rows = file_of(township_clerk, profile="bare", columns=["name"], sex="2")
    assert sorted(row[0] for row in rows[1:]) == sorted(["乙新哨镇", f"乙{county.villages[1].name}"])


def test_households_are_exported_with_their_heads(file_of, township_clerk, household, person):
    rows = file_of(township_clerk, ledger="households", profile="bare", columns=["household_no", "head", "members"])
    assert rows[1][1:] == [person.name, 1]


def test_every_row_is_written_once_whatever_the_size_of_the_block(
    file_of, township_clerk, make_person, make_household, county, monkeypatch
):
    household = make_household(county.xinshao)
    names = {make_person(household=household).name for _n in range(7)}
    monkeypatch.setattr(making, "BLOCK", 3)
    rows = file_of(township_clerk, profile="bare", columns=["name"])
    found = [row[0] for row in rows[1:]]
    assert len(found) == len(set(found)) == 8
    assert names < set(found)


def test_a_file_that_is_not_complete_is_not_given_out(ask, township_clerk, make_person, county, monkeypatch):
    """Somebody is registered behind the place already written, each time."""
    make_person(county.xinshao)
    export = ask(township_clerk)
    real = making.rows_of

    def rows_of(records, needs, home):
        make_person(county.xinshao)
        return real(records, needs, home)

    monkeypatch.setattr(making, "rows_of", rows_of)
    failed = run(export)
    assert (failed.status, failed.file) == ("failed", "")
    assert failed.said


def test_several_dated_rows_stand_in_one_cell_and_the_bare_layout_has_the_latest(
    file_of, township_clerk, person, remember
):
    remember(Skill, person, name="砌筑"), remember(Skill, person, name="电焊", valid_from=dt.date(2021, 1, 1))
    wish = {"columns": ["name", "skill-name"]}
    assert file_of(township_clerk, **wish)[3][1] == "砌筑、电焊"
    assert file_of(township_clerk, profile="bare", **wish)[1][1] == "电焊"


def test_all_columns_of_both_ledgers_can_be_written(file_of, township_clerk, person, remember):
    remember(EmploymentSpell, person, monthly_income=350050)
    for ledger in LEDGERS.values():
        for profile in ("house", "bare", "coded"):
            rows = file_of(township_clerk, ledger=ledger.key, profile=profile, columns=[c.key for c in ledger.columns])
            heading = rows[2] if profile == "house" else rows[0]
            assert len(set(heading)) == len(heading) >= len(ledger.columns)


@pytest.mark.requirement("D14")
def test_the_export_shows_what_the_page_shows(file_of, auditor, city_officer, person):
    """Every text of the file, but for numbers and days that are written for machines, stands on the page."""
    with scope_of(city_officer):
        asked = page.read(PEOPLE, {}, city_officer)
        shown = page.page_of(asked, city_officer)
        expected = {c.key: c.text(shown.rows[0], Level.PERSONAL) for c in shown.columns}
    keys = [key for key in expected if key not in ("age", "place")]
    _heading, row = file_of(city_officer, profile="bare", columns=keys)
    assert [text or "" for text in row] == [expected[key] for key in keys]


def test_a_killed_job_leaves_nothing_and_begins_anew(ask, township_clerk, person, monkeypatch, tmp_path):
    export = ask(township_clerk)

    def killed(*args, **more):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("gangqiao.exports.jobs.step", killed)
        with pytest.raises(KeyboardInterrupt):
            run(export)
    assert list((tmp_path / "files").iterdir()) == []
    with scope_of(township_clerk):
        assert Export.objects.get(pk=export.pk).status == "approved"
    assert run(export).status == "made"


def test_sensitive_categories_leave_masked_for_everybody_or_in_full_once_approved(
    file_of, ask, township_clerk, make_user, make_person, remember, county
):
    """The same mask for who holds none: it tells nobody's secret."""
    held, none = make_person(name="甲"), make_person(name="乙")
    remember(Category, held, kind="disabled")
    rows = file_of(township_clerk, profile="bare", columns=["name", "sensitive_categories"])
    assert rows == [["姓名", "敏感人员类别"], [held.name, "***"], [none.name, "***"]]
    export = ask(township_clerk, profile="bare", clear=["sensitive_categories"], purpose="发放残疾人就业补贴核对名单")
    assert run(export).status == "asked"
    leader = actor_of(make_user("township_leader", county.xinshao))
    with scope_of(leader):
        actions.approve(export.uuid, actor=leader)
    run(export)
    with scope_of(township_clerk):
        _row, content = actions.fetch(export.uuid, actor=township_clerk, password=PASSWORD)
    assert [row[1] for row in lines(opened(content, PASSWORD))[1:]] == ["残疾人", None]


def test_no_person_is_left_out_of_the_log(ask, city_officer, make_person, county):
    from gangqiao.audit.models import Look

    for area in (county.xinshao, county.hongxi):
        make_person(area)
    run(ask(city_officer))
    with everywhere(reason="test"):
        everybody = {str(p.uuid) for p in Person.objects.all()}
    assert {p for look in Look.objects.filter(verb="exports.take_out") for p in look.persons} == everybody
