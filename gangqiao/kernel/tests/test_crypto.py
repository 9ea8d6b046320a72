"""What is encrypted at rest, what breaks a seal, and what finds a sealed value."""

from __future__ import annotations

import base64
import os
import stat
from uuid import uuid4

import pytest
from django.core.exceptions import FieldError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from gangqiao.kernel.crypto import keys, sealing, system_checks
from gangqiao.kernel.crypto.fields import PlainText
from gangqiao.kernel.crypto.keys import MasterKeys, NoMasterKey, WrongMasterKey
from gangqiao.kernel.crypto.sealing import BrokenSeal, blind_index, encrypt_many, open_sealed, seal
from gangqiao.kernel.tests.notebook import Note

CANARY = "53259919900101001X"


@pytest.fixture(params=["aes", "sm"], autouse=True)
def algorithms(request, settings):
    """Everything here holds for both sets of algorithms."""
    settings.CRYPTO = request.param
    with keys.using(MasterKeys({1: b"1" * 32})):
        yield request.param


@pytest.fixture
def notes(transactional_db):
    with connection.schema_editor() as editor:
        editor.create_model(Note)
    yield Note.objects
    with connection.schema_editor() as editor:
        editor.delete_model(Note)


def raw_bytes() -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret, secret_index FROM kernel_test_note")
        return b"".join(bytes(value) for row in cursor.fetchall() for value in row if value is not None)


# --- single values ---------------------------------------------------------------------------------------------------


@given(st.text())
def test_a_sealed_text_opens_in_its_own_place(text):
    row = uuid4()
    assert open_sealed("person", "phone", row, seal("person", "phone", row, text)) == text


def test_equal_texts_seal_differently_and_never_show():
    row = uuid4()
    first, second = (seal("person", "phone", row, CANARY) for _ in range(2))
    assert first != second
    assert CANARY.encode() not in first
    assert len(first) == 2 + 12 + len(CANARY) + 16


@pytest.mark.parametrize("other", [("people", "phone"), ("person", "bank"), ("person", "phone")])
def test_a_value_moved_to_another_place_does_not_open(other):
    sealed = seal("person", "phone", uuid4(), CANARY)
    thief = uuid4()
    with pytest.raises(BrokenSeal) as broken:
        open_sealed(*other, thief, memoryview(sealed))
    assert str(thief) in str(broken.value)
    assert f"{other[0]}.{other[1]}" in str(broken.value)
    assert CANARY not in str(broken.value)


@given(st.integers(min_value=0), st.integers(1, 255))
def test_a_single_changed_byte_breaks_the_seal(place, change):
    row = uuid4()
    sealed = bytearray(seal("person", "phone", row, CANARY))
    sealed[place % len(sealed)] ^= change
    with pytest.raises(BrokenSeal):
        open_sealed("person", "phone", row, sealed)


@pytest.mark.parametrize("junk", [b"", b"\x01\x01short", b"\x09" * 60])
def test_bytes_that_are_no_seal_are_told_as_such(junk):
    with pytest.raises(BrokenSeal, match="not a sealed value"):
        open_sealed("person", "phone", uuid4(), junk)


def test_another_key_of_the_same_id_opens_nothing():
    row = uuid4()
    sealed = seal("person", "phone", row, CANARY)
    with keys.using(MasterKeys({1: b"2" * 32})), pytest.raises(BrokenSeal, match="another key"):
        open_sealed("person", "phone", row, sealed)
    with keys.using(MasterKeys({2: b"1" * 32})), pytest.raises(BrokenSeal, match="key 1 is not in the key file"):
        open_sealed("person", "phone", row, sealed)


def test_a_switch_of_algorithms_leaves_old_values_readable(settings, algorithms):
    row = uuid4()
    sealed = seal("person", "phone", row, CANARY)
    settings.CRYPTO = {"aes": "sm", "sm": "aes"}[algorithms]
    assert open_sealed("person", "phone", row, sealed) == CANARY
    assert not sealing.is_current(sealed)


def test_many_at_once_are_what_each_is_alone():
    pairs = [(uuid4(), "a"), (str(uuid4()), ""), (uuid4(), None)]
    sealed = encrypt_many("person.phone", pairs)
    assert sealed[2] is None
    assert [open_sealed("person", "phone", row, s) for (row, _), s in zip(pairs, sealed, strict=True) if s] == ["a", ""]


def test_a_blind_index_differs_by_label_and_by_key():
    index = blind_index("person.id", CANARY)
    assert (len(index), index) == (32, blind_index("person.id", CANARY))
    assert index != blind_index("person.phone", CANARY)
    with keys.using(MasterKeys({1: b"2" * 32})):
        assert index != blind_index("person.id", CANARY)


def test_a_blind_index_survives_a_new_key():
    index = blind_index("person.id", CANARY)
    with keys.using(MasterKeys({2: b"2" * 32, 1: b"1" * 32})):
        assert blind_index("person.id", CANARY) == index


# --- fields ----------------------------------------------------------------------------------------------------------


def test_a_row_holds_plain_text_in_memory_and_none_in_the_database(notes):
    note = Note.objects.create(secret=CANARY)
    assert note.secret == CANARY
    assert CANARY.encode() not in raw_bytes()
    assert notes.get().secret == CANARY
    assert notes.get().empty == ""
    assert open_sealed("kernel_test_note", "secret", note.uuid, notes.values_list("secret", flat=True)[0]) == CANARY


def test_many_rows_written_at_once_are_sealed_each_to_its_own(notes):
    notes.bulk_create([Note(title=str(n), secret=f"{CANARY}{n}") for n in range(30)] + [Note(secret=None)])
    assert CANARY.encode() not in raw_bytes()
    assert [n.secret for n in notes.order_by("pk")] == [f"{CANARY}{n}" for n in range(30)] + [None]


def test_nothing_is_opened_that_is_not_read(notes, monkeypatch):
    notes.create(secret=CANARY)
    opened = []
    monkeypatch.setattr(
        "gangqiao.kernel.crypto.fields.open_sealed", lambda *place: opened.append(place) or open_sealed(*place)
    )
    note = notes.get()
    assert (note.title, opened) == ("", [])
    assert (note.secret, note.secret) == (CANARY, CANARY)
    assert len(opened) == 1
    assert notes.defer("secret").get().secret == CANARY


def test_an_unread_value_outlives_a_save_and_a_change(notes):
    pk = notes.create(secret=CANARY).pk
    note = notes.get(pk=pk)
    note.title = "changed"
    note.save()
    assert notes.get().secret == CANARY
    note.secret = "other"
    note.save(update_fields=["secret", "secret_index"])
    assert notes.get().secret == "other"
    note.refresh_from_db()
    assert note.secret == "other"
    note.full_clean()


def test_a_copy_under_another_uuid_must_be_read_first(notes):
    notes.create(secret=CANARY)
    copy = notes.get()
    copy.pk, copy.uuid, copy.secret_index = None, uuid4(), None
    with pytest.raises(BrokenSeal):
        copy.save()


def test_swapped_values_are_found_out(notes):
    first, second = notes.create(secret="one"), notes.create(secret="two")
    sealed = dict(notes.values_list("pk", "secret"))
    notes.filter(pk=first.pk).update(secret=sealed[second.pk])
    with pytest.raises(BrokenSeal, match=f"kernel_test_note.secret of row {first.uuid}"):
        _ = notes.get(pk=first.pk).secret


def test_update_with_plain_text_is_refused(notes):
    note = notes.create(secret=CANARY)
    with pytest.raises(PlainText, match=r"update\(\) does not see the row"):
        notes.update(secret="other")
    note.secret = "other"
    with pytest.raises(PlainText):
        notes.bulk_update([note], ["secret"])
    notes.update(secret=seal("kernel_test_note", "secret", note.uuid, "other"))
    assert notes.get().secret == "other"


def test_a_sealed_column_cannot_be_compared_only_its_index(notes):
    notes.create(secret=CANARY)
    for lookup in ("secret", "secret__in", "secret__contains"):
        with pytest.raises(FieldError, match="ask its blind index"):
            notes.filter(**{lookup: CANARY}).count()
    assert notes.filter(secret__isnull=True).count() == 0
    assert notes.get(secret_index=CANARY).secret == CANARY
    assert notes.get(secret_index__in=[CANARY, "other"]).secret == CANARY
    assert notes.get(secret_index=blind_index("kernel_test_note.secret", CANARY)).secret == CANARY
    assert not notes.filter(secret_index="other").exists()


@pytest.mark.requirement("D01")
def test_the_database_stops_a_second_row_with_the_same_number(notes):
    notes.create(secret=CANARY)
    with pytest.raises(IntegrityError), transaction.atomic():
        notes.create(secret=CANARY)
    with pytest.raises(IntegrityError), transaction.atomic():
        notes.bulk_create([Note(secret=CANARY)])
    notes.bulk_create([Note(secret=None), Note(secret=""), Note(secret="")])
    assert notes.count() == 4


def test_an_index_of_the_wrong_length_is_refused(notes):
    with pytest.raises(PlainText, match="32 bytes"):
        notes.filter(secret_index=b"short").count()


def test_the_table_itself_is_declared_well():
    assert [fault for field in Note._meta.fields for fault in field.check()] == []


# --- keys ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def no_key_in_environment(monkeypatch):
    monkeypatch.delenv(keys.FROM_ENVIRONMENT, raising=False)
    monkeypatch.delenv(keys.FILE_FROM_ENVIRONMENT, raising=False)


@pytest.mark.usefixtures("no_key_in_environment")
class TestKeyFile:
    def test_the_first_key_is_made_once_and_is_private(self, tmp_path):
        assert keys.django_secret(tmp_path) == ""
        assert keys.ensure_master_key(database_exists=False, home=tmp_path)
        path = tmp_path / "keys" / "master.key"
        made = path.read_text()
        assert stat.S_IMODE(path.stat().st_mode) == 0o400
        assert len(base64.b64decode(made.splitlines()[1].removeprefix("1:"))) == 32
        assert not keys.ensure_master_key(database_exists=True, home=tmp_path)
        assert path.read_text() == made

    def test_no_key_is_made_beside_a_database_that_lost_its_own(self, tmp_path):
        with pytest.raises(NoMasterKey):
            keys.ensure_master_key(database_exists=True, home=tmp_path)
        assert not (tmp_path / "keys").exists()

    def test_a_new_key_stands_before_the_old_and_keeps_the_sessions(self, tmp_path):
        keys.ensure_master_key(database_exists=False, home=tmp_path)
        secret = keys.django_secret(tmp_path)
        assert len(secret) == 64
        assert keys.add_master_key(tmp_path) == 2
        both = keys.parse_keys((tmp_path / "keys" / "master.key").read_text())
        assert (both.newest, both.oldest) == (2, 1)
        assert keys.django_secret(tmp_path) == secret

    def test_the_check_sees_a_key_file_others_can_read(self, tmp_path, settings):
        settings.HOME = tmp_path
        assert [fault.id for fault in system_checks.check_master_key()] == ["kernel.W003"]
        keys.ensure_master_key(database_exists=False, home=tmp_path)
        assert system_checks.check_master_key() == []
        os.chmod(keys.key_file(), 0o440)
        settings.CRYPTO = "rot13"
        assert [fault.id for fault in system_checks.check_master_key()] == ["kernel.E001", "kernel.E002"]


@pytest.mark.parametrize("text", ["", "1:short", "nokey", "0:" + "A" * 43 + "=", "1:" + "A" * 20])
def test_a_damaged_key_file_is_refused_without_showing_it(text):
    with pytest.raises(NoMasterKey) as refused:
        keys.parse_keys(text)
    assert "AAAA" not in str(refused.value)


def test_the_database_knows_its_keys_again():
    remembered = keys.key_check_value()
    keys.verify_keys(remembered)
    with keys.using(MasterKeys({2: b"2" * 32, 1: b"1" * 32})):
        keys.verify_keys(remembered)
    with keys.using(MasterKeys({1: b"2" * 32})), pytest.raises(WrongMasterKey):
        keys.verify_keys(remembered)
    with keys.using(MasterKeys({2: b"1" * 32})), pytest.raises(WrongMasterKey):
        keys.verify_keys(remembered)


@pytest.mark.usefixtures("no_key_in_environment")
def test_the_operator_makes_a_key_only_before_there_is_a_database(tmp_path, settings, monkeypatch, capsys):
    settings.HOME = tmp_path
    tables = ["people_person"]
    monkeypatch.setattr(connection.introspection, "table_names", lambda: tables)
    with pytest.raises(CommandError):
        call_command("keys", "make")
    tables.clear()
    call_command("keys", "make")
    call_command("keys", "add")
    assert keys.parse_keys(keys.key_file().read_text()).newest == 2
    assert "Copy it to two people" in capsys.readouterr().out
