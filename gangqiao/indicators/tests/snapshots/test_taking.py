"""A snapshot says the same for ever: recomputed from the history it is the same bits, whatever was recorded since."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from gangqiao.indicators import actions, columns
from gangqiao.indicators.as_known import Known, pull_as_known
from gangqiao.indicators.models import Kind, PseudonymKey, Snapshot
from gangqiao.indicators.refusals import DayToCome, KnownBefore, OlderVersion, SaysTheSame, WhyAgain
from gangqiao.indicators.snapshots import files, taking
from gangqiao.indicators.snapshots.files import DamagedSnapshot
from gangqiao.indicators.snapshots.opened import Facts
from gangqiao.indicators.states import Status
from gangqiao.indicators.store import fact_on
from gangqiao.indicators.tests.conftest import COUNTY, DAY, NORTH, SOUTH
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.scope import everywhere
from gangqiao.people import actions as people
from gangqiao.people.models import Category, EmploymentSpell, Person

APRIL = date(2020, 4, 5)
pytestmark = pytest.mark.usefixtures("known_county")


def worker(area: str = SOUTH, number: int = 0) -> Person:
    return in_area(area)[number]


def in_area(area: str) -> list[Person]:
    return list(Person.objects.filter(area__gte=area, area__lt=area + "~").order_by("pk"))


def change_everything(office: Actor) -> None:
    """What happens in a register in three weeks: each kind of change that a figure can feel."""
    first, second, third, fourth, fifth = in_area(SOUTH)
    spell = EmploymentSpell.objects.get(person=first, recorded_to=None)
    people.end_spell(spell.pk, ended_on=date(2020, 3, 10), end_reason="returned", actor=office, note="back")
    people.correct_person(second.pk, values={"birth_date": "1950-01-01"}, actor=office)
    people.correct_person(fourth.pk, values={"hukou_kind": "resident", "education": "21"}, actor=office)
    people.end_category(Category.objects.get(person=third).pk, valid_to=date(2020, 3, 1), actor=office)
    people.record_spell(fifth.pk, values={"started_on": "2020-03-01", "is_farm_work": "no"}, actor=office)
    people.correct_person(fifth.pk, values={"labour_capacity": "none"}, actor=office, on=date(2020, 3, 2))
    people.confirm(first.pk, how="phone", actor=office)
    north = worker(NORTH)
    people.transfer_household(
        north.household_id, area=SOUTH + "001001", actor=office, reason="moved", effective_on=date(2020, 3, 5)
    )
    people.record_death(worker(NORTH).pk, died_on=date(2020, 3, 12), actor=office, reason="certificate")


@pytest.mark.requirement("D04")
@pytest.mark.parametrize("taken_on", [DAY, APRIL], ids=["on the day itself", "afterwards"])
def test_recomputed_from_the_history_it_is_the_same_bit_for_bit(office: Actor, taken_on: date) -> None:
    with clock.frozen_at(taken_on):
        snapshot = actions.take(DAY, DAY, actor=office)
    with clock.frozen_at(APRIL):
        change_everything(office)
    with clock.frozen_at(date(2020, 6, 1)):
        compared = taking.compare_anew(snapshot)
    assert len(compared) == len(snapshot_parts(snapshot))
    assert all(part.same_bytes and part.same_rows for part in compared), compared


def snapshot_parts(snapshot: Snapshot) -> dict[str, Any]:
    return Facts(snapshot).manifest["parts"]


@pytest.mark.requirement("D04")
def test_what_is_believed_today_gives_other_figures_so_the_history_is_needed(office: Actor) -> None:
    snapshot = actions.take(DAY, DAY, actor=office)
    with clock.frozen_at(APRIL):
        change_everything(office)
        today = columns.pull()
        before = pull_as_known(DAY, snapshot.known_at)
        believed = Known(
            DAY,
            before.cut,
            {name: getattr(today, name).with_columns(uuid=columns.pl.lit("")) for name in before.tables},
        )
        keys = {row["person_id"]: row["uuid"] for row in before.tables["persons"].iter_rows(named=True)}
        persons = believed.tables["persons"].with_columns(
            uuid=columns.pl.col("person_id").replace_strict(keys, return_dtype=columns.pl.String)
        )
        compared = taking.compare_anew(snapshot, Known(DAY, before.cut, {**believed.tables, "persons": persons}))
    assert not any(part.same_rows for part in compared)


def test_as_known_now_it_counts_what_the_board_counts(office: Actor) -> None:
    facts = Facts(actions.take(DAY, DAY, actor=office))
    board = fact_on(DAY)
    for area in (COUNTY, SOUTH, NORTH, SOUTH + "001", SOUTH + "001001", SOUTH + "009"):
        assert facts.sums_of(area) == board.sums_of(area)
    for measure in facts.measures:
        counted = facts.people_of(SOUTH, measure, offset=0, limit=50)
        assert counted == board.people_of(SOUTH, measure, offset=0, limit=50)


@pytest.mark.requirement("D04")
def test_as_of_one_day_as_known_on_another(office: Actor) -> None:
    with clock.frozen_at(APRIL):
        change_everything(office)
    with clock.frozen_at(date(2020, 4, 20)):
        as_it_was = Facts(actions.take(DAY, DAY, actor=office))
        as_it_was_learned = Facts(actions.take(DAY, APRIL, actor=office, reason="late news"))
    assert as_it_was.sums_of(COUNTY)["rural_workers"] == 7
    assert as_it_was_learned.sums_of(COUNTY)["rural_workers"] < 7
    assert as_it_was.sums_of(NORTH)["transferred"] == 1
    assert as_it_was_learned.sums_of(NORTH)["transferred"] == 0


def test_a_merge_and_its_undoing_change_nothing_of_what_was_known(office: Actor) -> None:
    keep, drop = worker(SOUTH, 3), worker(SOUTH, 0)
    snapshot = actions.take(DAY, DAY, actor=office)
    with clock.frozen_at(APRIL):
        people.merge(keep.pk, drop.pk, actor=office, reason="one person")
    with clock.frozen_at(date(2020, 4, 6)):
        merged = actions.take(DAY, APRIL, actor=office, reason="merged")
        assert all(part.same_bytes for part in taking.compare_anew(snapshot))
    with clock.frozen_at(date(2020, 4, 10)):
        people.unmerge(drop.pk, actor=office, reason="two persons")
        assert all(part.same_bytes for part in taking.compare_anew(snapshot))
        assert all(part.same_bytes for part in taking.compare_anew(merged))
    assert Facts(merged).sums_of(COUNTY)["rural_workers"] == 6


def test_the_files_hold_no_name_no_number_and_no_key_of_the_register(office: Actor) -> None:
    snapshot = actions.take(DAY, DAY, actor=office)
    rows = Facts(snapshot).people
    assert {"person_id", "household_id", "name", "id_number", "uuid"}.isdisjoint(rows.column_names)
    uuids = {int.from_bytes(p.uuid.bytes[:8], "big", signed=True) for p in Person.objects.all()}
    assert uuids.isdisjoint(rows["person_key"].to_pylist())


def test_another_installation_gives_its_people_other_names(office: Actor) -> None:
    first = Facts(actions.take(DAY, DAY, actor=office)).people["person_key"].to_pylist()
    PseudonymKey.objects.all().delete()
    with clock.frozen_at(APRIL):
        second = Facts(actions.take(DAY, APRIL, actor=office, reason="test")).people["person_key"].to_pylist()
    assert set(first).isdisjoint(second)


def test_the_manifest_says_what_the_snapshot_rests_on(office: Actor) -> None:
    snapshot = actions.take(DAY, DAY, actor=office)
    said = json.loads((files.root() / snapshot.folder / files.MANIFEST).read_bytes())
    assert {"day", "known_at", "definitions", "figures", "presets", "engines", "parts", "taken_by"} <= said.keys()
    for name, part in said["parts"].items():
        content = (files.root() / snapshot.folder / part["file"]).read_bytes()
        assert files.sha256(content) == part["sha256"]
        assert files.table_of(content).num_rows == part["rows"]
        assert name in ("figures", "people") or part["sql"].startswith(("SELECT", "WITH"))


@pytest.mark.requirement("D04")
@pytest.mark.parametrize("name", ["manifest.json", "figures.parquet"])
def test_a_damaged_file_is_refused_with_a_sentence(office: Actor, name: str) -> None:
    snapshot = actions.take(DAY, DAY, actor=office)
    path = files.root() / snapshot.folder / name
    assert path.stat().st_mode & 0o222 == 0
    path.parent.chmod(0o700)
    path.chmod(0o600)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))
    with pytest.raises(DamagedSnapshot, match=name):
        taking.verify(snapshot)
    with pytest.raises(DamagedSnapshot):
        actions.publish(snapshot.uuid, actor=office)
    path.unlink()
    with pytest.raises(DamagedSnapshot, match=name):
        taking.verify(snapshot)


@pytest.mark.requirement("D04")
def test_a_correction_is_a_new_version_with_a_reason_and_the_old_one_stays(office: Actor) -> None:
    first = actions.publish(actions.take(DAY, DAY, actor=office).uuid, actor=office)
    with clock.frozen_at(APRIL):
        with pytest.raises(WhyAgain):
            actions.take(DAY, APRIL, actor=office)
        with pytest.raises(SaysTheSame):
            actions.take(DAY, APRIL, actor=office, reason="nothing happened")
        change_everything(office)
        second = actions.take(DAY, APRIL, actor=office, reason="late reports of two villages")
        assert (second.number, second.kind) == (2, Kind.CORRECTION)
        actions.publish(second.uuid, actor=office)
    first.refresh_from_db()
    assert first.status == Status.SUPERSEDED
    assert taking.verify(first)
    assert taking.verify(second)
    with pytest.raises(OlderVersion):
        actions.publish(first.uuid, actor=office)


def test_an_earlier_version_is_not_published_after_a_later_one(office: Actor) -> None:
    first = actions.take(DAY, DAY, actor=office)
    with clock.frozen_at(APRIL):
        change_everything(office)
        actions.publish(actions.take(DAY, APRIL, actor=office, reason="late").uuid, actor=office)
        with pytest.raises(OlderVersion):
            actions.publish(first.uuid, actor=office)


def test_a_day_to_come_and_knowledge_before_the_day_are_refused(office: Actor) -> None:
    for day, known_on in ((APRIL, APRIL), (DAY, APRIL)):
        with pytest.raises(DayToCome):
            actions.take(day, known_on, actor=office)
    with pytest.raises(KnownBefore):
        actions.take(DAY, date(2020, 3, 1), actor=office)


@pytest.mark.requirement("D04")
@pytest.mark.parametrize(
    "changed",
    [{"digest": "0"}, {"day": date(2020, 1, 1)}, {"status": "taken", "published_at": None}, {"reason": "other"}],
    ids=lambda changed: next(iter(changed)),
)
def test_the_database_lets_nobody_change_what_a_snapshot_says(office: Actor, changed: dict[str, Any]) -> None:
    snapshot = actions.publish(actions.take(DAY, DAY, actor=office).uuid, actor=office)
    with pytest.raises(DatabaseError, match="settled"), transaction.atomic():
        Snapshot.objects.filter(pk=snapshot.pk).update(**changed)
    with pytest.raises(DatabaseError, match="settled"), transaction.atomic():
        snapshot.delete()


def test_a_taking_killed_before_its_row_was_written_leaves_no_trace(
    office: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_args: Any) -> None:
        raise KeyboardInterrupt

    place = files.put_in_place
    monkeypatch.setattr(files, "put_in_place", killed)
    with pytest.raises(KeyboardInterrupt):
        actions.take(DAY, DAY, actor=office)
    assert not Snapshot.objects.exists()
    monkeypatch.setattr(files, "put_in_place", place)
    # And after the files had their place, but before the row was there for others.
    orphan = files.root() / COUNTY / DAY.isoformat() / "1"
    orphan.mkdir()
    (orphan / "figures.parquet").write_bytes(b"half")
    snapshot = actions.take(DAY, DAY, actor=office)
    assert taking.verify(snapshot)
    assert [p.name for p in orphan.parent.iterdir()] == ["1"]


@pytest.mark.requirement("D04")
def test_the_first_night_of_a_month_takes_the_month_before_once(office: Actor) -> None:
    with clock.frozen_at(date(2020, 4, 1)):
        taken = actions.take_month_end(actor=office)
        assert taken is not None
        assert (taken.day, taken.known_on, taken.kind) == (date(2020, 3, 31), date(2020, 3, 31), Kind.MONTH_END)
        assert actions.take_month_end(actor=office) is None
    with clock.frozen_at(date(2020, 4, 20)):
        assert actions.take_month_end(actor=office) is None
    assert Snapshot.objects.count() == 1


def test_a_night_that_was_missed_is_made_up_for_with_the_same_snapshot(office: Actor) -> None:
    with clock.frozen_at(APRIL):
        change_everything(office)
        late = actions.take_month_end(actor=office)
    assert late is not None
    with everywhere(reason="test"):
        known = pull_as_known(date(2020, 3, 31), late.known_at)
    assert known.tables["persons"].filter(columns.pl.col("life").cast(str) == "dead").is_empty()
