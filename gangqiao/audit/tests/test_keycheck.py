"""A database opened with another key refuses to start (security.md, control 44)."""

from __future__ import annotations

import pytest

from gangqiao.audit.keycheck import check_keys, remember_keys
from gangqiao.audit.models import KeyCheck
from gangqiao.kernel.crypto.keys import MasterKeys, WrongMasterKey, master_keys, using

pytestmark = pytest.mark.django_db


def test_the_migration_remembers_the_keys() -> None:
    assert KeyCheck.objects.count() == 1
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
