"""Columns by ADBC equal columns by cursor; the cache follows the log, reads only what changed, and computes once."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from polars.testing import assert_frame_equal

from gangqiao.audit.events import record
from gangqiao.indicators import columns, store
from gangqiao.indicators.tests.conftest import COUNTY, DAY, NORTH, SOUTH, make_county, make_person, make_spell
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.pulling import statements
from gangqiao.kernel.pulling.sqlite_columns import SEPARATOR
from gangqiao.kernel.scope import everywhere
from gangqiao.people.models import EmploymentSpell, Person

NAMES = ("persons", "spells", "categories")


@pytest.fixture
def county_on_disk(transactional_db: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The small county, committed, where a second connection can read it. Returns what brings the file up to date."""
    make_county()
    if connection.vendor != "sqlite":
        yield lambda: None
        return
    place = tmp_path / "county.sqlite3"

    def write() -> None:
        place.unlink(missing_ok=True)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(place)])

    write()
    # Not the connection's own name: Django would take its database in memory for a file, and close it.
    for module in (columns, statements):
        monkeypatch.setattr(module, "sqlite_file", lambda: str(place))
    yield write


def change(person: Person) -> None:
    """What an action does: change rows and write the event in one transaction."""
    with transaction.atomic(), everywhere(reason="test"):
        EmploymentSpell.objects.filter(person=person).update(status="ended", ended_on=date(2019, 12, 1))
        record("people.end_spell", actor=SYSTEM, subject=person)


def count_pulls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Notes each reading of the database as "whole" or as the number of persons read."""
    calls: list[str] = []
    whole, some = columns.pull, columns.pull_persons

    def noted_whole() -> Any:
        calls.append("whole")
        return whole()

    def noted_some(uuids: Any) -> Any:
        calls.append(str(len(uuids)))
        return some(uuids)

    monkeypatch.setattr(store, "pull", noted_whole)
    monkeypatch.setattr(store, "pull_persons", noted_some)
    return calls


def test_adbc_and_the_cursor_give_the_same_columns(county_on_disk: Any) -> None:
    assert not statements.is_isolated()
    by_adbc = columns.pull()
    with transaction.atomic():
        assert statements.is_isolated()
        by_cursor = columns.pull()
    for name in NAMES:
        key = getattr(by_adbc, name).columns
        left, right = getattr(by_adbc, name).sort(key), getattr(by_cursor, name).sort(key)
        assert left.height > 0
        assert_frame_equal(left, right, categorical_as_str=True)


def test_a_child_that_fails_costs_time_and_nothing_else(
    county_on_disk: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    whole = columns.pull()
    monkeypatch.setattr(columns, "sqlite_file", lambda: "/nowhere/county.sqlite3")
    again = columns.pull()
    assert again.spells.sort("person_id", "started_on").equals(whole.spells.sort("person_id", "started_on"))
    assert ("failed" in caplog.text) == (connection.vendor == "sqlite")


def test_the_writing_process_never_loads_a_second_sqlite(county_on_disk: Any) -> None:
    columns.pull()
    assert "adbc_driver_sqlite" not in sys.modules


def test_a_column_that_begins_with_a_thousand_nulls_is_read_right(county_on_disk: Any) -> None:
    with everywhere(reason="test"):
        Person.objects.update(birth_date=None)
        late = make_person(NORTH + "001001")
        Person.objects.filter(pk=late.pk).update(birth_date=date(1985, 5, 5))
    county_on_disk()
    born = columns.pull().persons.filter(person_id=late.pk)["birth_date"].to_list()
    assert born == [date(1985, 5, 5)]


def test_an_income_that_is_not_known_is_not_nought(county_on_disk: Any) -> None:
    with everywhere(reason="test"):
        spells = EmploymentSpell.objects.order_by("pk")
        spells.update(monthly_income=None)
        spells.filter(pk=spells[0].pk).update(monthly_income=0)
    county_on_disk()
    read = [columns.pull()]
    with transaction.atomic():
        read.append(columns.pull())
    for found in read:
        assert found.spells["monthly_income"].drop_nulls().to_list() == [0]
        assert found.spells.height > 1


def test_a_code_with_the_separator_in_it_is_read_slowly_and_right(
    county_on_disk: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with everywhere(reason="test"):
        EmploymentSpell.objects.update(mode=f"a{SEPARATOR}b")
    county_on_disk()
    assert set(columns.pull().spells["mode"].cast(columns.pl.String)) == {f"a{SEPARATOR}b"}
    assert ("failed" in caplog.text) == (connection.vendor == "sqlite")


def test_the_second_question_reads_nothing(county_on_disk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = count_pulls(monkeypatch)
    first = store.fact_on(DAY)
    assert store.fact_on(DAY) is first
    store.fact_on(date(2020, 3, 1))
    assert calls == ["whole"]


def test_after_a_change_only_the_changed_person_is_read(county_on_disk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = count_pulls(monkeypatch)
    before = store.fact_on(DAY).sums_of(COUNTY)
    with everywhere(reason="test"):
        person = Person.objects.filter(area_id=SOUTH + "001001").order_by("pk").first()
    assert person is not None
    change(person)
    county_on_disk()
    after = store.fact_on(DAY).sums_of(COUNTY)
    assert calls == ["whole", "1"]
    assert after["transferred"] == before["transferred"] - 1
    carried = store.fact_on(DAY).rows.sort_by("person_id")
    store.STORE.clear()
    assert store.fact_on(DAY).sums_of(COUNTY) == after
    assert store.fact_on(DAY).rows.sort_by("person_id").equals(carried)


def test_a_new_person_is_counted_after_the_event(county_on_disk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = count_pulls(monkeypatch)
    before = store.fact_on(DAY).sums_of(NORTH)["transferred"]
    with transaction.atomic():
        person = make_person(NORTH + "001001")
        make_spell(person)
        record("people.register", actor=SYSTEM, subject=person)
    county_on_disk()
    assert store.fact_on(DAY).sums_of(NORTH)["transferred"] == before + 1
    assert calls == ["whole", "1"]


def test_an_event_that_names_nobody_reads_the_whole_county(
    county_on_disk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = count_pulls(monkeypatch)
    store.fact_on(DAY)
    record("synth.load", actor=SYSTEM)
    county_on_disk()
    store.fact_on(DAY)
    assert calls == ["whole", "whole"]


def test_an_event_about_no_person_keeps_the_facts(county_on_disk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = count_pulls(monkeypatch)
    first = store.fact_on(DAY)
    record("accounts.sign_in", actor=SYSTEM)
    county_on_disk()
    assert store.fact_on(DAY) is first
    assert calls == ["whole"]


def test_threads_that_ask_at_once_share_one_computation(county_on_disk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = count_pulls(monkeypatch)
    version = store.head()
    monkeypatch.setattr(store, "head", lambda: version)  # a thread's own connection cannot see a database in memory

    class Same:
        vendor, settings_dict = connection.vendor, connection.settings_dict
        in_atomic_block, ops = False, connection.ops

    monkeypatch.setattr(store, "connection", Same)
    monkeypatch.setattr(columns, "connection", Same)
    with ThreadPoolExecutor(8) as pool:
        facts = list(pool.map(lambda _n: store.fact_on(DAY), range(16)))
    assert len({id(f) for f in facts}) == 1
    assert calls == ["whole"]


@pytest.mark.django_db
def test_inside_a_transaction_nothing_is_kept() -> None:
    make_county()
    before = store.fact_on(DAY).sums_of(COUNTY)["transferred"]
    make_spell(make_person(SOUTH + "001001"))
    assert store.fact_on(DAY).sums_of(COUNTY)["transferred"] == before + 1


@pytest.mark.django_db
def test_an_empty_county_counts_nothing() -> None:
    assert set(store.fact_on(DAY).sums_of(COUNTY).values()) == {0}
