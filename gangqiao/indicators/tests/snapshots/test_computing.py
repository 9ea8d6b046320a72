"""What a snapshot is made of is the same bits, however little is done to make it."""

from __future__ import annotations

import hmac
from decimal import Decimal

import polars as pl
import pyarrow as pa
import pytest

from gangqiao.engine.parameters import PRESETS
from gangqiao.indicators.as_known import Known, pull_as_known
from gangqiao.indicators.snapshots import files, pseudonyms, taking
from gangqiao.indicators.snapshots.computing import (
    ORDERED,
    compute,
    engine_tables,
    keys_of,
    people_of,
    run,
    statement,
)
from gangqiao.indicators.tests.conftest import DAY
from gangqiao.people.models import Person

pytestmark = pytest.mark.usefixtures("known_county")


def test_the_files_are_the_same_whatever_the_number_of_threads() -> None:
    known = pull_as_known(DAY, taking.cut_when_quiet(DAY))
    once, again = compute(known), compute(known)
    assert [files.parquet_of(p.rows) for p in once] == [files.parquet_of(p.rows) for p in again]
    tables = engine_tables(known)
    for part in (p for p in once if p.sql):
        rows = [files.content_digest(run(part.sql, tables, threads=n)) for n in (1, 2, 4)]
        assert len(set(rows)) == 1


def test_rows_come_in_the_order_of_the_statement_though_it_is_not_asked_to_sort() -> None:
    known = pull_as_known(DAY, taking.cut_when_quiet(DAY))
    third = pl.col("person_id") % 3 == 0
    persons = known.tables["persons"].with_columns(
        household_id=pl.when(third).then(None).otherwise(pl.col("household_id"))
    )
    mixed = Known(DAY, known.cut, {**known.tables, "persons": persons.sample(fraction=1, shuffle=True, seed=7)})
    tables = engine_tables(mixed)
    for preset in PRESETS:
        sql = statement(DAY, preset)
        assert sql.endswith(ORDERED)
        assert run(sql.removesuffix(ORDERED), tables).equals(run(sql, tables))
    some = sql.replace(ORDERED, f" WHERE person_id % 2 = 0{ORDERED}")
    found = people_of(some, tables, keys_of(mixed))
    assert found["person_key"].equals(people_of(f"SELECT * FROM ({some})", tables, keys_of(mixed))["person_key"])
    assert 0 < found.num_rows < tables["persons"].num_rows


def test_a_pseudonym_is_the_keyed_digest_of_the_uuid() -> None:
    uuids = list(Person.objects.values_list("uuid", flat=True))
    made = [hmac.digest(pseudonyms.secret(), uuid.bytes, "sha256")[:8] for uuid in uuids]
    expected = [int.from_bytes(digest, "big", signed=True) for digest in made]
    assert pseudonyms.Pseudonyms().many(uuid.hex for uuid in uuids).tolist() == expected


def test_a_whole_number_has_one_digest_whether_the_engine_added_it_up_or_not() -> None:
    numbers = [3, None, 0, 2**40]
    summed = pa.array([None if n is None else Decimal(n) for n in numbers], pa.decimal128(38, 0))
    assert files._values(summed) == files._values(pa.array(numbers, pa.int64()))
