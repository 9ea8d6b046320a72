"""What collecting puts on the list of work, and what comes to the bureau by itself."""

from __future__ import annotations

import datetime as dt

import pytest

from gangqiao.audit.models import Event
from gangqiao.kernel import clock
from gangqiao.kernel.queue import Urgency
from gangqiao.kernel.scope import scope_of
from gangqiao.vacancies import sources
from gangqiao.vacancies.actions import employers, rounds_returns
from gangqiao.vacancies.actions.employers_counting import count_employer
from gangqiao.vacancies.jobs import rounds as jobs
from gangqiao.vacancies.policy.collecting import DEPARTMENTS
from gangqiao.vacancies.reads import rounds as reads
from gangqiao.vacancies.reads.rounds_copies import copies, many_lately
from gangqiao.vacancies.tests.employers.asked import DAY, FIGURES, own_return

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_a_day(county):
    with clock.frozen_at(DAY):
        yield


def test_what_is_owed_stands_on_the_list_of_work_until_it_is_in(month, water, county):
    with scope_of(water.areas("vacancies.hand_in")):
        assert [e.urgency for e in sources.returns(water)] == [Urgency.OPEN]
        with clock.frozen_at(dt.date(2020, 6, 22)):
            assert [e.urgency for e in sources.returns(water)] == [Urgency.DUE]
        with clock.frozen_at(dt.date(2020, 6, 26)):
            assert [e.urgency for e in sources.returns(water)] == [Urgency.OVERDUE]
        rounds_returns.hand_in(own_return(month, county.key, "water").pk, nothing_new=True, actor=water)
        assert not list(sources.returns(water))


def test_the_bureau_is_told_who_is_late(month, bureau, township_clerk, county):
    with scope_of(township_clerk):
        rounds_returns.hand_in(own_return(month, county.xinshao).pk, nothing_new=True, actor=township_clerk)
    with scope_of(bureau), clock.frozen_at(dt.date(2020, 6, 26)):
        waiting, late = sources.returns_in(bureau)
    assert (waiting.count, late.count) == (1, len(county.townships) + len(DEPARTMENTS) - 1)
    assert late.urgency == Urgency.OVERDUE


def test_a_village_owes_nothing(month, village_officer, county):
    with scope_of(village_officer):
        assert not reads.progress(month).parts


@pytest.mark.requirement("R051")
def test_what_others_enter_is_copied_to_the_bureau_without_being_forwarded(township_clerk, water, bureau, county):
    with scope_of(township_clerk):
        own = employers.list_employer(
            {"name": "砖厂", "kind": "enterprise", "place": county.xinshao}, actor=township_clerk
        )
        count_employer(own.pk, FIGURES, actor=township_clerk)
    with scope_of(water.areas("vacancies.list_employer")):
        employers.list_employer({"name": "水库工地", "kind": "project", "place": county.hongxi}, actor=water)
    for event in Event.objects.filter(verb__in=jobs.COPIED):
        with scope_of([event.area]):
            jobs.copy_to_bureau(event)
            jobs.copy_to_bureau(event)  # a job may run twice
    with scope_of(bureau):
        found, _more = copies()
        (entry,) = sources.copies(bureau)
    assert [str(one.subject) for one in found] == ["水库工地", "砖厂", "砖厂"]
    assert entry.count == many_lately()[0] == 3


@pytest.mark.requirement("R051")
def test_the_copy_follows_the_entry_by_itself(township_clerk, county, django_capture_on_commit_callbacks):
    with scope_of(township_clerk), django_capture_on_commit_callbacks(execute=True):
        raw = {"name": "砖厂", "kind": "enterprise", "place": county.xinshao}
        employers.list_employer(raw, actor=township_clerk)
    from gangqiao.audit.subscriptions import _followers

    assert any("copy_to_bureau" in name for name in _followers["vacancies.list_employer"])
    assert any("copy_to_bureau" in name for name in _followers["vacancies.submit"])


@pytest.mark.requirement("R052")
def test_the_bureau_gets_no_copy_of_its_own_entries(bureau, county):
    with scope_of(bureau):
        employers.list_employer({"name": "砖厂", "kind": "enterprise", "place": county.xinshao}, actor=bureau)
        for event in Event.objects.filter(verb__in=jobs.COPIED):
            jobs.copy_to_bureau(event)
    assert not Event.objects.filter(verb=jobs.COPY).exists()
