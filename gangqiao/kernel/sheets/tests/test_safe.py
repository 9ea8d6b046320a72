"""No text becomes a formula in a file of ours."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gangqiao.kernel.sheets.safe import can_become_live, for_csv, for_xlsx
from gangqiao.kernel.sheets.tests.shapes import read, xlsx

SIGNS = "=+-@\t\r\n＝＋－＠"


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("before", ["", " ", "\u3000", "\ufeff"])
def test_a_text_that_begins_like_a_formula_gets_an_apostrophe(sign, before):
    assert for_csv(f'{before}{sign}HYPERLINK("http://x")').startswith("'")


@pytest.mark.parametrize(
    "text", ["张伟", "", "-12.5", "-3", "1+1", "a=b", "532526198801011234", "2020-01-01", "（注）"]
)
def test_an_ordinary_text_stays_as_it_is(text):
    assert for_csv(text) == text
    assert not can_become_live(text)


@given(st.text(max_size=20))
def test_what_was_made_safe_is_safe_and_holds_no_control_character(text):
    made = for_csv(text)
    assert not can_become_live(made) or made == ""
    assert "\x00" not in made
    assert not any(ord(c) < 32 and c not in "\t\r\n" for c in for_xlsx(text))


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=20), st.sampled_from("=+-@"))
def test_a_made_safe_cell_comes_back_as_the_text_it_was(text, sign):
    line = io.StringIO(newline="")
    csv.writer(line).writerows([["x", "y"], ["x", "y"], ["x", for_csv(sign + "a" + text)]])
    assert read(line.getvalue().encode(), "x.csv")[0][2] == ["x", sign + "a" + text]


def test_a_string_cell_of_a_workbook_keeps_its_text():
    assert read(xlsx(("S", [[for_xlsx("=1+1"), for_xlsx("@x\x01")]]))) == [[["=1+1", "@x"]]]
