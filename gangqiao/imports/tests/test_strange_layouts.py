"""Workbooks as clerks of other villages write them: what a column is and what a cell means is never guessed wrong."""

from __future__ import annotations

import datetime as dt
from itertools import islice

import pytest

from gangqiao.imports.reading.base import Place
from gangqiao.imports.reading.lines import reader_of
from gangqiao.imports.tests.workbooks import codes, judge, workbook
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
