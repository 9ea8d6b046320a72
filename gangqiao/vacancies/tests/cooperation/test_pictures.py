"""Pictures of demand: every number opens to the vacancies it counts; what could be filled is the most that can be."""

from __future__ import annotations

import datetime as dt
import re
from itertools import product

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from gangqiao.kernel import clock
from gangqiao.vacancies.jobs.pictures import count_what_could_be_filled
from gangqiao.vacancies.models import Fillable
from gangqiao.vacancies.policy.filling import most_filled
from gangqiao.vacancies.tests.carried import make_seeker
from gangqiao.vacancies.tests.made import make_employer, make_vacancy


@pytest.mark.django_db
@pytest.mark.requirement("R049", "R118")
def test_every_number_of_the_pictures_opens_to_its_vacancies(client_of, county, make_household):
    with clock.frozen_at(dt.date(2020, 6, 10)):
        employer = make_employer(county.xinshao)
        make_vacancy(employer, number=3)
        make_vacancy(employer, title="保洁员", number=2, confirmed_on=dt.date(2020, 5, 29))
        make_vacancy(employer, title="包装工", number=4, status="paused_stale")
        make_seeker(make_household(county.villages[0]).head)
        count_what_could_be_filled()
        browser = client_of("city_officer")
        shown = browser.get(reverse("vacancies:pictures")).content.decode()
        figures = re.findall(r'<td data-plain="(?:seats|vacancies)"><a href="([^"]+)">([\d,]+)</a>', shown)
        assert len(figures) >= 7
        for href, number in figures:
            answer = browser.get(href.replace("&amp;", "&"))
            assert answer.status_code == 200
            rows = answer.context["rows"]
            assert int(number) == (len(rows) if "fresh=" in href else sum(row.seats for row in rows)), href
        assert browser.get(reverse("vacancies:picture_list")).status_code == 404


@pytest.mark.django_db
def test_a_seat_is_filled_by_one_person_and_a_person_fills_one_seat(county, make_household):
    employer = make_employer(county.xinshao)
    for _number in range(2):
        make_vacancy(employer, number=5)
    for name in ("石榴花", "木棉", "山茶"):
        make_seeker(make_household(county.villages[0], head={"name": name}).head)
    count_what_could_be_filled()
    count_what_could_be_filled()
    rows = {row.area_id: (row.seekers, row.fitting, row.seats) for row in Fillable.objects.all()}
    assert rows[county.xinshao.key] == (3, 3, 3)
    assert rows[county.hongxi.key] == (0, 0, 0)


@given(
    fits=st.lists(st.integers(0, 7), min_size=1, max_size=3),
    seats=st.lists(st.integers(0, 2), min_size=3, max_size=3),
    people=st.lists(st.integers(0, 2), min_size=3, max_size=3),
)
def test_no_other_way_fills_more_seats(fits, seats, people):
    offers = dict(enumerate(fits))
    filled = most_filled(offers, dict(enumerate(seats)), people)
    assert all(0 <= number <= seats[offer] for offer, number in filled.items())
    # Hall's condition in numbers: the smallest cut over all sets of offers is the most that can be filled.
    cuts = []
    for chosen in product((False, True), repeat=len(fits)):
        reached = 0
        for offer, is_in in enumerate(chosen):
            reached |= fits[offer] if is_in else 0
        outside = sum(seats[offer] for offer, is_in in enumerate(chosen) if not is_in)
        cuts.append(outside + sum(number for n, number in enumerate(people) if reached >> n & 1))
    assert sum(filled.values()) == min(cuts)
