"""Many at once: a month is paid on one sheet, and a day has one mark."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from gangqiao.assistance.actions import duty, sheets
from gangqiao.assistance.actions.duty import Said
from gangqiao.assistance.models import DutyDay, DutyLine
from gangqiao.assistance.refusals_duty import NobodyOnSheet, SheetIsFixed
from gangqiao.assistance.tests.made import make_holder, make_post
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere, scope_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.requirement("R100")]
FEBRUARY, TODAY = date(2020, 2, 1), date(2020, 3, 16)


def test_village_and_township_draw_up_at_once_and_each_holder_stands_on_one_sheet(
    shared_database: None, at_once: Callable[..., list[Any]], make_person: Any, county: Any, township_clerk: Any
) -> None:
    village, township = county.villages[0], county.townships[0]
    with clock.frozen_at(TODAY):
        post = make_post(village.key)
        holders = [make_holder(make_person(village), post, begins_on=FEBRUARY) for _number in range(6)]
        areas = [str(village.key), str(township.key)] * 3

        def draw(number: int) -> str:
            with scope_of(township_clerk):
                try:
                    sheets.draw_up(areas[number], "hrss", FEBRUARY, actor=township_clerk)
                except (SheetIsFixed, NobodyOnSheet):
                    return "left out"
            return "drawn"

        def mark(number: int) -> int:
            with scope_of(township_clerk):
                said = Said("present" if number % 2 else "absent")
                return len(duty.mark(holders[0].pk, {FEBRUARY: said}, actor=township_clerk))

        assert set(at_once(6, draw)) <= {"drawn", "left out"}
        marked = at_once(8, mark)
    with everywhere(reason="test"):
        assert sorted(DutyLine.objects.values_list("holder_id", flat=True)) == sorted(one.pk for one in holders)
        assert DutyDay.objects.filter(struck_at=None).count() == 1
        assert DutyDay.objects.count() == sum(marked)
