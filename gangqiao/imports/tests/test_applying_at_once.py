"""Several imports at the same moment, and small writes of others meanwhile: nobody waits for ever, nothing is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from gangqiao.accounts.models import User
from gangqiao.accounts.reads import actor_of
from gangqiao.audit.chain import verify
from gangqiao.audit.models import Chain
from gangqiao.imports.actions.applying import ChangedSinceChecked, apply
from gangqiao.imports.jobs import applying as job
from gangqiao.imports.models import Import
from gangqiao.imports.states import Status
from gangqiao.imports.tests.applying import corrects, founds, made_import, newcomer, outcomes, work_off
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people import actions
from gangqiao.people.models import Household, Person
from tests.cast.county import County
from tests.cast.people import MakePerson

KNOWN = 24  # people whom two lists change
NEW = 40  # people whom two lists register

AtOnce = Callable[..., list[Any]]


def begin(sender: User, area: str, rows: list[dict[str, Any]]) -> Import:
    """An import whose rows were chosen and whose button was pressed."""
    source = made_import(sender, area, rows)
    actor = actor_of(sender)
    with scope_of(actor.areas()):
        apply(source.pk, actor=actor)
    return source


@pytest.mark.requirement("D01")
@pytest.mark.django_db(transaction=True)
def test_two_villages_and_their_township_take_the_same_people_in_at_once(
    shared_database: None,
    county: County,
    make_person: MakePerson,
    make_user: Callable[..., User],
    at_once: AtOnce,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(job, "CHUNK", 10)
    senders = [make_user("village_officer", county.villages[n]) for n in (0, 1)]
    senders.append(make_user("township_clerk", county.xinshao))
    groups = [county.group_in(county.villages[n]) for n in (0, 1)]
    known = [[make_person(group) for _number in range(KNOWN)] for group in groups]
    lists = [
        [
            *(corrects(person, education="81") for person in known[n]),
            *(founds(groups[n].key, n * NEW + number) for number in range(NEW)),
        ]
        for n in (0, 1)
    ]
    # The same people the other way round, as a list of the township may have them.
    lists.append([*reversed(lists[1]), *reversed(lists[0])])
    areas = [county.villages[0].key, county.villages[1].key, county.xinshao.key]
    sources = [begin(*parts) for parts in zip(senders, areas, lists, strict=True)]

    assert at_once(3, lambda n: work_off(sources[n])) == [None] * 3

    told = [outcome for source in sources for outcome in outcomes(source)]
    assert len(told) == sum(map(len, lists))
    assert all(said for outcome, said in told if outcome == "refused")
    applied = sum(outcome == "applied" for outcome, _said in told)
    with everywhere(reason="test"):
        assert set(Import.objects.values_list("status", flat=True)) == {Status.APPLIED}
        names = list(Person.objects.filter(source="import").values_list("name", flat=True))
        assert sorted(names) == sorted(newcomer(number)["name"] for number in range(2 * NEW))
        assert Household.objects.filter(head__isnull=False).count() == 2 * (KNOWN + NEW)
        changed = [person for group in known for person in group]
        assert {p.revision for p in Person.objects.filter(pk__in=[c.pk for c in changed])} == {1}
    # Of each two that say the same one is taken in, and the other is told why not.
    assert applied == 2 * (KNOWN + NEW)
    late = [said for outcome, said in told if outcome == "refused"]
    assert late.count(str(ChangedSinceChecked())) == 2 * KNOWN
    assert verify(Chain.EVENTS).is_whole


@pytest.mark.django_db(transaction=True)
def test_one_import_taken_in_by_two_jobs_beside_each_other_is_done_once(
    shared_database: None, county: County, officials: dict[str, User], at_once: AtOnce, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job, "CHUNK", 5)
    rows = [founds(county.groups[0].key, number) for number in range(NEW)]
    source = begin(officials["township_clerk"], county.xinshao.key, rows)
    assert at_once(2, lambda _n: work_off(source)) == [None] * 2
    assert outcomes(source) == [("applied", "")] * NEW
    with everywhere(reason="test"):
        assert Person.objects.count() == NEW
        assert Import.objects.get(pk=source.pk).seen == NEW


@pytest.mark.django_db(transaction=True)
def test_phones_write_on_while_thousands_of_rows_are_taken_in(
    shared_database: None, county: County, officials: dict[str, User], person: Person, township_clerk: Actor
) -> None:
    rows = [founds(county.groups[0].key, number) for number in range(2000)]
    source = begin(officials["township_clerk"], county.xinshao.key, rows)
    ended, written, failed = threading.Event(), [], []

    def write_on() -> None:
        try:
            # Twenty a second, as from many phones.
            while not ended.wait(0.05):
                with scope_of(township_clerk.areas()):
                    actions.confirm(person.pk, how="phone", actor=township_clerk)
                written.append(1)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    phones = threading.Thread(target=write_on)
    phones.start()
    try:
        work_off(source)
    finally:
        ended.set()
        phones.join()
    assert failed == []
    assert written
    assert {outcome for outcome, _said in outcomes(source)} == {"applied"}
