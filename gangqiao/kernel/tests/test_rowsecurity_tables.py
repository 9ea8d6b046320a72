"""Wall 2, by table: the web role reads and writes inside the areas of the setting, whatever SQL is sent.

Controls 16 and 17 of the security notes. Collected on PostgreSQL only.
"""

from __future__ import annotations

import pytest
from django.db import DatabaseError, ProgrammingError, transaction

from gangqiao.kernel.db.postgresql.rowsecurity import WEB_ROLE
from gangqiao.kernel.db.scoping import scoped_tables
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.kernel.tests.web_role import count, run, web_role

TABLES = sorted(scoped_tables())
by_table = pytest.mark.parametrize("table", TABLES)


@pytest.fixture
def county(planted, db):
    return planted[0]


@pytest.fixture
def rows(made, db):
    """Paths of the rows of each table: two in one village, one in the other, one in another township.

    Of what a village has only once: one in each.
    """
    found = {t: {row.pk: row.area_id for row in made if row._meta.db_table == t} for t in TABLES}
    assert {len(paths) for paths in found.values()} <= {3, 4}, "the test has rows to leak"
    return {t: list(paths.values()) for t, paths in found.items()}


@pytest.mark.requirement("D14")
@by_table
def test_without_the_setting_raw_sql_reads_and_changes_no_row(table, rows):
    """Controls 16, 17."""
    assert count(table) == len(rows[table]), "the owner sees them"
    with web_role():
        assert count(table) == 0
        assert run(f"UPDATE {table} SET area_id = area_id") == 0
        assert run(f"DELETE FROM {table}") == 0
    assert count(table) == len(rows[table])


@pytest.mark.requirement("D14")
@by_table
@pytest.mark.parametrize("setting", ["", "elsewhere", "another township"])
def test_a_row_outside_the_setting_is_not_written(table, setting, rows, county):
    run(f"CREATE TEMP TABLE brought ON COMMIT DROP AS SELECT * FROM {table} WHERE area_id = %s", county.groups[0].key)
    run(f"GRANT SELECT ON brought TO {WEB_ROLE}")
    areas = {"": (), "elsewhere": ("002",), "another township": (county.hongxi.key,)}[setting]
    with web_role(), scope_of(areas):
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            run(f"INSERT INTO {table} SELECT * FROM brought")
        if setting == "another township":
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                run(f"UPDATE {table} SET area_id = %s", county.groups[0].key)


@pytest.mark.requirement("D14")
@by_table
def test_with_the_setting_raw_sql_reads_exactly_the_areas(table, rows, county):
    """Control 16."""
    for areas in (
        [county.key],
        [county.xinshao.key],
        [county.villages[0].key],
        [county.groups[0].key],
        [county.villages[1].key, county.villages[2].key],
        [county.key[:-1]],  # a path cut in a segment, as no division has it
        ["%"],
        ["_" * 21],
        [",", ""],
    ):
        wanted = sorted(p for p in rows[table] if any(a.strip(",") and p.startswith(a) for a in areas))
        with web_role(), scope_of(areas):
            assert sorted(path for (path,) in run(f"SELECT area_id FROM {table}")) == wanted, areas
    with web_role(), everywhere(reason="test"):
        assert count(table) == len(rows[table])


@pytest.mark.requirement("D14")
def test_the_setting_follows_the_scope_also_after_rollbacks(rows, county):
    """A setting made inside a savepoint goes back with it; the next statement must send the right one."""
    with web_role():
        with scope_of(county.xinshao):
            assert count("people_person") == 3
            with transaction.atomic(), scope_of(county.hongxi):
                assert count("people_person") == 1
                transaction.set_rollback(True)
            assert count("people_person") == 3
            with scope_of(()):
                assert count("people_person") == 0
            with pytest.raises(DatabaseError), transaction.atomic(), scope_of(county.hongxi):
                run("SELECT 1 / 0")
            assert count("people_person") == 3
        assert count("people_person") == 0
