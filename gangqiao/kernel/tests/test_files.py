"""Kept files are sealed, whole, and bound to their names."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from gangqiao.kernel import files
from gangqiao.kernel.files import FileGone


@pytest.fixture(autouse=True)
def home(settings, tmp_path) -> Path:
    settings.HOME = tmp_path
    return tmp_path / "files"


def test_a_kept_file_comes_back_and_is_not_readable_on_the_disk(home):
    name = files.keep(b"532504 secret")
    assert files.open_kept(name) == b"532504 secret"
    assert b"secret" not in (home / name).read_bytes()
    assert stat.S_IMODE((home / name).stat().st_mode) == 0o600
    assert [p.name for p in home.iterdir()] == [name]


def test_a_dropped_file_is_gone_and_may_be_dropped_twice():
    name = files.keep(b"x")
    files.drop(name)
    files.drop(name)
    files.drop("")
    with pytest.raises(FileGone):
        files.open_kept(name)


def test_a_changed_or_exchanged_file_does_not_open(home):
    one, other = files.keep(b"one"), files.keep(b"other")
    (home / one).write_bytes((home / other).read_bytes())
    with pytest.raises(FileGone):
        files.open_kept(one)


@pytest.mark.parametrize("name", ["../keys/master.key", "/etc/passwd", "x"])
def test_a_name_cannot_lead_out_of_the_folder(name):
    with pytest.raises(ValueError, match="kept file"):
        files.open_kept(name)
