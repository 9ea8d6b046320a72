"""What is public of a vacancy, and when."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from gangqiao.kernel import clock
from gangqiao.vacancies.policy.freshness import Facts, Freshness, freshness, is_open, why_not_published
from gangqiao.vacancies.reads import seats
from gangqiao.vacancies.reads.postings import Posting, posting_of, published, still_open
from gangqiao.vacancies.states import EmployerStatus, Status
from gangqiao.vacancies.tests.made import make_employer, make_vacancy

DAYS = st.dates(date(2019, 1, 1), date(2027, 12, 31))
NEAR = st.integers(-120, 120)


@given(
    day=DAYS,
    status=st.sampled_from(list(Status)),
    employer=st.sampled_from(list(EmployerStatus)),
    verified=st.one_of(st.none(), NEAR),
    confirmed=st.one_of(st.none(), NEAR),
    until=st.one_of(st.none(), NEAR),
)
@pytest.mark.requirement("R115")
def test_nothing_stale_expired_or_unverified_is_ever_open(
    day: date, status: str, employer: str, verified: int | None, confirmed: int | None, until: int | None
) -> None:
    def at(days: int | None) -> date | None:
        return None if days is None else day + timedelta(days=days)

    facts = Facts(status, employer, at(verified), at(confirmed), at(until))
    if not is_open(facts, day):
        return
    assert status == Status.PUBLISHED
    assert employer == EmployerStatus.VERIFIED
    assert verified is not None
    assert until is not None
    assert until >= 0
    assert confirmed is not None
    assert confirmed >= -14


@given(day=DAYS, ago=st.integers(0, 60))
def test_a_confirmation_is_fresh_then_due_then_stale(day: date, ago: int) -> None:
    expected = Freshness.FRESH if ago < 10 else Freshness.DUE if ago <= 14 else Freshness.STALE
    assert freshness(day - timedelta(days=ago), day) is expected


@pytest.fixture
def employer(county: Any) -> Any:
    return make_employer(county.xinshao)


@pytest.mark.requirement("R116")
def test_the_door_lets_through_what_the_rule_says_on_every_day(county: Any) -> None:
    today, rows = clock.today(), []
    for standing in (EmployerStatus.VERIFIED, EmployerStatus.LISTED, EmployerStatus.BARRED):
        employer = make_employer(county.xinshao, status=standing)
        for confirmed in (0, 9, 10, 14, 15):
            for until in (0, 1, 20):
                ago, end = today - timedelta(days=confirmed), today + timedelta(days=until)
                rows.append(make_vacancy(employer, confirmed_on=ago, valid_until=end))
        rows += [make_vacancy(employer, status=status, limit_reason="") for status in Status]
    facts = {row.uuid: Facts.of(row) for row in rows}
    for ahead in range(-3, 40):
        day = today + timedelta(days=ahead)
        shown = {posting.uuid for posting in published(day=day)}
        assert shown == {uuid for uuid, known in facts.items() if is_open(known, day)}, day
    assert still_open(facts) == {uuid for uuid, known in facts.items() if is_open(known, today)}


def test_a_posting_holds_public_facts_and_survives_json(employer: Any) -> None:
    row = make_vacancy(
        employer, hours="8.5", suits=["couples"], sex_limit="2", limit_reason="care", insurance=["social"]
    )
    posting = posting_of(row.uuid)
    assert posting is not None
    assert Posting.from_facts(json.loads(json.dumps(posting.as_facts()))) == posting
    assert posting.open_seats == 10
    with translation.override("en"):
        assert posting.pay_words == "3,500\N{EN DASH}5,000 yuan a month"
    assert posting.limits == {"sex_limit": "2"}
    kept = set(posting.as_facts())
    assert not kept & {"employer_phone", "headcount", "arrears", "pasted", "entered_by", "verified_by"}


def test_a_vacancy_without_a_free_seat_is_left_out_but_can_be_opened(employer: Any) -> None:
    row = make_vacancy(employer, number=2, hired=2)
    assert published() == []
    full = posting_of(row.uuid)
    assert full is not None
    assert full.open_seats == 0
    assert [p.uuid for p in published(also_full=True)] == [row.uuid]


def test_only_work_in_a_place_is_asked_for(employer: Any, county: Any) -> None:
    here, elsewhere = make_vacancy(employer), make_vacancy(employer, place_id=county.key)
    assert {p.uuid for p in published(place=county.xinshao.key)} == {here.uuid}
    assert {p.uuid for p in published(uuids=[elsewhere.uuid])} == {elsewhere.uuid}


def test_open_seats_are_wanted_less_hired_less_held(employer: Any, monkeypatch: Any) -> None:
    rows = [make_vacancy(employer, number=5, hired=1), make_vacancy(employer, number=1)]
    monkeypatch.setattr(seats, "_held", [])
    seats.register_held(lambda uuids: {rows[0].uuid: 2})
    seats.register_held(lambda uuids: {rows[0].uuid: 1, rows[1].uuid: 4})
    assert seats.open_seats(rows) == {rows[0].pk: 1, rows[1].pk: 0}


def test_what_is_not_verified_says_why() -> None:
    day = date(2026, 3, 1)
    fine = Facts("published", "verified", day, day, day)
    assert why_not_published(fine, day) is None
    assert why_not_published(replace(fine, employer_status="barred"), day)
    assert why_not_published(replace(fine, verified_on=None), day)
    assert why_not_published(replace(fine, confirmed_on=None), day)
    assert why_not_published(fine, day + timedelta(days=1))
