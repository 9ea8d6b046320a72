"""Names are found by the letters people type."""

from __future__ import annotations

import pytest

from gangqiao.people.pinyin import pinyin_of


@pytest.mark.parametrize(
    ("name", "spelt"),
    [
        ("张小明", ("zhangxiaoming", "zxm")),
        ("曾小明", ("zengxiaoming", "zxm")),
        ("单雄", ("shanxiong", "sx")),
        ("区丽", ("ouli", "ol")),
        ("查良", ("zhaliang", "zl")),
        ("解放", ("xiefang", "xf")),
        ("仇和", ("qiuhe", "qh")),
        ("尉迟恭", ("yuchigong", "ycg")),
        ("欧阳锋", ("ouyangfeng", "oyf")),
        ("吕布", ("lvbu", "lb")),
        ("", ("", "")),
    ],
)
def test_surnames_are_spelt_as_their_bearers_say_them(name, spelt):
    assert pinyin_of(name) == spelt


def test_dots_between_the_parts_of_a_name_are_not_spelt():
    assert pinyin_of("阿鲁·木呷") == ("alumuga", "almg")
    assert pinyin_of("阿鲁•木呷") == pinyin_of("阿鲁·木呷")


def test_the_own_name_keeps_its_usual_reading():
    """Only the surname has a reading of its own: a given name with the same character has not."""
    assert pinyin_of("李解") == ("lijie", "lj")
