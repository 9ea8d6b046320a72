"""A paper from asking to issue: made by a job, issued by a second person, frozen, withdrawn with a reason."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from gangqiao.audit.models import Event
from gangqiao.audit.steps import NotYourVerb
from gangqiao.briefings import actions, jobs, reads
from gangqiao.briefings.models import Briefing, Kind
from gangqiao.briefings.refusals import (
    Damaged,
    DayNotOver,
    NoMeeting,
    OnlyFiguresArePublic,
    OnlyForTheCounty,
    SamePerson,
)
from gangqiao.briefings.sources import drafts, monthly
from gangqiao.briefings.states import Status
from gangqiao.briefings.tests.conftest import DAY
from gangqiao.briefings.tests.test_documents import drawn_simply  # noqa: F401  for every test here
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.files import drop
from gangqiao.kernel.lifecycle import NotAllowedNow, NoteNeeded
from gangqiao.kernel.scope import scope_of


@pytest.fixture
def draft(workers: None, county: Any, office: Actor) -> Briefing:
    """A circular of the county that was made and waits to be issued."""
    with scope_of(office.areas("briefings.make")):
        asked = actions.ask(Kind.CIRCULAR, county.division, DAY, actor=office)
    jobs.make_briefing(asked)
    with scope_of(office.areas("briefings.make")):
        return Briefing.objects.get(pk=asked.pk)


def read_again(briefing: Briefing, actor: Actor) -> Briefing:
    with scope_of(actor.areas("briefings.view")):
        return Briefing.objects.get(pk=briefing.pk)


def test_a_paper_is_made_in_both_languages_and_three_forms(draft: Briefing) -> None:
    assert draft.status == Status.DRAFT
    assert draft.is_provisional
    assert sorted((f["language"], f["format"]) for f in draft.files) == sorted(
        (language, form) for language in ("zh-hans", "en") for form in ("docx", "pdf", "xlsx")
    )
    assert reads.paper_of(draft, "en").title == "弥勒市: circular on the progress of rural employment"


def test_a_job_that_runs_twice_makes_a_paper_once(draft: Briefing, office: Actor) -> None:
    jobs.make_briefing(draft)
    assert read_again(draft, office).files == draft.files


@pytest.mark.requirement("R124")
def test_a_second_person_issues_a_paper_under_the_next_number(draft: Briefing, office: Actor, leader: Actor) -> None:
    with scope_of(office.areas("briefings.make")), pytest.raises(SamePerson):
        actions.issue(draft.uuid, actor=office)
    with scope_of(leader.areas("briefings.issue")):
        issued = actions.issue(draft.uuid, actor=leader)
        assert (issued.status, issued.year, issued.number, issued.issued_on) == (Status.ISSUED, 2020, 1, DAY)
        with pytest.raises(NotAllowedNow):
            actions.issue(draft.uuid, actor=leader)
    event = Event.objects.get(verb="briefings.issue")
    assert all(one["sha256"][:12] in event.reason for one in issued.files)


@pytest.mark.requirement("D04")
def test_an_issued_paper_is_the_same_bytes_for_ever(
    draft: Briefing, leader: Actor, office: Actor, county: Any, make_person: Any, remember: Any
) -> None:
    with scope_of(leader.areas("briefings.issue")):
        issued = actions.issue(draft.uuid, actor=leader)
        before = [reads.document_of(issued, f["language"], f["format"]) for f in issued.files]
        make_person(county.hongxi)
        with clock.frozen_at(DAY + dt.timedelta(days=30)):
            jobs.make_briefing(issued)
            again = read_again(issued, leader)
            assert [reads.document_of(again, f["language"], f["format"]) for f in again.files] == before
        for change in ({"files": []}, {"number": 2}, {"content": ""}, {"status": Status.DRAFT}):
            with pytest.raises(DatabaseError), transaction.atomic():
                Briefing.objects.filter(pk=issued.pk).update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            Briefing.objects.filter(pk=issued.pk).delete()


def test_a_document_that_was_changed_on_the_disk_is_not_shown(draft: Briefing) -> None:
    drop(draft.files[0]["file"])
    with pytest.raises(Damaged):
        reads.document_of(draft, draft.files[0]["language"], draft.files[0]["format"])


def test_a_paper_is_withdrawn_with_a_reason_and_stays_readable(draft: Briefing, leader: Actor) -> None:
    with scope_of(leader.areas("briefings.issue")):
        actions.issue(draft.uuid, actor=leader)
        with pytest.raises(NoteNeeded):
            actions.withdraw(draft.uuid, " ", actor=leader)
        gone = actions.withdraw(draft.uuid, "数字有误", actor=leader)
        assert (gone.status, gone.note) == (Status.WITHDRAWN, "数字有误")
        assert reads.document_of(gone, "zh-hans", "pdf")


def test_numbers_count_by_kind_area_and_year(draft: Briefing, office: Actor, leader: Actor, county: Any) -> None:
    with scope_of(office.areas("briefings.make")):
        others = [actions.ask(kind, county.division, DAY, actor=office) for kind in (Kind.CIRCULAR, Kind.ANALYSIS)]
    for one in others:
        jobs.make_briefing(one)
    with scope_of(leader.areas("briefings.issue")):
        numbers = [actions.issue(one.uuid, actor=leader).number for one in (draft, *others)]
    assert numbers == [1, 2, 1]


def test_what_cannot_be_made_is_refused(workers: None, county: Any, office: Actor, township_clerk: Actor) -> None:
    def ask(kind: str, area: Any = county.division, day: dt.date = DAY, actor: Actor = office, **asked: Any) -> None:
        with scope_of(actor.areas("briefings.make")):
            actions.ask(kind, area, day, actor=actor, **asked)

    for refusal, asked in (
        (DayNotOver, {"kind": Kind.WEEKLY, "day": DAY + dt.timedelta(days=1)}),
        (NoMeeting, {"kind": Kind.MEETING}),
        (OnlyFiguresArePublic, {"kind": Kind.ANALYSIS, "is_public": True}),
        (OnlyForTheCounty, {"kind": Kind.MONTHLY, "area": county.xinshao, "is_public": True}),
        (NotYourVerb, {"kind": Kind.WEEKLY, "area": county.hongxi, "actor": township_clerk}),
    ):
        with pytest.raises(refusal):
            ask(**asked)


def test_a_township_makes_its_own_papers_and_sees_no_other(
    workers: None, county: Any, township_clerk: Actor, stranger: Actor
) -> None:
    with scope_of(township_clerk.areas("briefings.make")):
        asked = actions.ask(Kind.MONTHLY, county.xinshao, DAY, actor=township_clerk)
    jobs.make_briefing(asked)
    with scope_of(township_clerk.areas("briefings.view")):
        made = reads.find_briefing(asked.uuid)
        assert made is not None
        assert (made.status, made.begins_on, made.day) == (Status.DRAFT, dt.date(2020, 3, 1), DAY)
    with scope_of(stranger.areas("briefings.view")):
        assert reads.find_briefing(asked.uuid) is None


def test_a_paper_whose_maker_lost_the_post_says_why_it_was_not_made(
    workers: None, county: Any, office_user: Any, office: Actor
) -> None:
    with scope_of(office.areas("briefings.make")):
        asked = actions.ask(Kind.WEEKLY, county.division, DAY, actor=office)
    office_user.grants.update(valid_to=DAY - dt.timedelta(days=1))
    jobs.make_briefing(asked)
    refused = read_again(asked, office)
    assert refused.status == Status.REFUSED
    assert "post" in refused.said


def test_the_monthly_figures_are_due_until_somebody_makes_them(workers: None, county: Any, office: Actor) -> None:
    with scope_of(office.areas("briefings.make")):
        (entry,) = monthly(office)
        assert "2020年2月" in str(entry.title)
        actions.ask(Kind.MONTHLY, county.division, dt.date(2020, 2, 29), actor=office)
        assert not list(monthly(office))


def test_a_draft_waits_for_somebody_else(draft: Briefing, office: Actor, leader: Actor) -> None:
    with scope_of(office.areas("briefings.make")):
        assert not list(drafts(office))
    with scope_of(leader.areas("briefings.issue")):
        assert len(list(drafts(leader))) == 1
