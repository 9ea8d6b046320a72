"""A database opened with another key refuses to start (security.md, control 44)."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

from gangqiao.audit.keycheck import check_keys, remember_keys
from gangqiao.audit.models import KeyCheck
from gangqiao.kernel.crypto.keys import MasterKeys, WrongMasterKey, key_check_value, master_keys, using

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _remembered() -> None:
    remember_keys()


def test_the_migration_remembers_the_keys_with_which_the_database_begins() -> None:
    KeyCheck.objects.all().delete()
    migration = import_module("gangqiao.audit.migrations.0003_key_check")
    migration.remember(apps, None)
    assert KeyCheck.objects.get().value == key_check_value()
    check_keys()


def test_another_key_refuses_to_start() -> None:
    with using(MasterKeys({1: bytes(range(32))})), pytest.raises(WrongMasterKey):
        check_keys()


def test_an_added_key_is_welcome_and_can_be_remembered() -> None:
    both = MasterKeys({**master_keys().by_id, 9: bytes(range(32))})
    with using(both):
        check_keys()
        remember_keys()
    with pytest.raises(WrongMasterKey):
        check_keys()
