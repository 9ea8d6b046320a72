"""Events of one transaction written together at its end: none lost, none of what was undone, in their order."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from gangqiao.audit import chain
from gangqiao.audit.chain import get_head, verify
from gangqiao.audit.events import Entry, record, record_each, record_many
from gangqiao.audit.gathering import together
from gangqiao.audit.models import Chain, Event
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.kernel.scope import everywhere
from gangqiao.people.models import Person


def said() -> list[str]:
    """The reasons of the events of these tests, in the order of the log."""
    return list(Event.objects.filter(verb="test.act").order_by("seq").values_list("reason", flat=True))


def act(reason: str) -> Event:
    return record("test.act", actor=SYSTEM, reason=reason)


def fail() -> None:
    act("undone")
    raise ZeroDivisionError


def change(person: Person) -> None:
    with together():
        Person.objects.filter(pk=person.pk).update(source="import")
        act("lost")


@pytest.mark.requirement("D13")
def test_events_are_written_at_the_end_of_the_block_in_their_order(person):
    before = get_head(Chain.EVENTS).seq
    with together():
        first = act("1")
        record_many("test.act", [person], actor=SYSTEM, source="many")
        record_each([Entry("test.act", person, "each", reason="3")], actor=SYSTEM)
        act("4")
        assert get_head(Chain.EVENTS).seq == before
    assert said() == ["1", "", "3", "4"]
    assert first.seq == before + 1
    assert verify(Chain.EVENTS).is_whole
    act("alone again")
    assert said()[-1] == "alone again"


def test_what_was_undone_within_the_block_leaves_no_event(db):
    with together():
        act("stays")
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            fail()
        with transaction.atomic():
            act("stays, too")
    assert said() == ["stays", "stays, too"]


def test_a_block_inside_of_another_is_a_part_of_it(db):
    with together():
        act("outside")
        with together():
            act("inside")
        with pytest.raises(ZeroDivisionError), together():
            fail()
        assert said() == []
    assert said() == ["outside", "inside"]


def test_a_block_that_fails_leaves_no_event_and_nothing_that_waits(db):
    with pytest.raises(ZeroDivisionError), together():
        fail()
    assert said() == []
    assert connection.run_on_commit == []
    with together():
        act("the next one")
    assert said() == ["the next one"]


@pytest.mark.requirement("D13")
def test_an_event_that_cannot_be_written_undoes_the_block(person, monkeypatch):
    def broken(*args, **kwargs):
        raise DatabaseError("disk full")

    monkeypatch.setattr(chain, "append", broken)
    with everywhere(reason="test"):
        with pytest.raises(DatabaseError, match="disk full"):
            change(person)
        person.refresh_from_db()
    assert person.source != "import"


def test_twenty_who_gather_at_once_leave_one_unbroken_chain(shared_database, at_once):
    """Each transaction's events stand side by side: none of another comes between them."""

    def write(number):
        actor = Actor(number, f"writer {number}")
        for turn in range(5):
            with together():
                for part in range(3):
                    record("test.act", actor=actor, reason=f"{turn}.{part}")
        return "done"

    assert at_once(20, write) == ["done"] * 20
    assert verify(Chain.EVENTS).is_whole
    written = list(Event.objects.filter(verb="test.act").order_by("seq").values_list("actor_id", "reason"))
    assert len(written) == 300
    for start in range(0, 300, 3):
        who, first = written[start]
        turn = first.partition(".")[0]
        assert written[start : start + 3] == [(who, f"{turn}.{part}") for part in range(3)]
