"""A layout with sensitive columns in full: asked with a purpose, approved by another, locked, marked, written down."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import msoffcrypto
import openpyxl
import pytest
from django.db import IntegrityError, transaction

from gangqiao.accounts.models import Grant
from gangqiao.accounts.reads import actor_of
from gangqiao.audit.models import Event, Look
from gangqiao.audit.reads import who_looked
from gangqiao.audit.steps import NotYourVerb
from gangqiao.exports import actions as exporting
from gangqiao.exports import jobs
from gangqiao.exports.models import Export
from gangqiao.exports.reads import shown
from gangqiao.exports.refusals import NotYourOwn, PurposeMissing, SensitiveNotYours, TooManyRows, WeakPassword
from gangqiao.exports.sources import ready, to_approve
from gangqiao.exports.tests.conftest import PASSWORD, opened, run
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.scope import scope_of
from gangqiao.people.models import Category
from gangqiao.reports import actions, examples, in_full
from gangqiao.reports import teaching as t
from gangqiao.reports.models import Version
from gangqiao.reports.refusals import NothingInFull
from gangqiao.reports.tests.made import workbook

pytestmark = pytest.mark.django_db
WHY = "上报省级实名制系统，交县人社局"
ID = "people:id_number"
DAY = dt.date(2020, 3, 31)
Ask = Callable[..., Export]


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Any) -> None:
    """Files are kept in a folder of the test."""
    settings.HOME = str(tmp_path)


@pytest.fixture
def leader(make_user: Any, county: Any) -> Actor:
    """Leader of the township Xinshao, who may approve exports there."""
    return actor_of(make_user("township_leader", county.xinshao))


@pytest.fixture
def roster(township_clerk: Actor, county: Any) -> Version:
    """The provincial system's import file, taught."""
    version = examples.take_over(examples.EXAMPLES["provincial-roster"], county.xinshao, actor=township_clerk)
    return Version.objects.get(pk=version.pk)


@pytest.fixture
def ask(roster: Version, county: Any) -> Ask:
    """Asks for the roster in full: `ask(actor, clear=[...], purpose="...", area=..., version=...)`."""

    def asked(actor: Actor, *, clear: Any = (ID,), purpose: str = WHY, area: Any = None, version: Any = None) -> Export:
        with scope_of(actor):
            where = area or county.xinshao
            return actions.ask_in_full(version or roster, where, DAY, clear, purpose, actor=actor)

    return asked


@pytest.fixture
def asked(ask: Ask, township_clerk: Actor, person: Any) -> Export:
    """The roster with ID numbers in full, that waits for its decision."""
    return ask(township_clerk)


def approved(export: Export, actor: Actor) -> Export:
    """The export once somebody has approved it and the job has run."""
    with scope_of(actor):
        exporting.approve(export.uuid, actor=actor)
    return run(export)


def fetched(export: Export, actor: Actor, password: str = PASSWORD) -> bytes:
    with scope_of(actor):
        return exporting.fetch(export.uuid, actor=actor, password=password)[1]


def book_of(export: Export, leader: Actor, asker: Actor) -> Any:
    """The workbook the asker opens in the end."""
    made = approved(export, leader)
    assert made.status == "made", made.said
    return opened(fetched(made, asker), PASSWORD)


def taught(columns: dict[str, t.Entry], actor: Actor, area: Any) -> Version:
    """A layout with these columns below a heading line, in use."""
    heads = [["甲", "乙", "丙"], [None, None, None]]
    version = actions.create_layout(workbook(heads), "f.xlsx", title="名册", area=area, actor=actor)
    version.teaching = t.Teaching({"Sheet1": t.SheetTeaching({}, t.Block(t.PEOPLE, 2, 2, {}, columns))}).dump()
    version.save()
    actions.adopt(version.pk, actor=actor)
    return Version.objects.get(pk=version.pk)


# --- asking ----------------------------------------------------------------------------------------------------------


def test_what_is_asked_for_in_full_waits_for_a_second_person(asked, township_clerk):
    assert run(asked).status == "asked"
    assert (asked.kind, asked.rows, asked.clear, asked.is_sensitive) == ("layout", 1, [ID], True)
    with scope_of(township_clerk), pytest.raises(exporting.NotThereAnyMore):
        exporting.fetch(asked.uuid, actor=township_clerk, password=PASSWORD)


@pytest.mark.parametrize(
    ("wish", "why"),
    [({"purpose": "x"}, PurposeMissing), ({"clear": ["people:name"]}, NothingInFull), ({"clear": []}, NothingInFull)],
)
def test_what_is_missing_is_said(ask, township_clerk, person, wish, why):
    with pytest.raises(why):
        ask(township_clerk, **wish)


def test_who_may_not_see_behind_a_mask_asks_for_nothing_in_full(ask, village_officer, person, county):
    with pytest.raises(SensitiveNotYours):
        ask(village_officer, area=county.villages[0])


def test_nobody_asks_for_an_area_that_is_not_theirs(ask, township_clerk, county):
    with pytest.raises(NotYourVerb):
        ask(township_clerk, area=county.hongxi)


def test_as_many_lines_as_an_export_may_have_and_no_more(ask, township_clerk, make_person, settings):
    settings.EXPORT_ROWS_SENSITIVE = 1
    make_person(), make_person()
    with pytest.raises(TooManyRows):
        ask(township_clerk)


def test_a_column_the_layout_wants_masked_is_not_offered_in_full(township_clerk, county, ask, person, leader):
    columns = {"A": t.Entry("column:id_number", form="masked"), "B": t.Entry("column:health_status")}
    version = taught(columns, township_clerk, county.xinshao)
    assert list(in_full.sensitive_columns(t.load(version.teaching))) == ["people:health_status"]
    sheet = book_of(ask(township_clerk, clear=["people:health_status"], version=version), leader, township_clerk).active
    assert "*" in sheet["A2"].value
    assert "*" not in str(sheet["B2"].value or "")


# --- the second person -----------------------------------------------------------------------------------------------


def test_the_asker_never_decides(ask, city_officer, person):
    export = ask(city_officer)
    with scope_of(city_officer), pytest.raises(NotYourOwn):
        exporting.approve(export.uuid, actor=city_officer)


def test_who_decides_sees_what_whose_how_many_and_what_for(asked, leader, township_clerk):
    with scope_of(leader):
        seen = shown(asked, leader)
        (entry,) = to_approve(leader)
    assert seen.title == "省级实名制系统导入表（劳动力）"
    assert "2020-03-31" in seen.about[0]
    assert len(seen.columns) == 11
    assert len(seen.clear) == 1
    assert seen.may_decide
    assert WHY in entry.reason
    assert township_clerk.name in entry.reason


@pytest.mark.parametrize(
    ("change", "holds"),
    [
        ({"status": "made"}, False),
        ({"status": "made", "approver": "asker"}, False),
        ({"is_sensitive": False}, False),
        ({"status": "made", "approver": "another"}, True),
    ],
    ids=["without-approval", "approved-by-the-asker", "called-not-sensitive", "approved-by-another"],
)
def test_the_database_lets_no_workbook_be_made_in_full_without_another_person(asked, leader, change, holds):
    people = {"asker": asked.asker_id, "another": leader.user_id}
    values = {key: people.get(value, value) for key, value in change.items()}
    if "approver" in values:
        values["approver_id"] = values.pop("approver")
    with scope_of([asked.area_id]), transaction.atomic():
        if holds:
            assert Export.objects.filter(pk=asked.pk).update(**values) == 1
            return
        with pytest.raises(IntegrityError):
            Export.objects.filter(pk=asked.pk).update(**values)
        transaction.set_rollback(True)


def test_a_refusal_makes_nothing(asked, leader):
    with scope_of(leader):
        exporting.refuse(asked.uuid, actor=leader, note="用途不明")
    refused = run(asked)
    assert (refused.status, refused.said, refused.file) == ("refused", "用途不明", "")


# --- the workbook ----------------------------------------------------------------------------------------------------


@pytest.mark.requirement("D07")
def test_the_provincial_file_is_filled_with_numbers_in_full_as_texts(asked, leader, township_clerk, person):
    sheet = book_of(asked, leader, township_clerk).active
    assert (sheet["B3"].value, sheet["B3"].data_type) == (person.id_number, "s")
    assert sheet["D3"].value == person.birth_date.strftime("%Y%m%d")
    assert sheet["C3"].value == person.sex


def test_what_was_not_ticked_stays_masked(township_clerk, county, ask, make_person, leader):
    person = make_person(bank_account="6217003860001234567")
    columns = {"A": t.Entry("column:id_number"), "B": t.Entry("column:bank_account")}
    version = taught(columns, township_clerk, county.xinshao)
    sheet = book_of(ask(township_clerk, version=version), leader, township_clerk).active
    assert sheet["A2"].value == person.id_number
    assert "*" in sheet["B2"].value


def test_a_number_is_written_as_the_layout_asks(township_clerk, county, ask, person, leader):
    version = taught({"A": t.Entry("column:id_number", form="spaced")}, township_clerk, county.xinshao)
    number = person.id_number
    written = book_of(ask(township_clerk, version=version), leader, township_clerk).active["A2"].value
    assert written == f"{number[:6]} {number[6:14]} {number[14:]}"


def test_sensitive_categories_stand_in_a_workbook_in_full(township_clerk, county, ask, person, remember, leader):
    remember(Category, person, kind="disabled")
    columns = {"A": t.Entry("column:name"), "B": t.Entry("column:sensitive_categories")}
    version = taught(columns, township_clerk, county.xinshao)
    export = ask(township_clerk, version=version, clear=["people:sensitive_categories"])
    assert book_of(export, leader, township_clerk).active["B2"].value == "残疾人"


def test_it_carries_its_mark_at_the_foot_of_each_page_and_where_it_says_how_it_was_made(
    asked, leader, township_clerk, county, ask
):
    book = book_of(asked, leader, township_clerk)
    for words in (asked.number, township_clerk.name, WHY, leader.name):
        assert words in book.properties.description
    assert asked.number in book.active.oddFooter.left.text
    on_a_sheet = taught({"A": t.Entry("column:id_number")}, township_clerk, county.xinshao)
    export = ask(township_clerk, version=on_a_sheet)
    book = book_of(export, leader, township_clerk)
    said = str([[cell.value for cell in row] for row in book.worksheets[-1]])
    assert all(words in said for words in (export.number, WHY, leader.name))
    assert all(export.number in sheet.oddFooter.left.text for sheet in book.worksheets)


def test_a_foot_the_form_prints_itself_stays_below_the_mark(township_clerk, county, ask, person, leader):
    book, out = openpyxl.load_workbook(io.BytesIO(workbook([["甲"], [None]]))), io.BytesIO()
    book.active.oddFooter.left.text = "县就业局制"
    book.save(out)
    version = taught({"A": t.Entry("column:id_number")}, township_clerk, county.xinshao)
    version = actions.begin_version(version.layout, actor=township_clerk, content=out.getvalue(), name="g.xlsx")
    actions.adopt(version.pk, actor=township_clerk)
    export = ask(township_clerk, version=Version.objects.get(pk=version.pk))
    text = book_of(export, leader, township_clerk).active.oddFooter.left.text
    assert text.index(export.number) < text.index("县就业局制")


def test_it_is_locked_and_only_the_asker_fetches_it(asked, leader, township_clerk, city_officer, person):
    made = approved(asked, leader)
    content = fetched(made, township_clerk)
    assert msoffcrypto.OfficeFile(io.BytesIO(content)).is_encrypted()
    assert person.id_number.encode() not in content
    with pytest.raises(WeakPassword):
        fetched(made, township_clerk, "short")
    for other in (leader, city_officer):
        with pytest.raises(Export.DoesNotExist):
            fetched(made, other)


def test_each_person_sees_who_took_them_out_and_each_fetch_is_written_down(asked, leader, township_clerk, person):
    made = approved(asked, leader)
    (look,) = who_looked(person.uuid)
    assert (look.verb, look.actor_name, look.reason) == ("exports.take_out", township_clerk.name, WHY)
    fetched(made, township_clerk), fetched(made, township_clerk)
    verbs = list(Event.objects.filter(subject=f"exports.export:{asked.uuid}").order_by("seq").values_list("verb"))
    assert [verb for (verb,) in verbs] == [
        "exports.ask", "exports.approve", "exports.make", "exports.download", "exports.download",
    ]  # fmt: skip


def test_who_stands_in_two_lists_is_written_down_once(township_clerk, county, ask, person, leader):
    version = taught({"A": t.Entry("column:id_number")}, township_clerk, county.xinshao)
    book, out = openpyxl.load_workbook(io.BytesIO(workbook([["甲"], [None]]))), io.BytesIO()
    book.create_sheet("Sheet2").append(["甲"])
    book.save(out)
    version = actions.begin_version(version.layout, actor=township_clerk, content=out.getvalue(), name="g.xlsx")
    version.teaching["sheets"]["Sheet2"] = version.teaching["sheets"]["Sheet1"]
    version.save()
    actions.adopt(version.pk, actor=township_clerk)
    made = approved(ask(township_clerk, version=Version.objects.get(pk=version.pk)), leader)
    assert (made.status, made.written) == ("made", 2)
    assert Look.objects.filter(verb="exports.take_out", person=person.uuid).count() == 1


def test_after_seven_days_it_is_gone(asked, leader, township_clerk, tmp_path):
    made = approved(asked, leader)
    assert made.expires_at - made.made_at == dt.timedelta(days=7)
    kept = list((tmp_path / "files").iterdir())
    with clock.frozen_at(clock.today() + dt.timedelta(days=8)):
        jobs.expire.func(str(made.uuid), made.area_id)
        with scope_of(township_clerk):
            assert Export.objects.get(pk=made.pk).status == "expired"
    assert len(list((tmp_path / "files").iterdir())) == len(kept) - 1


def test_it_stands_on_the_list_of_the_asker_once_it_is_ready(asked, leader, township_clerk):
    approved(asked, leader)
    with scope_of(township_clerk):
        assert len(list(ready(township_clerk))) == 1


# --- what changed between asking and making --------------------------------------------------------------------------


def test_a_layout_with_a_newer_version_in_use_is_not_filled(asked, leader, roster, township_clerk):
    version = actions.begin_version(roster.layout, actor=township_clerk)
    actions.adopt(version.pk, actor=township_clerk)
    failed = approved(asked, leader)
    assert (failed.status, failed.file) == ("failed", "")
    assert "在申请以后改过" in failed.said


def test_a_version_being_taught_changes_nothing_for_what_was_asked(asked, leader, roster, township_clerk):
    actions.begin_version(roster.layout, actor=township_clerk)
    assert approved(asked, leader).status == "made"


def test_a_layout_that_was_put_away_is_not_filled(asked, leader, roster, township_clerk):
    actions.retire(roster.layout, actor=township_clerk)
    failed = approved(asked, leader)
    assert (failed.status, failed.file) == ("failed", "")
    assert "已收起" in failed.said


def test_who_lost_the_post_in_the_meantime_gets_no_workbook(asked, leader, township_clerk):
    Grant.objects.filter(user_id=township_clerk.user_id).update(valid_to=clock.today())
    failed = approved(asked, leader)
    assert (failed.status, failed.file) == ("failed", "")
    assert failed.said


def test_without_in_full_a_layout_is_filled_masked_at_once_as_ever(roster, person, county, township_clerk):
    from gangqiao.kernel.files import open_kept
    from gangqiao.reports.jobs import make_filling

    with scope_of(township_clerk):
        filling = actions.ask_to_fill(roster, county.xinshao, DAY, actor=township_clerk)
        make_filling(filling)
        filling.refresh_from_db()
        sheet = opened(open_kept(filling.file)).active
        assert not Export.objects.exists()
    assert "*" in sheet["B3"].value
    assert sheet.oddFooter.left.text is None
