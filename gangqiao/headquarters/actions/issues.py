"""Takes an issue from who raises it to somebody who solves it, and to another who says that it is solved."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import transaction

from gangqiao.accounts.models import Unit
from gangqiao.audit.events import record
from gangqiao.audit.steps import require, step
from gangqiao.headquarters.filing import NOTHING, Sent, kept
from gangqiao.headquarters.models import Issue, IssueLevel, IssueNote, IssueParty
from gangqiao.headquarters.reads.issues import handles, level_of, may_verify, own_unit, works_on
from gangqiao.headquarters.refusals import (
    AlreadyAtTheTop,
    DayIsPast,
    NotForYou,
    NotYourOwnResult,
    WordsMissing,
)
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.scope import scope_of
from gangqiao.places.models import Division
from gangqiao.places.reads import county

RAISE = "headquarters.raise_issue"


def raise_issue(
    area: Division,
    kind: str,
    title: str,
    words: str,
    *,
    actor: Actor,
    to_level_above: bool = True,
    sent: Sent = NOTHING,
    source: str = "screen",
) -> Issue:
    """Raise an issue of an area; it goes to the level of the area, or the one above it.

    Whoever has no area (a department) raises it for the county, at the headquarters, and sees it as its party.
    Raises NotYourVerb, WordsMissing, FileTooLarge, NotThatKind.
    """
    without_area = not actor.areas(RAISE) and actor.may(RAISE) and area.key == county().key
    if not without_area:
        require(actor, RAISE, area=area.key)
    for field, text in (("title", title), ("words", words)):
        if not text.strip():
            raise WordsMissing(field)
    level = level_of(area.key)
    if to_level_above:
        level = IssueLevel(min(level + 1, IssueLevel.HEADQUARTERS))
    unit = own_unit(actor)
    with kept(sent) as file, scope_of([area.key]), transaction.atomic():
        issue = Issue.objects.create(
            area=area,
            kind=kind,
            title=title.strip()[:80],
            level=level,
            raised_by_id=actor.user_id,
            raised_unit=unit,
        )
        _note(issue, RAISE, words, actor, **file)
        if without_area and unit is not None:
            IssueParty.objects.create(unit=unit, issue_key=issue.uuid, area_path=area.key, part=IssueParty.RAISED)
        record(RAISE, actor=actor, subject=issue, source=source)
    return issue


def accept_issue(issue_id: int, *, actor: Actor, words: str = "", source: str = "screen") -> Issue:
    """Say for the level where it stands that it takes the issue on. Raises NotForYou."""
    with _step(issue_id, "headquarters.accept_issue", words, actor, source) as issue:
        _must(handles(actor, "headquarters.accept_issue", issue))
    return issue


def assign_issue(
    issue_id: int, unit: Unit, due_on: date, *, actor: Actor, words: str = "", source: str = "screen"
) -> Issue:
    """Say which unit solves it by when. That unit sees the issue from then on. Raises NotForYou, DayIsPast."""
    if due_on < clock.today():
        raise DayIsPast("due_on")
    with _step(issue_id, "headquarters.assign_issue", words, actor, source) as issue:
        _must(handles(actor, "headquarters.assign_issue", issue))
        _end_ownership(issue)
        issue.unit, issue.due_on = unit, due_on
        IssueParty.objects.create(unit=unit, issue_key=issue.uuid, area_path=issue.area_id, part=IssueParty.OWNS)
    return issue


def start_issue(issue_id: int, *, actor: Actor, words: str = "", source: str = "screen") -> Issue:
    """Say that the work on it has begun. Raises NotForYou."""
    with _step(issue_id, "headquarters.start_issue", words, actor, source) as issue:
        _must(works_on(actor, "headquarters.start_issue", issue))
    return issue


def report_issue(issue_id: int, words: str, *, actor: Actor, sent: Sent = NOTHING, source: str = "screen") -> Issue:
    """Say how it was solved, with a file or without. Raises NotForYou, WordsMissing, FileTooLarge, NotThatKind."""
    if not words.strip():
        raise WordsMissing
    with kept(sent) as file, _step(issue_id, "headquarters.report_issue", words, actor, source, **file) as issue:
        _must(works_on(actor, "headquarters.report_issue", issue))
        issue.reported_by_id, issue.reported_on = actor.user_id, clock.today()
        issue.verified_by, issue.verified_on = None, None
    return issue


def verify_issue(issue_id: int, *, actor: Actor, words: str = "", source: str = "screen") -> Issue:
    """Somebody else says that it is solved. Raises NotYourOwnResult."""
    with _step(issue_id, "headquarters.verify_issue", words, actor, source) as issue:
        if not may_verify(actor, issue):
            raise NotYourOwnResult
        issue.verified_by_id, issue.verified_on = actor.user_id, clock.today()
    return issue


def send_back_issue(issue_id: int, words: str, *, actor: Actor, source: str = "screen") -> Issue:
    """Somebody else says that it is not solved, and what is missing. Raises NotYourOwnResult, WordsMissing."""
    if not words.strip():
        raise WordsMissing
    with _step(issue_id, "headquarters.send_back_issue", words, actor, source) as issue:
        if not may_verify(actor, issue):
            raise NotYourOwnResult
    return issue


def send_up(issue_id: int, words: str, *, actor: Actor, source: str = "screen") -> Issue:
    """This level cannot solve it: it waits at the level above. Raises NotForYou, AlreadyAtTheTop, WordsMissing."""
    if not words.strip():
        raise WordsMissing
    with _step(issue_id, "headquarters.send_up", words, actor, source) as issue:
        _must(handles(actor, "headquarters.send_up", issue))
        if issue.level == IssueLevel.HEADQUARTERS:
            raise AlreadyAtTheTop
        _end_ownership(issue)
        issue.level, issue.waits_since = issue.level + 1, clock.today()
        issue.unit, issue.due_on = None, None
    return issue


@contextmanager
def _step(issue_id: int, verb: str, words: str, actor: Actor, source: str, **file: object) -> Iterator[Issue]:
    """One arrow with its note. The words go into the note, which is sealed, and not into the log."""
    with step(Issue, issue_id, verb, actor=actor, source=source) as issue:
        yield issue
        _note(issue, verb, words, actor, **file)


def _note(issue: Issue, verb: str, words: str, actor: Actor, **file: object) -> None:
    IssueNote.objects.create(
        area_id=issue.area_id,
        issue=issue,
        verb=verb,
        words=words.strip()[:2000] or None,
        level=issue.level,
        unit=own_unit(actor),
        by_id=actor.user_id,
        **file,
    )


def _end_ownership(issue: Issue) -> None:
    IssueParty.objects.filter(issue_key=issue.uuid, part=IssueParty.OWNS, ended_on=None).update(ended_on=clock.today())


def _must(may: bool) -> None:
    if not may:
        raise NotForYou
