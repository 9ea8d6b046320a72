"""Who works off the queue, and what becomes of a job whose worker was killed: it is put back, and runs again.

Every job bears that (`audit.subscriptions`). A worker holds the lock of a file as long as it lives, whatever ends it,
so that the jobs of a dead one are known without waiting for a clock.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django_tasks_db.models import DBTaskResult

RUNNING, READY, FAILED = "RUNNING", "READY", "FAILED"
# A worker that is told twice to stop writes the job down as failed by this.
ENDED_BY_HAND = "builtins.SystemExit"
# A job that kills every worker is left alone, and shows as running for the administrator. Long jobs (a workbook of
# 200,000 lines) go on where they were, and may meet power cuts and deployments all night.
MOST_TRIES = 25


def lock_file(worker_id: str) -> Path:
    return Path(settings.HOME) / "workers" / f"{worker_id}.lock"


@contextmanager
def at_work(worker_id: str) -> Iterator[int]:
    """Hold the lock of a worker; gives the file descriptor, which a child may hold, too.

    Raises BlockingIOError when a worker of this name is at work already.
    """
    path = lock_file(worker_id)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        try:
            yield file.fileno()
        finally:
            path.unlink(missing_ok=True)


def is_alive(worker_id: str) -> bool:
    """True while somebody holds the worker's lock."""
    try:
        with lock_file(worker_id).open("r+") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def put_back_killed() -> int:
    """Put the jobs of dead workers back into the queue; returns how many."""
    cut_short = DBTaskResult.objects.filter(status=RUNNING) | DBTaskResult.objects.filter(
        status=FAILED, exception_class_path=ENDED_BY_HAND
    )
    dead = [
        job.pk
        for job in cut_short
        if len(job.worker_ids) < MOST_TRIES and not (job.worker_ids and is_alive(job.worker_ids[-1]))
    ]
    # Asked again in the update: another worker may have put it back, and begun it, since.
    return DBTaskResult.objects.filter(pk__in=dead, status__in=[RUNNING, FAILED]).update(status=READY)
