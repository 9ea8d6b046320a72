"""Classes in words: rows of the list, the head of every page of one, what may be done, what still stops it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.kernel.actor import Actor
from gangqiao.kernel.links import Link
from gangqiao.people.codes import LISTS as PEOPLE
from gangqiao.people.models import Person
from gangqiao.people.reads.masking import name_for
from gangqiao.places.reads import path_names_of
from gangqiao.training.codes import LISTS
from gangqiao.training.models import Class, Enrolment, Session
from gangqiao.training.reads import classes
from gangqiao.training.reads.classes_faults import faults_of, hours_in_timetable
from gangqiao.training.reads.classes_seeing import plans_seen, reaches
from gangqiao.training.reads.learners import is_checked
from gangqiao.training.reads.providers import history
from gangqiao.training.showing import words
from gangqiao.training.showing.demand import Number
from gangqiao.training.states import CLASS, Status

S = Status
COURSE = (S.PLANNED, S.APPROVED, S.ENROLLING, S.RUNNING, S.ASSESSED, S.CLAIMED, S.CLOSED)
CHANGING = (S.PLANNED, S.APPROVED, S.ENROLLING, S.RUNNING)
LEARNERS = "training.view_learners"


@dataclass(frozen=True, slots=True)
class Row:
    """A class in a list."""

    held: Class
    status: Any
    tone: str
    form: str
    trade: str
    place: str
    people: Number


def rows_of(found: Iterable[Class], actor: Actor) -> list[Row]:
    """Classes as rows, with their learners of the scope."""
    listed = list(found)
    counts = classes.people_of(one.pk for one in listed)
    places = words.full_places(str(one.place_id or one.area_id) for one in listed)
    return [_row(one, counts.get(one.pk), places, actor) for one in listed]


def _row(held: Class, counts: Counter[str] | None, places: dict[str, str], actor: Actor) -> Row:
    status, tone = state_of(held)
    place = held.address or places.get(str(held.place_id or held.area_id), "")
    return Row(
        held, status, tone, words.form_words(held.form), words.trade_words(held.course.trade), place,
        Number(classes.many(counts), people_href(held, "all", actor)),
    )  # fmt: skip


def people_href(held: Class, group: str, actor: Actor) -> str:
    """The names behind a number of a class; "" for whoever may open none."""
    return f"{reverse('training:class_people', args=[held.uuid])}?group={group}" if actor.may(LEARNERS) else ""


def names(rows: Iterable[Enrolment], actor: Actor) -> list[tuple[Any, str, str]]:
    """Learners by name and place; who sees no register (the provider) reads the name on the list, without a link."""
    listed = list(rows)
    persons = Person.objects.in_bulk([one.person_id for one in listed])
    places = path_names_of({one.area_id for one in persons.values()})
    found: list[tuple[Any, str, str]] = []
    for one in listed:
        person = persons.get(one.person_id)
        if person is None:
            found.append((None, one.shown_name or "", ""))
        else:
            found.append((person.uuid, name_for(person, actor), "".join(places.get(person.area_id, [])[-3:])))
    return found


def state_of(held: Class) -> tuple[Any, str]:
    """The state of a class in a word, and its tone."""
    status = S(held.status)
    return status.label, words.CLASS_TONES[status]


def look_words() -> dict[str, str]:
    """The tabs of the list."""
    return {
        "": pgettext("classes", "To come"),
        "running": pgettext("classes", "Under way"),
        "over": pgettext("classes", "Finished"),
        "cancelled": pgettext("classes", "Cancelled"),
    }


def group_words() -> dict[str, str]:
    """What a list of learners behind a number is called."""
    return {
        "all": _("Learners"),
        "on_list": _("On the list"),
        "passed": pgettext("learners", "Passed"),
        "certified": pgettext("learners", "Certified"),
        "failed": pgettext("learners", "Not passed"),
    }


def tabs_of(held: Class, actor: Actor, here: str = "training:class") -> list[Link]:
    """The parts of a class's page as far as the reader may open them; here: name of the address shown."""
    parts = (
        ("training:class", pgettext("class", "Facts"), ""),
        ("training:timetable", _("Timetable"), ""),
        ("training:learners", _("Learners"), LEARNERS),
        ("training:candidates", pgettext("training", "Who wishes it"), "training.enrol"),
        ("training:sessions", pgettext("training", "Attendance"), LEARNERS),
        ("training:minutes", pgettext("training", "Online minutes"), "training.take_minutes"),
        ("training:doubts_of", pgettext("training", "Call-backs and doubts"), LEARNERS),
        ("training:papers", pgettext("training", "Papers"), "training.print"),
        ("training:class_log", _("History"), ""),
    )
    return [
        Link(label, href, name == here)
        for name, label, verb in parts
        if (href := _href(name, held))
        and (not verb or actor.may(verb))
        and not (name == "training:doubts_of" and is_checked(actor))
    ]


def _href(name: str, held: Class) -> str:
    try:
        return reverse(name, args=[held.uuid])
    except NoReverseMatch:
        return ""


def head(held: Class, actor: Actor, here: str = "training:class") -> dict[str, Any]:
    """What the head of every page of a class shows: `training/class_head.html`."""
    status, tone = state_of(held)
    counts = classes.people_of([held.pk]).get(held.pk)
    return {
        "held": held,
        "status": status,
        "tone": tone,
        "form_words": words.form_words(held.form),
        "trade": words.trade_words(held.course.trade),
        "place": words.joined([words.full_places([str(held.place_id or "")]).get(str(held.place_id or ""), ""),
                               held.address]),
        "learners": Number(classes.many(counts), people_href(held, "all", actor)),
        "plan": _plan_of(held, actor),
        "states": course(held),
        "tabs": tabs_of(held, actor, here),
    }  # fmt: skip


def _plan_of(held: Class, actor: Actor) -> Any:
    """The plan a class was made from, where the reader knows of it."""
    if held.line is None:
        return None
    return plans_seen(actor).filter(pk=held.line.plan_id).first()


def course(held: Class) -> list[dict[str, Any]]:
    """The life of a class with the state it is in."""
    steps: tuple[Any, ...] = (S.CANCELLED,) if held.status == S.CANCELLED else COURSE
    at = steps.index(S(held.status))
    return [{"label": s.label, "is_past": n < at, "is_now": n == at} for n, s in enumerate(steps)]


def acts_of(held: Class, actor: Actor) -> set[str]:
    """What the reader may do with the class now, without the name of the app."""
    found = {step.verb.partition(".")[2] for step in CLASS.steps_from(held.status) if reaches(actor, step.verb, held)}
    if held.planner is not None and held.planner == actor.user_id:
        found.discard("approve_class")
    if held.status in CHANGING and reaches(actor, "training.change_class", held):
        found.add("change_class")
    return found


def blockers(held: Class, actor: Actor) -> list[Any]:
    """What the next step waits for; the same list that the step refuses by, without names for who signs them in."""
    found = faults_of(held)
    if found and held.status == S.ASSESSED and is_checked(actor):
        return [_("The township and the bureau look through the class before it is handed over.")]
    return found


def next_words(held: Class) -> str:
    """What the next step is called, for the sentence above what stops it."""
    return {
        S.PLANNED: _("Before it is approved:"),
        S.APPROVED: _("Before it opens for enrolment:"),
        S.ENROLLING: _("Before it begins:"),
        S.RUNNING: _("Before all are assessed:"),
        S.ASSESSED: _("Before it is handed over for the subsidy:"),
    }.get(S(held.status), "")


def page(held: Class, actor: Actor) -> dict[str, Any]:
    """Facts, what is missing and what may be done."""
    hours = hours_in_timetable(held)
    return head(held, actor) | {
        "may": acts_of(held, actor),
        "is_own": held.status == S.PLANNED and held.planner is not None and held.planner == actor.user_id,
        "blockers": blockers(held, actor),
        "next_words": next_words(held),
        "hours": hours,
        "facts": [(label, value) for label, value in _facts(held) if value],
        "approved": held.approved_by,
    }


def _facts(held: Class) -> list[tuple[Any, Any]]:
    course_ = held.course
    return [
        (_("Skill level"), PEOPLE["skill_level"].word(course_.level) if course_.level != "none" else ""),
        (_("Certificate"), LISTS["certificate_kind"].word(course_.certificate)),
        (pgettext("training", "Employer"), held.employer),
        (_("Place chosen"), LISTS["place_kind"].word(held.place_kind)),
        (_("Fund line"), words.fund_words(held.fund_line)),
        (_("Teacher"), held.teacher),
        (_("Planned by"), held.planned_by),
        (_("Approved by"), held.approved_by),
    ]


@dataclass(frozen=True, slots=True)
class Meeting:
    """One time of teaching in the timetable."""

    session: Session
    weekday: str
    times: str
    teacher: str


def meetings(held: Class) -> list[Meeting]:
    """The timetable in words."""
    return [
        Meeting(
            one, words.weekday(one.on), f"{one.begins_at:%H:%M}–{one.ends_at:%H:%M}",
            one.teacher or held.teacher,
        )
        for one in classes.timetable(held)
    ]  # fmt: skip


def log(held: Class) -> list[words.Happened]:
    """What was done with a class, newest first."""
    return words.happened(history(held))
