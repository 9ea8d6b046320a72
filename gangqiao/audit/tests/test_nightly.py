"""The work of the night is put into the queue once a day, and at once on a new installation."""

from __future__ import annotations

from datetime import datetime

import pytest
from django_tasks_db.models import DBTaskResult

from gangqiao.audit import nightly
from gangqiao.audit.models import Event
from gangqiao.kernel import clock
from gangqiao.kernel.clock import frozen_at

DONE = []


def note():
    DONE.append(clock.today())


@pytest.fixture(autouse=True)
def only_ours(monkeypatch):
    monkeypatch.setattr(nightly, "_work", {})
    nightly.nightly(note)
    DONE.clear()


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=clock.TZ)


def test_a_new_installation_begins_at_once_and_then_waits_for_the_next_night(db):
    with frozen_at(at("2020-03-16T09:00")):
        assert nightly.put_into_queue() == 1
        assert nightly.put_into_queue() == 0, "once a day"
    with frozen_at(at("2020-03-17T01:59")):
        assert nightly.put_into_queue() == 0, "not before its hour"
    with frozen_at(at("2020-03-17T02:00")):
        assert nightly.put_into_queue() == 1
    assert Event.objects.filter(verb=nightly.VERB).count() == 2


def test_the_job_does_the_work_it_is_named_after(db):
    nightly.put_into_queue()
    job = DBTaskResult.objects.get()
    nightly.do.call(*job.args_kwargs["args"])
    assert len(DONE) == 1


def test_two_workers_at_the_same_moment_put_it_into_the_queue_once(shared_database, at_once):
    assert sorted(at_once(4, lambda _n: nightly.put_into_queue())) == [0, 0, 0, 1]


def test_work_that_no_app_knows_fails_loudly(db):
    with pytest.raises(ImportError):
        nightly.do.call("gangqiao.nobody.nothing")
