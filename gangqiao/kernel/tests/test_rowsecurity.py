"""Wall 2: the web role of PostgreSQL reads and writes inside the areas of the setting, whatever SQL is sent.

Controls 16, 17 and 62 of the security notes. Collected on PostgreSQL only.
"""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction

from gangqiao.audit.events import looked, record
from gangqiao.audit.models import Event
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.db.postgresql.rowsecurity import WEB_ROLE, secure_tables
from gangqiao.kernel.db.scoping import scoped_tables
from gangqiao.kernel.scope import scope_of
from gangqiao.kernel.tests.web_role import count, run, web_role
from gangqiao.vacancies.tests.made import make_employer

TABLES = sorted(scoped_tables())


@pytest.fixture
def persons(whole_file, county):
    """Two persons in one village, one in the other, one in another township."""
    for place in (county.villages[0], county.villages[0], county.villages[1], county.hongxi):
        whole_file(place)


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


def test_a_connection_kept_from_the_request_before_does_not_carry_its_scope(web_process, persons, county):
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


def test_a_new_connection_inside_a_scope_gets_the_setting(web_process, persons, county):
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
