"""Puts a demonstration into the middle of a survey through the product's own acts. Everybody in it is made up."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from django.conf import settings
from django.utils import translation

from gangqiao.accounts.models import User
from gangqiao.accounts.reads import actor_of
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.kernel.scope import scope_of
from gangqiao.people.models import Person
from gangqiao.places.reads import county
from gangqiao.surveys import actions
from gangqiao.surveys.models import Campaign, Task
from gangqiao.surveys.reads import facts
from gangqiao.surveys.reads.worklist import walk
from gangqiao.surveys.states import Outcome, Status

WORDS = yaml.safe_load((Path(__file__).parent / "demonstration.yaml").read_text(encoding="utf-8"))
BEGAN, LASTS = timedelta(days=14), timedelta(days=45)
VISITED = 36  # households with a visit, in the first groups of the village that has an account
RETURNED, REFUSED, NOT_FOUND, BEGUN = {3}, {7}, {11}, {34, 35}


def make_survey(seed: int) -> Campaign | None:
    """A survey of the county that is under way: some households accepted, some submitted, returned, refused or begun.

    Null outside a demonstration, without its accounts, and when there is a survey already.
    """
    users = {u.username: u for u in User.objects.filter(username__in=("office", "xinshao", "xinshao-village"))}
    if not settings.DEMO or len(users) < 3 or Campaign.objects.exists():
        return None
    office, township, village = (actor_of(users[name]) for name in ("office", "xinshao", "xinshao-village"))
    with scope_of(office.areas("surveys.open")):
        today = clock.today()
        planned = actions.plan(
            area=county().key,
            name=WORDS["name"],
            notice=WORDS["notice"],
            begins_on=today - BEGAN,
            due_on=today - BEGAN + LASTS,
            actor=office,
        )
        campaign = actions.open_campaign(planned.pk, actor=office)
        actions.fill_roster(campaign.pk)
    rng = random.Random(seed)
    with translation.override(settings.LANGUAGE_CODE), scope_of(village.areas("surveys.collect")):
        area = village.areas("surveys.collect")[0]
        tasks = walk(campaign, area, "due").tasks[:VISITED]
        for place, task in enumerate(tasks):
            _visit(task, place, rng, village, township)
    return campaign


def _visit(task: Task, place: int, rng: random.Random, village: Actor, township: Actor) -> None:
    """One household, as it went."""
    if place in REFUSED:
        actions.submit(task.pk, outcome=Outcome.REFUSED, note=WORDS["refused"], visits=1, actor=village)
        return
    if place in NOT_FOUND:
        actions.submit(task.pk, outcome=Outcome.NOT_FOUND, note=WORDS["not_found"], visits=2, actor=village)
        return
    members = facts.members(task.household)
    _ask(task, None, rng, village)
    for member in members[:1] if place in BEGUN else members:
        _ask(task, member, rng, village)
    if place in BEGUN:
        return
    handed_in = actions.submit(task.pk, outcome=Outcome.SURVEYED, visits=1, actor=village)
    if place in RETURNED:
        remark = (members[0].uuid, "intention.wants_work", WORDS["remark"])
        actions.send_back(task.pk, reason=WORDS["returned"], remarks=[remark], actor=township)
    elif handed_in.status == Status.SUBMITTED and place < VISITED // 2:
        actions.accept(task.pk, actor=township)


def _ask(task: Task, person: Person | None, rng: random.Random, village: Actor) -> None:
    """Answers that change nothing but what was not known; an answer the register refuses stays a gap."""
    change_id = UUID(int=rng.getrandbits(128), version=4)
    answers = _answers(person, rng) if person is not None else {}
    change = actions.Change(change_id, task.uuid, answers, person.uuid if person else None, notice_version=1)
    try:
        actions.apply_answers(change, actor=village)
    except (Refusal, Refusals):
        actions.apply_answers(actions.Change(change_id, task.uuid, {}, change.person, notice_version=1), actor=village)


def _answers(person: Person, rng: random.Random) -> dict[str, Any]:
    known = facts.person_values(person)
    found: dict[str, Any] = {
        "survey.works_now": known["given.works"],
        "survey.has_skill": "yes" if known.get("skill.name") else "no",
        "survey.has_business": "yes" if known.get("business.name") else "no",
    }
    if not known.get("intention.wants_work") and rng.random() < 0.8:
        found |= {"intention.wants_work": "no", "intention.training_wish": rng.choice(("yes", "no"))}
    return found
