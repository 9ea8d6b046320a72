"""As of any day, as known on any day: against a plain oracle over random histories."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gangqiao.kernel.actor import Actor
from gangqiao.kernel.clock import frozen_at
from gangqiao.kernel.scope import everywhere
from gangqiao.people import actions
from gangqiao.people.models import EmploymentSpell, Fact, Person
from gangqiao.people.reads import as_of

pytestmark = pytest.mark.django_db
FIRST = date(2020, 1, 1)
LEVELS = ["71", "61", "31", "21", "81"]
# (days after registration on which it is told, days before that from which it holds, the new education)
TELLINGS = st.lists(st.tuples(st.integers(1, 60), st.integers(0, 80), st.sampled_from(LEVELS)), max_size=6).map(
    lambda tellings: sorted(tellings, key=lambda t: t[0])
)


def oracle(tellings: list[tuple[int, int, str]], on: date, known: date) -> str | None:
    """The last thing told by `known` that holds on or before `on`; a later telling wins over an earlier one."""
    if known < FIRST:
        return None
    day_by_day: list[tuple[date, str]] = [(FIRST, "71")]
    for told_after, before, level in tellings:
        told = FIRST + timedelta(days=told_after)
        if told > known:
            break
        begins = told - timedelta(days=before)
        if _at(day_by_day, told) == level:
            continue  # the same as today's value: nothing is changed
        day_by_day = [(d, v) for d, v in day_by_day if d < begins] + [(begins, level)]
    return _at(day_by_day, on)


def _at(history: list[tuple[date, str]], on: date) -> str | None:
    values = [value for begin, value in history if begin <= on]
    return values[-1] if values else None


@pytest.mark.requirement("D01")
@pytest.mark.requirement("D05")
@given(TELLINGS, st.lists(st.tuples(st.integers(-90, 90), st.integers(-5, 90)), min_size=5, max_size=12))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_day_as_known_on_any_day_is_what_was_told(
    family: SimpleNamespace, clerk: Actor, tellings: list[tuple[int, int, str]], asked: list[tuple[int, int]]
) -> None:
    with transaction.atomic():
        for told_after, before, level in tellings:
            told = FIRST + timedelta(days=told_after)
            with frozen_at(told):
                actions.correct_person(
                    family.head.pk, values={"education": level}, on=told - timedelta(days=before), actor=clerk
                )
        head = Person.objects.get(pk=family.head.pk)
        for on_days, known_days in asked:
            on, known = FIRST + timedelta(days=on_days), FIRST + timedelta(days=known_days)
            expected = oracle(tellings, on, known)
            assert as_of.fact(head, "education", on=on, known_on=known) == expected, (on, known)
        transaction.set_rollback(True)


def test_facts_never_hold_twice_on_one_day_as_believed_today(family: SimpleNamespace, clerk: Actor) -> None:
    for day, level in ((1, "61"), (20, "31"), (5, "21"), (40, "81")):
        actions.correct_person(family.head.pk, values={"education": level}, on=FIRST + timedelta(days=day), actor=clerk)
    rows = sorted(
        Fact.objects.filter(person=family.head, key="education", recorded_to=None).values_list("valid_from", "valid_to")
    )
    for (_begin, end), (following, _end) in pairwise(rows):
        assert end == following
    assert rows[-1][1] is None


def test_a_spell_corrected_later_is_seen_as_it_was_believed(family: SimpleNamespace, clerk: Actor) -> None:
    """On 16 March we believed he had worked since February; on 1 April we learn that he left on 5 March."""
    values: dict[str, Any] = {
        "started_on": "2020-02-10",
        "spell_kind": "work",
        "area_level": "other_province",
        "mode": "self",
        "evidence": "D",
    }
    spell = actions.record_spell(family.son.pk, values=values, actor=clerk)
    with frozen_at(date(2020, 4, 1)):
        actions.end_spell(
            spell.pk, ended_on=date(2020, 3, 5), end_reason="返乡", actor=clerk, note="电话核实", returned_on=None
        )
    working = lambda known: as_of.rows(EmploymentSpell, on=date(2020, 3, 10), known_on=known).exists()  # noqa: E731
    assert working(date(2020, 3, 16))
    assert not working(date(2020, 4, 1))
    assert not working(None)
    assert not working(date(2020, 3, 15))
    with everywhere(reason="test"):
        assert EmploymentSpell.objects.filter(person=family.son).count() == 2
        assert EmploymentSpell.objects.get(person=family.son, recorded_to=None).pk == spell.pk  # the key stays
