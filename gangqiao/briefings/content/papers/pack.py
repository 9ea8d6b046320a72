"""The pack of a joint meeting: agenda, what lags, overdue tasks, open issues, and what became of earlier decisions."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext

from gangqiao.briefings.content.blocks import Cell, Column
from gangqiao.briefings.content.composer import Composer, day_text
from gangqiao.briefings.content.papers import circular, parts
from gangqiao.headquarters.models import Issue, IssueLevel, Meeting
from gangqiao.headquarters.reads.issues import standing_of_issue
from gangqiao.headquarters.reads.meetings import standing_of_decision, unfinished
from gangqiao.headquarters.showing.agenda import item_shown, meeting_name
from gangqiao.headquarters.states import OPEN


def pack(c: Composer, meeting: Meeting) -> None:
    c.heading(gettext("Agenda"))
    _agenda(c, meeting)
    c.heading(gettext("Where the targets stand"))
    parts.targets_chart(c)
    parts.targets_grid(c, with_new=False)
    c.heading(gettext("What lags"))
    circular.owed(c)
    c.heading(gettext("Open issues"))
    _issues(c)
    c.heading(gettext("Decisions that are not finished"))
    _decisions(c, c.gathered.day)


def _agenda(c: Composer, meeting: Meeting) -> None:
    where = " ".join(word for word in (meeting.at, meeting.place) if word)
    named = meeting_name(meeting)
    c.words(f"{named}{gettext(': ')}{day_text(meeting.day)} {where}".rstrip())
    items = [item_shown(item) for item in meeting.agenda.filter(is_out=False)]
    if not items:
        c.words(gettext("The agenda has no item yet."))
    c.listing(f"{one.kind}{gettext(': ')}{one.title} {one.says}".rstrip() for one in items)


def _issues(c: Composer) -> None:
    # Neither title nor text, which may name people: the pack is read by more people than the issue.
    waiting = Issue.objects.filter(level=IssueLevel.HEADQUARTERS, status__in=OPEN).select_related("area", "unit")
    rows = [
        [
            Cell(issue.get_kind_display()),
            Cell(issue.area.name),
            Cell(issue.raised_on.isoformat()),
            Cell(str(issue.unit or "")),
            Cell(issue.get_status_display()),
            Cell(str(standing_of_issue(issue, c.gathered.day).reason)),
        ]
        for issue in waiting.order_by("raised_on", "pk")
    ]
    if not rows:
        c.words(gettext("No issue waits at headquarters."))
    columns = [
        Column(gettext("About"), wide=2),
        Column(gettext("Area")),
        Column(gettext("Raised on"), wide=2),
        Column(gettext("Unit"), wide=2),
        Column(gettext("State")),
        Column(gettext("Reason"), wide=3),
    ]
    c.grid("issues", gettext("Issues at headquarters"), columns, rows)


def _decisions(c: Composer, day: date) -> None:
    rows = [
        [
            Cell(meeting_name(one.meeting)),
            Cell(str(one.number)),
            Cell(one.words),
            Cell(str(one.unit)),
            Cell(one.due_on.isoformat()),
            Cell(str(standing_of_decision(one, day).reason)),
        ]
        for one in unfinished().order_by("due_on", "pk")
    ]
    if not rows:
        c.words(gettext("Every decision of earlier meetings is finished."))
    columns = [
        Column(gettext("Meeting"), wide=2),
        Column(gettext("No."), counts="number"),
        Column(gettext("Decision"), wide=4),
        Column(gettext("Unit"), wide=2),
        Column(gettext("Due"), wide=2),
        Column(gettext("Reason"), wide=3),
    ]
    c.grid("decisions", gettext("Follow-up of decisions"), columns, rows)
