"""Carries one entity into the register: answers of somebody listed, somebody new, or a household that was found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from gangqiao.kernel.actor import Actor
from gangqiao.openrosa.forms_compiled.names import is_kept_on_phones, node_of
from gangqiao.openrosa.models import EntityWork
from gangqiao.openrosa.names import HEAD, HOUSEHOLDS, PERSONS
from gangqiao.openrosa.reads.register import ABOUT
from gangqiao.openrosa.refusals import GroupMissing, HouseholdMissing, NoHead
from gangqiao.people import actions as people
from gangqiao.people.models import Household
from gangqiao.surveys.actions import Change, apply_answers, join_roster
from gangqiao.surveys.actions.locking import lock_campaign
from gangqiao.surveys.models import Campaign, QuestionVersion, Task

Json = dict[str, Any]
ID_NUMBER = "person.id_number"
# With these the head of a new household is registered; what else was answered comes with the head's own work.
OF_A_HEAD = ("name", "id_number", "sex", "birth_date")


def answers_of(work: EntityWork, nodes: Mapping[str, str] | None = None) -> Json:
    """The raw answers by the keys of the questions. An empty one takes away what is recorded; absent ones keep it.

    Of somebody listed an empty answer to what phones are not shown keeps what is recorded: nobody saw it.
    """
    given = work.content["nodes"] if nodes is None else nodes
    digest = work.content["digest"]
    sheet = QuestionVersion.objects.get(digest=digest).sheet
    found: Json = {}
    for question in sheet.section(ABOUT[work.list]).questions:
        text = given.get(node_of(question.key))
        if text is None or (text == "" and not work.creates and not is_kept_on_phones(question)):
            continue
        found[question.key] = text.split() if question.kind == "multi_choice" else text
    return found


def carry_answers(work: EntityWork, row: Any, *, actor: Actor) -> None:
    """Answers about a person or household that is listed. Raises what the survey and the register refuse."""
    household = row if work.list == HOUSEHOLDS else row.household
    person = row.uuid if work.list == PERSONS else None
    _apply(work, household, person, answers_of(work), None, actor)


def carry_newcomer(work: EntityWork, household: Household, nodes: Mapping[str, str], *, actor: Actor) -> None:
    """Somebody new in a household, under the number the phone gave."""
    answers = answers_of(work, nodes)
    if nodes.get(node_of(ID_NUMBER)):
        answers[ID_NUMBER] = nodes[node_of(ID_NUMBER)]
    newcomer = {"relation": nodes.get("relation", ""), "id_exception": nodes.get("id_exception", "")}
    _apply(work, household, work.key, answers, newcomer, actor)


def found_household(work: EntityWork, head: EntityWork | None, *, actor: Actor) -> Household:
    """Put a household on the register with its head, under the numbers the phone gave, and answer its questions."""
    group = work.properties.get("area") or work.content["nodes"].get("area", "")
    if not group:
        raise GroupMissing
    if head is None:
        raise NoHead
    nodes = head.content["nodes"]
    core = {name: nodes[node_of(f"person.{name}")] for name in OF_A_HEAD if nodes.get(node_of(f"person.{name}"))}
    answers = answers_of(work)
    # Before the first entry of the log: the household joins the survey below (surveys.actions.locking).
    lock_campaign(work.submission.campaign.uuid)
    household = people.register_household(
        area=group,
        household={k.partition(".")[2]: v for k, v in answers.items() if k.startswith("household.")},
        head={"id_type": "01", **core},
        id_exception=nodes.get("id_exception", ""),
        uuid=work.key,
        head_uuid=head.key,
        actor=actor,
        source="survey",
    )
    # Its task is made here: other surveys are joined by a job, which may lock them before it writes to the log.
    number: str = household.household_no
    Task.objects.create(
        campaign=work.submission.campaign, household=household, area_id=group, household_no=number, persons=1
    )
    _apply(work, household, None, answers, None, actor)
    return household


def get_household(key: str) -> Household:
    """The household a newcomer belongs to. Raises HouseholdMissing."""
    found = Household.objects.filter(uuid=key, dissolved_on=None).first() if key else None
    if found is None:
        raise HouseholdMissing
    return found


def head_of(work: EntityWork) -> EntityWork | None:
    """The work of the head of a household that was found, from the same submission."""
    members = EntityWork.objects.filter(submission=work.submission, list=PERSONS).order_by("place")
    heads = [m for m in members if m.content["is_head"] and m.content["parent"] == str(work.key)]
    return heads[0] if heads else None


def is_registered_head(work: EntityWork, row: Any) -> bool:
    """Whether the person came onto the register together with the household of the same submission."""
    return bool(work.content["is_head"] and row.relation == HEAD and str(row.household.uuid) == work.content["parent"])


def _apply(
    work: EntityWork, household: Household, person: UUID | None, answers: Json, newcomer: Any, actor: Actor
) -> None:
    change = Change(
        change_id=work.change_id,
        task=task_of(work.submission.campaign, household).uuid,
        person=person,
        answers=answers,
        questions=work.content["digest"],
        notice_version=work.content["notice"],
        newcomer=newcomer,
        source="collect",
    )
    apply_answers(change, actor=actor)


def task_of(campaign: Campaign, household: Household) -> Task:
    """The household's task in the survey, made when missing. Raises Task.DoesNotExist out of the survey's area."""
    task = Task.objects.filter(campaign=campaign, household=household).first()
    if task is None:
        join_roster(household)
        task = Task.objects.get(campaign=campaign, household=household)
    return task
