"""The empty test database on SQLite is made by the migrations once, and copied for every worker and run after that.

The copy lies in the temporary folder under a name made of all migrations and of what reads them, so that a changed one
makes another; `GANGQIAO_TEST_FRESH=1` makes it anew. PostgreSQL starts empty with every run and migrates each time.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import django
from django.apps import apps
from django.core import management
from django.db import connection


def install() -> None:
    """From now on the test database of SQLite is copied where there is one to copy."""
    if connection.vendor != "sqlite" or getattr(connection.creation, "copies", False):
        return
    make = connection.creation.create_test_db

    def create_test_db(*args: Any, **kwargs: Any) -> Any:
        with mock.patch.object(management, "call_command", _copied(management.call_command)):
            return make(*args, **kwargs)

    connection.creation.create_test_db = create_test_db
    connection.creation.copies = True


def _copied(call: Any) -> Any:
    def call_command(name: Any, *args: Any, **kwargs: Any) -> Any:
        if name != "migrate" or os.environ.get("GANGQIAO_TEST_FRESH"):
            return call(name, *args, **kwargs)
        path = _folder() / f"{_digest()}.sqlite3"
        with _alone(path.with_suffix(".lock")):
            if path.exists():
                return _copy(path)
            done = call(name, *args, **kwargs)
            _keep(path)
            return done

    return call_command


def _folder() -> Path:
    folder = Path(tempfile.gettempdir()) / f"gangqiao-test-databases-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Of two workers one migrates, and the other waits and copies."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _digest() -> str:
    found = hashlib.sha256(f"{django.VERSION} {sqlite3.sqlite_version}".encode())
    for config in sorted(apps.get_app_configs(), key=lambda one: one.label):
        # What is made after migrating follows from the models: kinds of content.
        found.update(" ".join([config.label, *sorted(m.__name__ for m in config.get_models())]).encode())
        for path in sorted(Path(config.path).glob("migrations/*.py")):
            found.update(path.name.encode() + path.read_bytes())
    found.update((Path(__file__).parents[1] / "gangqiao/kernel/db/triggers.py").read_bytes())
    return found.hexdigest()[:24]


def _copy(path: Path) -> None:
    connection.ensure_connection()
    source = sqlite3.connect(path)
    try:
        source.backup(connection.connection)
    finally:
        source.close()


def _keep(path: Path) -> None:
    draft = path.with_suffix(f".{os.getpid()}")
    target = sqlite3.connect(draft)
    try:
        connection.connection.backup(target)
    finally:
        target.close()
    draft.replace(path)


if __name__ == "__main__":
    # `tools.check` has it made while the style is looked at.
    import tools.pytest_installation  # noqa: F401  gives the run an installation of its own

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gangqiao.config.settings")
    django.setup()
    install()
    name = connection.creation.create_test_db(verbosity=0, serialize=False)
    connection.creation.destroy_test_db(name, verbosity=0)
