"""Rows of this app for the cast: one in every scoped table, and an open survey."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

from gangqiao.accounts.models import User
from gangqiao.kernel.actor import SYSTEM
from gangqiao.people.models import Person
from gangqiao.surveys import actions
from gangqiao.surveys.models import (
    Alias,
    AnswerSheet,
    Campaign,
    Charge,
    Difference,
    Picture,
    Print,
    Recheck,
    Remark,
    Task,
)

NOTICE = "我们是村委会的工作人员，登记就业情况，可以不回答。"


def open_survey(area: str, **values: Any) -> Campaign:
    """A survey under way, without tasks yet."""
    begins = dt.date(2020, 2, 1)
    made = {"name": "农村劳动力调查", "begins_on": begins, "due_on": dt.date(2020, 3, 1), "notice": NOTICE, **values}
    return actions.open_campaign(actions.plan(area=area, actor=SYSTEM, **made).pk, actor=SYSTEM)


def survey_of(person: Person, officer: User) -> list[Any]:
    """A task with a sheet, a difference, a picture, a remark and a second visit. Call it with the whole county open."""
    place = {"area_id": person.area_id}
    campaign = Campaign.objects.filter(status="open").first() or open_survey(str(person.area_id))
    task, _made = Task.objects.get_or_create(
        campaign=campaign, household=person.household, defaults={**place, "household_no": str(person.household)}
    )
    sheet = AnswerSheet.objects.create(
        **place, task=task, person=person, change_id=uuid4(), questions=campaign.questions, answers="{}",
        received_by="made", source="desk",
    )  # fmt: skip
    # One officer a village in a campaign: each person's row belongs to a campaign of its own.
    charge = Charge.objects.create(campaign=open_survey(str(person.area_id)), area_id=person.area_id, officer=officer)
    return [
        task,
        sheet,
        charge,
        Remark.objects.create(**place, task=task, person=person, words="再问一次", made_by="made"),
        Print.objects.create(**place, campaign=campaign, asker=officer, language="zh-hans"),
        Recheck.objects.create(**place, task=task, seed="1", drawn_by="made"),
        Difference.objects.create(**place, sheet=sheet, task=task, person=person, key="person.education", sent='"60"'),
        Alias.objects.create(**place, person=person, uuid=uuid4()),
        Picture.objects.create(
            **place, task=task, person=person, purpose="photo", blob="0" * 64, change_id=uuid4(), made_by="made"
        ),
    ]
