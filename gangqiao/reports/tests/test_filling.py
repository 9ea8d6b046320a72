"""A taught workbook comes back filled: the same form, with the values of the day and the area."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation

from gangqiao.kernel import clock, files
from gangqiao.kernel.scope import scope_of
from gangqiao.reports import actions, jobs
from gangqiao.reports import teaching as t
from gangqiao.reports.filling import fill
from gangqiao.reports.tests.made import opened
from gangqiao.reports.values import Report

THIN = Border(*[Side(style="thin")] * 4)
FIRST, LAST, TOTAL = 5, 7, 8


@pytest.fixture
def form():
    """A roster as a superior sends it: title over all columns, heading in two lines, three blank lines, a total."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "花名册"
    sheet.merge_cells("A1:E1")
    sheet["A1"] = "农村劳动力花名册"
    sheet["A1"].font = Font(size=18, bold=True)
    sheet["A2"], sheet["D2"] = "填报单位：", "日期："
    for ref, words in {"A3": "序号", "B3": "姓名", "C3": "身份证号码", "D3": "基本情况"}.items():
        sheet[ref] = words
    sheet.merge_cells("D3:E3")
    sheet["D4"], sheet["E4"] = "年龄", "出生日期"
    for row in range(FIRST, LAST + 1):
        for column in range(1, 6):
            sheet.cell(row, column).border = THIN
        sheet.row_dimensions[row].height = 21
    sheet.cell(FIRST, 5).number_format = sheet.cell(LAST, 5).number_format = "yyyy/m/d"
    sheet["A8"], sheet["D8"] = "合计", f"=SUM(D{FIRST}:D{LAST})"
    sheet.merge_cells("A8:C8")
    sheet["A9"], sheet["D9"] = "审核人：", "=D8/COUNT(D5:D7)"
    sheet.row_dimensions[TOTAL].height = 33
    sheet["A8"].fill = PatternFill("solid", fgColor="FFEE00")
    sheet["A8"].alignment = Alignment(horizontal="center")
    sheet.column_dimensions["C"].width = 24
    sheet.conditional_formatting.add("D5:D7", CellIsRule(operator="greaterThan", formula=["60"]))
    check = DataValidation(type="list", formula1='"a,b"')
    check.add("B5:B7")
    sheet.add_data_validation(check)
    sheet.print_area = "A1:E9"
    sheet.print_title_rows = "1:4"
    sheet.page_setup.orientation = "landscape"
    sheet.freeze_panes = "C5"
    other = book.create_sheet("汇总")
    other["A1"] = "=花名册!D8"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def teaching():
    columns = {
        "A": t.Entry("number"),
        "B": t.Entry("column:name"),
        "C": t.Entry("column:id_number"),
        "D": t.Entry("column:age"),
        "E": t.Entry("column:birth_date"),
    }
    sheet = t.SheetTeaching(
        {"B2": t.Entry("area"), "E2": t.Entry("day", form="chinese")},
        t.Block(t.PEOPLE, FIRST, LAST, {}, columns),
    )
    return t.Teaching({"花名册": sheet})


def filled(form, teaching, actor, area, day=dt.date(2020, 4, 30)):
    with scope_of(actor.areas("reports.fill")):
        report = Report(area.key, area.name, day, "张三")
        return fill(form, teaching, report, actor, {"Layout": "x"})


@pytest.mark.requirement("D07")
def test_a_list_longer_than_the_form_grows_it_and_keeps_everything_below(
    form, teaching, make_person, county, township_clerk
):
    people = [make_person(name=f"李四{n}") for n in range(8)]
    done = filled(form, teaching, township_clerk, county.xinshao)
    sheet = opened(done.content)["花名册"]
    grown = 8 - 3
    assert [sheet.cell(FIRST + n, 2).value for n in range(8)] == [p.name for p in people]
    assert [sheet.cell(FIRST + n, 1).value for n in range(8)] == list(range(1, 9))
    assert sheet.cell(TOTAL + grown, 1).value == "合计"
    assert sheet.cell(TOTAL + grown, 4).value == "=SUM(D5:D12)"
    assert sheet.cell(TOTAL + grown + 1, 4).value == "=D13/COUNT(D5:D12)"
    assert opened(done.content)["汇总"]["A1"].value == "=花名册!D13"
    assert sheet.row_dimensions[TOTAL + grown].height == 33
    assert {sheet.row_dimensions[FIRST + n].height for n in range(8)} == {21}
    assert {str(m) for m in sheet.merged_cells.ranges} == {"A1:E1", "D3:E3", "A13:C13"}
    assert str(next(iter(sheet.conditional_formatting)).sqref) == "D5:D12"
    assert str(sheet.data_validations.dataValidation[0].sqref) == "B5:B12"
    assert sheet.print_area == "'花名册'!$A$1:$E$14"
    assert sheet.cell(FIRST + 7, 2).border.left.style == "thin"
    assert sheet.cell(TOTAL + grown, 1).fill.fgColor.rgb.endswith("FFEE00")
    assert done.records == 8
    assert set(done.persons) == {p.uuid for p in people}


@pytest.mark.requirement("D07")
def test_what_was_not_taught_stays_as_it_was(form, teaching, person, county, township_clerk):
    sheet, before = (
        opened(filled(form, teaching, township_clerk, county.xinshao).content)["花名册"],
        opened(form)["花名册"],
    )
    assert sheet["A1"].value == before["A1"].value
    assert sheet["A1"].font.sz == 18
    assert sheet["D8"].value == "=SUM(D5:D7)"
    assert sheet.column_dimensions["C"].width == 24
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.freeze_panes == "C5"
    assert sheet.print_title_rows == before.print_title_rows
    assert (sheet["B2"].value, sheet["E2"].value) == ("新哨镇", "2020年4月30日")
    for ref in ("A5", "B6", "E7", "A8"):
        assert sheet[ref].border.left.style == before[ref].border.left.style


def test_days_are_days_where_the_form_asks_for_them_and_numbers_are_numbers(
    form, teaching, make_person, county, township_clerk
):
    make_person(birth_date=dt.date(1985, 5, 1))
    sheet = opened(filled(form, teaching, township_clerk, county.xinshao).content)["花名册"]
    assert sheet["E5"].value == dt.datetime(1985, 5, 1)
    assert isinstance(sheet["D5"].value, int)
    teaching.sheets["花名册"].block.columns["E"] = t.Entry("column:birth_date", form="compact")
    assert opened(filled(form, teaching, township_clerk, county.xinshao).content)["花名册"]["E5"].value == "19850501"


@pytest.mark.requirement("D14")
def test_id_numbers_are_masked_and_texts_never_come_alive(form, teaching, make_person, county, township_clerk):
    person = make_person(name='=HYPERLINK("x")')
    sheet = opened(filled(form, teaching, township_clerk, county.xinshao).content)["花名册"]
    assert person.id_number not in str(sheet["C5"].value)
    assert "*" in sheet["C5"].value
    assert sheet["B5"].data_type == "s"
    assert sheet["B5"].value.startswith("=")
    assert sheet["B5"].quotePrefix


def test_where_a_person_lives_is_the_registered_place_when_nothing_else_is_recorded(
    form, teaching, make_person, county, township_clerk
):
    make_person(county.xinshao), make_person(county.xinshao, residence=county.hongxi)
    teaching.sheets["花名册"].block.columns["E"] = t.Entry("column:residence", form="or_registered")
    sheet = opened(filled(form, teaching, township_clerk, county.xinshao).content)["花名册"]
    assert sheet["E5"].value.endswith(county.group_in(county.xinshao).name)
    assert sheet["E6"].value.endswith("虹溪镇")
    teaching.sheets["花名册"].block.columns["E"] = t.Entry("column:residence")
    assert opened(filled(form, teaching, township_clerk, county.xinshao).content)["花名册"]["E5"].value is None


@pytest.mark.requirement("D14")
def test_a_list_holds_the_area_asked_for_and_nobody_else(form, teaching, make_person, county, city_officer):
    mine, other = make_person(county.xinshao), make_person(county.hongxi)
    done = filled(form, teaching, city_officer, county.hongxi)
    assert done.persons == [other.uuid]
    assert mine.uuid not in done.persons


@pytest.fixture
def summary():
    """Townships printed by name, with a figure each, and the whole below."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "汇总表"
    for row in (["单位", "农村劳动力总数", "转移就业率"], ["虹溪镇"], ["新哨镇"], ["东山镇"], ["合计"]):
        sheet.append(row)
    sheet["C2"].number_format = sheet["C3"].number_format = "0.0%"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_figures_go_to_the_line_that_names_the_township(summary, make_person, county, city_officer):
    make_person(county.hongxi)
    columns = {"A": t.Entry("area"), "B": t.Entry("measure:rural_workers"), "C": t.Entry("figure:transfer_rate")}
    taught = t.SheetTeaching({"B5": t.Entry("measure:rural_workers")}, t.Block(t.AREAS, 2, 4, {}, columns))
    done = filled(summary, t.Teaching({"汇总表": taught}), city_officer, county.division, dt.date(2020, 4, 30))
    sheet = opened(done.content)["汇总表"]
    assert [(sheet.cell(r, 1).value, sheet.cell(r, 2).value) for r in range(2, 6)] == [
        ("虹溪镇", 1), ("新哨镇", 0), ("东山镇", None), ("合计", 1),
    ]  # fmt: skip
    assert sheet["C2"].value == 0
    assert sheet["C3"].value is None
    assert [say.values.get("name") for say in done.told] == ["东山镇"]


def test_the_filled_workbook_says_how_it_was_made(summary, county, city_officer):
    taught = t.SheetTeaching({"B5": t.Entry("figure:transferred")})
    for where in (t.ON_A_SHEET, t.IN_PROPERTIES):
        done = filled(summary, t.Teaching({"汇总表": taught}, where), city_officer, county.division)
        book = opened(done.content)
        lines = (
            [str(cell.value) for row in book.worksheets[-1] for cell in row]
            if where == t.ON_A_SHEET
            else [book.properties.description]
        )
        assert any("transferred" in line for line in lines)
        assert len(book.worksheets) == (2 if where == t.ON_A_SHEET else 1)


def test_a_job_that_runs_twice_fills_once(form, teaching, person, county, officials, township_clerk):
    version = actions.create_layout(form, "f.xlsx", title="花名册", area=county.xinshao, actor=township_clerk)
    version.teaching = teaching.dump()
    version.save()
    actions.adopt(version.pk, actor=township_clerk)
    version.refresh_from_db()
    with scope_of(township_clerk):
        filling = actions.ask_to_fill(version, county.xinshao, dt.date(2020, 4, 30), actor=township_clerk)
        jobs.make_filling(filling)
        filling.refresh_from_db()
        first = filling.file
        assert filling.status == "ready"
        assert filling.rows == 1
        stale = type(filling).objects.get(pk=filling.pk)
        stale.status = "waits"
        jobs.make_filling(stale)
        filling.refresh_from_db()
        assert filling.file == first


def test_after_its_week_a_file_goes_though_nobody_looks(form, teaching, person, county, officials, township_clerk):
    version = actions.create_layout(form, "f.xlsx", title="花名册", area=county.xinshao, actor=township_clerk)
    version.teaching = teaching.dump()
    version.save()
    actions.adopt(version.pk, actor=township_clerk)
    version.refresh_from_db()
    with scope_of(township_clerk):
        filling = actions.ask_to_fill(version, county.xinshao, dt.date(2020, 4, 30), actor=township_clerk)
        jobs.make_filling(filling)
        filling.refresh_from_db()
    jobs.drop_files_every_night()
    assert files.open_kept(filling.file)
    with clock.frozen_at(filling.expires_on + dt.timedelta(days=1)):
        jobs.drop_files_every_night()
    with pytest.raises(files.FileGone):
        files.open_kept(filling.file)
