"""What employers say of their people, and what workers say of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.vacancies.actions import employers_counting as actions
from gangqiao.vacancies.models import Employer, FoundCall, HeadCount
from gangqiao.vacancies.policy.score import ASPECTS, NUMBERS, Call, is_poor, score
from gangqiao.vacancies.reads import employers as reads
from gangqiao.vacancies.refusals.employers import DayAhead, NothingCounted, NothingSaid, TooManyPoor, TradesMissing
from gangqiao.vacancies.tests.made import make_employer, make_vacancy

db = pytest.mark.django_db
TODAY = dt.date(2020, 6, 1)
calls = st.lists(
    st.builds(
        Call,
        on=st.dates(dt.date(2018, 1, 1), dt.date(2020, 12, 31)),
        found=st.dictionaries(st.sampled_from(ASPECTS), st.sampled_from(["yes", "no", "unknown"])),
    ),
    max_size=20,
)


@given(calls)
def test_a_share_is_a_share_and_its_order_does_not_matter(made):
    found, turned = score(made, TODAY), score(made[::-1], TODAY)
    assert found == turned
    assert found.share is None or 0 <= found.share <= 100
    assert (found.share is None) == (found.calls < NUMBERS.on(TODAY).least_calls)


@given(calls)
def test_a_kept_promise_never_makes_a_score_worse(made):
    before = score(made, TODAY)
    after = score([*made, Call(TODAY, {"pay": "yes"})], TODAY)
    assert before.share is None or (after.share is not None and after.share >= before.share)


@given(calls)
def test_a_broken_promise_never_makes_a_score_better(made):
    before = score(made, TODAY)
    after = score([*made, Call(TODAY, {"pay": "yes", "no_fee": "no"})], TODAY)
    assert after.is_fee_asked
    assert before.share is None or (after.share is not None and after.share <= before.share)


def test_old_calls_and_empty_ones_do_not_count():
    old, silent = Call(dt.date(2019, 6, 1), {"pay": "no"}), Call(TODAY, {"pay": "unknown"})
    assert score([old, silent], TODAY).calls == 0


def test_a_poor_share_is_one_that_is_known_and_low():
    assert [is_poor(share, TODAY) for share in (None, 69, 70)] == [False, True, False]


def figures(**more: Any) -> dict[str, Any]:
    return {"headcount": "80", "wanted": "5", "wanted_trades": "缝纫工", "poor_employed": "3"} | more


@db
@pytest.mark.requirement("R048", "R049", "R118")
def test_a_count_is_kept_and_the_newest_stands_on_the_employer(county, township_clerk):
    employer = make_employer(county.xinshao)
    day = clock.today()
    with scope_of(township_clerk):
        actions.count_employer(employer.pk, figures(), on=day, actor=township_clerk)
        earlier = day - dt.timedelta(days=40)
        actions.count_employer(employer.pk, figures(headcount="60"), on=earlier, actor=township_clerk)
        found: Any = Employer.objects.get(pk=employer.pk)
        counted = [count.headcount for count in reads.counts_over_time(found)]
    assert (found.headcount, found.counted_on) == (80, day)
    assert counted == [80, 60]


@db
@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"headcount": "", "wanted": "", "poor_employed": ""}, NothingCounted),
        ({"headcount": "2", "poor_employed": "3"}, TooManyPoor),
        ({"wanted_trades": ""}, TradesMissing),
    ],
)
def test_a_count_that_cannot_be_is_refused(county, township_clerk, wrong, refusal):
    employer = make_employer(county.xinshao)
    with scope_of(township_clerk), pytest.raises(refusal):
        actions.count_employer(employer.pk, figures(**wrong), actor=township_clerk)
    with everywhere(reason="test"):
        assert not HeadCount.objects.exists()


@db
def test_a_day_that_has_not_come_is_refused(county, township_clerk):
    employer, tomorrow = make_employer(county.xinshao), clock.today() + dt.timedelta(days=1)
    with scope_of(township_clerk):
        with pytest.raises(DayAhead):
            actions.count_employer(employer.pk, figures(), on=tomorrow, actor=township_clerk)
        with pytest.raises(DayAhead):
            actions.record_call(employer.pk, {"pay": "yes"}, on=tomorrow, actor=township_clerk)


@db
def test_three_calls_make_a_share(county, township_clerk):
    employer = make_employer(county.xinshao)
    with scope_of(township_clerk):
        for answer in ("yes", "yes", "no"):
            actions.record_call(employer.pk, {"pay": answer}, actor=township_clerk)
        found = Employer.objects.get(pk=employer.pk)
    assert (found.kept_share, found.calls) == (66, 3)


@db
def test_a_call_without_an_answer_is_none(county, township_clerk):
    employer = make_employer(county.xinshao)
    with scope_of(township_clerk), pytest.raises(NothingSaid):
        actions.record_call(employer.pk, {"pay": "unknown"}, actor=township_clerk)


@db
def test_a_township_says_what_its_people_found_at_an_employer_it_does_not_keep(county, township_clerk):
    employer = make_employer(county.division)
    vacancy = make_vacancy(employer)
    with scope_of(township_clerk):
        actions.record_call_on(vacancy.uuid, {"no_fee": "no"}, actor=township_clerk)
        assert not FoundCall.objects.exists()  # it is not the township's to read
    with everywhere(reason="test"):
        assert FoundCall.objects.get().area_id == county.key
        assert Employer.objects.get(pk=employer.pk).calls == 1
