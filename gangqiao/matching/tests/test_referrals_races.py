"""Many at once: the last seat is given once, a person is asked once, and a seat is never counted twice."""

from __future__ import annotations

from uuid import UUID

import pytest

from gangqiao.accounts.reads import actor_of
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.matching.actions import referrals, referrals_answers, referrals_results
from gangqiao.matching.models import Referral
from gangqiao.matching.refusals import NoSeatLeft, OfferedAlready
from gangqiao.vacancies.models import Vacancy
from gangqiao.vacancies.reads.seats import open_seats
from gangqiao.vacancies.tests.made import make_employer, make_vacancy

# The keys of the data the tests need are read before the threads begin: each has a connection of its own.
pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 20


def fresh(vacancy: Vacancy) -> Vacancy:
    with everywhere(reason="test"):
        return Vacancy.objects.get(pk=vacancy.pk)


def test_twenty_people_say_yes_to_the_last_three_seats(county, officials, make_person, at_once, shared_database):
    actor = actor_of(officials["township_clerk"])
    vacancy = make_vacancy(make_employer(county.hongxi), number=3)
    with scope_of(actor):
        offers = [
            referrals.offer(make_person(county.xinshao).pk, vacancy.uuid, actor=actor).pk for _n in range(THREADS)
        ]

    def say_yes(number: int) -> str:
        with scope_of(actor):
            return str(referrals_answers.accept(offers[number], actor=actor).status)

    results = at_once(THREADS, say_yes)
    assert results.count("accepted") == 3
    assert sum(isinstance(one, NoSeatLeft) for one in results) == THREADS - 3
    assert open_seats([fresh(vacancy)])[vacancy.pk] == 0


def test_one_offer_of_twenty_is_made(county, officials, person, at_once, shared_database):
    actor = actor_of(officials["township_clerk"])
    vacancy = make_vacancy(make_employer(county.hongxi), number=3)
    key, uuid = person.pk, UUID(str(vacancy.uuid))

    def offer(_number: int) -> str:
        with scope_of(actor):
            return str(referrals.offer(key, uuid, actor=actor).status)

    results = at_once(THREADS, offer)
    assert results.count("offered") == 1
    assert sum(isinstance(one, OfferedAlready) for one in results) == THREADS - 1


def test_a_person_is_hired_once_by_two_employers_at_once(county, officials, person, at_once, shared_database):
    actor = actor_of(officials["township_clerk"])
    with scope_of(actor):
        introduced = []
        for _employer in range(2):
            vacancy = make_vacancy(make_employer(county.hongxi), number=1)
            one = referrals.offer(person.pk, vacancy.uuid, actor=actor)
            referrals_answers.accept(one.pk, actor=actor)
            introduced.append(referrals_results.introduce(one.pk, actor=actor).pk)

    def hire(number: int) -> str:
        with scope_of(actor):
            return str(referrals_results.hire(introduced[number % 2], actor=actor).status)

    results = at_once(6, hire)
    assert results.count("hired") == 1
    with everywhere(reason="test"):
        assert sorted(Referral.objects.values_list("status", flat=True)) == ["closed_elsewhere", "hired"]
        assert sorted(Vacancy.objects.values_list("hired", flat=True)) == [0, 1]
