"""Wall 2: the web role of PostgreSQL reads and writes inside the areas of the setting, whatever SQL is sent.

Controls 16, 17 and 62 of the security notes. Collected on PostgreSQL only.
"""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from gangqiao.audit.events import looked, record
from gangqiao.audit.models import Event
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.db.postgresql.rowsecurity import WEB_ROLE, secure_tables
from gangqiao.kernel.db.scoping import scoped_tables
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.vacancies.tests.made import make_employer

TABLES = sorted(scoped_tables())
by_table = pytest.mark.parametrize("table", TABLES)


@contextmanager
def web_role():
    """What follows is done as the web process does it; then the test is the owner of the tables again."""
    run(f"SET ROLE {WEB_ROLE}")
    try:
        yield
    finally:
        if not connection.needs_rollback:
            run("RESET ROLE")


def run(sql, *params):
    """Raw SQL, as a fault of the program might send it. Returns the rows, or how many rows were touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def count(table):
    return run(f"SELECT count(*) FROM {table}")[0][0]


@pytest.fixture
def rows(whole_file, county):
    """Paths of the rows of each table: two in one village, one in the other, one in another township."""
    places = (county.villages[0], county.villages[0], county.villages[1], county.hongxi)
    made = [row for place in places for row in whole_file(place)]
    return {t: [row.area_id for row in made if row._meta.db_table == t] for t in TABLES}


@pytest.mark.requirement("D14")
def test_every_scoped_table_has_the_policy_after_the_migrations(db):
    secured = run(
        "SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid "
        "WHERE c.relrowsecurity AND p.polname = 'in_scope' AND p.polcmd = '*' AND p.polpermissive"
    )
    assert sorted(name for (name,) in secured) == TABLES


def test_securing_twice_changes_nothing(db):
    before = run("SELECT polrelid, polname, pg_get_expr(polqual, polrelid) FROM pg_policy ORDER BY 1")
    secure_tables()
    assert run("SELECT polrelid, polname, pg_get_expr(polqual, polrelid) FROM pg_policy ORDER BY 1") == before


def test_the_web_role_owns_nothing_and_cannot_get_round_the_policies(db):
    assert run("SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = %s", WEB_ROLE) == [
        (False, False, False)
    ]
    assert run("SELECT count(*) FROM pg_tables WHERE tableowner = %s", WEB_ROLE) == [(0,)]


@pytest.mark.requirement("D14")
@by_table
def test_without_the_setting_raw_sql_reads_and_changes_no_row(table, rows):
    """Controls 16, 17."""
    assert count(table) == 4, "the owner sees them: the test has rows to leak"
    with web_role():
        assert count(table) == 0
        assert run(f"UPDATE {table} SET area_id = area_id") == 0
        assert run(f"DELETE FROM {table}") == 0
    assert count(table) == 4


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
        assert count(table) == 4


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


@pytest.fixture
def web_process(transactional_db, settings):
    """Every new connection works as the web role, as in the web process of an installation."""

    def begin():
        settings.DATABASE_WEB_ROLE = WEB_ROLE
        connection.close()

    yield begin
    connection.close()
    settings.DATABASE_WEB_ROLE = ""
    connection.close()


def test_a_connection_kept_from_the_request_before_does_not_carry_its_scope(web_process, rows, county):
    web_process()
    assert run("SELECT current_user, session_user <> current_user") == [(WEB_ROLE, True)]
    with scope_of(county.xinshao):
        assert count("people_person") == 3
    assert count("people_person") == 0
    with scope_of(county.xinshao), transaction.atomic():
        assert count("people_person") == 3
    with scope_of(county.hongxi):
        assert count("people_person") == 1
    connection.close()
    with scope_of(county.hongxi):
        assert count("people_person") == 1


def test_a_new_connection_inside_a_scope_gets_the_setting(web_process, rows, county):
    web_process()
    with scope_of(county.xinshao):
        assert count("people_person") == 3
        connection.close()
        assert count("people_person") == 3


@pytest.mark.requirement("D14")
def test_the_web_role_can_do_the_day_s_work(web_process, person, county, client_of):
    """The other side of the wall: nothing that is needed is forbidden."""
    browser = client_of("township_clerk")
    web_process()
    assert browser.get("/").status_code == 200
    with scope_of(county.xinshao):
        person.address = "x"
        person.save()
        record("people.correct", actor=SYSTEM, subject=person)
        looked("people.view", actor=SYSTEM, person=person)
        assert Event.objects.count() >= 1


@pytest.mark.requirement("D13")
@pytest.mark.parametrize("table", ["audit_event", "audit_look"])
@pytest.mark.parametrize("act", ["UPDATE {} SET reason = 'x'", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_web_role_may_not_change_what_was_logged(table, act, person):
    """Control 62."""
    looked("people.view", actor=SYSTEM, person=person)
    with web_role(), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        run(act.format(table))


# --- speed -----------------------------------------------------------------------------------------------------------

MANY = 50_000
FILL = """
INSERT INTO people_governedchange (uuid, area_id, verb, persons, reason, effective_on, made_at, made_by_name, images)
SELECT gen_random_uuid(), (%s::text[])[1 + n %% 8], 'x', '[]', 'x', '2020-01-01', now(), 'x', ''
FROM generate_series(1, %s) AS n
"""


@pytest.fixture
def many(county):
    run(FILL, [g.key for g in county.groups], MANY)
    run("ANALYZE people_governedchange")


def test_the_setting_is_read_once_a_statement_and_not_once_a_row(many, county):
    with web_role(), scope_of(county.xinshao):
        plan = "\n".join(line for (line,) in run("EXPLAIN (ANALYZE) SELECT count(reason) FROM people_governedchange"))
    assert "InitPlan" in plan
    assert "SubPlan" not in plan.replace("InitPlan", "")
    assert "loops=50000" not in plan


def test_the_clause_of_wall_1_uses_the_index_below_the_policy(many, county):
    """A policy is a security barrier; only comparisons that cannot leak pass below it. Ours must be among them."""
    from gangqiao.people.models import GovernedChange

    with web_role(), scope_of(county.groups[0]):
        plan = GovernedChange.objects.order_by("area_id", "-id").values("id")[:50].explain()
        assert "using change_of_area" in plan.split("Filter")[0], plan
        assert "Index Cond: ((area_id >=" in plan, plan


def test_a_unit_reads_through_raw_sql_what_it_keeps_and_no_more(county):
    made = {unit: make_employer(county.xinshao, unit=unit) for unit in ("water", "reform", "")}
    own = make_employer(county.hongxi, party="water")
    for areas, expected in {"@water/": {made["water"].pk, own.pk}, "@wat/": set(), "@/": set()}.items():
        with web_role(), scope_of([areas]):
            assert {pk for (pk,) in run("SELECT id FROM vacancies_employer")} == expected
