"""Rows of the headquarters for the tests of other apps."""

from __future__ import annotations

from typing import Any

from gangqiao.headquarters.models import Issue, IssueNote
from gangqiao.kernel.scope import ScopedModel, everywhere


def issue_of(person: Any) -> list[ScopedModel]:
    """An issue of the person's area that names the person, with the first line of its history."""
    with everywhere(reason="test data"):
        issue = Issue.objects.create(area_id=person.area_id, kind="transport", title=person.name, level=2)
        note = IssueNote.objects.create(
            area_id=person.area_id, issue=issue, verb="headquarters.raise_issue", words=person.name, level=2
        )
        return [issue, note]
