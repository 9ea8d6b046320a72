"""Spells of work: dates in order, never two at once, destinations and proofs as the profile says."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from gangqiao.synth.tables import end_of, make_tables
from gangqiao.synth.tests.conftest import PLAN_DAY, YEAR_END, paper_ground


def test_no_two_spells_of_a_person_share_a_day(world):
    spells = world.spells
    same = spells["person"][1:] == spells["person"][:-1]
    assert (spells["started_on"][1:][same] > spells["ended_on"][:-1][same]).all()
    assert not (spells["ended_on"] < spells["started_on"]).any()


@pytest.mark.parametrize(
    "day", [dt.date(2020, 3, 16), dt.date(2020, 4, 9), dt.date(2020, 8, 20), dt.date(2020, 12, 31)]
)
def test_the_register_never_believes_in_two_jobs_at_once(world, day):
    spells = make_tables(world, paper_ground(world.county), day)["spells"]
    now = spells.take(np.isnat(spells["recorded_to"]))
    now = now.take(np.lexsort((now["started_on"], now["person_id"])))
    same = now["person_id"][1:] == now["person_id"][:-1]
    end = np.where(np.isnat(now["ended_on"]), np.datetime64("9999-01-01"), now["ended_on"])
    assert (now["started_on"][1:][same] > end[:-1][same]).all()


def test_three_to_five_spells_for_a_worker(world):
    _people, count = np.unique(world.spells["person"][world.spells["is_farm_work"] == "no"], return_counts=True)
    assert 3 <= count.mean() <= 5


def test_migrants_come_home_for_the_spring_festival(world):
    ended = world.spells["ended_on"]
    home = (ended >= np.datetime64("2018-12-15")) & (ended < np.datetime64("2019-02-05"))
    rest = (ended >= np.datetime64("2018-03-01")) & (ended < np.datetime64("2018-12-15"))
    assert home.sum() > 1.5 * rest.sum()


@pytest.mark.requirement("R065")
def test_the_plans_four_provinces_come_first_then_the_prefecture(world):
    far = world.spells["destination"][world.spells["area_level"] == "other_province"]
    provinces = [code[:2] for code in far]
    count = {code: provinces.count(code) for code in set(provinces)}
    first = sorted(count, key=count.__getitem__, reverse=True)[:4]
    assert first[0] == "44"
    assert set(first) == {"44", "33", "31", "32"}
    levels = world.spells["area_level"]
    assert (levels == "other_province").sum() > (levels == "other_prefecture").sum() > (levels == "other_county").sum()


def test_a_quarter_is_organised_and_every_grade_of_evidence_is_there(world):
    paid = world.spells["is_farm_work"] == "no"
    assert 0.15 < (world.spells["organised"][paid] == "yes").mean() < 0.3
    assert set(world.spells["evidence"].tolist()) == set("ABCDE")


@pytest.mark.requirement("R005")
def test_what_was_believed_is_kept_with_the_moments_of_belief(world, tables):
    spells = tables["spells"]
    old = ~np.isnat(spells["recorded_to"])
    assert 0 < old.sum() < len(spells)
    assert (spells["recorded_to"][old] > spells["recorded_from"][old]).all()
    of = spells["version_of_id"]
    assert ((of != None) == old).all()  # noqa: E711
    at = {key: position for position, key in enumerate(spells["id"].tolist())}
    current = np.array([at[key] for key in of[old].tolist()])
    assert np.isnat(spells["recorded_to"][current]).all()
    assert (spells["person_id"][current] == spells["person_id"][old]).all()


def test_nothing_is_known_before_it_happens(world, tables):
    spells = tables["spells"]
    end_of_first = spells["started_on"].astype("datetime64[s]")
    assert (spells["recorded_from"] >= end_of_first).all()
    ended = ~np.isnat(spells["ended_on"])
    assert (spells["recorded_from"][ended] >= spells["ended_on"][ended].astype("datetime64[s]")).all()
    assert (spells["recorded_from"] <= end_of(PLAN_DAY)).all()


def test_the_rest_of_the_year_is_only_there_when_asked_for(world, tables):
    assert (tables["spells"]["started_on"] <= np.datetime64(PLAN_DAY)).all()
    whole = make_tables(world, paper_ground(world.county), YEAR_END)
    assert (whole["spells"]["started_on"] > np.datetime64(PLAN_DAY)).any()
    assert len(whole["persons"]) == len(tables["persons"])


def test_a_spell_has_ended_exactly_when_it_has_a_last_day(tables):
    spells = tables["spells"]
    assert ((spells["status"] == "ended") == ~np.isnat(spells["ended_on"])).all()


def test_dated_rows_end_after_they_begin(tables):
    for name in ("memberships", "categories", "skills", "intentions", "businesses", "contacts", "facts"):
        frame = tables[name]
        ends = ~np.isnat(frame["valid_to"])
        assert (frame["valid_to"][ends] >= frame["valid_from"][ends]).all(), name
        assert len(frame), name
