"""The words of the phone client: complete and alike in both languages."""

from __future__ import annotations

import re

import pytest

from tests.source import ROOT

WORDS = ROOT / "frontend/src/phone/words"
PAIRS = (
    ("zh-closed.ts", "en-closed.ts"),
    ("zh-visit.ts", "en-visit.ts"),
    ("zh-carry.ts", "en-carry.ts"),
    ("zh-trips.ts", "en-trips.ts"),
)
LINE = re.compile(r'^  (\w+):\s+"(.*)",$', re.MULTILINE)
CHINESE = re.compile(r"[\u3400-\u9fff]")


def words(name: str) -> dict[str, str]:
    return dict(LINE.findall((WORDS / name).read_text(encoding="utf-8")))


@pytest.mark.parametrize(("chinese", "english"), PAIRS)
def test_each_word_stands_in_both_languages_with_the_same_values(chinese: str, english: str) -> None:
    ours, others = words(chinese), words(english)
    assert len(ours) > 50
    assert ours.keys() == others.keys()
    for key, said in ours.items():
        # The shortest sentence of a language may leave a value out that the other needs, never add one.
        assert set(re.findall(r"{\w+}", said)) == set(re.findall(r"{\w+}", others[key])), key


@pytest.mark.parametrize(("chinese", "english"), PAIRS)
def test_no_word_of_the_one_language_is_left_in_the_other(chinese: str, english: str) -> None:
    assert not [key for key, said in words(english).items() if CHINESE.search(said)]
    kept = {"done_of", "colon"}  # values and signs
    assert not [key for key, said in words(chinese).items() if not CHINESE.search(said) and key not in kept]


@pytest.mark.parametrize(("chinese", "english"), PAIRS)
def test_chinese_sentences_bear_the_signs_of_chinese(chinese: str, english: str) -> None:
    wrong = {key: said for key, said in words(chinese).items() if re.search(r"[\u3400-\u9fff][,;:?!.()]", said)}
    assert wrong == {}


def test_the_pages_say_no_word_of_their_own() -> None:
    """Beside comments, and the names of the languages in themselves, no page holds Chinese."""
    found = []
    for file in [*WORDS.parent.glob("pages/*"), *WORDS.parent.glob("parts/*")]:
        code = re.sub(r"/\*.*?\*/|//[^\n]*", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
        found += [(file.name, text) for text in re.findall(r"[\u3400-\u9fff]+", code)]
    # Also the letters of days, which are no sentence.
    assert {text for _name, text in found} <= {"中文", "年", "月", "日"}
