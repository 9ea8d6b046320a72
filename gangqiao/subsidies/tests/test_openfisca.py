"""Our policy format beside OpenFisca's on its own example country: the published examples, and people at random."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from gangqiao.subsidies.policy.books import Book
from gangqiao.subsidies.policy.cases import cases_of, fault_of
from gangqiao.subsidies.policy.files import read_rule
from gangqiao.subsidies.tests import openfisca_peer as peer

BOOKS = Path(__file__).parent / "books"
DAYS = (date(2013, 1, 1), date(2014, 1, 1), date(2015, 1, 1), date(2016, 1, 1), date(2017, 1, 1), date(2024, 1, 1))
pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def book() -> Book:
    return Book.load(BOOKS / "country_template")


def test_their_published_examples_come_out_of_our_files(book):
    cases = [case for key in book.order for case in cases_of(book, key)]
    assert len(cases) > 50
    assert [fault for case in cases if (fault := fault_of(book, case))] == []


def test_a_wrong_example_is_found_out(book):
    for case in cases_of(book, "income_tax"):
        assert fault_of(book, case._replace(gives={"amount": case.gives["amount"] + 1}))


def _ours(book: Book, people: peer.People, day: date, name: str) -> Any:
    if not book.rules[name].is_in_force(day):
        return np.zeros(people.frame.height)
    decided = book.decide(people.frame, day, only=[name])[name]
    return decided["amount"].cast(pl.Float64).fill_null(0.0).to_numpy()


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_ten_thousand_people_at_random_get_what_openfisca_gives_them(book, day):
    people = peer.draw(10_000, seed=day.year)
    names = tuple(n for n in (*peer.OF_PERSON, *peer.OF_HOUSEHOLD) if day >= peer.FIRST.get(n, day))
    theirs = peer.calculated(people, day, names)
    for name in names:
        # They reckon in 32 bits: about seven figures are sure.
        np.testing.assert_allclose(_ours(book, people, day, name), theirs[name], rtol=2e-5, atol=2e-2, err_msg=name)


def test_a_wrong_rate_is_seen_by_the_comparison(book):
    people, day = peer.draw(1_000, seed=1), date(2017, 1, 1)
    other = book.with_rule(read_rule(BOOKS / "reforms" / "social_security_contribution.yaml"))
    theirs = peer.calculated(people, day, ("social_security_contribution",))["social_security_contribution"]
    assert np.abs(_ours(other, people, day, "social_security_contribution") - theirs).max() > 1


REFORMS = [
    ("social_security_contribution", {"salary": 2000.0}, 0.0),
    ("social_security_contribution", {"salary": 15000.0}, 1336.0),
    ("social_security_contribution", {"salary": 50000.0}, 8336.0),
    ("new_tax", {"salary": 2000.0, "has_car": True}, 400.0),
    ("new_tax", {"salary": 2000.0, "has_car": False}, None),
]


@pytest.mark.parametrize(("name", "facts", "gives"), REFORMS)
def test_a_rule_that_changes_gives_what_their_reform_gives(book, name, facts, gives):
    reformed = book.with_rule(read_rule(BOOKS / "reforms" / f"{name}.yaml"))
    whole = {"birth_date": date(1990, 1, 1), "is_adult": True, "capital_returns": 0.0} | facts
    decided = {d.rule.key: d for d in reformed.explain(whole, date(2017, 1, 1))}[name]
    assert decided.amount == (pytest.approx(gives) if gives is not None else None)


def test_a_number_replaced_for_a_year_counts_in_that_year(book):
    reformed = book.with_rule(read_rule(BOOKS / "reforms" / "housing_allowance.yaml"))
    decided = {d.rule.key: d for d in reformed.explain({"rent": 100.0}, date(2015, 1, 1))}["housing_allowance"]
    assert decided.amount == pytest.approx(10.0)
