"""A job outlives its worker."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest
from django_tasks_db.models import DBTaskResult

from gangqiao.audit import workers
from gangqiao.audit.subscriptions import enqueue, follow

HOLD = """
import fcntl, sys, time
file = open(sys.argv[1], "w")
fcntl.flock(file, fcntl.LOCK_EX)
print("held", flush=True)
time.sleep(600)
"""


@pytest.fixture(autouse=True)
def _home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def other_worker():
    """Another process that is at work as "other"."""
    path = workers.lock_file("other")
    path.parent.mkdir(parents=True)
    with subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


@pytest.fixture
def job(db):
    """A job that the other worker has begun."""
    enqueue(follow, "nobody", 1)
    row = DBTaskResult.objects.get()
    row.claim("other")
    return row


def test_a_job_is_left_to_a_worker_that_lives(job, other_worker):
    assert workers.put_back_killed() == 0


def test_the_job_of_a_killed_worker_is_put_back(job, other_worker):
    other_worker.send_signal(signal.SIGKILL)
    other_worker.wait()
    assert workers.put_back_killed() == 1
    job.refresh_from_db()
    assert job.status == "READY"
    assert workers.put_back_killed() == 0, "once"


def test_a_job_cut_short_by_hand_is_put_back_and_one_that_failed_is_not(job):
    job.set_failed(SystemExit(1))
    assert workers.put_back_killed() == 1
    job.set_failed(ZeroDivisionError())
    assert workers.put_back_killed() == 0


def test_a_job_that_kills_every_worker_is_left_alone(job):
    job.worker_ids = ["gone"] * workers.MOST_TRIES
    job.save()
    assert workers.put_back_killed() == 0


def test_a_worker_is_alive_as_long_as_it_holds_its_lock():
    with workers.at_work("me"):
        assert workers.is_alive("me")
    assert not workers.is_alive("me")
