"""Learners in words: rows of the list of a class, the facts of one, call-backs and doubts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.kernel.actor import Actor
from gangqiao.people.reads.masking import phone_for, place_names
from gangqiao.training.codes import LISTS
from gangqiao.training.models import CallBack, Class, Doubt, Enrolment
from gangqiao.training.policy.guards import NUMBERS, minutes_asked
from gangqiao.training.reads.classes_seeing import reaches
from gangqiao.training.reads.learners import name_of
from gangqiao.training.states import EnrolmentStatus as E

TONES = {
    E.APPLIED: "busy", E.ADMITTED: "busy", E.ATTENDING: "busy", E.PASSED: "good", E.CERTIFIED: "good", E.FAILED: "warn",
    E.DROPPED: "calm", E.REFUSED: "calm", E.OBJECTED: "calm",
}  # fmt: skip
CALL_TONES = {"confirmed": "good", "same": "good", "denied": "bad", "not_enrolled": "bad", "other": "bad"}
# Steps of a learner in the order of their buttons.
ACTS = ("admit", "refuse", "object", "drop", "pass_learner", "fail_learner", "certify", "revoke", "correct_attendance")


@dataclass(frozen=True, slots=True)
class Row:
    """A learner in a list. hours: attended, as "18 of 40"; is_short: fewer than ask for to pass."""

    enrolment: Enrolment
    name: str
    place: str
    source: str
    status: str
    tone: str
    hours: str
    score: str
    is_short: bool


def rows(found: Iterable[Enrolment], held: Class, actor: Actor) -> list[Row]:
    """Learners of one class as rows."""
    listed = list(found)
    places = place_names({str(one.area_id) for one in listed})
    return [_row(one, held, places.get(str(one.area_id), ""), actor) for one in listed]


def _row(one: Enrolment, held: Class, place: str, actor: Actor) -> Row:
    status = E(one.status)
    # Who objected is known to those who help with it; to the others, the teachers among them, the learner left.
    if status == E.OBJECTED and not reaches(actor, "training.object", one):
        status = E.DROPPED
    return Row(
        one, name_of(one, actor, held), place, str(LISTS["enrol_source"].word(one.source)), str(status.label),
        TONES[status], hours_words(one.minutes, held), f"{one.score:g}" if one.score is not None else "",
        one.minutes < minutes_asked(held.hours, held.begins_on),
    )  # fmt: skip


def hours_words(minutes: int, held: Class) -> str:
    """Hours attended of the hours of the class."""
    hour = int(NUMBERS.on(held.begins_on).minutes_of_hour)
    return _("%(have)s of %(all)d") % {"have": f"{minutes / hour:.1f}".removesuffix(".0"), "all": held.hours}


def may(row: Enrolment, held: Class, actor: Actor) -> set[str]:
    """What the reader may do with a learner now."""
    open_steps = {step.verb.partition(".")[2] for step in Enrolment.LIFE_CYCLE.steps_from(row.status)}
    allowed = {act for act in ACTS if reaches(actor, f"training.{act}", held) or reaches(actor, f"training.{act}", row)}
    steps = allowed & open_steps
    if held.status == "running" and row.status in (E.ADMITTED, E.ATTENDING) and "correct_attendance" in allowed:
        steps.add("correct_attendance")
    return steps if held.status == "running" else steps - {"pass_learner", "fail_learner"}


@dataclass(frozen=True, slots=True)
class Call:
    """A call-back in a list. about: which day is asked about; may_record: the reader did not sign the learner in."""

    call: CallBack
    name: str
    place: str
    phone: str
    dial: str
    kind: str
    about: str
    result: str
    tone: str
    choices: list[tuple[str, Any]]
    may_record: bool


def call_rows(found: Iterable[CallBack], actor: Actor, signed_by_me: set[int]) -> list[Call]:
    """Call-backs as rows. signed_by_me: keys of the enrolments whom the reader signed in."""
    listed = list(found)
    places = place_names({str(one.area_id) for one in listed})
    return [_call(one, places.get(str(one.area_id), ""), actor, signed_by_me) for one in listed]


def _call(one: CallBack, place: str, actor: Actor, signed_by_me: set[int]) -> Call:
    results = LISTS["call_result" if one.kind == "call" else "hand_result"]
    phone = phone_for(one.enrolment.shown_phone or "", actor.level_in(str(one.area_id)))
    session = one.session
    course = one.enrolment.held.course.title
    day = date_format(session.on) if session is not None else ""
    return Call(
        call=one, name=name_of(one.enrolment, actor), place=place, phone=phone,
        dial=phone if phone.isascii() and phone.isdigit() else "", kind=one.get_kind_display(),
        about=" · ".join(part for part in (one.enrolment.held.number, course, day) if part),
        result=str(results.word(one.result)) if one.result else "", tone=CALL_TONES.get(one.result, "warn"),
        choices=list(results.choices()),
        may_record=one.enrolment_id not in signed_by_me and reaches(actor, "training.record_call", one),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class DoubtRow:
    """A doubt in a list. facts: what shows it."""

    doubt: Doubt
    who: str
    place: str
    what: str
    facts: str
    outcome: str
    may_settle: bool


def doubt_rows(found: Iterable[Doubt], actor: Actor) -> list[DoubtRow]:
    """Doubts as rows, with what the guard saw."""
    listed = list(found)
    places = place_names({str(one.area_id) for one in listed})
    others = {one.facts.get("other") for one in listed} - {None}
    numbers = dict(Class.objects.filter(pk__in=others).values_list("pk", "number"))
    return [_doubt(one, places.get(str(one.area_id), ""), numbers, actor) for one in listed]


def _doubt(one: Doubt, place: str, numbers: dict[Any, str], actor: Actor) -> DoubtRow:
    verb = "training.settle_doubt"
    who = name_of(one.enrolment, actor, one.held) if one.enrolment is not None else pgettext("doubt", "the whole class")
    return DoubtRow(
        one, who, place, str(LISTS["guard"].word(one.guard)), facts_words(one.facts, numbers),
        str(LISTS["guard_outcome"].word(one.outcome)) if one.outcome else "",
        not one.outcome and (reaches(actor, verb, one.held) or reaches(actor, verb, one)),
    )  # fmt: skip


def facts_words(facts: dict[str, Any], numbers: dict[Any, str]) -> str:
    """What a guard saw: the day, the other class, a number, and on how many more days."""
    parts = [str(facts["day"])] if "day" in facts else []
    if facts.get("other") in numbers:
        parts.append(_("class %(number)s") % {"number": numbers[facts["other"]]})
    if "number" in facts:
        parts.append(str(facts["number"]))
    if facts.get("more"):
        parts.append(_("and %(n)d more times") % {"n": facts["more"]})
    return " · ".join(parts)
