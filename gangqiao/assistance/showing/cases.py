"""Cases of help in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.assistance.codes import LISTS
from gangqiao.assistance.models import Assessment, AssistCase, Measure
from gangqiao.assistance.policy.classes import CLASSES, Why
from gangqiao.assistance.reads.proposals import none_reasons
from gangqiao.assistance.states import CASE, LIVE_CASE, LIVE_MEASURE, MEASURE, CaseStatus, MeasureStatus
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.policy import Verdict
from gangqiao.people.reads.masking import name_for, place_names

C, M = CaseStatus, MeasureStatus
TONES = {C.IDENTIFIED: "warn", C.REASSESS: "warn", C.ASSESSED: "busy", C.PLANNED: "busy", C.ACTIVE: "busy",
         C.OUTCOME_MET: "good", C.CLOSED: "calm"}  # fmt: skip
MEASURE_TONES = {M.PLANNED: "warn", M.UNDER_WAY: "busy", M.DONE: "good", M.DROPPED: "calm"}
ANSWER_TONES = {Verdict.MET: "good", Verdict.NOT_MET: "calm", Verdict.MISSING: "warn"}


@dataclass(frozen=True, slots=True)
class Row:
    """A case in a list. kind: the class decided, or what the rules propose while none is; due: by when, in words."""

    case: AssistCase
    name: str
    place: str
    status: Any
    tone: str
    kind: str
    proposed: str
    due: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure on the page of its case. proof: what shows it; suggests: it shows that the measure worked."""

    measure: Measure
    kind: str
    owner: str
    status: Any
    tone: str
    due: str
    proof: str
    suggests: bool
    result: str
    may: set[str]


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition with its answer in words."""

    says: str
    article: str
    answer: str
    tone: str


@dataclass(frozen=True, slots=True)
class Group:
    """The conditions of one class. is_met: all of them are; fails: one of them is not."""

    kind: str
    name: str
    conditions: list[Condition]
    is_met: bool
    fails: bool


def class_words(kind: str, none_reason: str = "") -> str:
    """A class as it is read; why none fits, when none does; "" for no class."""
    if not kind:
        return ""
    word = str(LISTS["class"].word(kind))
    return f"{word}: {LISTS['none_reason'].word(none_reason)}" if none_reason else word


def rows(cases: Iterable[AssistCase], actor: Actor) -> list[Row]:
    """Cases as rows; their persons must be at hand."""
    found = list(cases)
    places = place_names({str(one.area_id) for one in found})
    why = none_reasons([one.person_id for one in found if one.proposed == "none"])
    return [_row(one, places.get(str(one.area_id), ""), why.get(one.person_id, ""), actor) for one in found]


def _row(one: AssistCase, place: str, why: str, actor: Actor) -> Row:
    status = C(one.status)
    due, is_late = due_words(one.next_on) if status in LIVE_CASE else ("", False)
    return Row(
        case=one,
        name=name_for(one.person, actor),
        place=place,
        status=status.label,
        tone="bad" if is_late else TONES[status],
        kind=class_words(one.kind, one.none_reason),
        proposed=proposed_words(one, why),
        due=due or (str(LISTS["close_reason"].word(one.close_reason)) if one.close_reason else ""),
        is_late=is_late,
    )


def proposed_words(one: AssistCase, none_reason: str = "") -> str:
    """What the rules propose, where that says something the decision does not."""
    if one.is_asked:
        return _("data is missing: ask")
    if not one.proposed:
        return _("none by the rules")
    return "" if one.proposed == one.kind else class_words(one.proposed, none_reason)


def due_words(day: date | None) -> tuple[str, bool]:
    """A day in words, and whether it is over."""
    if day is None:
        return "", False
    late = (clock.today() - day).days
    words = date_format(day)
    return (_("%(day)s, %(n)d days over") % {"day": words, "n": late}, True) if late > 0 else (words, False)


def measure_rows(measures: Iterable[Measure], actor: Actor) -> list[MeasureRow]:
    """The measures of a case as rows, each with what the reader may do with it."""
    return [_measure(one, actor) for one in measures]


def _measure(one: Measure, actor: Actor) -> MeasureRow:
    status, is_live = M(one.status), one.status in LIVE_MEASURE
    area = str(one.area_id)
    verbs = {step.verb for step in MEASURE.steps_from(one.status)} | (
        {"assistance.change_measure"} if is_live else set()
    )
    due, is_late = due_words(one.due_on) if is_live else (date_format(one.done_on) if one.done_on else "", False)
    owner = str(LISTS["owner"].word(one.owner))
    return MeasureRow(
        measure=one,
        kind=str(LISTS["measure"].word(one.kind)),
        owner=f"{owner} \u00b7 {one.owner_name}" if one.owner_name else owner,
        status=status.label,
        tone="bad" if is_late else MEASURE_TONES[status],
        due=due,
        proof=proof_words(one.proof),
        suggests=is_live and bool(one.proof.get("worked")),
        result=str(LISTS["measure_result"].word(one.result)) if one.result else "",
        may={verb.partition(".")[2] for verb in verbs if actor.may(verb, area)},
    )


def proof_words(proof: dict[str, Any]) -> str:
    """What shows a measure, with its day; "" for nothing."""
    named = {
        "referral": pgettext("proof", "referral"), "spell": pgettext("proof", "time of work"),
        "passenger": pgettext("proof", "travel in a batch"), "enrolment": pgettext("proof", "course"),
        "seat": pgettext("proof", "place at a local place of work"), "holder": pgettext("proof", "public post"),
        "business": pgettext("proof", "own business"), "category": pgettext("proof", "social assistance"),
        "contact": pgettext("proof", "call"),
    }  # fmt: skip
    if not proof:
        return ""
    return f"{named.get(proof['deed'], '')} \u00b7 {date_format(date.fromisoformat(proof['on']))}"


def groups(reasons: Sequence[Why]) -> list[Group]:
    """The conditions by class, in the order in which the classes are tried."""
    found = []
    for kind in CLASSES:
        own = [why for why in reasons if why.kind == kind]
        if own:
            found.append(
                Group(
                    kind,
                    class_words(kind),
                    [_condition(why) for why in own],
                    is_met=all(why.answer == Verdict.MET for why in own),
                    fails=any(why.answer == Verdict.NOT_MET for why in own),
                )
            )
    return found


def _condition(why: Why) -> Condition:
    words = {
        Verdict.MET: pgettext("condition", "met"), Verdict.NOT_MET: pgettext("condition", "not met"),
        Verdict.MISSING: pgettext("condition", "not known"),
    }  # fmt: skip
    return Condition(str(why.says), why.article, words[why.answer], ANSWER_TONES[why.answer])


def history(assessments: Iterable[Assessment]) -> list[dict[str, Any]]:
    """What was decided, the newest first: day, by whom, class, why anew, in words, and whether the rules said so."""
    return [
        {
            "assessment": one,
            "kind": class_words(one.kind, one.none_reason),
            "proposed": class_words(one.proposed) or _("no class"),
            "because": str(LISTS["reassess_reason"].word(one.because)) if one.because else "",
        }
        for one in assessments
    ]


def acts_of(one: AssistCase, actor: Actor) -> set[str]:
    """The verbs the reader may use on it now, without the name of the app."""
    area = str(one.area_id)
    verbs = {step.verb for step in CASE.steps_from(one.status) if actor.may(step.verb, area)}
    if one.status in (C.ASSESSED, C.PLANNED, C.ACTIVE) and one.kind in CLASSES:
        verbs |= {"assistance.add_measure"} if actor.may("assistance.add_measure", area) else set()
    return {verb.partition(".")[2] for verb in verbs}


def life_of(one: AssistCase) -> list[dict[str, Any]]:
    """The way of a case, with where it stands; one that is assessed anew stands at its beginning again."""
    way = [C.IDENTIFIED, C.ASSESSED, C.PLANNED, C.ACTIVE, C.OUTCOME_MET, C.CLOSED]
    if one.status == C.REASSESS:
        way[0] = C.REASSESS
    at = way.index(C(one.status))
    return [{"label": step.label, "is_past": n < at, "is_now": n == at} for n, step in enumerate(way)]
