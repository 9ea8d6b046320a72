"""The write gate of SQLite: in order of arrival, and free again however a writer ends."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.backends.sqlite3.base import DatabaseWrapper as PlainWrapper

from gangqiao.accounts.models import Unit
from gangqiao.kernel.db.gate import WriteGate, gate_for

pytestmark = pytest.mark.usefixtures("shared_database")


@pytest.fixture
def gate():
    """The gate of the test's database."""
    return gate_for(str(connection.settings_dict["NAME"]))


@pytest.fixture
def unit(shared_database):
    return Unit.objects.create(code="0", name="0", kind="other")


def wait_until(condition):
    """Return as soon as the condition holds; fail when it never does."""
    for _ in range(100_000):
        if condition():
            return
        threading.Event().wait(0.001)
    pytest.fail("it never came to that")


def test_who_comes_first_is_served_first(tmp_path):
    gate, order = WriteGate(str(tmp_path / "gate")), []
    gate.enter()

    def write(number):
        gate.enter()
        order.append(number)
        gate.leave()

    threads = []
    for number in range(20):
        threads.append(threading.Thread(target=write, args=(number,)))
        threads[-1].start()
        wait_until(lambda n=number: gate.queue_length == n + 1)
    gate.leave()
    for thread in threads:
        thread.join()
    assert order == list(range(20))
    assert not gate.is_taken


def test_the_gate_is_held_for_as_long_as_the_transaction(gate):
    assert not gate.is_taken
    with transaction.atomic():
        assert gate.is_taken
        with transaction.atomic():
            assert gate.is_taken
        assert gate.is_taken
    assert not gate.is_taken


def end_by_error():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        raise ZeroDivisionError


def end_by_database_error():
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM there_is_no_such_table")


def end_by_rollback():
    with transaction.atomic():
        transaction.set_rollback(True)


def end_by_close():
    with transaction.atomic():
        connection.close()


def end_by_interrupt():
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        raise KeyboardInterrupt


def end_by_a_commit_that_fails():
    # The row names a parent that does not exist: SQLite says so at the commit.
    with pytest.raises(DatabaseError), transaction.atomic():
        Unit.objects.create(code="x", name="x", kind="other", parent_id=999_999)


ENDINGS = [
    end_by_error,
    end_by_database_error,
    end_by_rollback,
    end_by_close,
    end_by_interrupt,
    end_by_a_commit_that_fails,
]


@pytest.mark.parametrize("ending", ENDINGS, ids=lambda e: e.__name__)
def test_the_gate_is_free_again_however_a_transaction_ends(ending, gate, unit):
    ending()
    assert not gate.is_taken
    with transaction.atomic():
        Unit.objects.filter(pk=unit.pk).update(name="after")
    assert Unit.objects.get(pk=unit.pk).name == "after"


def test_a_transaction_that_cannot_begin_does_not_keep_the_gate(gate, unit, monkeypatch):
    """Another program, which knows no gate, holds SQLite's own lock."""
    stranger = PlainWrapper({**connection.settings_dict, "OPTIONS": {}, "TIME_ZONE": None}, "stranger")
    stranger.inc_thread_sharing()
    with stranger.cursor() as cursor:
        cursor.execute("BEGIN IMMEDIATE")
        connection.close()
        monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.05)
        with pytest.raises(OperationalError, match="locked"), transaction.atomic():
            pass
        assert not gate.is_taken
        cursor.execute("ROLLBACK")
    stranger.close()
    with transaction.atomic():
        assert gate.is_taken


def test_who_waits_too_long_is_told_and_leaves_no_gap_in_the_queue(tmp_path):
    gate = WriteGate(str(tmp_path / "gate"))
    gate.enter()
    with pytest.raises(TimeoutError):
        gate.enter(0.01)
    assert gate.queue_length == 0
    gate.leave()
    gate.enter(1)
    gate.leave()
    assert not gate.is_taken


def test_a_full_gate_is_an_error_the_page_can_answer(gate, monkeypatch):
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.01)
    gate.enter()
    with pytest.raises(OperationalError, match="locked"), transaction.atomic():
        pass
    gate.leave()
    with transaction.atomic():
        pass


HOLD = """
import sys
from gangqiao.kernel.db.gate import WriteGate
WriteGate(sys.argv[1]).enter()
print("held", flush=True)
sys.stdin.read()
"""


def test_another_process_is_waited_for_and_a_killed_one_frees_the_gate(tmp_path):
    path = str(tmp_path / "gate")
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout.readline() == "held\n"
    gate = WriteGate(path)
    with pytest.raises(TimeoutError):
        gate.enter(0.05)
    assert not gate.is_taken
    other.kill()
    other.wait()
    gate.enter(10)
    assert gate.is_taken
    gate.leave()


BARGE = """
import sys
from gangqiao.kernel.db.gate import WriteGate
gate = WriteGate(sys.argv[1])
print("ready", flush=True)
while True:
    gate.enter()
    gate.leave()
"""


def test_a_process_that_wants_in_again_at_once_does_not_pass_by_those_who_wait(tmp_path):
    """An import writes chunk after chunk; the page of a clerk must get its turn between two of them."""
    path = str(tmp_path / "gate")
    other = subprocess.Popen([sys.executable, "-c", BARGE, path], stdout=subprocess.PIPE, text=True)
    assert other.stdout.readline() == "ready\n"
    gate = WriteGate(path)
    for _ in range(50):
        gate.enter(10)
        gate.leave()
    assert other.poll() is None
    other.kill()
    other.wait()


def test_twenty_threads_write_without_a_single_locked_database(unit, at_once):
    """Reads, then writes what it read: nothing is lost, nobody fails."""

    def write(number):
        for _ in range(25):
            with transaction.atomic():
                read = int(Unit.objects.get(pk=unit.pk).name)
                Unit.objects.filter(pk=unit.pk).update(name=str(read + 1))
        return "done"

    assert at_once(20, write) == ["done"] * 20
    assert Unit.objects.get(pk=unit.pk).name == "500"


def test_django_as_it_comes_fails_where_ours_does_not(unit):
    """The counter-proof: without IMMEDIATE two transactions that read first cannot both write."""
    plain = {**connection.settings_dict, "OPTIONS": {"timeout": 0.1}, "TIME_ZONE": None}
    first, second = PlainWrapper(plain, "first"), PlainWrapper(plain, "second")
    for wrapper in (first, second):
        with wrapper.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT name FROM accounts_unit")
            cursor.fetchall()
    with second.cursor() as cursor:
        cursor.execute("UPDATE accounts_unit SET name = '1'")
        cursor.execute("COMMIT")
    with pytest.raises(OperationalError, match="locked"), first.cursor() as cursor:
        cursor.execute("UPDATE accounts_unit SET name = '2'")
    first.close()
    second.close()


def test_a_single_statement_waits_for_a_transaction(unit, at_once):
    """Outside of a transaction there is no gate; SQLite's own waiting does it."""

    def write(number):
        if number % 2:
            Unit.objects.create(code=f"c{number}", name="x", kind="other")
        else:
            with transaction.atomic():
                Unit.objects.create(code=f"t{number}", name="x", kind="other")
        return "done"

    assert at_once(20, write) == ["done"] * 20
    assert Unit.objects.count() == 21
