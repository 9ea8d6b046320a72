"""A survey under way in the small county."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from gangqiao.kernel.scope import everywhere
from gangqiao.people.models import Household, Person
from gangqiao.surveys import actions
from gangqiao.surveys.models import AnswerSheet, Campaign, Task
from gangqiao.surveys.tests.made import open_survey


@pytest.fixture
def campaign(county: Any) -> Campaign:
    """A survey of the whole county, open, its tasks not made yet."""
    with everywhere(reason="test data"):
        return open_survey(county.key)


@pytest.fixture
def task(campaign: Campaign, household: Household, county: Any) -> Task:
    """The task of `household`, in the first village of Xinshao."""
    with everywhere(reason="test data"):
        actions.fill_roster(campaign.pk)
        return Task.objects.get(household=household)


HOUSEHOLD = {"household.address": "布龙村 3 号"}
GROWN = {
    "person.name": "张三",
    "person.ethnicity": "01",
    "person.education": "71",
    "survey.works_now": "no",
    "survey.has_skill": "no",
    "survey.has_business": "no",
    "intention.wants_work": "yes",
    "intention.training_wish": "no",
}


@pytest.fixture
def answer() -> Callable[..., AnswerSheet]:
    """Sends answers: `answer(task, actor, person, **{"person.education": "60"})`; of the household without a person."""

    def send(task: Task, actor: Any, person: Person | None = None, answers: Any = None, **more: Any) -> AnswerSheet:
        given = answers if answers is not None else (GROWN if person else HOUSEHOLD)
        change = actions.Change(
            **{"change_id": uuid4(), "task": task.uuid, "notice_version": 1, **more},
            answers=given,
            person=person.uuid if person else None,
        )
        return actions.apply_answers(change, actor=actor)

    return send
