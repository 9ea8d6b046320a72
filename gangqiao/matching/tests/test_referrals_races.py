"""Many at once: the last seat is given once, a person is asked once, and a seat is never counted twice."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

import pytest

from gangqiao.accounts.reads import actor_of
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.matching.actions import referrals, referrals_answers, referrals_results
from gangqiao.matching.models import HeldSeats, Referral
from gangqiao.matching.policy.referrals import HOLDING
from gangqiao.matching.refusals import NoSeatLeft, OfferedAlready
from gangqiao.vacancies.models import Vacancy
from gangqiao.vacancies.reads.seats import open_seats
from gangqiao.vacancies.tests.made import make_employer, make_vacancy

# The keys of the data the tests need are read before the threads begin: each has a connection of its own.
pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 20


@pytest.fixture(autouse=True)
def _seats_are_counted_right(shared_database):
    """Whatever happened at once, as many seats are held as people hold them."""
    yield
    with everywhere(reason="test"):
        held = Counter(Referral.objects.filter(status__in=HOLDING).values_list("vacancy", flat=True))
        assert {row.vacancy: row.many for row in HeldSeats.objects.filter(many__gt=0)} == held


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


def test_two_who_give_back_each_others_seats_do_not_wait_for_each_other(county, officials, make_person, at_once):
    actor = actor_of(officials["township_clerk"])
    one, other = (make_vacancy(make_employer(county.hongxi), number=9) for _n in range(2))
    introduced = []
    with scope_of(actor):
        for first, second in ((one, other), (other, one)) * 3:
            person = make_person(county.xinshao)
            for vacancy in (first, second):
                made = referrals.offer(person.pk, vacancy.uuid, actor=actor)
                referrals_answers.accept(made.pk, actor=actor)
            taken = Referral.objects.get(person=person, vacancy=first.uuid)
            introduced.append(referrals_results.introduce(taken.pk, actor=actor).pk)

    def hire(number: int) -> str:
        with scope_of(actor):
            return str(referrals_results.hire(introduced[number], actor=actor).status)

    assert at_once(len(introduced), hire) == ["hired"] * len(introduced)
