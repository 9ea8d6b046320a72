"""Work beside the one who asks: a thread that never keeps the process alive and never outlives the interpreter.

A thread that still runs in an engine while the interpreter is taken down brings the process down with it. So whoever
works here is waited for at the end of the process, asks `is_ending` between two steps, and an error it meets because
the process is going is nobody's error.
"""

from __future__ import annotations

import atexit
import threading
from collections.abc import Callable

from django.db import connection

PATIENCE = 10.0  # seconds the end of the process waits for each

_ending = threading.Event()
_running: set[threading.Thread] = set()
_lock = threading.Lock()


def begin(name: str, work: Callable[[], None]) -> threading.Thread:
    """Do the work in a thread of its own, with a database connection of its own, which is closed after it."""
    thread = threading.Thread(target=_run, args=(work,), name=name, daemon=True)
    with _lock:
        _running.add(thread)
    thread.start()
    return thread


def is_ending() -> bool:
    """Whether the process has begun to end: then no further step is worth beginning."""
    return _ending.is_set() or not threading.main_thread().is_alive()


def _run(work: Callable[[], None]) -> None:
    try:
        if not is_ending():
            work()
    except Exception:
        if not is_ending():
            raise
    finally:
        connection.close()
        with _lock:
            _running.discard(threading.current_thread())


@atexit.register
def _end() -> None:
    _ending.set()
    with _lock:
        waited_for = list(_running)
    for thread in waited_for:
        thread.join(PATIENCE)
