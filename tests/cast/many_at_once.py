"""A database that many threads can write, and the threads."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections


@pytest.fixture
def shared_database(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """A database that many threads can write: on SQLite a file, because the one in memory has locks of its own kind."""
    if connection.vendor == "postgresql":
        yield
        return
    in_memory = connections["default"]
    in_memory.ensure_connection()
    name, path = in_memory.settings_dict["NAME"], tmp_path / "county.sqlite3"
    with closing(sqlite3.connect(path)) as file:
        in_memory.connection.backup(file)
    connections.settings["default"]["NAME"] = str(path)
    del connections["default"]
    yield
    connections["default"].close()
    connections.settings["default"]["NAME"] = name
    connections["default"] = in_memory


@pytest.fixture
def at_once() -> Callable[..., list[Any]]:
    """Runs a function in many threads that start together: `at_once(20, job)` gives each result or exception."""

    def run(threads: int, job: Callable[[int], Any]) -> list[Any]:
        start = threading.Barrier(threads)
        results: list[Any] = [None] * threads

        def work(number: int) -> None:
            try:
                start.wait(30)
                results[number] = job(number)
            except Exception as error:  # the test looks at it
                results[number] = error
            finally:
                connection.close()

        workers = [threading.Thread(target=work, args=(n,)) for n in range(threads)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        return results

    return run
