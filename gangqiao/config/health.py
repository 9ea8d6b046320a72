"""What must be true of an installation before people are entrusted to it. `gangqiao doctor` asks and tells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core import checks
from django.db import connection

from gangqiao.accounts.actions.demonstration import PASSWORD as DEMO_PASSWORD
from gangqiao.accounts.models import User
from gangqiao.audit import chain
from gangqiao.audit.keycheck import check_keys
from gangqiao.audit.models import Chain
from gangqiao.kernel.crypto import keys
from gangqiao.kernel.db.postgresql.rowsecurity import WEB_ROLE
from gangqiao.kernel.db.scoping import scoped_tables
from gangqiao.kernel.errors import Refusal
from gangqiao.places.reads import county_path


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what, whether it is well, and how to mend it when it is not."""

    what: str
    is_well: bool
    mend: str = ""


def examine() -> Iterator[Finding]:
    """Look at everything, in the order in which it would be mended."""
    for look in LOOKS:
        yield from look()


def _settings() -> Iterator[Finding]:
    demo = settings.DEMO or settings.DEBUG
    yield Finding("no demonstration, no debugging", not demo, "Unset GANGQIAO_DEMO and GANGQIAO_DEBUG.")
    yield Finding("second factor is asked", settings.REQUIRE_SECOND_FACTOR, "Unset GANGQIAO_REQUIRE_SECOND_FACTOR.")
    faults = checks.run_checks(include_deployment_checks=True)
    serious = [f for f in faults if f.level >= checks.WARNING and not f.is_silenced()]
    yield Finding("Django's deployment checks", not serious, "; ".join(f"{f.id} {f.msg}" for f in serious))


def _keys() -> Iterator[Finding]:
    path = keys.key_file()
    if path.exists():
        yield Finding("key file is private", keys.is_private(path), f"chmod 0400 {path}")
    try:
        check_keys()
    except Refusal as refusal:
        yield Finding("keys are those of this database", False, str(refusal))
    else:
        yield Finding("keys are those of this database", True)


def _database() -> Iterator[Finding]:
    engine = {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor]
    yield from engine()
    yield Finding("the county's divisions are loaded", bool(county_path()), "gangqiao places load")


def _sqlite() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        journal = cursor.execute("PRAGMA journal_mode").fetchone()[0]
        synchronous = cursor.execute("PRAGMA synchronous").fetchone()[0]
        foreign = cursor.execute("PRAGMA foreign_keys").fetchone()[0]
    safe = (journal, synchronous, foreign) == ("wal", 2, 1)
    yield Finding("SQLite writes through WAL and FULL, with foreign keys", safe, f"{journal}, {synchronous}, {foreign}")


def _postgresql() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity")
        secured = {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = %s", [WEB_ROLE])
        role = cursor.fetchone()
    open_tables = scoped_tables() - secured
    yield Finding("row-level security on every scoped table", not open_tables, ", ".join(sorted(open_tables)))
    yield Finding("the web role exists and passes by no policy", role == (False,), f"CREATE ROLE {WEB_ROLE} NOLOGIN")
    named = settings.DATABASE_WEB_ROLE == WEB_ROLE
    yield Finding("the web process works as that role", named, f"Set GANGQIAO_DATABASE_WEB_ROLE={WEB_ROLE}.")


def _people() -> Iterator[Finding]:
    """No account that anybody could guess: none with the password that the demonstration shows (control 1)."""
    hashes = set(User.objects.filter(is_active=True).values_list("username", "password"))
    known = {stored for _name, stored in hashes if stored and check_password(DEMO_PASSWORD, stored)}
    names = sorted(name for name, stored in hashes if stored in known)
    yield Finding("nobody has the demonstration's password", not names, f"Disable: {', '.join(names)}")
    shared = sorted(name for name, _stored in hashes if name in ("admin", "administrator", "root", "test"))
    yield Finding("no shared account", not shared, f"Disable: {', '.join(shared)}")


def _log() -> Iterator[Finding]:
    for name in Chain:
        verdict = chain.verify(name.value)
        yield Finding(f"log is whole: {name.value}", verdict.is_whole, str(verdict.sentence))


LOOKS: tuple[Callable[[], Iterator[Finding]], ...] = (_settings, _keys, _database, _people, _log)
