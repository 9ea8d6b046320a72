"""Whose list it is: one village's, or a list of several villages one after the other."""

from __future__ import annotations

import pytest

from gangqiao.imports import understanding
from gangqiao.imports.states import Fate
from gangqiao.imports.tests.workbooks import judge, workbook

HEADINGS = ["姓名", "身份证号"]


@pytest.fixture
def lines(make_person, county, monkeypatch) -> list[list[str]]:
    """Four people of the first village, then four of the second; each four are judged together."""
    people = [make_person(county.villages[n // 4]) for n in range(8)]
    monkeypatch.setattr(understanding, "BLOCK", 4)
    return [[person.name, person.id_number] for person in people]


def test_a_list_sorted_by_villages_is_not_taken_for_the_list_of_the_first(lines, township_clerk):
    assert [j.fate for j in judge(workbook(HEADINGS, *lines), township_clerk)] == [Fate.SAME] * 8


def test_in_a_list_that_names_its_village_people_of_another_one_are_strangers(lines, county, township_clerk):
    named = workbook(HEADINGS, *lines, titles=[county.villages[0].name])
    assert [j.payload.reasons for j in judge(named, township_clerk)] == [""] * 4 + ["elsewhere"] * 4
