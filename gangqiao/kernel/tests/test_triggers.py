"""What the tables themselves refuse, on both engines: overlapping full-time work, and a log that is changed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gangqiao.audit.events import looked, record
from gangqiao.audit.models import Event, Look
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.scope import everywhere
from gangqiao.people.models import EmploymentSpell

JUNE = dt.date(2020, 6, 1)


def day(n):
    return JUNE + dt.timedelta(days=n)


def spell(person, first, last=None, **values):
    return {
        "started_on": day(first),
        "ended_on": None if last is None else day(last),
        "status": "working" if last is None else "ended",
        "valid_from": None,
        **values,
    }


@pytest.fixture
def work(remember, person):
    """Records a time of work from one day until another (inclusive): `work(1, 5)`."""

    def make(first, last=None, **values):
        with transaction.atomic():
            return remember(EmploymentSpell, person, **spell(person, first, last, **values))

    return make


@pytest.mark.requirement("D05")
@pytest.mark.parametrize("second", [(10, 20), (5, 10), (20, 25), (12, 13), (5, 25), (15, None), (5, None)])
def test_two_full_time_spells_may_not_share_a_day(work, second):
    """The first and the last day are days of work."""
    work(10, 20)
    with pytest.raises(IntegrityError):
        work(*second)


@pytest.mark.requirement("D05")
@pytest.mark.parametrize("second", [(1, 9), (21, 30), (21, None)])
def test_one_spell_may_follow_another(work, second):
    work(10, 20)
    assert work(*second).pk


def test_a_running_spell_holds_all_days_to_come(work):
    work(10)
    with pytest.raises(IntegrityError):
        work(500, 600)
    assert work(1, 9).pk


@pytest.mark.parametrize(
    "other",
    [
        {"is_full_time": False},
        {"status": "planned", "ended_on": None},
        {"recorded_to": dt.datetime(2020, 7, 1, tzinfo=dt.UTC)},
    ],
    ids=["beside the job", "only planned", "no longer believed"],
)
def test_what_is_no_full_time_work_may_overlap(work, other):
    work(10, 20)
    assert work(12, 18, **other).pk


def test_other_people_work_on_the_same_days(work, remember, person_elsewhere):
    work(10, 20)
    assert remember(EmploymentSpell, person_elsewhere, **spell(person_elsewhere, 10, 20)).pk


@pytest.mark.parametrize("change", [{"started_on": day(15)}, {"is_full_time": True}], ids=["days", "kind"])
def test_a_change_into_an_overlap_is_refused_too(work, change):
    work(10, 20)
    other = work(16, 30, is_full_time=False) if "is_full_time" in change else work(21, 30)
    with everywhere(reason="test"), pytest.raises(IntegrityError), transaction.atomic():
        EmploymentSpell.objects.filter(pk=other.pk).update(**change)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 12)), max_size=8))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_table_takes_exactly_the_spells_that_do_not_overlap(person, remember, times):
    taken = []
    with transaction.atomic():
        for first, length in times:
            days = set(range(first, first + length + 1))
            free = all(not days & other for other in taken)
            try:
                with transaction.atomic():
                    remember(EmploymentSpell, person, **spell(person, first, first + length))
            except IntegrityError:
                assert not free
            else:
                assert free
                taken.append(days)
        transaction.set_rollback(True)


@pytest.mark.requirement("D05")
def test_ten_offices_record_the_same_job_and_one_succeeds(shared_database, remember, person, at_once):
    """Control 24: a check before the insertion would let several through."""

    def write(number):
        with transaction.atomic():
            return remember(EmploymentSpell, person, **spell(person, 10 + number, 30)).pk

    results = at_once(10, write)
    assert sum(isinstance(r, int) for r in results) == 1, results
    assert sum(isinstance(r, IntegrityError) for r in results) == 9, results


# --- the log only grows ----------------------------------------------------------------------------------------------


@pytest.fixture
def logged(person):
    record("test.act", actor=SYSTEM, subject=person)
    looked("test.look", actor=SYSTEM, person=person)


@pytest.mark.requirement("D13")
@pytest.mark.parametrize("model", [Event, Look], ids=["events", "looks"])
def test_the_log_refuses_to_be_changed(model, logged):
    """Control 62."""
    for act in (
        lambda: model.objects.update(reason="x"),
        lambda: model.objects.all().delete(),
        lambda: model.objects.first().delete(),
        lambda: raw(f"UPDATE {model._meta.db_table} SET verb = 'x'"),
        lambda: raw(f"DELETE FROM {model._meta.db_table}"),
        lambda: raw(f"UPDATE {model._meta.db_table} SET seq = seq + 100"),
    ):
        with pytest.raises(DatabaseError, match="only_grows"), transaction.atomic():
            act()
    assert model.objects.count() >= 1


def raw(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
