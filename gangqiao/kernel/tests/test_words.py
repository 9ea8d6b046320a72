"""Sentences of pure modules are shown in the reader's language."""

from __future__ import annotations

import pytest
from django.utils.translation import gettext_lazy, override

from gangqiao.kernel.identifiers import WrongIdNumber, parse_id_number
from gangqiao.kernel.lifecycle import LifeCycle, NotAllowedNow, Step
from gangqiao.kernel.words import Say


def test_a_sentence_is_translated_when_it_is_shown_and_not_when_it_arose():
    with pytest.raises(WrongIdNumber) as refused:
        parse_id_number("53250419900101121")
    with override("zh-hans"):
        assert str(refused.value) == "身份证号码应为 18 位，这里只有 17 位。请再核对身份证。"
    with override("en"):
        assert str(refused.value) == "The ID number has 17 of its 18 digits. Look at the card again."


def test_words_inside_a_sentence_are_translated_with_it():
    cycle = LifeCycle("ab", Step("x.open", ("a",), "b", gettext_lazy("Area")))
    with pytest.raises(NotAllowedNow) as refused:
        cycle.check("x.open", "b")
    with override("zh-hans"):
        assert str(refused.value) == "不能“所属区域”：该记录当前为“b”。"


def test_a_sentence_without_values_may_hold_a_percent_sign():
    assert str(Say("100% of them")) == "100% of them"
    assert Say("a", n=1) == Say("a", n=1) != Say("a", n=2)
    assert len({Say("a", n=1), Say("a", n=1)}) == 1
