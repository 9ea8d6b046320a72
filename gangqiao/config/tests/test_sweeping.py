"""What nobody names is swept at night, and nothing else."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as installed

from gangqiao.config import sweeping
from gangqiao.exports.models import Export
from gangqiao.kernel import files, scratch
from gangqiao.kernel.scope import everywhere
from gangqiao.reports.models import Comparison

LONG_AGO = time.time() - 2 * sweeping.A_DAY


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    settings.HOME = str(tmp_path)
    return tmp_path


def kept_long_ago(home: Path, content: bytes = b"x") -> str:
    name = files.keep(content)
    os.utime(home / "files" / name, (LONG_AGO, LONG_AGO))
    return name


@pytest.mark.django_db
def test_a_file_that_no_row_names_goes_after_a_day(home: Path, whole_file: Any, county: Any) -> None:
    orphan, fresh = kept_long_ago(home), files.keep(b"just kept, and its row not yet written")
    draft = home / "files" / f"{orphan}.new"
    draft.write_bytes(b"half written")
    whole_file(county.xinshao)
    of_rows = {path.name for path in (home / "files").iterdir()} - {orphan, fresh, draft.name}
    named, of_a_side = kept_long_ago(home), kept_long_ago(home)
    with everywhere(reason="test"):
        Export.objects.update(file=named)
        Comparison.objects.update(sides=[{"kind": "file", "file": of_a_side}, {"kind": "count"}])
    sweeping.sweep_files()
    sweeping.sweep_files()  # a job may run twice
    assert {path.name for path in (home / "files").iterdir()} == {fresh, named, of_a_side} | of_rows
    assert not draft.exists()
    with pytest.raises(files.FileGone):
        files.open_kept(orphan)


def test_every_app_that_keeps_files_is_asked() -> None:
    asked = {label.partition(".")[0] for label, _field in sweeping.NAMED_BY}
    root = Path(installed.PACKAGE_DIR)
    keeping = {
        path.relative_to(root).parts[0]
        for path in root.rglob("*.py")
        if "tests" not in path.parts and ("files.keep(" in (text := path.read_text()) or _takes_keep(text))
    }
    assert keeping - {"kernel"} == asked


def _takes_keep(text: str) -> bool:
    lines = [line for line in text.splitlines() if line.startswith("from gangqiao.kernel.files import")]
    return any("keep" in line.partition("import")[2].replace(",", " ").split() for line in lines)


def test_leftovers_of_killed_processes_go(home: Path) -> None:
    folder = home / scratch.FOLDER
    folder.mkdir()
    (folder / "openpyxl.x").write_text("names")
    (folder / "now").write_text("names")
    os.utime(folder / "openpyxl.x", (LONG_AGO, LONG_AGO))
    assert scratch.sweep(sweeping.A_DAY) == 1
    assert [path.name for path in folder.iterdir()] == ["now"]


def test_a_command_writes_its_temporary_files_where_nobody_else_can_read(tmp_path: Path) -> None:
    code = (
        "import sys, os, tempfile; sys.argv = ['gangqiao', 'version']; from gangqiao.cli import main; main();"
        "print(tempfile.mkstemp()[1]); print(os.environ['TMPDIR'])"
    )
    asked = {**os.environ, "GANGQIAO_HOME": str(tmp_path)}
    said = subprocess.run([sys.executable, "-c", code], env=asked, capture_output=True, text=True, check=True)
    assert [Path(line).is_relative_to(tmp_path / "work") for line in said.stdout.splitlines()[-2:]] == [True, True]
    assert stat.S_IMODE((tmp_path / "work").stat().st_mode) == 0o700
