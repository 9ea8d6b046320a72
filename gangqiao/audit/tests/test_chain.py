"""The chain: unbroken under many writers, and the verifier finds the first entry that was touched.

Control 62 of the security notes.
"""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from gangqiao.audit import chain
from gangqiao.audit.chain import Anchor, WrongAnchor, digest_of, get_head, parse_anchor, verify
from gangqiao.audit.events import looked, record, record_many
from gangqiao.audit.models import Chain, ChainHead, Event, Look
from gangqiao.kernel.actor import SYSTEM, Actor, Post

CLERK = Actor(7, "李会计", (Post("township_clerk", "新哨镇", "001", frozenset({"test.act"})),))


@pytest.fixture
def ten(db):
    """At least ten entries, the last ten of them by the clerk."""
    for number in range(10):
        record("test.act", actor=CLERK, reason=f"because {number}", fields=["name"], area="001")
    return get_head(Chain.EVENTS)


def as_intruder(sql, *params):
    """Change the log as somebody who holds the database itself: the triggers are taken off first."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for act in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER IF EXISTS audit_event_only_grows_{act}")
        else:
            cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER USER")
        cursor.execute(sql, params)


@pytest.mark.requirement("D13")
def test_an_untouched_log_is_whole(ten):
    verdict = verify(Chain.EVENTS, anchor=(ten.seq, ten.digest))
    assert verdict.is_whole
    assert verdict.checked == ten.seq


def test_an_empty_log_is_whole(db):
    assert verify(Chain.LOOKS).is_whole
    assert get_head(Chain.LOOKS) == Anchor("looks", 0, bytes(32))


@pytest.mark.requirement("D13")
@pytest.mark.parametrize("column", [f.attname for f in Event._meta.concrete_fields if f.attname != "seq"])
def test_a_change_in_any_column_is_found_at_its_entry(ten, column):
    """Also where the digest was computed anew: the next entry names the old one."""
    field = Event._meta.get_field(column)
    other = {
        "at": "2019-01-01 00:00:00+00:00",
        "actor_id": 8,
        "person": "0" * 32,
        "before": b"x" * 32,
        "digest": b"x" * 32,
        "fields": '["other"]',
    }.get(column, "other")
    if column == "person" and connection.vendor == "postgresql":
        other = "00000000-0000-0000-0000-000000000000"
    as_intruder(f"UPDATE audit_event SET {field.column} = %s WHERE seq = %s", other, ten.seq - 4)
    verdict = verify(Chain.EVENTS)
    assert (verdict.broken_at, verdict.checked) == (ten.seq - 4, ten.seq - 5)
    assert str(ten.seq - 4) in str(verdict.sentence)


@pytest.mark.requirement("D13")
def test_an_entry_taken_out_is_missed(ten):
    as_intruder("DELETE FROM audit_event WHERE seq = %s", ten.seq - 4)
    verdict = verify(Chain.EVENTS)
    assert (verdict.broken_at, verdict.fault) == (ten.seq - 4, "missing")


def test_two_entries_that_changed_places_are_found(ten):
    first, second = ten.seq - 5, ten.seq - 4
    for old, new in ((first, -1), (second, first), (-1, second)):
        as_intruder("UPDATE audit_event SET seq = %s WHERE seq = %s", new, old)
    assert verify(Chain.EVENTS).broken_at == first


@pytest.mark.requirement("D13")
def test_a_change_with_all_later_digests_computed_anew_is_found_by_the_anchor(ten):
    """The chain alone cannot see it: this is what the printed anchor is for."""
    rewrite_from(ten.seq - 4)
    assert verify(Chain.EVENTS).is_whole
    verdict = verify(Chain.EVENTS, anchor=(ten.seq, ten.digest))
    assert (verdict.broken_at, verdict.fault) == (ten.seq, "not the anchored one")


def rewrite_from(seq):
    before = None
    for link in list(Event.objects.filter(seq__gte=seq).order_by("seq")):
        link.reason = "never happened"
        link.before = before or link.before
        link.digest = before = digest_of(link)
        as_intruder(
            "UPDATE audit_event SET reason = %s, before = %s, digest = %s WHERE seq = %s",
            link.reason,
            link.before,
            link.digest,
            link.seq,
        )
    ChainHead.objects.filter(pk=Chain.EVENTS).update(digest=before)


@pytest.mark.requirement("D13")
def test_a_cut_tail_is_seen_by_the_head_and_by_the_anchor(ten):
    as_intruder("DELETE FROM audit_event WHERE seq > %s", ten.seq - 3)
    assert verify(Chain.EVENTS).fault == "cut off"
    assert verify(Chain.EVENTS).broken_at == ten.seq - 2
    last = Event.objects.order_by("seq").last()
    ChainHead.objects.filter(pk=Chain.EVENTS).update(seq=last.seq, digest=last.digest)
    assert verify(Chain.EVENTS).is_whole, "without an anchor a clean cut cannot be seen"
    assert verify(Chain.EVENTS, anchor=(ten.seq, ten.digest)).fault == "cut off"


def test_an_end_that_was_set_back_is_seen(ten):
    ChainHead.objects.filter(pk=Chain.EVENTS).update(seq=ten.seq - 3)
    assert (verify(Chain.EVENTS).fault, verify(Chain.EVENTS).broken_at) == ("behind the end", ten.seq - 2)


def test_a_false_end_is_seen(ten):
    ChainHead.objects.filter(pk=Chain.EVENTS).update(digest=b"x" * 32)
    assert verify(Chain.EVENTS).fault == "not the last one"


def test_an_emptied_log_is_seen(ten):
    as_intruder("DELETE FROM audit_event")
    ChainHead.objects.all().delete()
    assert verify(Chain.EVENTS).is_whole, "without an anchor an emptied log looks like a new one"
    assert verify(Chain.EVENTS, anchor=(ten.seq, ten.digest)).fault == "cut off"


def test_the_anchor_reads_as_it_was_printed(ten):
    assert parse_anchor(f" {str(ten).upper()} ") == ten
    for wrong in ("", "events", "events:x:00", f"elsewhere:1:{'0' * 64}", f"events:-1:{'0' * 64}", "events:1:00"):
        with pytest.raises(WrongAnchor):
            parse_anchor(wrong)


@pytest.mark.requirement("D13")
def test_twenty_writers_leave_one_unbroken_chain(shared_database, at_once):
    def write(number):
        actor = Actor(number, f"writer {number}")
        for turn in range(10):
            if number % 4 == 3:
                looked("test.look", actor=actor, reason=str(turn))
            else:
                record("test.act", actor=actor, reason=str(turn))
        return "done"

    before = get_head(Chain.EVENTS).seq
    assert at_once(20, write) == ["done"] * 20
    assert (get_head(Chain.EVENTS).seq - before, get_head(Chain.LOOKS).seq) == (150, 50)
    for name in Chain.values:
        assert verify(name).is_whole
    for number in range(20):
        model = Look if number % 4 == 3 else Event
        turns = model.objects.filter(actor_id=number).order_by("seq").values_list("reason", flat=True)
        assert list(turns) == [str(t) for t in range(10)]


def test_a_writer_that_fails_leaves_no_gap(shared_database, at_once):
    def write(number):
        with transaction.atomic():
            record("test.act", actor=SYSTEM, reason=str(number))
            if number % 2:
                raise ZeroDivisionError
        return "done"

    results = at_once(10, write)
    assert sum(r == "done" for r in results) == 5
    assert verify(Chain.EVENTS).is_whole


def test_an_entry_written_while_the_verifier_walks_is_no_fault(ten, monkeypatch):
    """The head is read before the walk; what comes later belongs to the next walk."""
    real, wrote = chain.digest_of, []

    def digest_and_write(link):
        if not wrote:
            wrote.append(True)
            record("test.act", actor=SYSTEM)
        return real(link)

    monkeypatch.setattr(chain, "digest_of", digest_and_write)
    assert verify(Chain.EVENTS).is_whole
    assert wrote


def test_many_entries_at_once_are_chained_in_their_order(person, household):
    record_many("test.load", [household, person], actor=SYSTEM, source="file.xlsx")
    assert verify(Chain.EVENTS).is_whole
    last = Event.objects.order_by("-seq").first()
    assert (last.person, last.area, last.source) == (person.uuid, person.area_id, "file.xlsx")
    record_many("test.load", [], actor=SYSTEM, source="empty")
    assert Event.objects.order_by("-seq").first() == last
