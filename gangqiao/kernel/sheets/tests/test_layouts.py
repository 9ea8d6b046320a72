"""Layouts that offices make up: each is found its header, its columns and its people."""

from __future__ import annotations

from datetime import date

import pytest

from gangqiao.kernel.sheets import LineKind, open_book
from gangqiao.kernel.sheets.tests.shapes import (
    delimited,
    id_number,
    keys,
    phone,
    record_lines,
    understood,
    xls,
    xlsx,
)

NAMES = ("张伟", "李娜", "王芳", "杨光", "普明祥")
PEOPLE = [[name, id_number(n), phone(n)] for n, name in enumerate(NAMES)]
PLAIN = {"A": "name", "B": "id_number", "C": "phone"}


def test_a_header_in_the_first_line():
    layout, found = understood(xlsx(("名单", [["姓名", "身份证号码", "联系电话"], *PEOPLE])))
    assert layout.is_ledger
    assert (layout.header_lines, keys(layout)) == ((1,), PLAIN)
    assert record_lines(found) == [2, 3, 4, 5, 6]
    assert {column.confidence for column in layout.columns} == {1.0}
    assert layout.columns[0].samples == ["张伟", "李娜", "王芳"]


def test_a_header_in_line_seven_under_titles_units_and_an_empty_line():
    rows = [
        ["附件3"],
        ["弥勒市2020年农村劳动力转移就业情况登记表"],
        [],
        ["填报单位（盖章）：新哨镇人民政府", None, "填报时间：2020年3月10日"],
        ["填报人：李某", None, "联系电话：0873-6122222"],
        ["单位：人、元"],
        ["姓  名", "身份证\n号  码", "联系\n电话"],
        *PEOPLE,
        ["单位负责人：", None, "填表人："],
    ]
    layout, found = understood(xlsx(("Sheet1", rows), merged=[(1, 0, 1, 2)]))
    assert (layout.header_lines, keys(layout)) == ((7,), PLAIN)
    assert record_lines(found) == list(range(8, 13))
    assert found[-1][1] is LineKind.REMARK
    assert [text for line, text in layout.titles if line == 2] == ["弥勒市2020年农村劳动力转移就业情况登记表"]


def test_two_header_rows_with_merged_groups_and_the_head_beside_the_person():
    rows = [
        ["务工人员台账", *[None] * 7],
        ["序号", "户主", None, "务工人员", None, None, "务工信息", None],
        [None, "姓名", "身份证号", "姓名", "身份证号", "电话", "务工地点", "月收入（万元）"],
        *[[n + 1, "张大山", id_number(90), name, id_number(n), phone(n), "昆明", 0.35] for n, name in enumerate(NAMES)],
    ]
    merged = [(0, 0, 0, 7), (1, 0, 2, 0), (1, 1, 1, 2), (1, 3, 1, 5), (1, 6, 1, 7)]
    layout, found = understood(xlsx(("台账", rows), merged=merged))
    assert layout.header_lines == (2, 3)
    assert keys(layout) == {
        "B": "head_name",
        "C": "head_id",
        "D": "name",
        "E": "id_number",
        "F": "phone",
        "G": "place",
        "H": "income",
    }
    assert layout.columns[7].unit == "万元"
    assert layout.columns[3].heading == "务工人员 / 姓名"
    assert record_lines(found) == [4, 5, 6, 7, 8]


def test_two_header_rows_of_a_csv_that_has_no_merged_cells():
    rows = [
        ["户主", "", "本人", "", ""],
        ["姓名", "身份证号", "姓名", "身份证号", "电话"],
        *[["张大山", id_number(90), *person] for person in PEOPLE],
    ]
    layout, _ = understood(delimited(rows, "gb18030"), "名单.csv")
    assert layout.header_lines == (1, 2)
    assert keys(layout) == {"A": "head_name", "B": "head_id", "C": "name", "D": "id_number", "E": "phone"}


def test_three_header_rows_and_a_row_that_counts_the_columns():
    rows = [
        ["基本情况", None, None, None, "就业情况", None],
        ["人员", None, None, "家庭住址", "单位", None],
        ["姓名", "身份证号码", "联系电话", None, "务工单位", "月工资（元）"],
        ["1", "2", "3", "4", "5", "6"],
        *[[*person, "新哨村", "昆明样华电子厂", 3500] for person in PEOPLE],
    ]
    merged = [(0, 0, 0, 3), (0, 4, 0, 5), (1, 0, 1, 2), (1, 3, 2, 3), (1, 4, 1, 5)]
    layout, found = understood(xlsx(("表", rows), merged=merged))
    assert layout.header_lines == (1, 2, 3, 4)
    assert keys(layout) == {**PLAIN, "D": "address", "E": "employer", "F": "income"}
    assert record_lines(found) == [5, 6, 7, 8, 9]


def test_households_in_vertically_merged_cells_are_filled_down():
    rows = [
        ["户编号", "户主姓名", "姓名", "与户主关系", "身份证号码"],
        ["H1", "张大山", "张大山", "户主", id_number(1)],
        [None, None, "李娜", "配偶", id_number(2, "2")],
        [None, None, "张小山", "子", None],
        ["H2", "王芳", "王芳", "户主", id_number(4, "2")],
    ]
    layout, found = understood(xlsx(("户", rows), merged=[(1, 0, 3, 0), (1, 1, 3, 1)]))
    assert layout.column_of("household_no").letter == "A"
    assert [cells[0] for _, _, cells, _ in found] == ["H1", "H1", "H1", "H2"]
    assert [sorted(filled) for *_, filled in found] == [[], [0, 1], [0, 1], []]
    assert record_lines(found) == [2, 3, 4, 5]


def test_english_headings():
    rows = [
        ["No.", "Full Name", "ID Number", "Gender", "Date of Birth", "Phone", "Place of work", "Monthly income (CNY)"],
        *[[n, x, id_number(n), "M", date(1980, 1, 2), phone(n), "Kunming", 3000] for n, x in enumerate(NAMES)],
    ]
    layout, _ = understood(xlsx(("Sheet1", rows)))
    assert list(keys(layout).values()) == ["name", "id_number", "sex", "birth_date", "phone", "place", "income"]
    assert layout.columns[-1].unit == "cny"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_text_in_any_encoding_with_any_separator(encoding, separator):
    content = delimited([["姓名", "身份证号", "手机"], *PEOPLE], encoding, separator)
    layout, found = understood(content, "名单.csv")
    assert keys(layout) == PLAIN
    assert [cells for _, _, cells, _ in found] == PEOPLE


def test_a_workbook_of_excel_97_with_merged_cells():
    rows = [["台账", None, None], ["姓名", "身份证号", "电话"], *PEOPLE]
    layout, found = understood(xls("台账", rows, merged=[(0, 0, 0, 2)]), "台账.xls")
    assert (layout.header_lines, keys(layout)) == ((2,), PLAIN)
    assert record_lines(found) == [3, 4, 5, 6, 7]


def test_a_sheet_per_village_each_with_its_own_order_of_columns():
    content = xlsx(
        ("一组", [["姓名", "身份证号", "电话"], *PEOPLE]),
        ("二组", [["二组名单"], ["电话", "姓名", "身份证号"], *[[p, n, i] for n, i, p in PEOPLE]]),
        ("说明", [["请各村于3月10日前报送"]]),
    )
    assert keys(understood(content, sheet=0)[0]) == PLAIN
    assert keys(understood(content, sheet=1)[0]) == {"A": "phone", "B": "name", "C": "id_number"}
    assert not understood(content, sheet=2)[0].is_ledger


def test_a_very_wide_sheet_with_columns_nobody_knows():
    headings = ["姓名", "身份证号", "电话", *[f"指标{n}" for n in range(200)]]
    layout, found = understood(xlsx(("宽表", [headings, *[[*p, *range(200)] for p in PEOPLE]])))
    assert keys(layout) == PLAIN
    assert len(layout.columns) == 203
    assert len(record_lines(found)) == 5


def test_one_record_only():
    layout, found = understood(xlsx(("表", [["登记表"], ["姓名", "身份证号", "电话"], PEOPLE[0]])))
    assert (keys(layout), record_lines(found)) == (PLAIN, [3])


def test_a_form_without_any_record():
    layout, found = understood(xlsx(("表", [["登记表"], ["序号", "姓名", "身份证号"], [1], [2], [3], ["填表人："]])))
    assert layout.is_ledger
    assert record_lines(found) == []


def test_hidden_rows_and_columns_are_read_and_a_hidden_sheet_is_told(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    for row in [["姓名", "身份证号", "电话"], *PEOPLE]:
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    book.create_sheet("旧表").sheet_state = "hidden"
    book.save(tmp_path / "x.xlsx")
    content = (tmp_path / "x.xlsx").read_bytes()
    layout, found = understood(content)
    assert (keys(layout), len(record_lines(found))) == (PLAIN, 5)
    with open_book(content, name="x.xlsx") as opened:
        assert [(s.name, s.hidden) for s in opened.sheets] == [("Sheet", False), ("旧表", True)]


def test_a_column_without_a_heading_is_named_by_its_cells():
    rows = [["姓名", None, "现住", "联系"], *[[n, i, "新哨", p] for n, i, p in PEOPLE]]
    layout, _ = understood(xlsx(("表", [["务工名单"], *rows])))
    assert [(c.key, c.how) for c in layout.columns] == [
        ("name", "declared"),
        ("id_number", "content"),
        ("", ""),
        ("phone", "content"),
    ]
    assert layout.column_of("phone").confidence < 1


def test_a_list_without_a_header_is_no_ledger_but_its_columns_are_guessed():
    layout, _ = understood(xlsx(("表", PEOPLE)))
    assert (layout.is_ledger, layout.header_lines) == (False, ())
    assert keys(layout) == {"B": "id_number", "C": "phone"}


def test_a_list_of_unknown_headings_gives_them_to_be_named():
    rows = [["qwe", "rty", "uio"], *[["a", n, "b"] for n in range(5)]]
    layout, _ = understood(xlsx(("表", rows)))
    assert layout.header_lines == (1,)
    assert [c.heading for c in layout.columns] == ["qwe", "rty", "uio"]
    assert not layout.is_ledger


def test_what_was_remembered_goes_before_what_is_declared():
    content = xlsx(("表", [["姓名", "身份证号", "电话", "所在"], *[[*p, "昆明"] for p in PEOPLE]]))
    layout, _ = understood(content, remembered={"所在": "place", "电话": ""})
    assert [(c.key, c.how) for c in layout.columns] == [
        ("name", "declared"),
        ("id_number", "declared"),
        ("", "remembered"),
        ("place", "remembered"),
    ]


def test_no_two_columns_have_one_meaning():
    rows = [["姓名", "身份证号", "电话", "手机号码", "联系电话"], *[[*p, phone(70), phone(80)] for p in PEOPLE]]
    layout, _ = understood(xlsx(("表", rows)))
    assert sorted(keys(layout).values()) == ["id_number", "name", "phone"]


@pytest.mark.parametrize(
    "heading",
    [
        "户主姓名",
        "户主电话",
        "联系人电话",
        "紧急联系人姓名",
        "监护人身份证号",
        "村干部姓名",
        "姓名（户主）",
        "帮扶责任人姓名",
        "帮扶责任人联系电话",
        "务工单位联系电话",
        "身份证有效期",
        "身份证发证机关",
        "外出日期",
        "离岗日期",
    ],
)
def test_a_heading_about_somebody_or_something_else_is_not_the_persons_own(heading):
    rows = [["序号", "民族", "文化程度", heading], *[[n, "彝族", "小学", "某某"] for n in range(4)]]
    layout, _ = understood(xlsx(("表", rows)))
    assert layout.columns[3].key in ("", "head_name")
    assert (layout.columns[3].key == "head_name") == (heading in ("户主姓名", "姓名（户主）"))


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        (" 姓　名 ", "name"),
        ("姓名（必填）", "name"),
        ("*姓名", "name"),
        ("1.姓名", "name"),
        ("务工人员姓名", "name"),
        ("劳动力姓名", "name"),
        ("公民身份证号码", "id_number"),
        ("身份证号码(18位)", "id_number"),
        ("身份證号码", "id_number"),
        ("本人联系电话", "phone"),
        ("手机号", "phone"),
        ("出生日期(年.月.日)", "birth_date"),
        ("月收入/元", "income"),
        ("月收入：元", "income"),
        ("与户主的关系", "relation"),
        ("务工单位名称", ""),
    ],
)
def test_a_heading_written_in_another_way_is_known(heading, key):
    rows = [["民族", "文化程度", heading], *[["彝族", "小学", None]] * 4]
    layout, _ = understood(xlsx(("表", rows)))
    assert layout.columns[2].key == key


def test_headings_in_two_languages_and_years_as_numbers():
    rows = [["姓名 Name", "身份证号码 ID No.", "电话 Phone", 2019, 2020], *[[*p, 3000, 3100] for p in PEOPLE]]
    layout, found = understood(xlsx(("表", rows)))
    assert (keys(layout), len(record_lines(found))) == (PLAIN, 5)


def test_one_of_several_months_is_not_the_monthly_income():
    rows = [["姓名", "身份证号", "1月工资", "2月工资"], *[[*p[:2], 3000, 3100] for p in PEOPLE]]
    assert "income" not in keys(understood(xlsx(("表", rows)))[0]).values()


def test_a_list_in_blocks_each_with_its_title_and_header():
    heading = ["姓名", "身份证号", "电话"]
    rows = [["一组名单"], heading, *PEOPLE, [], ["二组名单"], heading, *PEOPLE, ["合计", 10]]
    _, found = understood(xlsx(("表", rows)))
    assert record_lines(found) == [*range(3, 8), *range(11, 16)]
    assert [str(kind) for _, kind, *_ in found if kind is not LineKind.RECORD] == ["blank", "title", "heading", "total"]


def test_words_of_a_list_name_a_column_and_yes_and_no_do_not():
    rows = [
        ["姓名", "男/女", "贫困户", "人口"],
        *[[p[0], "男女"[n % 2], "是否"[n % 2], n] for n, p in enumerate(PEOPLE)],
    ]
    layout, _ = understood(xlsx(("表", [["序号", *rows[0]], *[[n, *row] for n, row in enumerate(rows[1:])]])))
    assert keys(layout) == {"B": "name", "C": "sex"}
