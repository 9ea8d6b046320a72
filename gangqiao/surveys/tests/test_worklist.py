"""The lists of households: page by page they are the whole, however the county lies."""

from __future__ import annotations

from typing import Any

import pytest

from gangqiao.kernel.scope import everywhere
from gangqiao.surveys import actions
from gangqiao.surveys.models import Campaign, Task
from gangqiao.surveys.reads import completeness, worklist

pytestmark = pytest.mark.django_db


@pytest.fixture
def tasks(campaign: Campaign, county: Any, make_person: Any) -> list[Task]:
    """Three households in each of four groups, every second one handed in, every third with a gap."""
    for group in (county.groups[0], county.groups[2], county.groups[3], county.groups[6]):
        for _ in range(3):
            make_person(group)
    with everywhere(reason="test data"):
        actions.fill_roster(campaign.pk)
        found = list(Task.objects.order_by("area", "household_no", "pk"))
        for number, task in enumerate(found):
            if number % 2:
                task.status, task.outcome, task.persons_done = "submitted", "surveyed", task.persons
            task.missing = int(number % 3 == 0)
            task.save()
    return found


@pytest.mark.requirement("R028")
@pytest.mark.parametrize("size", [1, 2, 3, 60])
@pytest.mark.parametrize("part", ["due", "submitted", "accepted", "household", "person", "item"])
def test_pages_of_any_size_are_the_whole_list_in_walking_order(tasks, campaign, county, monkeypatch, part, size):
    monkeypatch.setattr(worklist, "PAGE", size)
    with everywhere(reason="test"):
        wanted = [t.pk for t in tasks if Task.objects.filter(worklist.PARTS[part], pk=t.pk).exists()]
        seen: list[int] = []
        after, pages = "", 0
        while pages == 0 or after:
            page = worklist.walk(campaign, county.key, part, after, ["due", "returned"])
            assert (page.counts[part], page.counts["due"], page.counts["returned"]) == (len(wanted), 6, 0)
            seen += [t.pk for t in page.tasks]
            after, pages = page.after, pages + 1
    assert seen == wanted


def test_groups_nobody_reached_come_in_pages(campaign, county, monkeypatch):
    monkeypatch.setattr(completeness, "GROUPS_OF_A_PAGE", 3)
    with everywhere(reason="test"):
        seen, after = [], ""
        while len(seen) < 8:
            page = completeness.groups_missed(campaign, county.key, after)
            assert page.count == 8
            seen += [g.key for g in page.rows]
            after = page.after
    assert (seen, after) == (sorted(g.key for g in county.groups), "")
