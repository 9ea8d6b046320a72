"""What stands in a cell is read back as the same value, for every declared attribute and every way of writing."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gangqiao.exports.columns import OutColumn
from gangqiao.exports.profiles import PROFILES
from gangqiao.exports.sheet import Sheet, write_csv, write_xlsx
from gangqiao.exports.writing import cell, csv_cell
from gangqiao.kernel.attributes.kinds import plain_text
from gangqiao.kernel.identifiers import make_id_number
from gangqiao.kernel.money import MOST_FEN
from gangqiao.people.sets import SETS

EVERY = [(f"{about}.{a.key}", a) for about, attributes in SETS.items() for a in attributes]
ATTRIBUTES = [(name, a) for name, a in EVERY if a.kind != "division"]  # a place asks the database: a test of its own
READ_BACK = [
    replace(PROFILES["bare"], codes=codes, dates=dates, id=id)
    for codes in ("words", "codes")
    for dates in ("iso", "dots")
    for id in ("plain", "spaced")
]
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20).map(plain_text)
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2026, 1, 1))


def values_of(attribute):
    """A strategy for values the attribute may have."""
    kind = attribute.kind
    if kind in ("choice", "code_list", "yes_no_unknown"):
        return st.sampled_from(list(attribute.codes))
    if kind == "multi_choice":
        several = st.lists(st.sampled_from(list(attribute.codes)), min_size=1, unique=True)
        return several.filter(lambda codes: attribute.exclusive not in codes or len(codes) == 1)
    if kind == "integer":
        return st.integers(attribute.least, attribute.most)
    if kind == "number":
        return st.decimals(0, attribute.most, places=attribute.decimals).map(Decimal)
    if kind == "person_id":
        days = st.dates(dt.date(1921, 1, 1), dt.date(2020, 1, 1))
        return st.builds(make_id_number, days, st.sampled_from("12"), st.integers(0, 399))
    others = {
        "date": DAYS,
        "money": st.integers(0, MOST_FEN),
        "phone": st.integers(13000000000, 19999999999).map(str).filter(lambda n: n[1] not in "012" or n[1] == "3"),
        "attachment": st.text("0123456789abcdef", min_size=64, max_size=64),
        "credit_code": st.sampled_from(["91530100MA6K5TPM4X", ""]),
        "text": TEXTS.map(lambda text: text[: getattr(attribute, "longest", 20)].strip()),
    }
    return others[kind]


@pytest.mark.parametrize(("name", "attribute"), ATTRIBUTES, ids=[name for name, _a in ATTRIBUTES])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(choice=st.data())
def test_a_cell_is_read_back_as_the_value_it_was_made_of(name, attribute, choice):
    value = choice.draw(values_of(attribute))
    try:
        value = attribute.parse(value if attribute.kind != "money" else value / 100)
    except Exception:
        value = None  # not a value this attribute can have
    for profile in READ_BACK:
        written = cell(attribute, value, profile)
        assert attribute.parse(written) == (attribute.parse(None) if value is None else value), (profile, written)


@pytest.mark.django_db
def test_a_place_is_read_back_by_its_code_or_its_key(county):
    places = [a for _name, a in EVERY if a.kind == "division" and not a.division_level]
    for attribute in places:
        for division in (county.division, county.xinshao, county.groups[0]):
            assert attribute.parse(cell(attribute, division, PROFILES["bare"])) == division


@settings(max_examples=60, deadline=None)
@given(
    texts=st.lists(
        st.one_of(TEXTS, st.sampled_from(["=1+1", "+86", "@x", "-3", "007", "1e5", "＝1", "'a"])), min_size=1
    )
)
def test_no_text_becomes_a_formula_or_a_number(texts):
    columns = [OutColumn("a", "甲", 10, lambda rows: []), OutColumn("b", "乙", 10, lambda rows: [])]
    rows = [[text or None, "x"] for text in texts]
    for is_fast in (True, False):
        out = io.BytesIO()
        write_xlsx(Sheet("表", columns), rows, out, is_fast=is_fast)
        page = openpyxl.load_workbook(io.BytesIO(out.getvalue())).worksheets[0]
        found = [(row[0].value, row[0].data_type) for row in page.iter_rows(min_row=2)]
        assert [kind for value, kind in found if value is not None] == ["s"] * len([t for t in texts if t])
        # A spreadsheet keeps no carriage return apart from a line end; ours have neither.
        assert [value for value, _kind in found] == [text or None for text in texts]


@pytest.mark.parametrize(
    "text", ["=1+1", "+86 138", "-1", "@SUM(A1)", "\tx", "\rx", "\0x", "＝1+1", "＋1", "－1", "＠x"]
)
def test_a_csv_cell_is_no_formula(text):
    assert csv_cell(text) == f"'{text}"


def test_a_csv_file_is_known_as_utf_8_and_keeps_numbers():
    out = io.BytesIO()
    columns = [OutColumn("a", "姓名", 10, lambda rows: []), OutColumn("b", "年龄", 10, lambda rows: [])]
    write_csv(Sheet("表", columns), [["=张三", 30], [None, None]], out)
    assert out.getvalue().decode("utf-8-sig").splitlines() == ["姓名,年龄", "'=张三,30", ","]
