"""A person decides the class; the rules only propose. What they said that day is stored with the decision, sealed."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import timedelta
from typing import Any
from uuid import UUID

from gangqiao.assistance.actions.cases import WORDS, drop_measures, set_next
from gangqiao.assistance.codes import LISTS
from gangqiao.assistance.models import Assessment, AssistCase
from gangqiao.assistance.policy.classes import NET, NONE, VERSION, Judged, days_on
from gangqiao.assistance.reads.proposals import judged_of
from gangqiao.assistance.refusals import AnswerOfList
from gangqiao.assistance.refusals_cases import NetNeedsFour, NothingProposed, ReasonForNone, WordsForAnotherClass
from gangqiao.assistance.states import TO_ASSESS
from gangqiao.audit import gathering
from gangqiao.audit.steps import step
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.errors import Refusal

ASSESS = "assistance.assess"


def assess(
    case_id: int,
    kind: str,
    none_reason: str = "",
    words: str = "",
    *,
    overrules: bool = False,
    actor: Actor,
    source: str = "screen",
) -> Assessment:
    """Decide the class of somebody, or that none fits and why; the rules are asked anew at this moment.

    words      needed when it is another class than the proposed one
    overrules  class C though not all four conditions are met (R099); needs words
    Raises AnswerOfList, ReasonForNone, NetNeedsFour, WordsForAnotherClass, NotYourVerb, NotAllowedNow.
    """
    said, reason = words.strip()[:WORDS], none_reason if kind == NONE else ""
    if kind not in LISTS["class"]:
        raise AnswerOfList("kind")
    if kind == NONE and reason not in LISTS["none_reason"]:
        raise ReasonForNone
    with step(AssistCase, case_id, ASSESS, actor=actor, source=source) as case:
        judged = judged_of(case.person_id)
        differs = (kind, reason) != (judged.kind, judged.none_reason)
        if kind == NET and not judged.net_is_met and not (overrules and said):
            raise NetNeedsFour
        if differs and not said:
            raise WordsForAnotherClass
        because = case.reassess_reason
        _decide(case, kind, reason, judged.kind)
        return Assessment.objects.create(
            area_id=case.area_id, person_id=case.person_id, person_uuid=case.person_uuid, case=case, kind=kind,
            none_reason=reason, proposed=judged.kind, reasons=as_text(judged), version=VERSION, differs=differs,
            words=said or None, on=clock.today(), by=actor.name[:100], because=because,
        )  # fmt: skip


def accept(case_id: int, *, actor: Actor, source: str = "screen") -> Assessment:
    """Decide as the rules propose. Raises NothingProposed while data is missing."""
    case = AssistCase.objects.get(pk=case_id)
    judged = judged_of(case.person_id)
    if not judged.kind:
        raise NothingProposed
    return assess(case_id, judged.kind, judged.none_reason, actor=actor, source=source)


def accept_many(uuids: Collection[UUID], *, actor: Actor) -> tuple[int, int]:
    """Decide as the rules propose for those ticked who wait for it; how many, and how many need another look."""
    done = left = 0
    rows = AssistCase.objects.filter(uuid__in=list(uuids), status__in=TO_ASSESS).order_by("pk")
    with gathering.together():
        for key in list(rows.values_list("pk", flat=True)):
            try:
                accept(key, actor=actor)
            except Refusal:
                left += 1
            else:
                done += 1
    return done, left


def _decide(case: AssistCase, kind: str, reason: str, proposed: str) -> None:
    today = clock.today()
    days = days_on(today)
    case.kind, case.none_reason, case.reassess_reason = kind, reason, ""
    case.proposed = case.proposed_then = proposed
    case.assess_on = today + timedelta(days=days.assess_again)
    drop_measures(case, str(LISTS["class"].word(kind)), unless_fits=True)
    set_next(case)
    if kind != NONE and not case.live:
        case.next_on = today + timedelta(days=days.plan)


def as_text(judged: Judged) -> str:
    """The reasons as they are stored: class, condition, answer, sentence, article."""
    rows: list[list[Any]] = [[w.kind, w.key, str(w.answer), str(w.says), w.article] for w in judged.reasons]
    return json.dumps(rows, ensure_ascii=False)
