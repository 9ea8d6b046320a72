"""One writer at a time, in order of arrival, before SQLite's own lock is asked for.

SQLite's busy-wait starves late comers: with the gate the slowest of 20 writers waited 2.5 s instead of 9.5 s
(stack.md, "20 threads, closed loop"). Web process and worker share it through a file lock.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections import deque
from functools import cache

WAIT_SECONDS = 30.0
# Only one waiting process looks at the lock at a time, so looking often costs nothing.
LOOK_AGAIN_SECONDS = 0.002


class WriteGate:
    """A first-come first-served lock between threads, backed by file locks between processes.

    path  the lock file, or "" for a database in memory, which no other process can open
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._taken = False
        self._file: int | None = None

    @property
    def is_taken(self) -> bool:
        """True while a thread of this process is inside."""
        return self._taken

    @property
    def queue_length(self) -> int:
        """How many threads of this process wait."""
        return len(self._waiting)

    def enter(self, seconds: float = WAIT_SECONDS) -> None:
        """Wait for the turn of this thread, then for the other processes. Raises TimeoutError; then nothing is held."""
        deadline = time.monotonic() + seconds
        self._wait_for_turn(deadline)
        try:
            if self._path:
                self._file = self._lock_files(deadline)
        except BaseException:
            self._pass_on()
            raise

    def leave(self) -> None:
        """Let the next one in."""
        if self._file is not None:
            os.close(self._file)  # closing frees the file lock, also when a process dies
            self._file = None
        self._pass_on()

    def _wait_for_turn(self, deadline: float) -> None:
        with self._guard:
            if not self._taken:
                self._taken = True
                return
            turn = threading.Event()
            self._waiting.append(turn)
        came = False
        try:
            came = turn.wait(max(0.0, deadline - time.monotonic()))
        finally:
            if not came:
                self._give_up(turn)
        if not came:
            raise TimeoutError("another thread holds the write gate")

    def _give_up(self, turn: threading.Event) -> None:
        with self._guard:
            if turn in self._waiting:
                self._waiting.remove(turn)
                return
        self._pass_on()  # the turn came in the same moment, and nobody will use it

    def _pass_on(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False

    def _lock_files(self, deadline: float) -> int:
        # Who waits for the gate holds the door before it: a process that leaves and wants in again at once (an import)
        # finds the door taken, and cannot pass by those who wait.
        door = _locked(f"{self._path}.door", deadline)
        try:
            return _locked(self._path, deadline)
        finally:
            os.close(door)


def _locked(path: str, deadline: float) -> int:
    """The descriptor of the file, locked for us alone."""
    file = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise TimeoutError("another process holds the write gate") from None
                time.sleep(LOOK_AGAIN_SECONDS)
            else:
                return file
    except BaseException:
        os.close(file)
        raise


@cache
def gate_for(database: str) -> WriteGate:
    """The gate of one database, the same object for every connection of this process."""
    in_memory = ":memory:" in database or "mode=memory" in database
    return WriteGate("" if in_memory else f"{database}.gate")


# A child must not inherit a gate that a thread of its parent holds: that thread does not exist in the child.
os.register_at_fork(after_in_child=gate_for.cache_clear)
