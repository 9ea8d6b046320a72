"""SQL as a fault of the program might send it, and as the web process would."""

from __future__ import annotations

from contextlib import contextmanager

from django.db import connection

from gangqiao.kernel.db.postgresql.rowsecurity import WEB_ROLE


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
