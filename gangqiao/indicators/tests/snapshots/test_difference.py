"""The difference of two snapshots is a list of people, each with one reason, and the reasons add up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from gangqiao.indicators import actions
from gangqiao.indicators.models import Snapshot
from gangqiao.indicators.snapshots.pseudonyms import find_persons
from gangqiao.indicators.snapshots.reads import SHOWN, Between, between
from gangqiao.indicators.snapshots.steps import Reason
from gangqiao.indicators.tests.conftest import COUNTY, DAY, NORTH, SOUTH, make_person
from gangqiao.indicators.tests.snapshots.test_taking import APRIL, change_everything, in_area
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.scope import scope_of
from gangqiao.people import actions as people
from gangqiao.people.models import Category, EmploymentSpell

pytestmark = [pytest.mark.usefixtures("known_county"), pytest.mark.requirement("D04"), pytest.mark.requirement("D03")]


def spell_of(person: Any) -> EmploymentSpell:
    return EmploymentSpell.objects.get(person=person, recorded_to=None)


def work(person: Any, started: str, office: Actor, **more: Any) -> None:
    people.record_spell(person.pk, values={"started_on": started, "is_farm_work": "no", **more}, actor=office)


# What is recorded after the first snapshot, of which measure it is felt where, and the reason that is to be found.
Change = Callable[[Actor], None]
CHANGES: dict[str, tuple[Change, str, str, bool, Reason]] = {
    "work recorded late": (
        lambda o: work(in_area(SOUTH)[3], "2020-03-01", o), SOUTH, "transferred", True, Reason.SPELL_LATE,
    ),
    "work taken to be farm work": (
        lambda o: people.correct_spell(spell_of(in_area(SOUTH)[0]).pk, values={"is_farm_work": "yes"}, actor=o),
        SOUTH, "transferred", False, Reason.SPELL_CORRECTED,
    ),
    "an end learned late": (
        lambda o: people.end_spell(
            spell_of(in_area(SOUTH)[0]).pk, ended_on=date(2020, 3, 10), end_reason="returned", actor=o, note="x"
        ),
        SOUTH, "in_work_now", False, Reason.SPELL_ENDED_LATE,
    ),
    "a wrong birth date": (
        lambda o: people.correct_person(in_area(SOUTH)[0].pk, values={"birth_date": "1950-01-01"}, actor=o),
        SOUTH, "rural_workers", False, Reason.BIRTH_DATE,
    ),
    "an urban registration": (
        lambda o: people.correct_person(in_area(SOUTH)[0].pk, values={"hukou_kind": "non_agricultural"}, actor=o,
                                        on=date(2020, 3, 1)),
        SOUTH, "rural_workers", False, Reason.HUKOU,
    ),
    "a category that had ended": (
        lambda o: people.end_category(Category.objects.get(person=in_area(SOUTH)[2]).pk, valid_to=date(2020, 3, 1),
                                      actor=o),
        SOUTH, "poor_workers", False, Reason.CATEGORY,
    ),
    "a category given": (
        lambda o: people.record_category(in_area(SOUTH)[0].pk, kind="registered_poor", valid_from=date(2020, 1, 1),
                                         actor=o),
        SOUTH, "poor_workers", True, Reason.CATEGORY,
    ),
    "a death": (
        lambda o: people.record_death(in_area(SOUTH)[0].pk, died_on=date(2020, 3, 12), actor=o, reason="certificate"),
        SOUTH, "rural_workers", False, Reason.DIED,
    ),
    "a household moved in": (
        lambda o: people.transfer_household(in_area(NORTH)[0].household_id, area=SOUTH + "001001", actor=o,
                                            reason="moved", effective_on=date(2020, 3, 1)),
        SOUTH, "rural_workers", True, Reason.MOVED,
    ),
    "the same household, where it left": (
        lambda o: people.transfer_household(in_area(NORTH)[0].household_id, area=SOUTH + "001001", actor=o,
                                            reason="moved", effective_on=date(2020, 3, 1)),
        NORTH, "rural_workers", False, Reason.MOVED,
    ),
    "a newcomer": (
        lambda o: make_person(SOUTH + "001001"), SOUTH, "rural_workers", True, Reason.REGISTERED,
    ),
    "two records of one person": (
        lambda o: people.merge(in_area(SOUTH)[3].pk, in_area(SOUTH)[0].pk, actor=o, reason="one person"),
        SOUTH, "rural_workers", False, Reason.MERGED,
    ),
    "the work that came with the other record": (
        lambda o: people.merge(in_area(SOUTH)[3].pk, in_area(SOUTH)[0].pk, actor=o, reason="one person"),
        SOUTH, "transferred", True, Reason.MERGED,
    ),
}  # fmt: skip


def two_snapshots(office: Actor, change: Change) -> tuple[Snapshot, Snapshot]:
    first = actions.take(DAY, DAY, actor=office)
    with clock.frozen_at(APRIL):
        change(office)
    with clock.frozen_at(date(2020, 4, 6)):
        return first, actions.take(DAY, APRIL, actor=office, reason="late news")


def adds_up(found: Between) -> bool:
    entered, left = sum(found.entered.values()), sum(found.left.values())
    return found.before + entered - left == found.after and entered + left == len(found.changes)


@pytest.mark.parametrize("name", CHANGES)
def test_each_kind_of_change_is_told_as_what_it_is(office: Actor, name: str) -> None:
    change, area, measure, entered, reason = CHANGES[name]
    first, second = two_snapshots(office, change)
    found = between(first, second, area, measure)
    side, other = (found.entered, found.left) if entered else (found.left, found.entered)
    assert side[reason] == 1, (found.entered, found.left)
    assert adds_up(found)
    if name != "the work that came with the other record":
        assert not other
    back = between(second, first, area, measure)
    assert (sum(back.entered.values()), sum(back.left.values())) == (
        sum(found.left.values()),
        sum(found.entered.values()),
    )


def test_everything_at_once_still_adds_up_with_a_reason_for_everybody(office: Actor) -> None:
    first, second = two_snapshots(office, change_everything)
    for area in (COUNTY, SOUTH, NORTH, SOUTH + "001"):
        for measure in SHOWN:
            found = between(first, second, area, measure)
            assert adds_up(found)
            assert not found.entered[Reason.UNKNOWN]
            assert not found.left[Reason.UNKNOWN]
    keys = [c.person_key for c in between(first, second, COUNTY, "rural_workers").changes]
    with scope_of(COUNTY):
        assert len(find_persons(keys)) == len(keys)


def test_between_two_days_an_age_is_time_and_a_new_spell_is_a_new_spell(office: Actor) -> None:
    with clock.frozen_at(DAY):
        make_person(SOUTH + "001001", birth_date=date(2004, 3, 20))
        first = actions.take(DAY, DAY, actor=office)
    with clock.frozen_at(APRIL):
        work(in_area(SOUTH)[3], "2020-03-25", office)
        second = actions.take(APRIL, APRIL, actor=office)
    grown = between(first, second, SOUTH, "rural_workers")
    assert grown.entered == {Reason.TIME: 1}
    working = between(first, second, SOUTH, "transferred")
    assert working.entered == {Reason.SPELL_NEW: 1}


def test_two_snapshots_of_the_same_say_nothing(office: Actor) -> None:
    first = actions.take(DAY, DAY, actor=office)
    assert not between(first, first, COUNTY, "transferred").changes
