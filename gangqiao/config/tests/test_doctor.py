"""The doctor finds what would endanger people, and says how to mend it."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import connection

from gangqiao.accounts.actions.demonstration import PASSWORD
from gangqiao.audit.keycheck import remember_keys
from gangqiao.config.health import examine
from gangqiao.kernel.crypto.keys import MasterKeys, using

pytestmark = pytest.mark.django_db


def ill() -> set[str]:
    return {finding.what for finding in examine() if not finding.is_well}


def test_a_demonstration_is_never_fit_for_real_people(settings: Any) -> None:
    assert "no demonstration, no debugging" not in ill()
    settings.DEMO = True
    assert "no demonstration, no debugging" in ill()


def test_a_missing_second_factor_is_found(settings: Any) -> None:
    settings.REQUIRE_SECOND_FACTOR = False
    assert "second factor is asked" in ill()


def test_an_account_with_the_password_of_the_demonstration_is_found(make_user: Any) -> None:
    user = make_user("auditor", None, "demo")
    assert "nobody has the demonstration's password" not in ill()
    user.password = make_password(PASSWORD)
    user.save()
    assert "nobody has the demonstration's password" in ill()


def test_another_key_is_found() -> None:
    remember_keys()
    assert "keys are those of this database" not in ill()
    with using(MasterKeys({1: bytes(range(32))})):
        assert "keys are those of this database" in ill()


@pytest.mark.requirement("D16")
def test_the_database_is_looked_at(county: Any) -> None:
    looked_at = {finding.what: finding for finding in examine()}
    assert looked_at["the county's divisions are loaded"].is_well
    if connection.vendor == "sqlite":
        # A database in memory has no journal file; WAL itself is shown on a file in kernel/tests/test_sqlite.py.
        found = looked_at["SQLite writes through WAL and FULL, with foreign keys"].mend
        assert found in ("wal, 2, 1", "memory, 2, 1")
    else:
        assert looked_at["row-level security on every scoped table"].is_well
        assert looked_at["the web role exists and passes by no policy"].is_well


def test_the_command_fails_when_something_is_to_mend(settings: Any, capsys: Any) -> None:
    settings.DEMO = True
    with pytest.raises(SystemExit):
        call_command("doctor")
    assert "MEND  no demonstration" in capsys.readouterr().out
