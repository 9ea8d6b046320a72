"""ID numbers, credit codes and telephones: one normal form, and faults told so that a clerk can mend them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gangqiao.kernel import clock
from gangqiao.kernel.identifiers import (
    WrongCreditCode,
    WrongIdNumber,
    WrongPhone,
    id_check_character,
    make_credit_code,
    make_id_number,
    mask_id,
    mask_name,
    mask_phone,
    parse_credit_code,
    parse_id_number,
    parse_phone,
)

pytestmark = pytest.mark.requirement("D01")

births = st.dates(date(1880, 1, 1), date(2019, 12, 31))
made_numbers = st.builds(make_id_number, births, st.sampled_from(["1", "2"]), st.integers(0, 499))


def numbered(first_seventeen: str) -> str:
    return first_seventeen + id_check_character(first_seventeen)


@given(births, st.sampled_from(["1", "2"]), st.integers(0, 499))
def test_every_made_number_tells_birthday_and_sex_and_that_it_is_made(birth, sex, order):
    number = parse_id_number(make_id_number(birth, sex, order))
    assert (number.birth_date, number.sex, number.made) == (birth, sex, True)


@given(made_numbers, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_every_single_typo_is_refused(number, place, character):
    wrong = number[:place] + character + number[place + 1 :]
    if wrong == number:
        assert parse_id_number(wrong).text == number
    else:
        with pytest.raises(WrongIdNumber):
            parse_id_number(wrong)


@given(made_numbers, st.integers(0, 16))
def test_every_swap_of_two_neighbours_is_refused(number, place):
    wrong = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if wrong == number:
        assert parse_id_number(wrong).text == number
    else:
        with pytest.raises(WrongIdNumber):
            parse_id_number(wrong)


@given(st.dates(date(1900, 1, 1), date(1999, 12, 31)), st.integers(0, 999))
def test_all_ways_to_write_a_number_give_one_normal_form(birth, order):
    normal = numbered(f"532526{birth:%Y%m%d}{order:03d}")
    full_width = "".join(chr(ord(c) + 0xFEE0) for c in normal)
    ways = [
        normal,
        normal.lower(),
        f"  {normal[:6]} {normal[6:14]}\u3000{normal[14:]}\u200b\n",
        full_width,
        full_width.lower(),
        normal[:6] + normal[8:17],  # as on a card of fifteen digits
    ]
    assert {parse_id_number(way).text for way in ways} == {normal}


def test_the_example_of_the_standard_is_accepted():
    number = parse_id_number("11010519491231002x")
    assert (number.text, number.sex, number.county_code, number.made) == ("11010519491231002X", "2", "110105", False)


@pytest.mark.parametrize("county", ["532504", "532526", "539988", "810000", "830000"])
def test_a_county_code_is_never_a_reason_to_refuse(county):
    assert parse_id_number(numbered(f"{county}19900101121")).county_code == county


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (None, "is empty"),
        ("   ", "is empty"),
        (532504199001011214, "Format the column as text and type it again"),
        (5.32504199001011e17, "Format the column as text and type it again"),
        ("5.32504E+17", "Format the column as text and type it again"),
        ("532504199001011000.0", "Format the column as text and type it again"),
        (True, "Type it as text"),
        (b"532504199001011214", "Type it as text"),
        ("53250419900101121", "has 17 of its 18 digits"),
        ("5325041990010112145", "has 19 digits; it needs 18"),
        ("5325O4199001011214", "“O” at place 5"),
        ("53250419900101X214", "“X” at place 15"),
        ("532504199001011٢14", "“٢” at place 16"),
        ("032504199001011214", "No province has the code 03"),
        ("532504199002301214", "1990-02-30, is no day of the calendar"),
        ("532504209901011214", "2099-01-01, is in the future"),
        ("532504187901011214", "1879-01-01, is before 1880"),
        ("532504199001011217", "should be 1, not 7"),
    ],
)
def test_the_sentence_names_the_fault(raw, words):
    with pytest.raises(WrongIdNumber) as refused:
        parse_id_number(raw)
    assert words in refused.value.sentence.msgid % refused.value.sentence.values
    assert refused.value.code == "wrong_id_number"


def test_a_child_born_today_has_a_number_and_one_born_tomorrow_has_none():
    born_today, born_tomorrow = (make_id_number(date(2020, 3, day), "1", 0) for day in (16, 17))
    with clock.frozen_at(date(2020, 3, 16)):
        assert parse_id_number(born_today).birth_date == date(2020, 3, 16)
        with pytest.raises(WrongIdNumber):
            parse_id_number(born_tomorrow)


def test_made_numbers_of_one_birthday_are_all_different():
    made = {make_id_number(date(1990, 1, 1), sex, order) for sex in "12" for order in range(500)}
    assert len(made) == 1000
    with pytest.raises(ValueError, match="order 500"):
        make_id_number(date(1990, 1, 1), "1", 500)


@given(st.integers(0, 99_999_999), st.integers(0, 17), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_every_typo_in_a_credit_code_is_refused(order, place, character):
    code = make_credit_code(order)
    assert parse_credit_code(f" {code.lower()} ") == code
    wrong = code[:place] + character + code[place + 1 :]
    if wrong != code:
        with pytest.raises(WrongCreditCode):
            parse_credit_code(wrong)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("", "is empty"),
        (91350100, "Format the column as text"),
        ("91350100M000100Y4", "counted here: 17"),
        ("9135O100M000100Y43", "“O” at place 5"),
        ("91350100M000100Y44", "should be 3, not 4"),
        ("9135010AM000100Y43", "Places 3 to 8"),
    ],
)
def test_a_wrong_credit_code_is_told_precisely(raw, words):
    with pytest.raises(WrongCreditCode) as refused:
        parse_credit_code(raw)
    assert words in refused.value.sentence.msgid % refused.value.sentence.values


def test_the_example_of_the_credit_code_standard_is_accepted():
    assert parse_credit_code("91350100m000100y43") == "91350100M000100Y43"


@pytest.mark.parametrize(
    ("raw", "normal"),
    [
        ("139 8765 4321", "13987654321"),
        ("１３９８７６５４３２１", "13987654321"),
        ("+86-139-8765-4321", "13987654321"),
        ("8613987654321", "13987654321"),
        (13987654321, "13987654321"),
        (13987654321.0, "13987654321"),
        ("08736122345", "0873-6122345"),
        ("(0873) 6122345", "0873-6122345"),
        ("0873－6122345", "0873-6122345"),
        ("010-62561234", "010-62561234"),
    ],
)
def test_all_ways_to_write_a_telephone_number_give_one_normal_form(raw, normal):
    assert parse_phone(raw) == normal


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (None, "is empty"),
        ("6122345", "The area code of the fixed line is missing"),
        ("1398765432", "counted here: 10"),
        ("12987654321", "begins with 12"),
        ("none", "Type digits only"),
        (1.5, "Format the column as text"),
        ("0873612234", "neither a mobile number"),
    ],
)
def test_a_wrong_telephone_number_is_told_precisely(raw, words):
    with pytest.raises(WrongPhone) as refused:
        parse_phone(raw)
    assert words in refused.value.sentence.msgid % refused.value.sentence.values


@given(made_numbers)
@pytest.mark.requirement("D09")
def test_beside_a_birthday_one_character_of_the_number_is_shown(number):
    assert mask_id(number, birthday_shown=True) == "*" * 17 + number[-1]
    assert mask_id(number, birthday_shown=False) == "*" * 14 + number[-4:]


@pytest.mark.requirement("D09")
def test_what_is_too_short_to_mask_is_hidden_whole():
    assert mask_id("12345678", birthday_shown=False) == "********"
    assert mask_id("", birthday_shown=True) == ""
    assert (mask_name("王"), mask_name("王明"), mask_name("王小明"), mask_name("")) == ("*", "王*", "王*明", "")
    assert (mask_phone("13987654321"), mask_phone("0873-6122345"), mask_phone("110")) == (
        "139****4321",
        "0873-*****45",
        "***",
    )
