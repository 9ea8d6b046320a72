"""Subsidies in figures: equal to a recount of the rows, each number opens to its people, and small ones are hidden."""

from __future__ import annotations

import itertools
import re
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gangqiao.kernel import clock
from gangqiao.kernel.money import format_yuan
from gangqiao.kernel.scope import everywhere
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.subsidies.models import Claim
from gangqiao.subsidies.reads import totals as reads
from gangqiao.subsidies.reads import totals_public
from gangqiao.subsidies.reads.totals_public import SMALL, hidden_rows, public_totals
from gangqiao.subsidies.tests.made import make_claim
from gangqiao.vacancies.views import public_pace
from tests.rig_for_figures import faults_of_page, figures_of, listed, page_of

DAY = date(2020, 7, 15)
TOWNSHIP = KEY_LENGTH[Level.TOWNSHIP]


@pytest.fixture(autouse=True)
def _summer() -> Any:
    public_pace.pace.forget()
    with clock.frozen_at(DAY):
        yield


def paid(person: Any, on: date, days: int = 10, **values: Any) -> Claim:
    return make_claim(person, **{"status": "paid", "paid_on": on, "submitted_on": on - timedelta(days=days)} | values)


@pytest.fixture
def year(county: Any, make_person: Any) -> list[Claim]:
    """Fourteen people of Xinshao and twelve of Hongxi, some twice; one repaid, one last year, one not yet paid."""
    found = []
    for area, many in ((county.villages[0], 9), (county.villages[1], 5), (county.hongxi, 12)):
        for number in range(many):
            person, month = make_person(area), 3 + number % 3
            found.append(paid(person, date(2020, month, 20), 5 + number, amount=100_000 + number))
            if number % 4 == 0:
                found.append(paid(person, date(2020, 6, 1), 30, programme="start_up", amount=500_000))
    lone = make_person(county.villages[0])
    found.append(paid(lone, date(2020, 5, 2), status="under_recovery", period="2018"))
    paid(lone, date(2019, 5, 2), period="2019")
    paid(lone, date(2020, 5, 2), status="recovered", period="2017")
    make_claim(lone, period="2016")
    return found


@pytest.mark.django_db
@pytest.mark.requirement("D03")
def test_the_totals_are_what_a_recount_of_the_rows_gives(year: Any):
    with everywhere(reason="test data"):
        found = reads.totals(2020, TOWNSHIP)
    assert sum(row.fen for row in found.rows.values()) == found.whole.fen == sum(one.amount for one in year)
    assert len(found.whole.people) == len({one.person_id for one in year})
    keys = {(str(one.area_id)[:TOWNSHIP], one.programme) for one in year}
    assert found.rows.keys() == keys
    for area, programme in keys:
        rows = [one for one in year if one.programme == programme and str(one.area_id).startswith(area)]
        total = found.rows[area, programme]
        days = sorted((one.paid_on - one.submitted_on).days for one in rows)
        assert (total.fen, total.claims) == (sum(one.amount for one in rows), len(rows))
        assert total.people == {one.person_id for one in rows}
        assert total.average == pytest.approx(sum(days) / len(days))
        # Nearest rank: at least nine in ten lie at or below it, and fewer at or below the value before.
        assert sum(day <= total.ninetieth for day in days) >= 0.9 * len(days)
        assert sum(day < total.ninetieth for day in days) < 0.9 * len(days)
    assert {month: row.fen for month, row in found.months.items()} == {
        month: sum(one.amount for one in year if one.paid_on.month == month)
        for month in {one.paid_on.month for one in year}
    }


def test_a_percentile_is_a_value_that_occurred():
    assert reads.percentile([], 90) is None
    assert reads.percentile([7], 90) == 7
    assert reads.percentile(list(range(1, 11)), 90) == 9
    assert reads.percentile([5, 1, 9], 50) == 5


@pytest.mark.django_db
def test_every_number_of_the_page_opens_to_as_many_people(client_of: Any, year: Any):
    browser = client_of("city_officer")
    page = page_of(browser.get("/subsidies/totals/"))
    assert list(faults_of_page(page, opens=True)) == []
    opened = [figure for figure in figures_of(page) if figure.persons]
    assert len(opened) >= 8
    for figure in opened:
        assert listed(page_of(browser.get(figure.href))) == (figure.persons, min(figure.persons, 50)), figure.href


@pytest.mark.django_db
def test_each_reader_counts_the_own_area_by_its_own_places(client_of: Any, year: Any, county: Any):
    said = client_of("township_clerk").get("/subsidies/totals/").content.decode()
    assert county.villages[0].name in said
    ours = [one for one in year if str(one.area_id).startswith(county.xinshao.key)]
    assert format_yuan(sum(one.amount for one in ours)) in said
    theirs = client_of("stranger").get("/subsidies/totals/").content.decode()
    assert format_yuan(sum(one.amount for one in year) - sum(one.amount for one in ours)) in theirs
    only = client_of("city_officer").get(f"/subsidies/totals/?area={county.hongxi.key}").content.decode()
    assert county.villages[0].name not in only
    assert client_of("city_officer").get("/subsidies/totals/?year=1&area=%27;&month=x").status_code == 200


@pytest.mark.django_db
def test_a_list_of_people_leads_to_nobody_out_of_the_area(client_of: Any, year: Any, county: Any):
    listed_there = client_of("stranger").get(f"/subsidies/totals/people/?area={county.xinshao.key}")
    assert listed(page_of(listed_there)) == (0, 0)


# --- what everybody sees ---------------------------------------------------------------------------------------------


def possible(counts: list[int], hidden: frozenset[int], no_total: bool, row: int) -> set[int]:
    """The values a hidden count may have for somebody who sees the rest of the line: each hidden one is at least 1."""
    if no_total:
        return set(range(1, 100))
    rest = sum(counts[n] for n in hidden)
    return set(range(1, rest - (len(hidden) - 1) + 1)) if row in hidden else {counts[row]}


@given(st.lists(st.integers(0, 40), min_size=1, max_size=8))
@example([5, 20, 30])
@example([3, 4, 50])
@example([9, 0, 0])
def test_nobody_can_tell_a_number_below_ten(counts: list[int]):
    hidden, no_total = hidden_rows(counts)
    for row, count in enumerate(counts):
        if 0 < count < SMALL:
            assert row in hidden
            assert max(possible(counts, hidden, no_total, row)) >= SMALL
    assert no_total or not hidden or len(hidden) > 1


def test_hiding_only_the_small_ones_would_not_do():
    """The control: with the total shown, a single hidden number is the difference."""
    counts = [5, 20, 30]
    only_small = frozenset({0})
    assert max(possible(counts, only_small, no_total=False, row=0)) == 5
    assert hidden_rows(counts) == (frozenset({0, 1}), False)


@pytest.mark.django_db
@pytest.mark.requirement("D09")
def test_the_public_page_hides_small_townships_and_their_money(client: Any, county: Any, make_person: Any):
    few = [paid(make_person(county.hongxi), date(2020, 3, 5), amount=123_400) for _number in range(3)]
    many = [paid(make_person(county.xinshao), date(2020, 3, 5), amount=100_000) for _number in range(12)]
    said = client.get("/subsidies-in-figures/?lang=en").content.decode()
    for hidden in (3 * 123_400, 12 * 100_000):  # the second one, too: else the first were the difference
        assert format_yuan(hidden) not in said
    assert format_yuan(sum(one.amount for one in [*few, *many])) in said
    assert ">15<" in said
    assert not re.search(r">(3|12)<", said)


@pytest.mark.django_db
def test_the_public_page_without_hiding_shows_them(client: Any, county: Any, make_person: Any, monkeypatch: Any):
    """The control."""
    for _number in range(3):
        paid(make_person(county.hongxi), date(2020, 3, 5), amount=123_400)
    monkeypatch.setattr(totals_public, "hidden_rows", lambda counts: (frozenset(), False))
    assert format_yuan(3 * 123_400) in client.get("/subsidies-in-figures/?lang=en").content.decode()


@pytest.mark.django_db
def test_the_month_that_runs_is_not_told_yet(county: Any, make_person: Any):
    people = [make_person(area) for area, _n in itertools.product((county.xinshao, county.hongxi), range(11))]
    for person in people:
        paid(person, date(2020, 6, 30))
    with everywhere(reason="test data"):
        before = public_totals(2020, DAY, [one.key for one in county.townships])
    paid(make_person(county.xinshao), date(2020, 7, 14))
    with everywhere(reason="test data"):
        assert public_totals(2020, DAY, [one.key for one in county.townships]) == before
        after = public_totals(2020, date(2020, 8, 1), [one.key for one in county.townships])
    assert (before.people, after.people, before.until) == (22, 23, date(2020, 6, 30))


@pytest.mark.django_db
def test_money_of_units_is_told_apart_from_people(client: Any, county: Any, make_person: Any):
    person = make_person(county.xinshao)
    paid(person, date(2020, 3, 5), payee="employer", payee_name="新哨工厂", amount=777_700)
    said = client.get("/subsidies-in-figures/?lang=en").content.decode()
    assert "7,777.00" in said
    assert person.name not in said
    assert "新哨工厂" not in said


@pytest.mark.django_db
def test_in_january_nothing_of_the_year_is_told(client: Any, county: Any):
    with clock.frozen_at(date(2021, 1, 20)):
        said = client.get("/subsidies-in-figures/?lang=en").content.decode()
    assert "No month of this year is over yet." in said
