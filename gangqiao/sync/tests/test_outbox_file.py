"""The file of a phone: the last resort when it cannot send any more."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import sys

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.management import CommandError, call_command

from gangqiao.accounts.actions import revoke
from gangqiao.kernel.scope import scope_of
from gangqiao.sync.models import Blob, Op
from gangqiao.sync.outbox_file import NoOutboxFile, WrongPassphrase, read_outbox_file
from gangqiao.sync.tests.conftest import effects

PASSPHRASE = "三个好词 horse"
PICTURE = b"\xff\xd8\xff picture"


def file_of(phone, *, passphrase: str = PASSPHRASE, pictures: tuple[bytes, ...] = (), iterations: int = 1000) -> bytes:
    """As docs/apps/phone.md describes it; the phone's own writing is tested in tests/phone."""
    salt, nonce = os.urandom(16), os.urandom(12)
    kdf = {"name": "PBKDF2-SHA-256", "iterations": iterations, "salt": base64.b64encode(salt).decode()}
    line = json.dumps({"format": "gangqiao-outbox", "version": 1, "cipher": "AES-256-GCM", "kdf": kdf}).encode() + b"\n"
    blobs = [
        {"digest": hashlib.sha256(p).hexdigest(), "type": "image/jpeg", "base64": base64.b64encode(p).decode()}
        for p in pictures
    ]
    content = {"device": str(phone.device.uuid), "epoch": phone.epoch, "made_at": "", "ops": phone.made, "blobs": blobs}
    key = hashlib.pbkdf2_hmac("sha256", passphrase.encode(), salt, iterations)
    return line + nonce + AESGCM(key).encrypt(nonce, json.dumps(content).encode(), line)


def read(path, monkeypatch, passphrase: str = PASSPHRASE) -> str:
    monkeypatch.setattr(sys, "stdin", io.StringIO(passphrase + "\n"))
    out = io.StringIO()
    call_command("sync", "read-file", str(path), stdout=out)
    return out.getvalue()


def test_what_a_phone_could_not_send_is_taken_in_from_its_file_and_once(phone, tmp_path, monkeypatch):
    sent, *others = [phone.note(f"note {n}") for n in range(60)]
    phone.send(sent)
    path = tmp_path / "phone.gqout"
    path.write_bytes(file_of(phone, pictures=(PICTURE, b"no picture")))
    assert "applied 59, duplicate 1, pictures refused 1" in read(path, monkeypatch)
    assert "duplicate 60" in read(path, monkeypatch)
    assert effects() == {op["id"]: [op["body"]["words"]] for op in [sent, *others]}
    with scope_of(phone.device.area_id):
        assert list(Blob.objects.values_list("kind", flat=True)) == ["image/jpeg"]
    assert phone.ask("GET", "receipt/").json()["upto"] == 60


def test_the_file_of_a_revoked_phone_is_kept_in_the_work_queue(phone, village_officer, tmp_path, monkeypatch):
    phone.note("late")
    revoke(phone.device, actor=village_officer, verb="sync.revoke", reason="lost")
    path = tmp_path / "phone.gqout"
    path.write_bytes(file_of(phone))
    read(path, monkeypatch)
    with scope_of(phone.device.area_id):
        op = Op.objects.get()
    assert op.content == {"words": "late"}


@pytest.mark.parametrize("change", ["passphrase", "byte", "head", "cut"])
def test_a_file_that_was_changed_or_has_another_passphrase_is_refused(change, phone):
    content = file_of(phone, passphrase="other" if change == "passphrase" else PASSPHRASE)
    if change == "byte":
        content = content[:-1] + bytes([content[-1] ^ 1])
    if change == "head":
        content = content.replace(b'"version": 1', b'"version":  1')
    if change == "cut":
        content = content[:-9]
    with pytest.raises(WrongPassphrase):
        read_outbox_file(content, PASSPHRASE)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"{}\nx", b'{"format": "gangqiao-outbox"}\n', b"[1]\n"])
def test_what_is_no_file_of_a_phone_is_refused(content):
    with pytest.raises(NoOutboxFile):
        read_outbox_file(content, PASSPHRASE)


def test_a_file_cannot_keep_the_machine_busy(phone):
    with pytest.raises(NoOutboxFile):
        read_outbox_file(file_of(phone, iterations=1000).replace(b": 1000", b": 1" + b"0" * 12), PASSPHRASE)


def test_the_file_of_a_phone_of_somebody_else_says_so(phone, tmp_path, monkeypatch):
    path = tmp_path / "phone.gqout"
    path.write_bytes(file_of(phone))
    phone.device.kind = "collect"
    phone.device.save()
    with pytest.raises(CommandError):
        read(path, monkeypatch)
