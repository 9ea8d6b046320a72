"""Files of the bank: what is written for it and what is read of it, by layouts that are files, too."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gangqiao.kernel.policy import WrongPolicyFile
from gangqiao.subsidies.policy.bank_answers import NoAnswer, Said, read_answer, rows_of
from gangqiao.subsidies.policy.bank_layouts import FOLDER, Unfit, layouts, read_layout, write
from gangqiao.subsidies.reads.bank_answers import WHY, lines_of

pytestmark = [pytest.mark.once]


def row(**more: Any) -> dict[str, Any]:
    """A payment as the writer gets it."""
    return {
        "number": 1, "key": "ABCDEFGHIJKLMNOP", "name": "张三", "account": "6228480000000000017", "fen": 123_456,
        "programme": "外出务工奖补", "period": "2020", "batch": "B1", "code": "20-X", "id_number": "532504199001010011",
    } | more  # fmt: skip


def table(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("gb18030"))))


def test_the_text_file_has_headings_lines_and_a_last_line_of_sums() -> None:
    read = table(write(layouts()["onecard_csv"], [row(), row(number=2, key="Q" * 16, fen=4)]))
    assert read[0][:4] == ["序号", "支付标识", "户名", "账号"]
    assert read[1] == ["1", "ABCDEFGHIJKLMNOP", "张三", "6228480000000000017", "1234.56", "外出务工奖补"]
    assert read[-1] == ["合计", "2", "", "", "1234.60", ""]


@pytest.mark.parametrize("name", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "\t=1", "＝1+1"])
def test_no_name_becomes_live_in_a_spreadsheet(name: str) -> None:
    (_head, line, _end) = table(write(layouts()["onecard_csv"], [row(name=name)]))
    assert line[2].startswith("'")
    book = openpyxl.load_workbook(io.BytesIO(write(layouts()["onecard_xlsx"], [row(name=name)])))
    cell = book.active.cell(2, 3)
    assert (cell.data_type, str(cell.value).strip()) == ("s", name.strip())


def test_line_ends_in_a_name_make_no_line_of_their_own() -> None:
    assert len(table(write(layouts()["onecard_csv"], [row(name="张\r\n三,6228,1.00")]))) == 3


def test_the_id_number_leaves_only_where_the_layout_asks_for_it() -> None:
    assert not layouts()["onecard_csv"].asks_for_id
    assert layouts()["onecard_xlsx"].asks_for_id
    text = write(layouts()["onecard_csv"], [row()]).decode("gb18030")
    assert "532504199001010011" not in text


def test_an_account_stays_text_in_a_workbook() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write(layouts()["onecard_xlsx"], [row()])))
    assert [cell.value for cell in book.active[2]] == [
        "1", "ABCDEFGHIJKLMNOP", "张三", "532504199001010011", "6228480000000000017", "1234.56", "2020",
    ]  # fmt: skip


def test_fixed_columns_are_measured_in_bytes_and_nothing_is_cut_off() -> None:
    fixed = layouts()["fixed_width"]
    (line,) = write(fixed, [row(name="𠮷张")]).split(b"\r\n")[:-1]
    assert len(line) == 16 + 30 + 60 + 15
    assert line[-15:] == b"000000000123456"
    with pytest.raises(Unfit):
        write(fixed, [row(name="张" * 31)])


@given(st.lists(st.tuples(st.integers(1, 10**9), st.sampled_from(["paid", "failed"])), min_size=1, max_size=20))
def test_what_the_bank_writes_is_read_as_it_was_meant(said: list[tuple[int, str]]) -> None:
    layout = layouts()["onecard_csv"]
    words = {ours: theirs for theirs, ours in layout.answer.results.items()}
    lines = [f"K{n:015},{words[result]},03,x,2020-06-16,{fen / 100:.2f}" for n, (fen, result) in enumerate(said)]
    end = f"合计,{len(said)},,,,{sum(fen for fen, _result in said) / 100:.2f}"
    content = "\r\n".join(["支付标识,处理结果,失败代码,失败原因,处理日期,金额", *lines, end]).encode("gb18030")
    read = read_answer(layout, rows_of(layout, content))
    assert [(one.fen, one.result) for one in read] == said
    assert read[0] == Said(2, f"K{0:015}", said[0][1], "closed", "x", date(2020, 6, 16), said[0][0])


def fault_of(key: str, content: bytes) -> str:
    """Why a file is no answer; "" when it is one."""
    try:
        read_answer(layouts()[key], rows_of(layouts()[key], content))
    except NoAnswer as fault:
        return str(fault)
    return ""


@given(st.binary(max_size=300))
def test_no_bytes_bring_the_reader_down(content: bytes) -> None:
    for key in ("onecard_csv", "fixed_width"):
        assert fault_of(key, content) in {"", *WHY}


@pytest.mark.parametrize("text", ["1.005", "-1", "１", "1e3", "一", "1,00x"])
def test_a_sum_that_cannot_be_read_is_the_sum_of_no_payment(text: str) -> None:
    layout = layouts()["onecard_csv"]
    (said,) = read_answer(layout, [(1, ["支付标识", "处理结果", "金额"]), (2, ["K", "成功", text])])
    assert said.fen == -1


def test_fixed_columns_are_read_by_their_widths() -> None:
    layout = layouts()["fixed_width"]
    content = b"ABCDEFGHIJKLMNOP00000000012345600020200616\r\nQQQQQQQQQQQQQQQQ00000000000000110320200616\r\n"
    first, second = read_answer(layout, rows_of(layout, content))
    assert (first.key, first.fen, first.result, first.on) == ("ABCDEFGHIJKLMNOP", 123_456, "paid", date(2020, 6, 16))
    assert (second.fen, second.result, second.reason) == (1, "failed", "closed")


def test_a_workbook_of_the_bank_is_read() -> None:
    book = openpyxl.Workbook()
    book.active.append(["支付标识", "处理结果", "失败代码", "失败原因", "处理日期", "金额（元）"])
    book.active.append(["ABCDEFGHIJKLMNOP", "失败", "03", "销户", date(2020, 6, 16), 1234.56])
    book.active.append(["合计", 1, None, None, None, 1234.56])
    out = io.BytesIO()
    book.save(out)
    (said,) = lines_of(layouts()["onecard_xlsx"], "a.xlsx", out.getvalue())
    assert said == Said(2, "ABCDEFGHIJKLMNOP", "failed", "closed", "销户", date(2020, 6, 16), 123_456)


def test_every_layout_of_the_house_is_whole() -> None:
    assert set(layouts()) == {"fixed_width", "onecard_csv", "onecard_xlsx"}


@pytest.mark.parametrize(("was", "now", "says"), [
    ("kind: delimited", "kind: pdf", "kind"),
    ("source: key}", "source: secret}", "unknown source"),
    ("source: account}", "source: code}", "account"),
    ("成功: paid, 失败: failed", "成功: paid", "results"),
    ("result: 处理结果, ", "", "key and result"),
    ("encoding: gb18030", "encoding: klingon", "klingon"),
    ("name: \"onecard-{batch}.csv\"", "", "name"),
])  # fmt: skip
def test_a_wrong_layout_is_named_with_its_file(tmp_path: Path, was: str, now: str, says: str) -> None:
    text = (FOLDER / "onecard_csv.yaml").read_text(encoding="utf-8")
    assert was in text
    path = tmp_path / "ours.yaml"
    path.write_text(text.replace(was, now), encoding="utf-8")
    with pytest.raises(WrongPolicyFile, match=rf"ours\.yaml.*{says}"):
        read_layout(path)
