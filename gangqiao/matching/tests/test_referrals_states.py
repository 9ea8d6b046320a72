"""The table of a referral's life, and what the policy says about its states. Needs no database."""

from __future__ import annotations

import datetime as dt

import pytest

from gangqiao.kernel.lifecycle import NotAllowedNow
from gangqiao.matching.policy import referrals as policy
from gangqiao.matching.states import OPEN, REFERRAL, Status

DAY = dt.date(2026, 11, 26)


@pytest.mark.parametrize("verb", sorted({arrow.verb for arrow in REFERRAL}))
def test_only_the_arrows_of_the_diagram_can_be_taken(verb):
    targets = {source: arrow.target for arrow in REFERRAL if arrow.verb == verb for source in arrow.sources}
    for state in Status:
        if state in targets:
            assert REFERRAL.check(verb, state, note="because").target == targets[state]
        else:
            with pytest.raises(NotAllowedNow):
                REFERRAL.check(verb, state, note="because")


def test_what_has_ended_stays_ended():
    ended = set(Status) - {source for arrow in REFERRAL for source in arrow.sources}
    assert ended == {"declined", "not_hired", "retained_180", "left", "expired", "withdrawn", "closed_elsewhere"} - {
        "retained_180"  # who stayed for half a year may still leave
    }


def test_the_policy_speaks_of_states_of_the_table():
    for named in (policy.HOLDING, policy.SHOWN, policy.OPEN, policy.WORKING):
        assert set(named) <= set(Status.values)
    assert set(policy.OPEN) == set(OPEN)


@pytest.mark.parametrize("status", Status)
def test_an_employer_sees_a_name_only_while_a_consent_lives(status):
    shown = status in ("introduced", "hired", "reported")
    assert policy.is_named(status=status, consent_until=DAY, day=DAY) is shown
    assert not policy.is_named(status=status, consent_until=DAY - dt.timedelta(days=1), day=DAY)
    assert not policy.is_named(status=status, consent_until=None, day=DAY)


def test_who_is_not_named_is_told_of_by_four_facts():
    mask = policy.as_mask(sex="2", age=37, education="70", trades={"welder", "tea", "sewing"})
    assert mask == {"sex": "2", "age": 35, "education": "70", "trades": ["sewing", "tea"]}
    assert policy.as_mask(sex="", age=None, education="", trades=()) == {
        "sex": "", "age": None, "education": "", "trades": [],
    }  # fmt: skip


def test_the_text_agreed_to_names_employer_post_and_end_in_both_languages():
    for text in policy.CONSENT_TEXTS:
        for words in text.words.values():
            assert words % {"employer": "E", "title": "T", "until": "U"}
    assert policy.consent_text(dt.date(2015, 1, 1)).version == policy.CONSENT_TEXTS[0].version


def test_the_marks_of_staying_follow_each_other():
    assert [policy.days_to_stay(s, DAY) for s in ("reported", "retained_30", "retained_90")] == [30, 90, 180]
    assert policy.days_to_stay("retained_180", DAY) is None
