"""A new key reaches old entries, and a machine that dies in the middle loses none."""

from __future__ import annotations

import base64
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from gangqiao.kernel.crypto import keys
from gangqiao.kernel.crypto.fields import EncryptedTextField
from gangqiao.kernel.crypto.keys import MasterKeys
from gangqiao.kernel.crypto.rotation import reindex, rotate
from gangqiao.kernel.crypto.sealing import is_current, open_sealed
from gangqiao.kernel.tests.notebook import Note

OLD, NEW = b"1" * 32, b"2" * 32
ROWS = 400


@pytest.fixture(autouse=True)
def start_with_aes(settings):
    settings.CRYPTO = "aes"


@pytest.fixture
def notes(transactional_db):
    with connection.schema_editor() as editor:
        editor.create_model(Note)
    with keys.using(MasterKeys({1: OLD})):
        Note.objects.bulk_create([Note(secret=f"secret {n}") for n in range(25)] + [Note(secret=None), Note(secret="")])
    yield Note.objects
    with connection.schema_editor() as editor:
        editor.delete_model(Note)


def test_old_entries_are_sealed_with_the_newest_key_and_a_second_call_finds_none(notes):
    with keys.using(MasterKeys({2: NEW, 1: OLD})):
        assert rotate(Note, "secret", batch=10) == 26
        assert all(is_current(value) for value in notes.values_list("secret", flat=True) if value is not None)
        assert rotate(Note, "secret", batch=10) == 0
    with keys.using(MasterKeys({2: NEW})):
        assert [n.secret for n in notes.order_by("pk")] == [f"secret {n}" for n in range(25)] + [None, ""]


def test_a_switch_of_algorithms_is_a_rotation_too(notes, settings):
    with keys.using(MasterKeys({1: OLD})):
        settings.CRYPTO = "sm"
        assert rotate(Note, "secret") == 26
        assert notes.order_by("pk")[3].secret == "secret 3"


def test_indexes_made_anew_let_the_oldest_key_go(notes):
    with keys.using(MasterKeys({2: NEW, 1: OLD})):
        rotate(Note, "secret")
        assert notes.get(secret_index="secret 7").secret == "secret 7"
    with keys.using(MasterKeys({2: NEW})):
        assert not notes.filter(secret_index="secret 7").exists()
        assert reindex(Note, "secret_index", batch=10) == 27
        assert notes.get(secret_index="secret 7").secret == "secret 7"
        assert notes.filter(secret_index__isnull=True).count() == 2


def test_only_encrypted_columns_can_be_rotated(notes):
    with pytest.raises(TypeError):
        rotate(Note, "title")
    with pytest.raises(TypeError):
        reindex(Note, "secret")


# --- killed in the middle --------------------------------------------------------------------------------------------


def worker(path: Path, *arguments: str, master: dict[int, bytes]) -> subprocess.Popen[str]:
    lines = ",".join(f"{key_id}:{base64.b64encode(key).decode()}" for key_id, key in master.items())
    environment = {**os.environ, keys.FROM_ENVIRONMENT: lines}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "gangqiao.kernel.tests.rotation_worker", str(path), *arguments]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def sealed_values(path: Path) -> list[tuple[str, UUID, bytes]]:
    with sqlite3.connect(path) as database:
        rows = database.execute("SELECT title, uuid, secret FROM kernel_test_note").fetchall()
    return [(title, UUID(row_uuid), secret) for title, row_uuid, secret in rows]


def test_a_rotation_killed_in_the_middle_loses_nothing_and_is_taken_up_again(tmp_path):
    path, both = tmp_path / "notes.sqlite3", {2: NEW, 1: OLD}
    assert worker(path, "make", str(ROWS), master={1: OLD}).wait() == 0

    victim = worker(path, "rotate", master=both)
    for _batch in range(6):
        assert victim.stdout.readline() == "batch\n"
    victim.send_signal(signal.SIGKILL)
    victim.communicate()
    assert victim.returncode == -signal.SIGKILL

    with keys.using(MasterKeys(both)):
        rows = sealed_values(path)
        done = sum(is_current(secret) for _title, _uuid, secret in rows)
        assert 100 <= done < ROWS
        for title, row_uuid, secret in rows:
            assert open_sealed("kernel_test_note", "secret", row_uuid, secret) == f"secret {title}"

    told, _ = worker(path, "rotate", master=both).communicate()
    assert int(told.split()[-1]) == ROWS - done
    with keys.using(MasterKeys({2: NEW})):
        for title, row_uuid, secret in sealed_values(path):
            assert open_sealed("kernel_test_note", "secret", row_uuid, secret) == f"secret {title}"


@pytest.mark.django_db
def test_the_operator_rotates_every_encrypted_column_there_is(capsys):
    with keys.using(MasterKeys({2: NEW, 1: OLD})):
        call_command("keys", "rotate")
    told = capsys.readouterr().out
    encrypted = [
        f"{model._meta.db_table}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, EncryptedTextField)
    ]
    assert encrypted
    assert [line.split(":")[0] for line in told.splitlines()] == encrypted
