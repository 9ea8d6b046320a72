"""One and many agree, whatever people have: posts, classes, journeys, claims; and unknown is never yes."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import polars as pl
import pytest

from gangqiao.assistance.tests.made import make_holder
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere
from gangqiao.people.models import Person
from gangqiao.subsidies.policy.rules import Standing
from gangqiao.subsidies.reads import entitled as reads
from gangqiao.subsidies.reads.facts import county_facts
from gangqiao.subsidies.reads.scanning import scan
from gangqiao.subsidies.tests.made import make_claim, make_poor, make_work
from gangqiao.subsidies.tests.rig_feeding import DAY, JUNE, REWARD, YUNNAN, facts_of, learned, lined, travelled

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _summer() -> Any:
    with clock.frozen_at(DAY):
        yield


def drawn(lot: random.Random, make_person: Any, villages: Any) -> list[Person]:
    """Random people, some in one household."""
    people = [make_person(lot.choice(villages)) for _number in range(14)]
    with everywhere(reason="test data"):
        for person in people[10:]:
            home = lot.choice(people[:10])
            Person.objects.filter(pk=person.pk).update(
                household=home.household, area_id=home.area_id, birth_date=date(lot.randint(1955, 2004), 3, 3)
            )
        return list(Person.objects.filter(pk__in=[one.pk for one in people]).order_by("pk"))


def give(lot: random.Random, person: Person) -> None:
    """Some of what the rules read."""
    if lot.random() < 0.6:
        make_poor(person)
    if lot.random() < 0.6:
        make_work(person, started_on=date(2020, lot.randint(1, 6), 1))
    if lot.random() < 0.5:
        holder = make_holder(person, begins_on=date(2020, 1, 1), ends_on=date(2020, lot.randint(5, 12), 28))
        lined(holder, JUNE, blocked=lot.choice(["", "spot"]), days=lot.randint(0, 30))
    if lot.random() < 0.5:
        status = lot.choice(["passed", "failed"])
        learned(person, date(2020, lot.randint(4, 6), 20), lot.randint(0, 3), status=status)
    if lot.random() < 0.4:
        travelled(person, date(2020, lot.randint(1, 6), 1), alone=lot.random() < 0.5)
    for programme in lot.sample([REWARD, "start_up", "rural_public_post", "free_training"], 2):
        make_claim(person, programme=programme, status=lot.choice(["paid", "draft", "withdrawn"]))


@pytest.mark.parametrize("seed", [1, 2])
def test_the_whole_county_knows_of_each_what_is_known_of_each_alone(make_person, county, seed):
    """Facts, what was had, and what the rules say."""
    lot = random.Random(seed)
    people = drawn(lot, make_person, county.villages)
    for person in people:
        give(lot, person)
    whole = scan(YUNNAN, DAY)
    facts = {row["person"]: row for row in whole.frame.iter_rows(named=True)}
    places = {key: place for place, key in enumerate(whole.frame["person"])}
    for person in people:
        alone = scan(YUNNAN, DAY, county_facts(DAY, [person.pk]))
        own = alone.frame["person"].to_list().index(person.pk)
        assert alone.frame.row(own, named=True) == facts[person.pk]
        for key, result in alone.decided.items():
            assert result.row(own) == whole.decided[key].row(places[person.pk]), key
        by_area = county_facts(DAY, area=str(person.area_id)).filter(pl.col("person") == person.pk)
        assert by_area.row(0, named=True) == facts[person.pk]


def test_nothing_that_nobody_knows_is_a_yes(person):
    """Whatever is true of somebody of whom hardly anything is known stands on the own row of the register."""
    assert {name for name, value in facts_of(person).items() if value is True} <= {"is_alive", "is_able"}
    assert Standing.ENTITLED not in {decision.standing for decision in reads.decisions_about(person, DAY)}
