"""A village on a weak signal: what a phone downloads, of the people of the demonstration."""

from __future__ import annotations

import gzip
from typing import Any

import pytest

from gangqiao.accounts.models import User
from gangqiao.accounts.reads import actor_of
from gangqiao.kernel.scope import scope_of
from gangqiao.places.reads import county
from gangqiao.surveys.phone.households import households_of
from gangqiao.surveys.phone.layout import laid_out
from gangqiao.sync.reads.villages import package_of
from gangqiao.sync.views.wire import answer
from tests.phone.node import answers
from tests.phone.villages import chosen

pytestmark = pytest.mark.usefixtures("demonstration")
HOUSEHOLDS, PERSONS, MOST_BYTES = 400, 1581, 120_000
LEVEL = 6  # of gzip, as the server sends


@pytest.fixture(scope="module")
def package(demonstration: Any) -> dict[str, Any]:
    """The package of a village of 400 households, which here are those of the whole county; as rows."""
    actor, whole = actor_of(User.objects.get(username="office")), county()
    with scope_of(whole.key):
        sent = package_of(whole, actor).content
        return {**sent, "households": chosen(households_of(whole, actor), HOUSEHOLDS, PERSONS)}


def weight(package: dict[str, Any]) -> int:
    return len(gzip.compress(answer(package).content, LEVEL))


@pytest.mark.requirement("R030")
def test_a_village_of_four_hundred_households_fits_into_120_kb(package: dict[str, Any]) -> None:
    persons = [person for home in package["households"] for person in home["persons"]]
    assert (len(package["households"]), len(persons)) == (HOUSEHOLDS, PERSONS)
    assert len({person["name"] for person in persons}) > 0.9 * PERSONS, "made people, not the same ones again"
    assert sum("spell.employer_name" in person["values"] for person in persons) > 100
    assert any(task["status"] == "returned" for home in package["households"] for task in home["tasks"])
    travelling = weight({**package, "households": laid_out(package)})
    assert travelling <= MOST_BYTES
    assert travelling < 0.6 * weight(package)


@pytest.mark.requirement("R030")
def test_nothing_of_it_is_lost_on_the_way(package: dict[str, Any]) -> None:
    (got,) = answers([["households", {**package, "households": laid_out(package)}]])
    assert got == package["households"]
