"""A job that takes rows in is killed twenty times: nothing is lost and nothing is done twice."""

from __future__ import annotations

import os
import random
import signal
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.db import connection, transaction

from gangqiao.accounts.models import User
from gangqiao.accounts.reads import actor_of
from gangqiao.audit.chain import verify
from gangqiao.audit.models import Chain, Event
from gangqiao.imports.actions import applying
from gangqiao.imports.jobs import applying as job
from gangqiao.imports.models import Import, Row
from gangqiao.imports.states import Status
from gangqiao.imports.tests.applying import corrects, founds, joins, made_import, outcomes, work_off, works
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people.models import EmploymentSpell, Fact, Person
from tests.cast.county import County
from tests.cast.people import MakePerson

KILLS = 20
EACH = 30  # rows of each sort
FEW = 5  # rows of a transaction, so that there are many places to be killed at
GAP = 40  # statements between the acts and what is written of them in the control: some kills fall in between


def nobody_known(home: int, number: int) -> dict[str, Any]:
    """A newcomer without ID number: nothing but the ledger of rows keeps such a person from coming twice."""
    row = joins({"pk": home}, number)
    row["acts"][0] |= {"values": {"name": f"无证{number}"}, "id_exception": "lost"}
    return row


@pytest.fixture
def source(county: County, officials: dict[str, User], make_person: MakePerson, township_clerk: Actor) -> Import:
    """An import being taken in: changes and work of the same people, new households, members, and people without ID."""
    known = [make_person(county.xinshao) for _number in range(EACH)]
    home = known[0].household_id
    rows = [
        *(corrects(person, education="81") for person in known),
        *(founds(county.groups[0].key, number) for number in range(EACH)),
        *(joins({"row": [0, EACH + 2 + number]}, EACH + number) for number in range(EACH)),
        *(nobody_known(home, number) for number in range(EACH)),
        *(works(person, "2020-02-01") for person in known),
    ]
    made = made_import(officials["township_clerk"], county.xinshao.key, rows)
    with scope_of(township_clerk.areas()):
        applying.apply(made.pk, actor=township_clerk)
    return made


def faults(source: Import) -> list[str]:
    """What is lost, or there twice."""
    found = [f"row {line}: {what}" for line, what in enumerate(outcomes(source), 2) if what[0] != "applied"]
    with everywhere(reason="test"):
        there = Import.objects.get(pk=source.pk)
        rows = Row.objects.filter(source=source).count()
        if (there.status, there.seen, there.total) != (Status.APPLIED, rows, rows):
            found.append(f"the import is {there.status}, {there.seen} of {there.total}")
        names = Counter(Person.objects.filter(source="import").values_list("name", flat=True))
        found += [f"{name} is there {count} times" for name, count in names.items() if count != 1]
        counts = len(names), EmploymentSpell.objects.count(), Fact.objects.count()
        if counts != (3 * EACH, EACH, 3 * EACH):
            found.append(f"newcomers, spells and facts are {counts}")
    told = Counter(Event.objects.filter(source__startswith="list.xlsx").values_list("source", flat=True))
    twice = {f"list.xlsx / Sheet1 / {line}" for line in range(EACH + 2, 2 * EACH + 2)}  # household and head
    found += [f"{count} events of {place}" for place, count in told.items() if count != 1 + (place in twice)]
    if len(told) != rows or not verify(Chain.EVENTS).is_whole:
        found.append("the log is not whole")
    return found


def run_and_kill(source: Import, after: int) -> bool:
    """Run the job in a process of its own that is killed at a statement; False when it ended before."""
    connection.close()
    child = os.fork()
    if child == 0:  # pragma: no cover  this process dies
        left = iter(range(after))

        def count(execute: Callable[..., Any], *arguments: Any) -> Any:
            if next(left, None) is None:
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(*arguments)

        try:
            with connection.execute_wrapper(count):
                work_off(source)
            os._exit(0)
        except BaseException:
            os._exit(1)
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        return True
    assert os.WEXITSTATUS(status) == 0
    return False


def kill_and_take_up_again(source: Import, monkeypatch: pytest.MonkeyPatch) -> int:
    """Start the job until it has been killed often, then let it end; how often it was killed."""
    monkeypatch.setattr(job, "CHUNK", FEW)
    chance = random.Random(20)
    killed = sum(run_and_kill(source, chance.randint(1, 90)) for _time in range(KILLS))
    work_off(source)
    return killed


@pytest.mark.django_db(transaction=True)
def test_twenty_kills_lose_nothing_and_do_nothing_twice(
    shared_database: None, source: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert kill_and_take_up_again(source, monkeypatch) == KILLS
    assert faults(source) == []


def careless(run: applying.Run, keys: Sequence[int]) -> int:
    """Like `take_in`, but what came of the rows is written once the acts are done and safe."""
    with transaction.atomic():
        source = Import.objects.select_related("sender").get(pk=run.source)
        rows = list(applying.waiting_rows(run.source).filter(pk__in=keys).order_by("pk"))
        said = applying._do(run, source, rows, actor_of(source.sender))
    for _moment in range(GAP):
        Import.objects.filter(pk=run.source).exists()
    with transaction.atomic():
        applying._write_outcomes(run, rows, said)
        Import.objects.filter(pk=run.source).update(seen=applying.F("seen") + len(rows))
    return len(rows)


@pytest.mark.django_db(transaction=True)
def test_without_the_ledger_of_rows_the_same_kills_do_harm(
    shared_database: None, source: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job, "take_in", careless)
    kill_and_take_up_again(source, monkeypatch)
    assert faults(source) != []
