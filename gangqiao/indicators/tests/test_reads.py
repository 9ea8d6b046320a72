"""Results by area, and the people behind each number."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gangqiao.engine.figures import MEASURES
from gangqiao.indicators import reads
from gangqiao.indicators.store import fact_on
from gangqiao.indicators.targets import State
from gangqiao.indicators.tests.conftest import COUNTY, DAY, NORTH, SOUTH, make_person, make_spell
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people.models import Category, EmploymentSpell, Person
from gangqiao.places.models import Division

pytestmark = pytest.mark.usefixtures("small_county")


def persons(progress: list[Any]) -> dict[str, int]:
    return {p.target.id: p.result.persons for p in progress}


@pytest.mark.requirement("R014", "R015", "R016", "R017", "R018", "R019", "R020", "R021")
def test_the_eight_targets_of_county_and_township() -> None:
    found = reads.targets(DAY, [COUNTY, SOUTH, NORTH])
    ids = [p.target.id for p in found[COUNTY]]
    assert ids == ["R014", "R015", "R016", "R017", "R018", "R019", "R020", "R021"]
    assert list(persons(found[COUNTY]).values()) == [4, 2, 1, 1, 4, 1, 4, 1]
    assert list(persons(found[SOUTH]).values()) == [3, 1, 1, 1, 3, 1, 3, 1]
    assert list(persons(found[NORTH]).values()) == [1, 1, 0, 0, 1, 0, 1, 0]
    rates = [p.result.value for p in found[NORTH] if p.target.id in ("R018", "R019")]
    assert rates == [50, None]


def test_only_the_county_has_the_plans_targets() -> None:
    found = reads.targets(DAY, [COUNTY, SOUTH])
    assert [p.gap for p in found[COUNTY]][:2] == [199_996, 15_998]
    assert not any(p.is_reference for p in found[COUNTY])
    assert all(p.is_reference for p in found[SOUTH])


@pytest.mark.requirement("R023")
def test_an_area_is_measured_for_reference_by_its_share_of_the_workers() -> None:
    """Rounded up, so that areas that reach their reference reach the county's target together; a rate asks the same."""
    parts = list(Division.objects.filter(parent=COUNTY).values_list("key", flat=True))
    found = reads.targets(DAY, [COUNTY, *parts])
    for number, whole in enumerate(found[COUNTY]):
        shares = [found[part][number].target_value for part in parts]
        if whole.target.figure.denominator:
            assert set(shares) == {whole.target_value}
        else:
            assert all(share is not None for share in shares)
            together = sum(share or 0 for share in shares)
            assert whole.target_value <= together <= whole.target_value + len(parts)


@pytest.mark.requirement("R020", "R021")
def test_a_passed_target_is_counted_on_its_last_day() -> None:
    late = make_person(SOUTH + "001001")
    make_spell(late, date(2020, 4, 1))
    by_id = {p.target.id: p for p in reads.targets(date(2020, 4, 15), [COUNTY])[COUNTY]}
    assert (by_id["R014"].result.persons, by_id["R020"].result.persons) == (5, 4)
    assert by_id["R020"].day == date(2020, 3, 31)
    assert by_id["R020"].state is State.MISSED
    assert by_id["R014"].state is State.OPEN


def test_the_parts_add_up_to_the_whole() -> None:
    for key in (COUNTY, SOUTH):
        board = reads.board(Division.objects.get(key=key), DAY)
        for number, whole in enumerate(board.own):
            assert sum(row.cells[number].result.persons for row in board.rows) == whole.result.persons
            assert sum(row.cells[number].result.base for row in board.rows) == whole.result.base


def test_people_recorded_on_the_area_itself_have_a_row_of_their_own() -> None:
    make_spell(make_person(SOUTH))
    board = reads.board(Division.objects.get(key=SOUTH), DAY)
    assert board.rows[-1].area is None
    assert board.rows[-1].cells[0].result.persons == 1


@pytest.mark.requirement("D03")
@pytest.mark.parametrize("measure", list(MEASURES))
@pytest.mark.parametrize("key", [COUNTY, SOUTH, NORTH, SOUTH + "001", SOUTH + "001001"])
def test_as_many_names_as_the_number_says(measure: str, key: str) -> None:
    with scope_of(key):
        page = reads.names(Division.objects.get(key=key), measure, DAY, page=1)
    assert len(page.people) == page.total == fact_on(DAY).sums_of(key)[measure]
    assert page.hidden == 0
    assert all(p.area_id.startswith(key) for p in page.people)


@pytest.mark.requirement("D03")
def test_pages_of_names_hold_everybody_once() -> None:
    for _ in range(118):
        make_spell(make_person(NORTH + "001002"))
    division = Division.objects.get(key=COUNTY)
    with scope_of(COUNTY):
        pages = [reads.names(division, "transferred", DAY, page=n) for n in (1, 2, 3, 99)]
    seen = [p.pk for page in pages[:3] for p in page.people]
    assert [len(page.people) for page in pages] == [50, 50, 22, 22]
    assert len(set(seen)) == len(seen) == pages[0].total == 122
    assert (pages[2].first, pages[2].last) == (101, 122)


def test_names_are_read_in_the_scope_of_the_reader() -> None:
    with scope_of(NORTH):
        page = reads.names(Division.objects.get(key=COUNTY), "transferred", DAY, page=1)
    assert {p.area_id[: len(NORTH)] for p in page.people} == {NORTH}
    assert (len(page.people), page.hidden) == (1, 3)


def test_an_area_of_another_is_not_found(township_reader: Actor) -> None:
    assert reads.find_area(township_reader, SOUTH + "001", "indicators.view") is not None
    for key in (NORTH, COUNTY, "00100100", "nowhere"):
        assert reads.find_area(township_reader, key, "indicators.view") is None


def test_the_areas_of_a_reader_above_the_county_are_the_county(city_reader: Actor) -> None:
    assert [a.key for a in reads.areas_of(city_reader)] == [COUNTY]
    assert reads.areas_of(Actor(user_id=1, name="Nobody")) == []


@pytest.mark.requirement("D05")
def test_a_corrected_spell_counts_only_as_it_is_believed_now() -> None:
    before = fact_on(DAY).sums_of(SOUTH)["transferred"]
    with everywhere(reason="test"):
        EmploymentSpell.objects.filter(area_id=SOUTH + "002001").update(recorded_to="2020-03-15T00:00:00Z")
    assert fact_on(DAY).sums_of(SOUTH)["transferred"] == before - 1


@pytest.mark.requirement("R016")
def test_a_category_counts_on_the_days_it_holds() -> None:
    with everywhere(reason="test"):
        Category.objects.update(valid_to=DAY)
    assert fact_on(DAY).sums_of(COUNTY)["poor_workers"] == 0
    assert fact_on(date(2020, 3, 15)).sums_of(COUNTY)["poor_workers"] == 2


def test_the_dead_and_the_merged_leave_every_figure() -> None:
    with everywhere(reason="test"):
        kept = Person.objects.filter(area_id=NORTH + "002001").first()
        assert kept is not None
        Person.objects.filter(area_id__gte=SOUTH, area_id__lt=NORTH).update(record="merged", merged_into=kept)
        Person.objects.filter(area_id=NORTH + "001001").update(life="dead", died_on=DAY)
    assert fact_on(DAY).sums_of(COUNTY)["transferred"] == 0


@pytest.mark.parametrize(("farm_work", "counts"), [("no", 5), ("yes", 4), ("unknown", 4), ("", 4)])
def test_work_counts_only_when_it_is_said_to_be_non_farm(farm_work: str, counts: int) -> None:
    make_spell(make_person(SOUTH + "001001"), is_farm_work=farm_work)
    assert fact_on(DAY).sums_of(COUNTY)["transferred"] == counts
