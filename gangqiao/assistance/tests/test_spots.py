"""Spot-checks at random, and what follows from them for duty and pay."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gangqiao.assistance.actions import duty, sheets, spots
from gangqiao.assistance.actions.duty import Said
from gangqiao.assistance.models import Holder, SpotCheck
from gangqiao.assistance.reads import sheets as sheet_reads
from gangqiao.assistance.reads import spots as reads
from gangqiao.assistance.refusals import AnswerOfList
from gangqiao.assistance.refusals_duty import AlreadyDrawn, CheckedByAnother, NothingToSettle, WordsNeeded
from gangqiao.assistance.tests.made import make_holder
from gangqiao.audit.models import Event
from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel import clock
from gangqiao.kernel.queue import sources
from gangqiao.kernel.scope import everywhere, scope_of

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R100")]
FEBRUARY, TODAY = date(2020, 2, 1), date(2020, 3, 16)


@pytest.fixture(autouse=True)
def _spring() -> Any:
    with clock.frozen_at(TODAY):
        yield


def fresh(row: Any) -> Any:
    with everywhere(reason="test"):
        return type(row).objects.get(pk=row.pk)


def test_every_township_is_drawn_and_the_same_word_draws_the_same(make_person, county, city_officer, township_clerk):
    for place in (county.villages[0], county.hongxi):
        for _number in range(4):
            make_holder(make_person(place))
    with scope_of(township_clerk), pytest.raises(NotYourVerb):
        spots.draw("visit", FEBRUARY, "三月", actor=township_clerk)
    drawn = []
    with scope_of(city_officer):
        assert len(list(sources()["assistance.spots_to_draw"].entries(city_officer))) == 1
        for fault, values in ((AnswerOfList, ("tea", "三月")), (WordsNeeded, ("visit", " "))):
            with pytest.raises(fault):
                spots.draw(values[0], FEBRUARY, values[1], actor=city_officer)
        for _time in range(2):
            made = spots.draw("visit", FEBRUARY, "三月", actor=city_officer)
            drawn.append({(one.holder_id, str(one.area_id)) for one in made})
            with pytest.raises(AlreadyDrawn):
                spots.draw("visit", FEBRUARY, "四月", actor=city_officer)
            SpotCheck.objects.all().delete()
        with pytest.raises(AlreadyDrawn):
            spots.draw("call", FEBRUARY, "三月", actor=city_officer)
        spots.draw("visit", date(2020, 3, 1), "三月", actor=city_officer)
        assert list(sources()["assistance.spots_to_draw"].entries(city_officer)) == []
        assert [one.count for one in sources()["assistance.spots"].entries(city_officer)] == [4]
    assert drawn[0] == drawn[1]
    assert [sum(area.startswith(str(one.key)) for _pk, area in drawn[0]) for one in county.townships] == [2, 2]


def test_who_is_not_there_is_suspended_and_the_month_is_held_until_somebody_else_clears_it_up(
    person, village_officer, township_clerk, city_officer
):
    holder = make_holder(person, standard=60_000)
    with scope_of(village_officer):
        duty.mark(holder.pk, {FEBRUARY.replace(day=n): Said() for n in range(1, 21)}, actor=village_officer)
        sheet = sheets.draw_up(str(holder.post.area_id), "hrss", FEBRUARY, actor=village_officer)
        sheets.submit(sheet.pk, actor=village_officer, phone="1")
    with scope_of(city_officer):
        (spot,) = spots.draw("visit", FEBRUARY, "三月", actor=city_officer)
    with scope_of(village_officer), pytest.raises(NotYourVerb):
        spots.record_result(spot.pk, "on_duty", actor=village_officer)
    with scope_of(township_clerk):
        with pytest.raises(WordsNeeded):
            spots.record_result(spot.pk, "stand_in", actor=township_clerk)
        with pytest.raises(AnswerOfList):
            spots.record_result(spot.pk, "got_it", actor=township_clerk)
        spots.record_result(spot.pk, "stand_in", "儿子在扫地", actor=township_clerk)
        sheets.check(sheet.pk, actor=township_clerk)
        sheets.publish(sheet.pk, actor=township_clerk)
        with pytest.raises(CheckedByAnother):
            spots.settle(spot.pk, "已谈话", actor=township_clerk)
    assert (fresh(holder).status, fresh(holder).pauses) == ("suspended", [["2020-03-16", None, "not_seen"]])
    with scope_of(township_clerk), clock.frozen_at(date(2020, 3, 25)):
        sheets.finish(sheet.pk, actor=township_clerk)
        (line,) = sheet_reads.lines_of(sheet)
        assert (line.blocked, sheet_reads.payable_lines(FEBRUARY)) == ("spot", [])
    assert reads_in(city_officer, "doubts") == 1
    with pytest.raises(IntegrityError), transaction.atomic(), everywhere(reason="test"):
        SpotCheck.objects.filter(pk=spot.pk).update(settler=township_clerk.user_id)
    with scope_of(city_officer), clock.frozen_at(date(2020, 4, 1)):
        spots.settle(spot.pk, "已谈话，缺勤两天已核减", actor=city_officer)
        with pytest.raises(NothingToSettle):
            spots.settle(spot.pk, "再来", actor=city_officer)
        with pytest.raises(NothingToSettle):
            spots.record_result(spot.pk, "on_duty", actor=city_officer)
        march = sheets.draw_up(str(holder.post.area_id), "hrss", date(2020, 3, 1), actor=city_officer)
        assert [(one.amount, one.remarks) for one in sheet_reads.lines_of(march) if one.number] == [(40_000, "held")]
    assert not Event.objects.filter(reason__contains="儿子").exists(), "what was found stands sealed, not in the log"


def reads_in(actor: Any, look: str) -> int:
    with scope_of(actor):
        return reads.count(look)


def test_who_says_that_money_was_asked_back_keeps_post_and_pay(person, village_officer, township_clerk, city_officer):
    holder = make_holder(person)
    with scope_of(village_officer):
        duty.mark(holder.pk, {FEBRUARY: Said()}, actor=village_officer)
        sheet = sheets.draw_up(str(holder.post.area_id), "hrss", FEBRUARY, actor=village_officer)
        sheets.submit(sheet.pk, actor=village_officer, phone="1")
    with scope_of(township_clerk), clock.frozen_at(TODAY):
        sheets.check(sheet.pk, actor=township_clerk)
        sheets.publish(sheet.pk, actor=township_clerk)
    with scope_of(city_officer), clock.frozen_at(date(2020, 3, 25)):
        sheets.finish(sheet.pk, actor=city_officer)
        (call,) = spots.draw("call", FEBRUARY, "回访", actor=city_officer)
        spots.record_result(call.pk, "paid_back", "让交一半", actor=city_officer)
        assert len(sheet_reads.payable_lines(FEBRUARY)) == 1
        assert Holder.objects.get(pk=holder.pk).status == "on_duty"
        assert reads.count("doubts") == 1
