"""Issues and decisions as rows of a list, the most urgent first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from gangqiao.headquarters.models import Decision, Issue, IssueLevel, IssueNote
from gangqiao.headquarters.reads.issues import standing_of_issue
from gangqiao.headquarters.reads.meetings import standing_of_decision
from gangqiao.headquarters.states import DecisionStatus, IssueStatus
from gangqiao.kernel.verbs import labels_of_acts
from gangqiao.plans.standing import Standing

ISSUE_TONES = {IssueStatus.RAISED: "warn", IssueStatus.DONE: "busy", IssueStatus.VERIFIED: "good"}
DECISION_TONES = {DecisionStatus.DONE: "busy", DecisionStatus.SENT_BACK: "warn", DecisionStatus.VERIFIED: "good"}


@dataclass(frozen=True, slots=True)
class IssueRow:
    """An issue with its standing. owner: the unit it was assigned to, or the level that has it."""

    issue: Issue
    standing: Standing
    status: Any
    status_tone: str
    level: Any
    owner: str
    kind: Any
    href: str


def issue_row(issue: Issue, today: date) -> IssueRow:
    level = IssueLevel(issue.level).label
    return IssueRow(
        issue=issue,
        standing=standing_of_issue(issue, today),
        status=IssueStatus(issue.status).label,
        status_tone=ISSUE_TONES.get(IssueStatus(issue.status), "calm"),
        level=level,
        owner=issue.unit.name if issue.unit else str(level),
        kind=issue.get_kind_display(),
        href=reverse("headquarters:issue", args=[issue.uuid]),
    )


def issue_rows(issues: Iterable[Issue], today: date) -> list[IssueRow]:
    rows = [issue_row(issue, today) for issue in issues]
    return sorted(rows, key=lambda r: (r.standing.light, r.standing.last_day or date.max, r.issue.pk))


@dataclass(frozen=True, slots=True)
class NoteShown:
    """One line of the history of an issue."""

    note: IssueNote
    title: Any
    by: str
    file_href: str


def notes_shown(issue: Issue) -> list[NoteShown]:
    names = labels_of_acts()
    found = issue.notes.select_related("by", "unit").order_by("-pk")
    return [
        NoteShown(
            note=note,
            title=names.get(note.verb, note.verb),
            by=" · ".join(
                part
                for part in (
                    note.unit.name if note.unit else "",
                    note.by.display_name if note.by else "",
                    gettext("now at: %(level)s") % {"level": IssueLevel(note.level).label},
                )
                if part
            ),
            file_href=reverse("headquarters:issue_file", args=[note.uuid]) if note.kept else "",
        )
        for note in found
    ]


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision with its standing."""

    decision: Decision
    standing: Standing
    status: Any
    status_tone: str
    href: str


def decision_row(decision: Decision, today: date) -> DecisionRow:
    status = DecisionStatus(decision.status)
    return DecisionRow(
        decision=decision,
        standing=standing_of_decision(decision, today),
        status=status.label,
        status_tone=DECISION_TONES.get(status, "calm"),
        href=reverse("headquarters:decision", args=[decision.uuid]),
    )


def decision_rows(decisions: Iterable[Decision], today: date) -> list[DecisionRow]:
    rows = [decision_row(decision, today) for decision in decisions]
    return sorted(rows, key=lambda r: (r.standing.light, r.standing.last_day or date.max, r.decision.pk))
