"""The survey a demonstration stands in comes about through the product's own acts."""

from __future__ import annotations

from typing import Any

import pytest

from gangqiao.kernel.scope import everywhere
from gangqiao.surveys.demonstration import make_survey
from gangqiao.surveys.models import AnswerSheet, Campaign, Task

pytestmark = pytest.mark.django_db


@pytest.fixture
def accounts(county: Any, make_user: Any) -> None:
    """The three accounts of a demonstration that survey."""
    make_user("headquarters_office", county.division, "office")
    make_user("township_clerk", county.xinshao, "xinshao")
    make_user("village_officer", county.villages[0], "xinshao-village")


def test_a_demonstration_stands_in_the_middle_of_a_survey(settings, county, accounts, make_household):
    settings.DEMO = True
    for _one in range(14):
        make_household(county.groups[0])
    campaign = make_survey(7)
    assert campaign is not None
    assert campaign.is_open
    with everywhere(reason="test"):
        states = set(Task.objects.filter(campaign=campaign).values_list("status", "outcome"))
        assert {("accepted", "surveyed"), ("returned", "surveyed")} <= states
        assert {("submitted", "refused"), ("submitted", "not_found")} <= states
        assert AnswerSheet.objects.filter(person__isnull=False, latest=True).count() >= 11
    assert make_survey(7) is None
    assert Campaign.objects.count() == 1


def test_there_is_no_made_up_survey_outside_a_demonstration(settings, county, accounts):
    settings.DEMO = False
    assert make_survey(7) is None
    assert not Campaign.objects.exists()
