"""The words of compared facts: each in both languages, with the same parts, and none that nobody says."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

from gangqiao.subsidies.checks import register

CODE = Path(register.__file__).parent


def parts(text: str) -> set[str]:
    """What stands for something compared; words of one language count for both."""
    return {re.sub(r"_?(zh|en)$", "", name) for _text, name, _spec, _how in Formatter().parse(text) if name}


def test_every_phrase_says_the_same_in_both_languages():
    for key, words in register.phrases().items():
        assert set(words) == {"zh", "en"}, key
        assert all(words.values()), key
        assert parts(words["zh"]) == parts(words["en"]), key


def test_every_phrase_is_said_and_every_one_that_is_said_is_there():
    source = "".join(path.read_text(encoding="utf-8") for path in CODE.glob("*.py"))
    said = set(re.findall(r'phrase\(\s*"(\w+)"', source))
    assert said == register.phrases().keys()
