"""Work after an event: with its transaction or not at all, at least once, in the area of the event."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from gangqiao.audit import subscriptions
from gangqiao.audit.events import record, record_many
from gangqiao.audit.models import Event
from gangqiao.audit.subscriptions import after, follow
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.scope import NoScope, get_scope
from gangqiao.people.models import Person

CALLS: list[tuple[int, list[int], bool]] = []


def note_what_is_seen(event):
    CALLS.append((event.seq, sorted(Person.objects.values_list("pk", flat=True)), bool(get_scope().reason)))


def fail(event):
    raise ZeroDivisionError


@pytest.fixture(autouse=True)
def followers(monkeypatch):
    """Subscriptions of these tests only."""
    CALLS.clear()
    monkeypatch.setattr(subscriptions, "_followers", subscriptions.defaultdict(list))
    monkeypatch.setattr(subscriptions, "_by_name", {})
    after("test.act")(note_what_is_seen)


def waiting():
    return DBTaskResult.objects.filter(status="READY").count()


def work_off():
    """Let a worker do what waits, and stop."""
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)


def test_work_is_enqueued_with_its_event_and_not_without(person):
    record("test.other", actor=SYSTEM, subject=person)
    assert waiting() == 0
    with transaction.atomic():
        record("test.act", actor=SYSTEM, subject=person)
        transaction.set_rollback(True)
    assert waiting() == 0
    record("test.act", actor=SYSTEM, subject=person)
    assert waiting() == 1
    record_many("test.act", [person, person], actor=SYSTEM, source="file.xlsx")
    assert waiting() == 2, "many events of one transaction are one entry of the queue"
    assert CALLS == [], "nothing runs inside the transaction of the act"


@pytest.mark.requirement("D14")
def test_a_follower_sees_the_area_of_its_event_only(shared_database, person, person_elsewhere):
    event = record("test.act", actor=SYSTEM, subject=person)
    work_off()
    assert [(event.seq, [person.pk], False)] == CALLS
    assert waiting() == 0
    with pytest.raises(NoScope):
        get_scope()


def test_of_many_events_each_is_followed_even_when_one_fails(shared_database, person, monkeypatch):
    after("test.many")(note_what_is_seen)
    after("test.fail")(fail)
    record_many("test.many", [person, person], actor=SYSTEM, source="file.xlsx")
    first, second = (event.seq for event in Event.objects.filter(verb="test.many").order_by("seq"))
    work_off()
    assert [seq for seq, _seen, _open in CALLS] == [first, second]
    with pytest.raises(ZeroDivisionError):
        subscriptions.follow_each.func(f"{__name__}.fail", [first, second])


def test_an_event_of_no_area_is_followed_over_the_county(shared_database, person, person_elsewhere):
    event = record("test.act", actor=SYSTEM)
    work_off()
    assert [(event.seq, sorted([person.pk, person_elsewhere.pk]), True)] == CALLS


def test_a_failing_follower_is_kept_as_failed_and_stops_nobody_else(shared_database, person):
    after("test.act")(fail)
    record("test.act", actor=SYSTEM, subject=person)
    record("test.act", actor=SYSTEM, subject=person)
    work_off()
    assert len(CALLS) == 2
    assert DBTaskResult.objects.filter(status="FAILED").count() == 2
    assert DBTaskResult.objects.filter(status="SUCCESSFUL").count() == 2


def test_a_follower_may_be_called_twice_with_the_same_event(person):
    """At least once: a worker that dies after the work and before its note does it again."""
    event = record("test.act", actor=SYSTEM, subject=person)
    for _ in range(2):
        follow.func(f"{__name__}.note_what_is_seen", event.seq)
    assert [seq for seq, _seen, _whole in CALLS] == [event.seq, event.seq]


def test_a_subscription_made_twice_runs_once(person):
    after("test.act")(note_what_is_seen)
    record("test.act", actor=SYSTEM, subject=person)
    assert waiting() == 1
