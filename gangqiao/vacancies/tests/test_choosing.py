"""What a village gets of a release, and why: a pure rule, with its properties."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from gangqiao.vacancies.policy.choosing import COUNTY, Choice, Crowd, Offer, Seeker, choose, most_served, suggest
from gangqiao.vacancies.policy.reasons import said
from gangqiao.vacancies.policy.release import due_on, month_of

AGES = {"far_until_age": 55, "older_from": 50}
SEWING, COOKING = frozenset({"sewing"}), frozenset({"cooking"})

seekers = st.builds(
    Seeker,
    age=st.none() | st.integers(16, 80),
    sex=st.sampled_from(["", "1", "2"]),
    speaks=st.sampled_from(["", "yes", "no"]),
    education=st.sampled_from(["", "71", "81", "90"]),
    trades=st.frozensets(st.sampled_from(["sewing", "cooking", "guard"]), max_size=2),
    can=st.frozensets(st.sampled_from(["sewing", "cooking"]), max_size=1),
    reach=st.none() | st.integers(0, 5),
    floor=st.none() | st.integers(1, 8).map(lambda n: n * 100_000),
    is_weak=st.booleans(),
)
offers = st.builds(
    Offer,
    line=st.just(0),
    reach=st.none() | st.integers(0, 5),
    trades=st.frozensets(st.sampled_from(["sewing", "cooking", "guard"]), max_size=2),
    suits=st.frozensets(st.sampled_from(["over_50", "no_mandarin", "class_c"]), max_size=3),
    sex=st.sampled_from(["", "", "2"]),
    age_min=st.none() | st.integers(16, 30),
    age_max=st.none() | st.integers(31, 60),
    education=st.sampled_from(["", "", "71"]),
    pay=st.none() | st.integers(1, 8).map(lambda n: n * 100_000),
)


def chosen(people: list[Seeker], offered: list[Offer], most: int = 10) -> list[Choice]:
    return choose(Crowd(people, **AGES), offered, most=most)


def numbered(found: list[Offer]) -> list[Offer]:
    return [replace(offer, line=n) for n, offer in enumerate(found, 1)]


@pytest.mark.requirement("R055")
def test_a_village_of_sewers_gets_the_sewing_post_and_its_one_cook_the_kitchen_post():
    people = [Seeker(age=30, trades=SEWING, reach=4)] * 20 + [Seeker(age=30, trades=COOKING, reach=4)]
    sewing = [Offer(n, reach=4, trades=SEWING) for n in range(1, 9)]
    found = chosen(people, [*sewing, Offer(9, reach=4, trades=COOKING)], most=4)
    assert {choice.line for choice in found} == {1, 2, 3, 9}
    assert [choice.fits for choice in found if choice.line == 9] == [1]


def test_the_reasons_count_people_and_are_said_in_the_readers_language():
    people = [Seeker(age=30, trades=SEWING, can=SEWING, floor=300_000)] * 3 + [Seeker(age=58, trades=SEWING)]
    (choice,) = chosen(people, [Offer(7, reach=0, trades=SEWING, suits=frozenset({"over_50"}), pay=350_000)])
    assert choice.fits == 4
    with override("en"):
        words = [said(why) for why in choice.why]
    assert words == [
        "in the own township",
        "trade wished for: 4 here",
        "trade learnt: 3 here",
        "pays what they ask for: 3 here",
        "over 50: 1 here",
    ]


@pytest.mark.parametrize(
    ("seeker", "offer", "fits"),
    [
        (Seeker(), Offer(1, age_max=45), False),  # nobody knows the age: unknown is never yes
        (Seeker(age=45), Offer(1, age_max=45), True),
        (Seeker(age=46), Offer(1, age_max=45), False),
        (Seeker(age=30, sex="1"), Offer(1, sex="2"), False),
        (Seeker(age=30, speaks="no"), Offer(1, reach=4), False),
        (Seeker(age=30, speaks="no"), Offer(1, reach=4, suits=frozenset({"no_mandarin"})), True),
        (Seeker(age=30, speaks="no"), Offer(1, reach=COUNTY), True),
        (Seeker(age=60), Offer(1, reach=4), False),  # far, and nobody said that they want that
        (Seeker(age=60, reach=4), Offer(1, reach=4), True),
        (Seeker(age=30, reach=1), Offer(1, reach=2), False),
        (Seeker(age=30, is_weak=True), Offer(1, reach=0), False),
        (Seeker(age=30, is_weak=True), Offer(1, reach=0, suits=frozenset({"class_c"})), True),
        (Seeker(age=30, floor=500_000), Offer(1, pay=400_000), False),
        (Seeker(age=30, floor=500_000), Offer(1), True),
        (Seeker(age=30, education="81"), Offer(1, education="71"), False),
        (Seeker(age=30, education="61"), Offer(1, education="71"), True),
        (Seeker(age=30, trades=COOKING), Offer(1, trades=SEWING), False),
        (Seeker(age=30, trades=COOKING, can=SEWING), Offer(1, trades=SEWING), True),
    ],
)
def test_who_is_suited_by_what(seeker: Seeker, offer: Offer, fits: bool) -> None:
    assert bool(chosen([seeker], [offer])) is fits
    assert bool(suggest(seeker, [offer], most=3, **AGES)) is fits


@given(st.lists(seekers, max_size=12), st.lists(offers, max_size=12).map(numbered), st.integers(1, 6))
def test_a_pack_is_short_counts_right_and_holds_nothing_twice(people, offered, most):
    found = chosen(people, offered, most)
    lines = [choice.line for choice in found]
    assert len(lines) == len(set(lines)) <= most
    alone = {o.line: [p for p in people if suggest(p, [o], most=1, **AGES)] for o in offered}
    for choice in found:
        # Counted by bits for all at once, it is what each gets alone.
        assert choice.fits == len(alone[choice.line])
        assert choice.fits > 0 or not people
        assert choice.why
    if len(found) < min(most, len(offered)) and people:
        assert all(not alone[offer.line] for offer in offered if offer.line not in lines)


def test_where_nobody_said_what_they_seek_the_nearest_stand():
    found = chosen([], [Offer(1, reach=4), Offer(2, reach=0), Offer(3, reach=1)], most=2)
    assert [choice.line for choice in found] == [2, 3]
    with override("en"):
        assert "nobody here has said" in said(found[0].why[-1])


@pytest.mark.requirement("R055")
def test_what_was_wished_for_comes_first_at_the_door():
    seeker = Seeker(age=30, trades=SEWING, can=COOKING, floor=300_000)
    near, wished = Offer(1, reach=0, trades=COOKING), Offer(2, reach=4, trades=SEWING, pay=400_000)
    found = suggest(seeker, [near, wished], most=2, **AGES)
    assert [choice.line for choice in found] == [2, 1]
    with override("en"):
        assert [said(why) for why in found[0].why] == ["the trade wished for", "it pays what was asked for"]


@pytest.mark.requirement("R053", "R058")
@given(st.dates())
def test_a_release_is_due_once_in_every_month(day):
    if day < date(2015, 2, 1):
        return
    month = month_of(day)
    assert month_of(due_on(month)) == month


def test_whoever_has_least_is_served_first_and_what_serves_nobody_is_never_taken():
    everybody, cook = 0b0111, 0b1000
    assert most_served({1: everybody, 2: everybody, 3: everybody, 4: everybody, 5: cook, 6: 0}, 9) == [1, 2, 5, 3, 4]
    assert most_served({1: cook, 2: everybody}, 1) == [2]
    assert most_served({}, 3) == []
