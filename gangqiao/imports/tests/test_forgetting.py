"""Workbooks are emptied after ninety days: nothing of what they said of people stays, and nothing is taken in twice."""

from __future__ import annotations

import datetime as dt

import pytest

from gangqiao.imports.actions.receiving import decide, receive
from gangqiao.imports.jobs.applying import apply_waiting
from gangqiao.imports.jobs.checking import check_rows
from gangqiao.imports.jobs.forgetting import forget_old
from gangqiao.imports.models import Import, Row
from gangqiao.imports.states import Decision, Status
from gangqiao.imports.tests.applying import take_in_now
from gangqiao.imports.tests.workbooks import workbook
from gangqiao.kernel import clock, files
from gangqiao.kernel.scope import everywhere, scope_of

RECEIVED, LATER = dt.date(2020, 4, 1), dt.date(2020, 7, 1)


@pytest.fixture
def source(settings, tmp_path, person, make_person, county, township_clerk):
    """A checked workbook with one row to take."""
    settings.HOME = tmp_path
    content = workbook(["姓名", "身份证号", "电话"], [person.name, person.id_number, "13711112222"])
    with clock.frozen_at(RECEIVED), scope_of(township_clerk.areas()):
        made = receive("布龙.xlsx", content, actor=township_clerk)
        check_rows.call(made.pk, made.area_id)
        assert decide(made.pk, Decision.TAKE, actor=township_clerk, all=True) == 1
        yield made


def forgotten(on):
    with clock.frozen_at(on):
        return forget_old()


def again(source):
    with everywhere(reason="test"):
        return Import.objects.get(pk=source.pk), list(Row.objects.filter(source=source.pk))


@pytest.mark.requirement("D17")
def test_what_was_taken_in_is_emptied_and_counted_for_ever(source, township_clerk, django_capture_on_commit_callbacks):
    take_in_now(source, township_clerk)
    assert forgotten(RECEIVED + dt.timedelta(days=90)) == 0
    kept, figures = source.file, again(source)[0].figures
    with django_capture_on_commit_callbacks(execute=True):
        assert forgotten(LATER) == 1
    assert forgotten(LATER) == 0, "once"
    found, rows = again(source)
    assert (found.status, found.file, found.figures) == (Status.APPLIED, "", figures)
    assert [(row.payload, row.outcome) for row in rows] == [(None, "applied")]
    assert all(column["samples"] == [] for sheet in found.layout for column in sheet["columns"])
    with pytest.raises(files.FileGone):
        files.open_kept(kept)


def test_what_nobody_took_in_is_thrown_away(source):
    assert forgotten(LATER) == 1
    found, rows = again(source)
    assert (found.status, found.file, rows) == (Status.DISCARDED, "", [])


def test_a_workbook_that_is_being_taken_in_is_left_alone(source, township_clerk):
    with everywhere(reason="test"):
        Import.objects.filter(pk=source.pk).update(status=Status.APPLYING)
    assert forgotten(LATER) == 0
    with scope_of([source.area_id]):
        apply_waiting(source.uuid)
    assert again(source)[0].status == Status.APPLIED
