"""A server that was restored from an older copy: phones send again what it has forgotten."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import transaction

from gangqiao.audit.models import Event
from gangqiao.sync.tests.conftest import effects


@pytest.fixture
def restored(phone):
    """Three operations before the copy, three after it; then the copy is put back."""
    before = [phone.note(f"before {n}") for n in range(3)]
    phone.results(*before)
    copy = transaction.savepoint()
    after = [phone.note(f"after {n}") for n in range(3)]
    told = phone.send(*after).json()["receipt"]
    assert told["upto"] == 6
    transaction.savepoint_rollback(copy)
    return told


def test_a_receipt_that_says_less_than_the_one_before_shows_what_was_forgotten(phone, restored):
    now = phone.ask("GET", "receipt/").json()
    assert now["upto"] == 3 < restored["upto"]
    told = phone.results(*phone.made)
    assert [t["result"] for t in told] == ["duplicate"] * 3 + ["applied"] * 3
    assert phone.ask("GET", "receipt/").json()["digest"] == restored["digest"]
    assert len(effects()) == 6


def test_after_a_new_epoch_everything_is_sent_again_and_taken_in_once(phone, restored, capsys):
    call_command("sync", "epoch", "--new")
    assert phone.epoch in capsys.readouterr().out
    answer = phone.send(phone.note("next"))
    assert answer.status_code == 409
    phone.epoch = answer.json()["epoch"]
    told = phone.results(*phone.made)
    assert [t["result"] for t in told] == ["duplicate"] * 3 + ["applied"] * 4
    assert all(len(words) == 1 for words in effects().values())
    assert Event.objects.filter(verb="sync.begin_epoch").count() == 1


def test_the_epoch_stays_the_same_until_a_new_one_is_begun(phone, capsys):
    call_command("sync", "epoch")
    assert capsys.readouterr().out.strip() == phone.epoch == phone.ask("GET", "me/").json()["epoch"]
