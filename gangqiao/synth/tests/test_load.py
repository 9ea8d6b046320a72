"""The county in the database: whole, sealed, and never half a county taken for a whole one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from io import StringIO

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, models, transaction

from gangqiao.audit.models import Event
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people.models import Category, EmploymentSpell, Fact, Household, Membership, Person
from gangqiao.places.levels import area_level
from gangqiao.places.models import Division
from gangqiao.synth import load as loading
from gangqiao.synth.columns import TABLES, constant_of, fields_of, is_index
from gangqiao.synth.ground import make_ground
from gangqiao.synth.load import AnotherCounty, RealPeopleInside, digest_of, find_whole, load_world
from gangqiao.synth.models import SyntheticLoad
from gangqiao.synth.tables import make_tables
from gangqiao.synth.tests.conftest import PLAN, PLAN_DAY, SCALE, SEED
from gangqiao.synth.world import World, make_world


def test_our_columns_are_those_of_the_models(tables):
    for name, frame in tables.items():
        columns = {str(field.column): field for field in fields_of(name)}
        assert set(frame.columns) <= set(columns), name
        for column, field in columns.items():
            known = column in frame or is_index(field) or field.null or field.has_default() or column == "area_id"
            assert known or constant_of(field) == "", f"{name}.{column}"


@pytest.mark.requirement("R041", "D02")
def test_everything_is_there_and_marked_as_made(loaded, world):
    with everywhere(reason="test"):
        assert Person.objects.count() == len(world.persons)
        assert Household.objects.count() == len(world.households)
        assert not Person.objects.filter(made=False).exists()
    assert find_whole() == loaded
    assert loaded.chunks_done == loaded.chunks


def test_what_was_loaded_is_what_was_made_on_either_engine(loaded, world):
    ground = make_ground(world.county, PLAN_DAY)
    assert loaded.digest == digest_of(make_tables(world, ground, PLAN_DAY))
    with everywhere(reason="test"):
        stored = list(EmploymentSpell.objects.order_by("id").values_list("person_id", "started_on", "recorded_from"))
    made = make_tables(world, ground, PLAN_DAY)["spells"]
    for row, (person, started, at) in enumerate(stored):
        assert person == made["person_id"][row]
        assert started == made["started_on"][row].item()
        assert at.replace(tzinfo=None) == made["recorded_from"][row].item()


def test_sealed_values_open_and_the_blind_index_finds_them(loaded, world):
    with everywhere(reason="test"):
        for row in (0, 7, len(world.persons) - 1):
            number = world.persons["id_number"][row]
            person = Person.objects.get(id_index=number)
            assert (person.pk, person.id_number, person.name) == (row + 1, number, world.persons["name"][row])
            assert person.health_status == world.persons["health_status"][row]
        owner = np.flatnonzero(world.persons["phone_owner"] == "self")[3]
        found = Person.objects.filter(phone_index=world.persons["phone"][owner])
        assert int(owner) + 1 in found.values_list("pk", flat=True)
        assert Fact.objects.first().plain is not None


def test_each_household_has_one_head_and_each_person_one_household(loaded):
    with everywhere(reason="test"):
        heads = Membership.objects.filter(recorded_to=None, valid_to=None, relation="02")
        assert heads.count() == heads.values("household").distinct().count() == Household.objects.count()
        assert set(heads.values_list("person_id", "household_id")) == set(
            Household.objects.values_list("head_id", "id")
        )
        now = Membership.objects.filter(recorded_to=None, valid_to=None)
        assert (
            now.count() == Person.objects.filter(life="alive").count() + Person.objects.filter(life="missing").count()
        )


def test_rows_of_a_person_lie_in_the_area_of_the_person(loaded):
    with everywhere(reason="test"):
        for model in (Membership, Category, EmploymentSpell, Fact):
            assert not model.objects.exclude(area_id=models.F("person__area_id")).exists(), model
        assert not Person.objects.exclude(area_id=models.F("household__area_id")).exists()


def test_a_township_sees_its_own_people_only(loaded, world):
    with scope_of(_area_of(1)[:15]):
        seen = Person.objects.count()
    assert 0 < seen < len(world.persons)


def _area_of(person: int) -> str:
    with everywhere(reason="test"):
        return str(Person.objects.get(pk=person).area_id)


def test_groups_are_marked_as_made(loaded, world):
    groups = Division.objects.filter(level="group")
    assert groups.count() == len(world.county.group_no)
    assert groups.filter(made=True).count() == groups.count()


def test_each_chunk_leaves_one_event_in_the_log(loaded):
    events = Event.objects.filter(verb="synth.load")
    assert events.count() == loaded.chunks
    assert f"{loaded.rows['persons']} persons" in events.last().reason


def test_the_next_person_gets_the_next_key(loaded, world):
    with everywhere(reason="test"):
        neighbour = Person.objects.get(pk=1)
        newcomer = Person.objects.create(
            area_id=neighbour.area_id,
            household_id=neighbour.household_id,
            person_no="next",
            relation="97",
            id_exception="test",
            registered_on=PLAN_DAY,
            made=True,
        )
        assert newcomer.pk == len(world.persons) + 1
        newcomer.delete()


def test_a_whole_county_is_left_alone_and_another_one_refused(loaded, world):
    again = load(world)
    assert again.pk == loaded.pk
    with pytest.raises(AnotherCounty, match="--replace"):
        load(make_world(PLAN, SEED + 1, 0.002))


def load(world: World, *, replace: bool = False, progress=lambda _: None) -> SyntheticLoad:
    return load_world(world, lambda county: make_ground(county, PLAN_DAY), PLAN_DAY, replace=replace, progress=progress)


@dataclass
class Killed(Exception):
    """Stands for the power going off after a chunk."""

    after: int


@pytest.fixture
def small(db, monkeypatch) -> World:
    """A county of several chunks."""
    monkeypatch.setattr(loading, "PERSONS_PER_CHUNK", 300)
    with clock.frozen_at(PLAN_DAY):
        yield make_world(PLAN, SEED, 0.002)


def kill_after(chunk: int):
    def progress(done: SyntheticLoad) -> None:
        if done.chunks_done == chunk:
            raise Killed(chunk)

    return progress


def test_a_load_that_was_cut_short_is_not_whole_and_goes_on_where_it_stopped(small):
    with pytest.raises(Killed):
        load(small, progress=kill_after(2))
    assert find_whole() is None
    with everywhere(reason="test"):
        half = Person.objects.count()
    assert 0 < half < len(small.persons)
    chunks: list[int] = []
    whole = load(small, progress=lambda done: chunks.append(done.chunks_done))
    assert chunks[0] == 3
    assert find_whole() == whole
    assert whole.rows["persons"] == len(small.persons)
    with everywhere(reason="test"):
        assert Person.objects.count() == len(small.persons)


def test_half_a_county_of_another_recipe_is_cleared_away(small):
    with pytest.raises(Killed):
        load(small, progress=kill_after(1))
    other = make_world(PLAN, SEED + 1, 0.002)
    load(other)
    with everywhere(reason="test"):
        assert Person.objects.count() == len(other.persons)
        assert Person.objects.get(pk=1).name == other.persons["name"][0]


def test_a_county_with_a_key_that_leads_nowhere_is_never_whole(small, monkeypatch):
    def broken(*arguments):
        tables = make_tables(*arguments)
        tables["memberships"]["household_id"][5] = 999_999
        return tables

    monkeypatch.setattr(loading, "make_tables", broken)
    with pytest.raises(IntegrityError), transaction.atomic():
        load(small)
    assert find_whole() is None


def test_a_whole_county_is_replaced_only_when_asked(small):
    load(small)
    other = make_world(PLAN, SEED + 1, 0.002)
    assert load(other, replace=True).seed == SEED + 1
    assert SyntheticLoad.objects.count() == 1


def test_real_people_are_never_mixed_with_synthetic_ones(small):
    load(small)
    with everywhere(reason="test"):
        Person.objects.filter(pk=1).update(made=False)
    with pytest.raises(RealPeopleInside, match=r"\b1\b"):
        load(make_world(PLAN, SEED + 1, 0.002), replace=True)


def test_the_command_says_what_it_does_and_marks_the_county_as_whole(small):
    said = StringIO()
    call_command("synth", plan=PLAN, seed=SEED, scale=0.002, no_files=True, stdout=said)
    assert "whole" in said.getvalue() or "完整" in said.getvalue()
    assert find_whole() is not None


def test_the_command_refuses_an_unknown_plan(db):
    with pytest.raises(CommandError, match="mile-2020"):
        call_command("synth", plan="atlantis", no_files=True)


def test_the_command_refuses_a_day_the_county_does_not_reach(db):
    with pytest.raises(CommandError, match="2020-12-31"):
        call_command("synth", plan=PLAN, until=dt.date(2021, 1, 1), no_files=True)


def test_every_destination_is_in_the_tree_and_as_far_as_the_spell_says(loaded):
    with everywhere(reason="test"):
        rows = list(EmploymentSpell.objects.values_list("area_id", "destination_id", "area_level"))
    for home, destination, level in rows:
        assert area_level(home, destination) == level


def test_every_table_of_the_register_is_filled(loaded):
    assert set(loaded.rows) == set(TABLES)
    assert all(count > 0 for count in loaded.rows.values())
    assert loaded.scale == SCALE
