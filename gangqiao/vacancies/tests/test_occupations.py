"""Occupations are found by the words people use."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gangqiao.people.codes import LISTS
from gangqiao.vacancies.occupations import all_occupations, class_name, find, guess, search
from gangqiao.vacancies.occupations.terms import SKILL, folded, terms

SEWING = "6-05-01-03"


def codes_of(text: str, limit: int = 5) -> list[str]:
    return [occupation.code for occupation in search(text, limit)]


def test_the_list_is_the_whole_classification_with_its_classes():
    everything = all_occupations()
    assert len(everything) > 1600
    assert sum(code[0] in "456" for code in everything) > 1000
    assert all(class_name(code) for code in everything)
    assert class_name("6-05") == "纺织品、服装和皮革、毛皮制品加工制作人员"
    assert class_name("9-99") == ""


def test_an_occupation_is_found_by_its_code_and_an_unknown_code_is_none():
    assert find(SEWING).name == "缝纫工"
    assert find(" 6-05-01-03 ").classes == ("6", "6-05", "6-05-01")
    assert find("9-99-99-99") is None


def test_what_could_not_be_checked_says_so():
    assert find(SEWING).is_confirmed
    assert not find("6-99-00-00").is_confirmed


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("缝纫", SEWING),
        ("缝制工", SEWING),
        ("fr", SEWING),
        ("fengren", SEWING),
        ("FengRen", SEWING),
        ("平车", SEWING),
        ("缝刃工", SEWING),  # one character wrong
        ("dianhna", "6-18-02-04"),  # two letters swapped
        ("打螺丝", "6-25-04-07"),
        ("普工", "6-99-00-00"),
        ("保洁", "4-09-08-01"),
        ("月嫂", "4-10-01-06"),
        ("车工", "6-18-01-01"),
        ("cnc", "6-18-01-07"),
        ("快递小哥", "4-02-07-08"),
        ("挖机", "6-30-05-05"),
        ("养猪", "5-03-02-01"),
        ("摘蓝莓", "5-01-02-02"),
    ],
)
def test_the_words_people_use_find_the_occupation_first(typed, code):
    assert codes_of(typed)[0] == code


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("招聘熟练平车工（女）", SEWING),
        ("缝纫工20名", SEWING),
        ("夜班保安", "4-07-05-01"),
        ("半挂司机", "4-02-02-02"),
        ("工地小工", "6-29-01-07"),
        ("酒店客房保洁", "4-03-01-02"),
        ("高薪诚聘炒菜厨师", "4-03-02-01"),
    ],
)
def test_a_free_title_is_read_as_the_trade_in_it(title, code):
    occupation, sure = guess(title)[0]
    assert (occupation.code, sure > 0.6) == (code, True)


def test_a_title_without_a_trade_is_not_guessed():
    assert guess("大妈") == []
    assert guess("") == []
    assert search("") == []


def test_every_word_finds_its_occupation_and_trades_are_of_the_registers_list():
    known = LISTS["trade"]
    for word, meant in terms().by_text.items():
        found = set(codes_of(word, 200))
        assert {term.occupation.code for term in meant} <= found, word
    assert all(trade in known for o in all_occupations().values() for trade in o.trades)


@given(st.sampled_from(sorted(all_occupations())), st.data())
def test_one_wrong_character_still_finds_a_long_name(code, data):
    name = all_occupations()[code].name
    if len(folded(name)) < 4:
        return
    at = data.draw(st.integers(0, len(name) - 1))
    # A character no name has: the only fit left is the one with an error.
    wrong = name[:at] + "龘" + name[at + 1 :]
    found = [o.code for o in search(wrong, 500)]
    # Another word may occur in what is left; then the search is satisfied with that.
    assert code in found or any(word in folded(wrong) for word in terms().by_text if len(word) > 1)


@given(st.text(max_size=40))
def test_no_text_breaks_a_search_or_a_guess_and_confidence_is_a_share(text):
    assert len(search(text, 7)) <= 7
    assert all(0 < sure <= 1 for _, sure in guess(text))
    order = [sure for _, sure in guess(text)]
    assert order == sorted(order, reverse=True)


def test_a_skill_word_is_weaker_than_a_name():
    weak = {term.text for words in terms().by_text.values() for term in words if term.kind == SKILL}
    assert "分拣" in weak
    assert codes_of("分拣员")[0] == "4-02-06-02"
