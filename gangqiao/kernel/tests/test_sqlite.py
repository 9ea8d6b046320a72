"""SQLite as it is shipped: nothing that was acknowledged is lost, and triggers outlive a changed table."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, models, transaction

from gangqiao.audit.events import record
from gangqiao.audit.models import Event
from gangqiao.kernel.actor import SYSTEM

pytestmark = pytest.mark.usefixtures("shared_database")


def pragma(name):
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        return cursor.fetchone()[0]


def test_the_log_of_writes_is_flushed_at_every_commit():
    """Control 58: WAL with FULL; with NORMAL a power cut loses what was acknowledged."""
    assert pragma("journal_mode") == "wal"
    assert pragma("synchronous") == 2  # FULL
    assert pragma("foreign_keys") == 1


def test_a_new_connection_has_the_same_settings():
    connection.close()
    assert (pragma("journal_mode"), pragma("synchronous")) == ("wal", 2)


def test_a_transaction_takes_the_lock_when_it_begins():
    with connection.cursor():
        assert connection.transaction_mode == "IMMEDIATE"


def triggers_of(table):
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
        return {name for (name,) in cursor.fetchall()}


def test_a_table_that_is_built_anew_keeps_its_triggers():
    """Django alters a table by making another one; the rules that lived on the old one must not be lost unseen."""
    before = triggers_of("audit_event")
    assert before == {"audit_event_only_grows_update", "audit_event_only_grows_delete"}
    longer = models.CharField(max_length=600, db_default="")
    longer.set_attributes_from_name("reason")
    longer.model = Event
    with connection.schema_editor() as editor:
        editor.alter_field(Event, Event._meta.get_field("reason"), longer, strict=True)
        editor._remake_table(Event)
    assert triggers_of("audit_event") == before
    record("test.act", actor=SYSTEM)
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.update(reason="x")
