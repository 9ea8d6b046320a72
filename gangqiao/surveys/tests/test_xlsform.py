"""Items from an XLSForm: the part every client can ask is taken over, the rest is refused in its cell."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from gangqiao.surveys.actions import end_item, newest_questions
from gangqiao.surveys.models import Item
from gangqiao.surveys.questions import evaluate
from gangqiao.surveys.refusals import ItemAskedFor, ItemExists
from gangqiao.surveys.xlsform.reading import read_form
from gangqiao.surveys.xlsform.relevance import CannotSay, Known, parse
from gangqiao.surveys.xlsform.taking import take_over

HEAD = ("type", "name", "label::中文", "label::English (en)", "required", "relevant")
GOOD = (
    ("begin_group", "household"),
    ("select_one yes_no", "grows", "种不种“烤烟”", "Grows tobacco", "yes"),
    ("decimal", "area", "烤烟面积", "Area", "", "${grows} = 'y'"),
    ("end_group",),
    ("integer", "days", "今年外出天数"),
    ("select_multiple crops", "crops", "会种什么", "", True),
    ("text", "why", "为什么", "", "", "${days} > 30 and not(selected(${crops}, 'corn'))"),
    ("date", "back", "预计回来日期", "", "no", "(${days} >= 1 or ${why} != '')"),
)
CHOICES = (("yes_no", "y", "种", "yes"), ("yes_no", "n", "不种", "no"), ("crops", "corn", "玉米"), ("crops", 2, "烤烟"))


def _file(survey: Any = GOOD, choices: Any = CHOICES, head: Any = HEAD, **sheets: Any) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    page.title = "survey"
    for row in (head, *survey):
        page.append(row)
    page = book.create_sheet("choices")
    for row in (("list_name", "name", "label::中文", "label::English"), *choices):
        page.append(row)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _faults(content: bytes) -> list[tuple[str, str]]:
    return [(fault.sheet, f"{fault.column}{fault.line}") for fault in read_form(content, "x.xlsx").faults]


@pytest.mark.requirement("R039")
def test_a_form_is_looked_at_and_taken_over(county, client_of):
    browser = client_of("city_officer")
    content = _file(settings=[("form_title", "version"), ("x", "1")])
    preview = browser.post(reverse("surveys:xlsform"), {"file": io.BytesIO(content)})
    assert preview.status_code == 200, preview.context.get("faults")
    assert not Item.objects.exists(), "nothing is added by looking"
    sealed = re.search(r'name="sealed" value="([^"]+)"', preview.content.decode())
    assert browser.post(reverse("surveys:take_xlsform"), {"sealed": sealed[1]}).url == reverse("surveys:items")
    items = {item.label: item for item in Item.objects.all()}
    assert list(items) == [row[2] for row in GOOD if len(row) > 2]
    grows, area = items["种不种“烤烟”"], items["烤烟面积"]
    assert (grows.about, grows.choices, grows.choices_en) == (
        "household",
        {"1": "种", "2": "不种"},
        {"1": "yes", "2": "no"},
    )
    assert area.relevant == {"all": [{"answered": f"own.{grows.key}"}, {"eq": [f"own.{grows.key}", "1"]}]}
    questions = {q.label["zh"]: q for q in newest_questions().sheet}
    assert questions["今年外出天数"].kind == "integer"
    assert questions["烤烟面积"].label["en"] == "Area"
    assert questions["会种什么"].required
    again = browser.post(reverse("surveys:xlsform"), {"file": io.BytesIO(content)})
    assert len(again.context["asked"]) == 6
    assert 'name="sealed"' not in again.content.decode()
    assert browser.post(reverse("surveys:take_xlsform"), {"sealed": sealed[1] + "x"}).url == reverse("surveys:xlsform")


def test_all_items_of_a_file_are_added_or_none(county, city_officer):
    items = read_form(_file(), "x.xlsx").items
    take_over(items[-1:] and [items[2]], actor=city_officer)
    with pytest.raises(ItemExists):
        take_over(items, actor=city_officer)
    assert Item.objects.count() == 1


def test_an_item_others_depend_on_is_ended_after_them(county, city_officer):
    made = take_over(read_form(_file(), "x.xlsx").items, actor=city_officer)
    with pytest.raises(ItemAskedFor):
        end_item(made[0].pk, actor=city_officer)
    end_item(made[1].pk, actor=city_officer)
    end_item(made[0].pk, actor=city_officer)
    newest_questions()


ITEM = ("text", "a", "甲")


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        (("geopoint", "g", "位置"), "A3"),
        (("note", "n", "说明"), "A3"),
        (("calculate", "c"), "A3"),
        (("begin_repeat", "r"), "A3"),
        (("begin_group", "other"), "B3"),
        (("text", "a", "乙"), "B3"),
        (("text", "b b", "乙"), "B3"),
        (("text", None, "乙"), "B3"),
        (("text", "b"), "C3"),
        (("text", "b", "长" * 61), "C3"),
        (("text", "b", "甲"), "C3"),
        (("text", "b", "${a} 多少"), "C3"),
        (("text", "b", "乙", "x" * 121), "D3"),
        (("text", "b", "乙", "", "maybe"), "E3"),
        (("text", "b", "乙", "", "", "${c} = 'x'"), "F3"),
        (("text", "b", "乙", "", "", "count(${a}) > 1"), "F3"),
        (("text", "b", "乙", "", "", "${a} = ${a}"), "F3"),
        (("text", "b", "乙", "", "", "${a} > 3"), "F3"),
        (("text", "b", "乙", "", "", "${a} = 'x' and"), "F3"),
        (("text", "b", "乙", "", "", "${a} = 'x' 'y'"), "F3"),
        (("text", "b", "乙", "", "", "selected(${a}, 'x')"), "F3"),
        (("select_one none", "b", "乙"), "A3"),
        ((None, "b", "乙"), "A3"),
    ],
)
def test_what_cannot_be_asked_everywhere_is_refused_in_its_cell(row, cell):
    assert _faults(_file([ITEM, row])) == [("survey", cell)]


def test_unknown_columns_sheets_and_double_choices_are_refused():
    assert _faults(_file([(*ITEM, "", "", "", ". > 3")], head=(*HEAD, "constraint"))) == [("survey", "G2")]
    assert _faults(_file([(*ITEM, "", "", "", None)], head=(*HEAD, "constraint"))) == [], "empty is nothing"
    assert _faults(_file([ITEM], entities=[("list_name",), ("x",)])) == [("entities", "1")]
    assert ("choices", "B6") in _faults(_file(choices=(*CHOICES, ("crops", "corn", "苞谷"))))
    assert ("choices", "C6") in _faults(_file(choices=(*CHOICES, ("crops", "rice", None))))
    assert _faults(_file(head=("x",))) == [("survey", "1")]


KNOWN = {"n": Known("integer", {}), "c": Known("choice", {"a": "1"}), "m": Known("multi_choice", {"a": "1"}),
         "d": Known("date", {}), "t": Known("text", {})}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "facts", "is_asked"),
    [
        ("${n} > 3", {"n": 4}, True),
        ("${n} > 3", {}, False),
        ("not(${n} > 3)", {}, True),
        ("${c} != 'a'", {}, True),
        ("${c} != 'a'", {"c": "1"}, False),
        ("selected(${m}, 'a')", {"m": ["1", "2"]}, True),
        ("not(selected(${m}, 'a'))", {}, True),
        ("${t} = ''", {}, True),
        ("${t} != ''", {"t": "x"}, True),
        ("${d} <= '2020-03-16'", {"d": "2020-03-16"}, True),
        ("${n} = 1 or ${n} = 2 and ${c} = 'a'", {"n": 1}, True),
        ("(${n} = 1 or ${n} = 2) and ${c} = 'a'", {"n": 1}, False),
    ],
)
def test_a_condition_means_what_it_means_in_an_xlsform(text, facts, is_asked):
    assert evaluate(parse(text, KNOWN), facts, dt.date(2020, 3, 16)) is is_asked


@pytest.mark.parametrize(
    "text", ["", "(" * 30 + "${n} = 1", "${n} == 1", "${c} = 'b'", "${m} = 'a'", "${d} < '2020-02-30'"]
)
def test_a_condition_that_cannot_be_said_is_refused(text):
    with pytest.raises(CannotSay):
        parse(text, KNOWN)
