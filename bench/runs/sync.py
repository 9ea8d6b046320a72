"""Connects phones and makes the batches of `bench/sync.py`, in a process that knows the database."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import django

django.setup()

from gangqiao.accounts.models import User
from gangqiao.accounts.reads import actor_of
from gangqiao.kernel.actor import Level
from gangqiao.kernel.scope import scope_of
from gangqiao.people.models import Person
from gangqiao.places.models import Division
from gangqiao.surveys.compiling import attribute_of
from gangqiao.surveys.models import Campaign, QuestionVersion, Task
from gangqiao.surveys.reads import facts
from gangqiao.surveys.states import CampaignStatus, Status
from gangqiao.sync import actions
from gangqiao.sync.reads.receipts import current_epoch
from gangqiao.sync.reads.villages import villages_of

AT = "2020-03-31T08:00:00+08:00"
Json = dict[str, Any]


class Sender:
    """One phone of a village that counts what it makes."""

    def __init__(self, village: Division, actor: Any, epoch: str) -> None:
        self.device, self.token = actions.enrol(actions.connect(village, actor=actor), name="bench")
        self.epoch, self.seq = epoch, 0

    def batch(self, *bodies: tuple[str, Json]) -> Json:
        ops, after = [], None
        for kind, body in bodies:
            self.seq += 1
            op = {"id": str(uuid4()), "seq": self.seq, "after": after, "at": AT, "kind": kind, "body": body}
            ops.append(op)
            after = op["id"]
        return {"token": self.token, "content": {"epoch": self.epoch, "device_at": None, "ops": ops}}


def prepare(sheets: int, visits: int) -> Json:
    """So many batches with the sheet of one household, and so many whole visits, spread over phones of all villages."""
    actor = actor_of(User.objects.get(username="office"))
    epoch = current_epoch()
    with scope_of(actor.areas("sync.carry")):
        campaign = Campaign.objects.select_related("questions").get(status=CampaignStatus.OPEN)
        open_tasks = Task.objects.filter(campaign=campaign, status=Status.ASSIGNED).select_related("household")
        # One household of each village after the other, as it is when every village is out.
        by_village: dict[str, list[Task]] = {}
        for task in open_tasks.order_by("area", "pk"):
            by_village.setdefault(task.area_id[:18], []).append(task)
        senders = {v.key: Sender(v, actor, epoch) for v in villages_of(actor) if v.key in by_village}
        tasks = [task for row in _rounds(list(by_village.values())) for task in row if task.area_id[:18] in senders]
        if len(tasks) < sheets + visits:
            raise SystemExit(f"{len(tasks)} households are open, {sheets + visits} are needed: a larger --scale")
        version = campaign.questions
        made = [senders[t.area_id[:18]].batch(_sheet(t, None, version)) for t in tasks[:sheets]]
        whole = [senders[t.area_id[:18]].batch(*_visit(t, version)) for t in tasks[sheets : sheets + visits]]
    return {"sheets": made, "visits": whole}


def _rounds(lists: list[list[Task]]) -> list[list[Task]]:
    longest = max((len(one) for one in lists), default=0)
    return [[one[n] for one in lists if n < len(one)] for n in range(longest)]


def _sheet(task: Task, person: Person | None, version: QuestionVersion) -> tuple[str, Json]:
    """All that is recorded, answered as it stands, with what the phone saw: the same as last time."""
    known = facts.person_values(person) if person is not None else facts.household_values(task.household)
    section = version.sheet.section("person" if person is not None else "household")
    answers: Json = {}
    if person is not None:
        answers = {
            "survey.works_now": known["given.works"],
            "survey.has_skill": "yes" if known.get("skill.name") else "no",
            "survey.has_business": "yes" if known.get("business.name") else "no",
        }
    seen: Json = {}
    for question in section.questions:
        attribute, value = attribute_of(question), known.get(question.key)
        if attribute is not None and value not in (None, "", []) and attribute.level <= Level.PERSONAL:
            seen[question.key] = facts.as_typed(attribute, value)
    return "surveys.answers", {
        "task": str(task.uuid),
        "person": str(person.uuid) if person is not None else None,
        "answers": answers | seen,
        "base": seen,
        "questions": version.digest,
        "notice_version": 1,
        "collected_at": AT,
    }


def _visit(task: Task, version: QuestionVersion) -> list[tuple[str, Json]]:
    """The household, each member, and the outcome."""
    bodies = [_sheet(task, member, version) for member in (None, *facts.members(task.household))]
    submit = {"task": str(task.uuid), "outcome": "surveyed", "note": "", "visits": 1, "double_of": ""}
    return [*bodies, ("surveys.submit", submit)]
