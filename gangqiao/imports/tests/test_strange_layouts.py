"""Workbooks as clerks of other villages write them: what a column is and what a cell means is never guessed wrong."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from itertools import islice

import pytest
import xlsxwriter

from gangqiao.imports.reading.base import Place
from gangqiao.imports.reading.lines import reader_of
from gangqiao.imports.tests.workbooks import codes, judge, workbook
from gangqiao.imports.understanding import understand_book
from gangqiao.imports.vocabulary import vocabulary
from gangqiao.kernel import clock
from gangqiao.kernel.identifiers import make_id_number
from gangqiao.kernel.sheets import open_book, understand

NUMBERS = [make_id_number(dt.date(1978, 3, 15), "1", n) for n in (8, 9, 10)]
NAMES = ["普敏萍", "罗金春", "张有福"]


@pytest.fixture(autouse=True)
def _today():
    with clock.frozen_at(dt.date(2020, 4, 1)):
        yield


def keys_of(content: bytes) -> dict[str, str]:
    """What every column of the first sheet is taken for, by its heading as it was joined."""
    with open_book(content, name="list.xlsx") as book:
        sheet = book.sheets[0]
        layout = understand(list(islice(sheet.rows(), 60)), sheet, vocabulary())
        return {c.heading: c.key for c in layout.columns}


def key_of(heading: str, *cells: object) -> str:
    """What one column is taken for, beside a name and an ID number."""
    cells = cells or (None, None, None)
    rows = [[name, number, cell] for name, number, cell in zip(NAMES, NUMBERS, cells, strict=True)]
    return keys_of(workbook(["姓名", "身份证号", heading], *rows))[heading]


@pytest.mark.requirement("R010")
@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("企业或雇主名称", "spell.employer_name"),
        ("现工作单位", "spell.employer_name"),
        ("单位", "spell.employer_name"),
        ("想学什么技术", "intention.wished_courses"),
        ("岗位/工种", "spell.occupation"),
        ("务工所在省市县", "spell.destination"),
        ("在哪务工", "spell.destination"),
        ("联系电话1", "person.phone"),
        ("您的手机号码", "person.phone"),
        ("您目前是否外出务工？", "status"),
        ("您每月大约收入多少元？", "spell.monthly_income"),
        ("实发工资（元/月）", "spell.monthly_income"),
        ("意向工资（元/月）", "intention.pay_floor"),
        ("到岗日期", "spell.started_on"),
        ("外出/在家", "status"),
    ],
)
def test_more_headings_are_understood(heading, key):
    assert key_of(heading) == key


@pytest.mark.parametrize("heading", ["是否参加过培训", "易地搬迁安置点", "残疾证号", "住房面积（㎡）", "单位地址"])
def test_a_question_that_only_sounds_alike_is_not_taken_for_another(heading):
    assert key_of(heading, "是", "否", "是") in ("", "unwanted")


def test_the_new_number_is_taken_and_not_the_old_one():
    old = [make_id_number(dt.date(1978, 3, 15), "2", n) for n in (8, 9, 10)]
    rows = [[name, before, now] for name, before, now in zip(NAMES, old, NUMBERS, strict=True)]
    found = keys_of(workbook(["姓名", "旧身份证号", "新身份证号"], *rows))
    assert found == {"姓名": "person.name", "旧身份证号": "", "新身份证号": "person.id_number"}


@pytest.mark.parametrize(
    ("unit", "cell", "value"),
    [
        ("按实发工资填写,单位:元", 3900, "3900"),
        ("单位:千元,按实发填写", 3.9, "3900"),
        ("yuan", 3900, "3900"),
        ("2020年3月", 3900, "3900"),
        ("税后", 3900, "3900"),
    ],
)
def test_a_remark_in_brackets_is_no_unit_of_nothing(unit, cell, value):
    found = reader_of(Place("spell.monthly_income", "A", "月工资", unit))(cell)
    assert (found.value, found.severity) == (value, "")


@pytest.mark.parametrize("cell", ["？", "???", "//", "——", "……"])
def test_question_marks_and_strokes_name_no_employer(cell):
    assert reader_of(Place("spell.employer_name"))(cell).value is None


def test_a_second_table_is_told_and_nothing_of_it_is_read(make_person, county, township_clerk):
    people = [make_person(county.villages[0], phone=f"1398765432{n}") for n in range(5)]
    lines = [[p.name, p.id_number, p.phone] for p in people]
    turned = [["13800000000", p.name, p.id_number, "男"] for p in people]
    content = workbook(["姓名", "身份证号", "电话"], *lines, ["电话", "姓名", "身份证号", "性别"], *turned)
    found = judge(content, township_clerk)
    assert [codes(j) for j in found] == [[]] * 5 + [["other_table"]] * 5
    assert {str(j.fate) for j in found[5:]} == {"wrong"}
    assert not any(j.payload.acts or j.person for j in found[5:])


def test_a_place_of_work_in_three_columns_is_one_place(make_person, county, township_clerk):
    person = make_person(county.villages[0])
    heading = ["姓名", "身份证号", "外出时间", "务工省", "务工市（州）", "务工县（区）"]
    content = workbook(
        heading, [person.name, person.id_number, "2020-03-01", "云南省", "红河哈尼族彝族自治州", "弥勒市"]
    )
    [judged] = judge(content, township_clerk)
    assert codes(judged) == []
    assert {c.key: c.new for c in judged.payload.changes}["destination"] == county.key


def test_of_two_years_the_newer_one_is_read():
    leaves = ["姓名", "身份证号", "地点", "月收入", "地点", "月收入"]
    content = two_rows(["", "", "2019年务工情况", "", "2020年务工情况", ""], leaves)
    found = keys_of(content)
    assert found["2019年务工情况 / 地点"] == found["2019年务工情况 / 月收入"] == ""
    assert found["2020年务工情况 / 地点"] == "spell.destination"
    assert found["2020年务工情况 / 月收入"] == "spell.monthly_income"


@pytest.mark.parametrize(
    ("group", "leaf", "key"),
    [
        ("务工信息", "时间", "spell.started_on"),
        ("务工情况", "单位名称", "spell.employer_name"),
        ("户主信息", "姓名", "head"),
        ("培训信息", "地点", ""),
        ("求职意向", "工资", "intention.pay_floor"),
        ("去年务工情况", "月收入", ""),
    ],
)
def test_a_heading_means_what_it_means_under_its_group(group, leaf, key):
    found = keys_of(two_rows(["", "", "电话", group, ""], ["姓名", "身份证号", "", leaf, "什么"]))
    assert found[f"{group} / {leaf}"] == key


def two_rows(groups: list[str], leaves: list[str]) -> bytes:
    lines = [[name, number, "13987654321"] for name, number in zip(NAMES, NUMBERS, strict=True)]
    return workbook([g or None for g in groups], [text or None for text in leaves], *lines)


@pytest.mark.parametrize("remark", ["2019年去世", "已故", "逝世", "因病死亡"])
def test_a_remark_that_somebody_has_died_is_told(remark, make_person, county, township_clerk):
    person = make_person(county.villages[0])
    [judged] = judge(workbook(["姓名", "身份证号", "备注"], [person.name, person.id_number, remark]), township_clerk)
    assert codes(judged) == ["said_gone"]


@pytest.mark.parametrize("remark", ["父亲去世后返乡", "丈夫已故", "其母病故", "父母双亡"])
def test_a_death_in_the_family_is_no_death_of_the_person(remark, make_person, county, township_clerk):
    person = make_person(county.villages[0])
    [judged] = judge(workbook(["姓名", "身份证号", "备注"], [person.name, person.id_number, remark]), township_clerk)
    assert codes(judged) == []


def test_a_death_told_in_any_column_is_seen(make_person, county, township_clerk):
    person = make_person(county.villages[0])
    [judged] = judge(
        workbook(["姓名", "身份证号", "是否健在"], [person.name, person.id_number, "已故"]), township_clerk
    )
    assert codes(judged) == ["said_gone"]


def test_a_day_years_ahead_is_doubted():
    found = reader_of(Place("spell.started_on"))("2030-03-01")
    assert (found.severity, found.code) == ("doubt", "day_far_off")


def test_a_summary_beside_the_lists_asks_for_nothing():
    target = BytesIO()
    with xlsxwriter.Workbook(target) as book:
        for name, rows in (
            (
                "一组",
                [["姓名", "身份证号", "电话"], *([n, i, "13987654321"] for n, i in zip(NAMES, NUMBERS, strict=True))],
            ),
            ("汇总", [["组别", "户数", "人口数"], ["一组", 12, 40], ["合计", 12, 40]]),
        ):
            page = book.add_worksheet(name)
            for at, row in enumerate(rows):
                page.write_row(at, 0, row)
    with open_book(target.getvalue(), name="list.xlsx") as opened:
        found = understand_book(opened, lambda columns: None)
        assert [(u.is_list, u.needs_columns) for u in found] == [(True, False), (False, False)]


@pytest.mark.parametrize(
    "heading",
    [
        "务工总收入（万元）",
        "年务工收入",
        "每天工资",
        "家庭住址到村",
        "2019年月收入（元）",
        "是否参加培训",
        "成员1身份证号",
    ],
)
def test_what_is_asked_otherwise_is_left_for_the_sender_to_name(heading):
    assert key_of(heading, *NUMBERS if "身份证" in heading else ("3500", "4000", "4100")) in ("", "unwanted")


def test_a_course_is_a_wish_in_a_list_about_wishes():
    lines = [[name, number, "电工"] for name, number in zip(NAMES, NUMBERS, strict=True)]
    heading = ["姓名", "身份证号", "培训工种"]
    for title, key in (("培训花名册", ""), ("培训意愿摸底表", "intention.wished_courses")):
        with open_book(workbook(heading, *lines, titles=[title]), name="list.xlsx") as book:
            [found] = understand_book(book, lambda columns: None)
        assert found.layout is not None
        assert found.layout.columns[2].key == key


def test_a_list_of_which_only_the_number_is_known_is_a_list():
    lines = [[n, name, number] for n, (name, number) in enumerate(zip(NAMES, NUMBERS, strict=True), 1)]
    with open_book(workbook(["序号", "3月在外务工人员", "身份证号"], *lines), name="list.xlsx") as book:
        [found] = understand_book(book, lambda columns: None)
    assert (found.is_list, found.needs_columns, found.keys) == (True, False, {"person.id_number"})


@pytest.mark.parametrize(
    ("heading", "cell", "code"), [("性别", "女", "sex_differs"), ("出生日期", "1991-02-03", "birth_differs")]
)
def test_a_namesake_found_by_name_alone_is_told_by_sex_and_birthday(
    heading, cell, code, make_person, county, township_clerk
):
    person = make_person(county.villages[0], sex="1")
    household = person.household.household_no
    content = workbook(["姓名", "户编号", heading], [person.name, household, cell])
    [judged] = judge(content, township_clerk)
    assert code in codes(judged)
