"""Every line under the header is told for what it is, and no record is ever passed over."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gangqiao.kernel.sheets import Column, Layout, LineKind, kind_of_line, letter, take_apart
from gangqiao.kernel.sheets.tests.shapes import id_number, phone

HEADINGS = {"序号": "", "村民小组": "", "姓名": "name", "身份证号": "id_number", "电话": "phone", "月收入": "income"}
LAYOUT = Layout(
    (3,),
    [Column(n, letter(n), h, take_apart(h).normal, key) for n, (h, key) in enumerate(HEADINGS.items())],
    [],
    is_ledger=True,
)


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        ("record", [1, "一组", "张伟", id_number(1), phone(1), 3000]),
        ("record", [1, "一组", "张伟", None, None, None]),
        ("record", [None, None, "张伟", None, None, None]),
        ("record", [1, None, None, id_number(1), None, None]),
        ("record", [None, None, "合计", id_number(1), None, None]),
        ("record", ["填表人：", None, None, None, phone(1), None]),
        ("record", [1, "一组", "张伟", 5.32526198801011e17, None, None]),
        ("record", [1, "一组", "张伟", "53252619880101123", None, None]),
        ("record", [1, "一组", "张伟", "５３２５２６１９８８０１０１１２３Ｘ", None, None]),
        ("record", [1, "一组", "张伟", "'532526 1988 0101 1234", None, None]),
        ("record", [None, None, None, None, 16000000001, None]),
        ("record", [3, "二组", "共某", None, None, 2000]),
        ("blank", [None] * 6),
        ("blank", [17, None, None, None, None, None]),
        ("heading", ["序号", "村民小组", "姓 名", "身份证号", "电话", "月收入(元)"]),
        ("heading", [1, 2, 3, 4, 5, 6]),
        ("heading", ["（1）", "（2）", "（3）", "（4）", "（5）", "（6）"]),
        ("heading", ["甲", "乙", "1", "2", "3", "4"]),
        ("total", ["合计", None, None, None, None, 35000]),
        ("total", [None, None, "合 计", 35, None, 35000]),
        ("total", ["一组小计", None, "12人", None, None, 35000]),
        ("total", ["全村合计：", None, 63, None, None, None]),
        ("total", ["共计63人", None, None, None, None, None]),
        ("total", ["共1,234人，数据完整", None, None, None, None, None]),
        ("total", [None, "Total", None, None, None, 12]),
        ("remark", ["填表人：", None, None, "审核人：", None, None]),
        ("remark", ["填报人:            审核人:            联系电话:", None, None, None, None, None]),
        ("remark", ["单位负责人（签字）：张某", None, None, "填报日期：2020年3月1日", None, None]),
        ("remark", ["备注：本表一式两份", None, None, None, None, None]),
        ("remark", ["注：1.务工地点填写到县；2.月收入按实际到手填写；3.不得漏填", None, None, None, None, None]),
        ("remark", ["必填", "选填", "必填", "必填", "选填", "选填"]),
        ("title", ["一组", None, None, None, None, None]),
        ("title", [None, None, "二组名单", None, None, None]),
        ("title", [None, "新哨村委会第二村民小组", None, None, None, None]),
    ],
)
def test_a_line_is_told_for_what_it_is(kind, cells):
    assert kind_of_line(cells, LAYOUT) is LineKind(kind)


NOISE = st.one_of(
    st.none(), st.text(max_size=12), st.sampled_from(["合计", "小计", "填表人：", "注：", "姓名", "一组"])
)


@given(st.lists(NOISE, min_size=6, max_size=6), st.integers(0, 5), st.integers(0, 499), st.booleans())
def test_a_line_with_an_id_or_telephone_number_is_a_record_whatever_else_it_says(cells, at, n, has_id):
    cells = [cell if cell and not cell.isspace() else None for cell in cells]
    cells[at] = id_number(n) if has_id else phone(n)
    assert kind_of_line(cells, LAYOUT) is LineKind.RECORD
