"""Periods of claims and the facts a rule reads: without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from gangqiao.subsidies.policy.books import book_for
from gangqiao.subsidies.policy.periods import lies_in_year, period_of
from gangqiao.subsidies.reads.claims_facts import asked, facts_of, kept, may_say

pytestmark = pytest.mark.once
DAY = date(2020, 7, 9)
BOOK = book_for(DAY)


@pytest.mark.parametrize(
    ("kind", "period"), [("once", "once"), ("year", "2020"), ("month", "2020-07"), ("day", "2020-07-09")]
)
def test_a_day_lies_in_the_period_of_the_rule(kind, period):
    assert period_of(replace(BOOK.rules["outgoing_work_reward"], period=kind), DAY) == period


def test_only_a_period_that_names_a_year_lies_in_one():
    assert [lies_in_year(one, 2020) for one in ("2020", "2020-03", "2019", "once", "class:7")] == [
        True, True, False, None, None
    ]  # fmt: skip


def test_a_rule_reads_what_its_formulas_and_the_steps_of_the_book_name():
    read = facts_of(BOOK, "outgoing_work_reward")
    assert set(read) == {
        "birth_date", "is_alive", "is_registered_poor", "area_level", "months_at_work", "evidence", "has_promise"
    }  # fmt: skip


def test_an_applicant_is_asked_for_what_only_an_applicant_gives_or_nobody_knows():
    known = {"insured_months": 40, "certificate_level": None, "is_alive": True}
    keys = {fact.key for fact in asked(BOOK, "skill_raise", known)}
    read = facts_of(BOOK, "skill_raise")
    assert keys == {key for key in read if key != "is_alive" and key != "has_promise"}
    assert not may_say(read["is_alive"], False)
    assert may_say(read["insured_months"], 40)
    assert kept({"is_alive": False, "birth_date": None, "sex": "1"}, read) == {"is_alive": False}
