"""The cross-matches before payment: each finds the planted wrong claim, and leaves its honest twin alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere
from gangqiao.subsidies.checks import CHECKS, Batch, look
from gangqiao.subsidies.models import Claim
from gangqiao.subsidies.policy.rules import Rule
from gangqiao.subsidies.reads.entitled import book_on
from gangqiao.subsidies.tests.made import make_claim, make_poor, make_work

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("D11", "R085")]
DAY = date(2020, 7, 1)


@pytest.fixture(autouse=True)
def _summer() -> Any:
    with clock.frozen_at(DAY):
        yield


def rule(programme: str = "outgoing_work_reward") -> Rule:
    return book_on(DAY).rules[programme]


def claim_of(person: Any, programme: str = "outgoing_work_reward", **values: Any) -> Claim:
    """A claim that says what the book says."""
    one = rule(programme)
    given = {"programme": programme, "rule_version": one.version, "fund_line": one.fund_line, "period": "2020"}
    return make_claim(person, **given | values)


def found_of(*claims: Claim) -> dict[int, set[str]]:
    """What is found about each, as keys of checks."""
    with everywhere(reason="test"):
        found = look(Batch(claims))
    return {claim.pk: {key for key, ones in found.items() if claim.pk in ones} for claim in claims}


@pytest.fixture
def honest(make_person: Any) -> Any:
    """Makes somebody about whom nothing is wrong: registered poor, at work elsewhere, with an own card."""
    made = iter(range(1, 1000))

    def make(area: Any = None, **values: Any) -> Any:
        number = next(made)
        given = {"birth_date": date(1985, 5, 1), "bank_account": f"62170000{number:08}", "name": f"王实{number}"}
        person = make_person(area, **given | values)
        make_poor(person)
        make_work(person)
        return person

    return make


def changed(row: Any, **values: Any) -> None:
    with everywhere(reason="test data"):
        for key, value in values.items():
            setattr(row, key, value)
        row.save()


def test_nothing_is_found_about_an_honest_claim(honest: Any):
    claim = claim_of(honest())
    assert found_of(claim) == {claim.pk: set()}


def test_who_died_or_left_the_register_is_found_and_who_died_later_is_not(honest: Any):
    wrong, moved, missing, later = (claim_of(honest()) for _n in range(4))
    changed(wrong.person, life="dead", died_on=date(2020, 5, 1))
    changed(moved.person, record="moved_out")
    changed(missing.person, life="missing")
    changed(later.person, life="dead", died_on=date(2020, 6, 20))
    changed(later, programme="rural_public_post", period="2020-05", source="post")
    found = found_of(wrong, moved, missing, later)
    assert ["dead" in found[one.pk] for one in (wrong, moved, missing, later)] == [True, True, True, False]


def test_a_person_of_another_record_with_the_same_name_and_birth_is_found(honest: Any, county: Any):
    one = honest(name="李同名")
    other = honest(county.hongxi, name="李同名")
    younger = honest(name="李同名", birth_date=date(1991, 1, 1))
    claims = [claim_of(person) for person in (one, other, younger)]
    assert ["same_person" in found_of(*claims)[claim.pk] for claim in claims] == [True, True, False]


def test_programmes_that_exclude_each_other_are_found_in_one_year_and_not_in_two(honest: Any):
    # By the book of 2020 the raise of skills is not paid beside free training.
    excluding, excluded = rule("skill_raise"), "free_training"
    assert excluded in excluding.excludes
    person, honest_one = honest(), honest()
    wrong = claim_of(person, "skill_raise", period="once")
    claim_of(person, excluded, period="2020")
    right = claim_of(honest_one, "skill_raise", period="once")
    claim_of(honest_one, excluded, period="2018", decided_for=date(2018, 5, 1))
    gone = claim_of(honest(), "skill_raise", period="once")
    claim_of(gone.person, excluded, period="2020", status="rejected")
    found = found_of(wrong, right, gone)
    assert ["double" in found[claim.pk] for claim in (wrong, right, gone)] == [True, False, False]


def test_a_time_that_was_paid_is_found_and_a_late_line_of_a_sheet_is_not(honest: Any):
    person, post = honest(), honest()
    wrong = claim_of(person, period="2020-06")
    claim_of(person, period="2020", status="paid")
    late = claim_of(post, "rural_public_post", period="2020-05", number=1, source="post")
    claim_of(post, "rural_public_post", period="2020-05", status="paid", source="post")
    other = claim_of(honest(), period="2020")
    claim_of(other.person, period="2019", status="paid")
    found = found_of(wrong, late, other)
    assert ["paid_period" in found[claim.pk] for claim in (wrong, late, other)] == [True, False, False]


def test_who_is_not_of_the_age_of_the_rule_is_found(honest: Any):
    old, young, right = honest(birth_date=date(1955, 1, 1)), honest(birth_date=date(2006, 1, 1)), honest()
    unknown = honest()
    changed(unknown, birth_date=None)
    claims = [claim_of(person) for person in (old, young, unknown, right)]
    found = found_of(*claims)
    assert ["over_age" in found[claim.pk] for claim in claims] == [True, True, True, False]


def test_the_age_of_retirement_is_that_of_the_month_claimed_for(honest: Any):
    # Men born in May 1966 retire at 60 and five months: in October 2026.
    with clock.frozen_at(date(2026, 11, 15)):
        person, other = honest(birth_date=date(1966, 5, 1)), honest(birth_date=date(1970, 5, 1))
        posts = {"programme": "rural_public_post", "source": "post"}
        september = claim_of(person, period="2026-09", decided_for=date(2026, 9, 30))
        november = claim_of(person, period="2026-11", decided_for=date(2026, 11, 15))
        right = claim_of(other, period="2026-11", decided_for=date(2026, 11, 15))
        for claim in (september, november, right):
            changed(claim, **posts)
        found = found_of(september, november, right)
    assert ["over_age" in found[claim.pk] for claim in (september, november, right)] == [False, True, False]


def test_another_fund_line_a_rule_of_another_day_and_a_text_that_changed_are_found(honest: Any):
    fund = claim_of(honest(), fund_line="rural")
    early = claim_of(honest(), decided_for=date(2020, 3, 27))
    unknown = claim_of(honest(), rule_version="x", fund_line="employment")
    changed(unknown, programme="no_such_rule")
    text = claim_of(honest(), rule_version="older")
    right = claim_of(honest())
    found = found_of(fund, early, unknown, text, right)
    assert "fund_line" in found[fund.pk]
    assert "rule_gone" in found[early.pk]
    assert "rule_gone" in found[unknown.pk]
    assert found[text.pk] == {"rule_changed"}
    assert CHECKS["rule_changed"].severity == "warn"
    assert found[right.pk] == set()


def test_the_rule_is_asked_again_with_what_is_known_today(honest: Any):
    more, poor, right = claim_of(honest(), amount=90_000), claim_of(honest()), claim_of(honest())
    with everywhere(reason="test data"):
        poor.person.category_rows.update(valid_to=date(2020, 6, 1))
    found = found_of(more, poor, right)
    assert ["amount" in found[claim.pk] for claim in (more, poor, right)] == [True, True, False]
    with everywhere(reason="test"):
        said = look(Batch([more, poor]))["amount"]
    assert said[more.pk] == [["申领900.00元，复算1,000.00元", "900.00 yuan claimed, asked again 1,000.00 yuan"]]
    assert ["建档立卡贫困劳动力", "Is a registered-poor worker"] in said[poor.pk]


def test_a_second_year_counts_for_a_limit_and_the_claim_itself_does_not(honest: Any):
    person = honest()
    own = claim_of(person)
    assert "amount" not in found_of(own)[own.pk]
    claim_of(person, period="2020-05")
    assert "amount" in found_of(own)[own.pk]


def test_a_unit_asks_for_what_the_rule_gives_for_what_it_declares(county: Any):
    from uuid import uuid4

    one = rule("training_through_work")
    facts = '{"learners_in_work": 2, "employer_kind": "workshop"}'
    with everywhere(reason="test data"):
        claims = [
            Claim.objects.create(
                area=county.xinshao, subject=f"employer:{uuid4()}", code=f"U{fen}", programme=one.key, payee="employer",
                rule_version=one.version, decided_for=DAY, period="2020-07", fund_line=one.fund_line, amount=fen,
                made_by="test", reasons="[]", facts=facts, source="employer", route="unit", status="submitted",
            )
            for fen in (100_000, 150_000)
        ]  # fmt: skip
    found = found_of(*claims)
    assert ["amount" in found[claim.pk] for claim in claims] == [False, True]


def test_no_work_on_the_day_is_found_and_a_promise_stands_for_a_weak_proof(honest: Any, make_person: Any):
    from gangqiao.subsidies.models import Evidence

    none, ended, weak, promised, right = (honest() for _n in range(5))
    with everywhere(reason="test data"):
        none.employmentspell_rows.all().delete()
        ended.employmentspell_rows.update(ended_on=date(2020, 6, 1), status="ended")
        for person in (weak, promised):
            person.employmentspell_rows.update(evidence="E")
    claims = [claim_of(person) for person in (none, ended, weak, promised, right)]
    with everywhere(reason="test data"):
        Evidence.objects.create(
            area_id=promised.area_id, claim=claims[3], kind="promise", promised_on=DAY, by="test",
            person_uuid=promised.uuid,
        )  # fmt: skip
    found = found_of(*claims)
    assert ["no_work" in found[claim.pk] for claim in claims] == [True, True, True, False, False]
    # With its promise the weak proof also bears out the amount; without, the rule gives nothing.
    assert ["amount" in found[claim.pk] for claim in claims[2:]] == [True, False, False]


def test_fifty_claims_take_as_many_questions_as_five(honest: Any, django_assert_num_queries: Any):
    claims = [claim_of(honest()) for _n in range(50)]
    with CaptureQueriesContext(connection) as five, everywhere(reason="test"):
        look(Batch(claims[:5]))
    assert 0 < len(five) < 60
    with django_assert_num_queries(len(five)), everywhere(reason="test"):
        look(Batch(claims))


def test_every_check_is_declared_with_words_in_both_languages_and_a_source():
    assert len(CHECKS) >= 20
    for one in CHECKS.values():
        assert one.severity in ("block", "warn"), one.key
        assert {*one.title} == {*one.says} == {"zh", "en"}, one.key
        assert one.source, one.key
