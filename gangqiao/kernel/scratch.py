"""Temporary files of a process lie in a folder of the installation that nobody else may read.

The libraries that write workbooks use the temporary folder of the machine, where a killed process leaves a list of
people behind in plain text. What it leaves in the own folder is removed the next night.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from django.conf import settings

from gangqiao.kernel import clock

FOLDER = "work"


def use_own_folder() -> Path:
    """Let Python and the libraries below it write their temporary files into `<HOME>/work`, from now on."""
    folder = Path(settings.HOME) / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    # The second is for what does not ask Python: writers in Rust, and the children of this process.
    tempfile.tempdir = os.environ["TMPDIR"] = str(folder)
    return folder


def sweep(older_than_seconds: float) -> int:
    """Remove what lies in the own folder for longer than so many seconds; gives how many files."""
    before, gone = clock.now().timestamp() - older_than_seconds, 0
    folder = Path(settings.HOME) / FOLDER
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.is_file() and path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
            gone += 1
    return gone
