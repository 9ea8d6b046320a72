"""Each kind of attribute reads what people type, refuses with a sentence that helps, and gives five things."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from gangqiao.kernel.attributes import (
    Attribute,
    AttributeSet,
    Choice,
    Codes,
    Date,
    Integer,
    Money,
    MultiChoice,
    NotAnswered,
    Number,
    PersonId,
    Phone,
    Text,
    WrongValue,
    YesNoUnknown,
)
from gangqiao.kernel.clock import frozen_at
from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.kernel.identifiers import make_id_number
from gangqiao.people import attributes, attributes_dated

COLOURS = Codes(
    "colour",
    {
        "r": {"zh": "红", "en": "red", "also": ["大红"]},
        "g": {"zh": "绿", "en": "green"},
        "none": {"zh": "没有", "en": "none"},
    },
)
SETS = (
    attributes.HOUSEHOLD,
    attributes.PERSON,
    attributes_dated.SKILL,
    attributes_dated.INTENTION,
    attributes_dated.BUSINESS,
    attributes_dated.SPELL,
)
EVERY = [pytest.param(a, id=f"{s.about}.{a.key}") for s in SETS for a in s]


def declared(kind: type[Attribute], **more: Any) -> Any:
    return kind(key="x", label="样品", heading="样品", source="test", **more)


@pytest.fixture(autouse=True)
def _on_the_plan_s_day() -> Any:
    with frozen_at(date(2020, 3, 16)):
        yield


@pytest.mark.parametrize(
    ("attribute", "typed", "meant"),
    [
        (declared(Text), "  张三\u0000\n", "张三"),
        (declared(Text), "𠮷野·家", "𠮷野·家"),
        (declared(Integer), "1,024", 1024),
        (declared(Integer), 3.0, 3),
        (declared(Integer), "", None),
        (declared(Date), "2020年3月6日", date(2020, 3, 6)),
        (declared(Date), "2020.03.06", date(2020, 3, 6)),
        (declared(Date), "20200306", date(2020, 3, 6)),
        (declared(Date), datetime(2020, 3, 6, 8, 30), date(2020, 3, 6)),
        (declared(Money), "3,500.50", 350050),
        (declared(Number), "５.７", Decimal("5.7")),
        (declared(Number), 12, Decimal("12.0")),
        (declared(Choice, codes=COLOURS), "大红", "r"),
        (declared(Choice, codes=COLOURS), "GREEN", "g"),
        (declared(MultiChoice, codes=COLOURS), "红、绿,红", ["r", "g"]),
        (declared(YesNoUnknown), "√", "yes"),
        (declared(Phone, index="i"), "139 0000 0001", "13900000001"),
        (declared(PersonId, index="i"), None, None),
    ],
)
def test_what_people_type_is_understood(attribute: Attribute, typed: Any, meant: Any) -> None:
    assert attribute.parse(typed) == meant


@pytest.mark.parametrize(
    ("attribute", "typed", "says"),
    [
        (declared(Text, longest=3), "abcd", ("4", "3")),
        (declared(Integer, least=1, most=9), "10", ("1", "9", "10")),
        (declared(Integer), "三", ("三",)),
        (declared(Date), "2020-02-30", ("2020-02-30", "2020-03-16")),
        (declared(Date), "2020-03-17", ("2020-03-17",)),
        (declared(Date), "明天", ("明天",)),
        (declared(Money), "一百", ("一百",)),
        (declared(Number, most=100), "5.75", ("100", "1", "5.75")),
        (declared(Number, most=100), "-1", ("-1",)),
        (declared(Choice, codes=COLOURS), "蓝", ("蓝",)),
        (declared(MultiChoice, codes=COLOURS, exclusive="none"), ["r", "none"], ()),
        (declared(PersonId, index="i"), 5.3e17, ()),
        (declared(PersonId, index="i"), "532504", ("6", "18")),
    ],
)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_cannot_be_is_refused_in_words_of_the_reader(
    attribute: Attribute, typed: Any, says: tuple[str, ...], language: str
) -> None:
    with translation.override(language):
        with pytest.raises(Refusal) as refusal:
            attribute.parse(typed)
        sentence = str(refusal.value)
        for word in says:
            assert word in sentence
        translated = any("\u4e00" <= c <= "\u9fff" for c in sentence.replace("样品", "").replace(str(typed), ""))
        assert translated == (language == "zh-hans") or not says


@pytest.mark.parametrize("attribute", EVERY)
def test_every_declared_attribute_gives_its_five_things(attribute: Attribute) -> None:
    assert attribute.key in attribute.columns()
    assert isinstance(attribute.form_field(), forms.Field)
    assert attribute.schema()["type"]
    assert attribute.parse(None) in (None, "", [])
    assert attribute.show(attribute.parse("")) == ""
    assert attribute.heading
    assert attribute.source


@pytest.mark.parametrize("attribute", EVERY)
def test_a_form_refuses_with_the_words_of_the_attribute(attribute: Attribute) -> None:
    field = attribute.form_field()
    if attribute.required:
        with pytest.raises(forms.ValidationError) as refusal:
            field.clean("")
        assert refusal.value.messages == [str(NotAnswered(attribute))]
    else:
        assert field.clean("") in (None, "", [])


@pytest.mark.parametrize("attribute", [p for p in EVERY if hasattr(p.values[0], "codes")])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_code_is_shown_and_read_back_in_both_languages(attribute: Any, language: str) -> None:
    with translation.override(language):
        for code in attribute.codes:
            word = attribute.codes.word(code)
            assert word
            assert Choice.parse(attribute, word) == code
            chinese = any("\u4e00" <= c <= "\u9fff" for c in word)
            assert chinese == (language == "zh-hans")


@given(st.text(max_size=400) | st.integers() | st.floats() | st.none() | st.dates())
def test_no_input_breaks_a_declared_attribute(raw: Any) -> None:
    with frozen_at(date(2020, 3, 16)):
        for attribute in attributes.PERSON:
            if attribute.kind == "division":
                continue  # asks the database
            with suppress(Refusal):
                value = attribute.parse(raw)
                assert attribute.parse(value) == value  # what was read is read the same again
                attribute.show(value)


def test_all_faults_are_told_at_once_and_unknown_keys_are_not_kept() -> None:
    with pytest.raises(Refusals) as refusals:
        attributes.PERSON.read({"sex": "?", "birth_date": "?", "salary": "1"}, partial=True)
    assert {r.field for r in refusals.value.refusals} == {"sex", "birth_date", "salary"}


def test_sensitive_values_are_masked_and_a_birthday_leaves_one_digit() -> None:
    number = make_id_number(date(1980, 1, 1), "1", 7)
    masked = attributes.PERSON["id_number"].mask(number)
    assert sum(c.isalnum() for c in masked) <= 1
    assert "1390000" not in attributes.PERSON["phone"].mask("13900000001")
    assert attributes.PERSON["health_status"].mask("03") == "***"


def test_a_key_is_declared_once_and_a_condition_names_declared_keys() -> None:
    with pytest.raises(ValueError):
        AttributeSet("twice", "x", declared(Text), declared(Text))
    with pytest.raises(Exception, match="nowhere"):
        AttributeSet("bad", "x", declared(Text, asked_if={"eq": ["nowhere", "1"]}))


def test_a_wrong_value_carries_its_field() -> None:
    with pytest.raises(WrongValue) as refusal:
        declared(Integer).parse("x")
    assert (refusal.value.field, refusal.value.code) == ("x", "wrong_value")
