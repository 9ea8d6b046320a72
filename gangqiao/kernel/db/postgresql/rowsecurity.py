"""Wall 2: a policy on every scoped table, and a web role that reads nothing without the scope's setting."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import connections

from gangqiao.kernel.db.scoping import scoped_models, scoped_tables
from gangqiao.kernel.scope import keepers_of

WEB_ROLE = "gangqiao_web"
# Each sub-select is evaluated once a statement and not once a row (an InitPlan).
SETTING = "(SELECT current_setting('gangqiao.areas', true))"
AREAS = "(SELECT array_remove(string_to_array(current_setting('gangqiao.areas', true), ','), ''))"

# A path begins with the path of every area it lies in, so "begins with one of them" is the whole rule. Without the
# setting both sides are null, and null lets nothing through.
POLICY = f"CREATE POLICY in_scope ON {{table}} USING ({SETTING} = '*' OR area_id ^@ ANY (({AREAS})::text[]){{kept}})"
# A unit sees what it keeps (kernel.actor.path_of_unit).
KEPT = f" OR ({{column}} <> '' AND '@' || {{column}} || '/' = ANY (({AREAS})::text[]))"
# What has happened is not rewritten, not even by a fault of the program.
APPEND_ONLY = ("audit_event", "audit_look")


def secure_tables(using: str = "default") -> None:
    """Put the policy on every scoped table and give the web role its rights. Doing it twice changes nothing.

    Run after each migration by the owner of the tables. Without the right to make roles the administrator must make
    `gangqiao_web` first; `gangqiao doctor` says so.
    """
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [WEB_ROLE])
        if not cursor.fetchone():
            cursor.execute(f"CREATE ROLE {WEB_ROLE} NOLOGIN")
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {WEB_ROLE}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {WEB_ROLE}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {WEB_ROLE}")
        existing = set(connection.introspection.table_names(cursor))
        for table in sorted(scoped_tables() & existing):
            keepers = [connection.ops.quote_name(name) for name in keepers_of(scoped_models()[table])]
            _secure(cursor, connection.ops.quote_name(table), keepers)
        for table in APPEND_ONLY:
            if table in existing:
                cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {WEB_ROLE}")


def _secure(cursor: Any, table: str, keepers: list[str]) -> None:
    cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    cursor.execute(f"DROP POLICY IF EXISTS in_scope ON {table}")
    cursor.execute(POLICY.format(table=table, kept="".join(KEPT.format(column=name) for name in keepers)))


def secure_after_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    """Receiver of `post_migrate`: runs once, after the last app's tables stand."""
    # An app without models sends no signal.
    last = [config for config in apps.get_app_configs() if config.models_module is not None][-1]
    if sender is last and connections[using].vendor == "postgresql":
        secure_tables(using)
