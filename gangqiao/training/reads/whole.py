"""What holds for a class wherever its people live: keys, days and numbers, never a name (tests/exceptions.yaml)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, time
from typing import Any

from django.db.models import Q

from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere
from gangqiao.people.codes import LISTS as PEOPLE
from gangqiao.people.models import Category, EmploymentSpell, Person
from gangqiao.people.reads import as_of
from gangqiao.training.models import Attendance, CallBack, Class, Enrolment, OnlineMinutes, Session
from gangqiao.training.policy import guards as policy
from gangqiao.training.policy.guards import Frames, frame
from gangqiao.training.states import FINISHED, ON_THE_LIST, EnrolmentStatus

REASON = "what holds for a class does not depend on who asks"
# A level counts by its place in the list; "no level" stands below all.
LEVELS = {code: at for at, code in enumerate(PEOPLE["skill_level"], start=1)} | {"none": 0}
COUNTS = (*ON_THE_LIST, *FINISHED, EnrolmentStatus.FAILED)
PAID_BY_ITSELF = "own"
FARM = ("cooperative",)


def frames_of_class(held: Class) -> Frames:
    """What the guards look at for everybody of a class whose place counts, or who objected."""
    with everywhere(reason=REASON):
        rows = list(
            Enrolment.objects.filter(Q(status__in=COUNTS) | Q(status=EnrolmentStatus.OBJECTED), held=held)
            .order_by("pk").values_list("pk", "person_id", "status")
        )  # fmt: skip
        return _frames(held, [(pk, person, status == EnrolmentStatus.OBJECTED) for pk, person, status in rows])


def frames_of_candidates(held: Class, persons: Collection[int]) -> Frames:
    """The same for people who may be put on the list; their key stands for the place they do not have yet."""
    with everywhere(reason=REASON):
        return _frames(held, [(person, person, False) for person in persons], candidates=True)


def _frames(held: Class, rows: list[tuple[int, int, bool]], *, candidates: bool = False) -> Frames:
    persons = [person for _pk, person, _objected in rows]
    signed = frame([], policy.SIGNED) if candidates else _signed(persons)
    keys = [] if candidates else [pk for pk, _person, _objected in rows]
    online = OnlineMinutes.objects.filter(enrolment__in=keys).values_list("enrolment_id", "on", "minutes")
    calls = CallBack.objects.filter(enrolment__in=keys).exclude(result="")
    return Frames(
        learners=_learners(held, rows),
        others=_others(held, persons),
        spells=_spells(persons),
        signed=signed,
        online=frame(list(online), policy.ONLINE),
        sessions=_sessions(held),
        calls=frame(list(calls.values_list("enrolment_id", "session_id", "kind", "result")), policy.CALLS),
    )


def _learners(held: Class, rows: list[tuple[int, int, bool]]) -> Any:
    persons = [person for _pk, person, _objected in rows]
    facts = {
        pk: (born, died)
        for pk, born, died in Person.objects.filter(pk__in=persons).values_list("pk", "birth_date", "died_on")
    }
    poor = set(
        as_of.rows(Category, on=min(held.begins_on, clock.today()))
        .filter(person__in=persons, kind="registered_poor").values_list("person_id", flat=True)
    )  # fmt: skip
    course = held.course
    own = (course.trade, LEVELS[course.level], held.fund_line != PAID_BY_ITSELF, held.form, held.place_kind)
    days = (held.begins_on, held.ends_on)
    return frame(
        [
            (pk, person, held.pk, *own, *days, *facts.get(person, (None, None)), person in poor, course.min_age,
             course.max_age, held.hours, objected)
            for pk, person, objected in rows
        ],
        policy.LEARNERS,
    )  # fmt: skip


def _others(held: Class, persons: list[int]) -> Any:
    rows = Enrolment.objects.filter(person__in=persons, status__in=COUNTS).exclude(held=held)
    asked = rows.order_by("pk").values_list(
        "person_id", "held_id", "held__course__trade", "held__course__level", "held__fund_line", "held__begins_on",
        "held__ends_on", "status",
    )  # fmt: skip
    return frame(
        [
            (person, other, trade, LEVELS[level], fund != PAID_BY_ITSELF, begins, ends, status in FINISHED)
            for person, other, trade, level, fund, begins, ends, status in asked
        ],
        policy.OTHERS,
    )


def _spells(persons: list[int]) -> Any:
    rows = EmploymentSpell.objects.filter(person__in=persons, recorded_to=None, is_full_time=True)
    asked = rows.exclude(status="planned").order_by("pk").values_list(
        "person_id", "started_on", "ended_on", "area_level", "spell_kind", "is_farm_work"
    )  # fmt: skip
    return frame(
        [
            (person, started, ended, level, kind in FARM or farm == "yes")
            for person, started, ended, level, kind, farm in asked
        ],
        policy.SPELLS,
    )


def _signed(persons: list[int]) -> Any:
    rows = Attendance.objects.filter(enrolment__person__in=persons, struck_on=None).order_by("pk")
    asked = rows.values_list(
        "enrolment_id", "enrolment__person_id", "session_id", "session__held_id", "session__on", "session__begins_at",
        "session__ends_at", "at", "way", "minutes",
    )  # fmt: skip
    return frame(
        [
            (enrolment, person, session, other, on, *_span(on, begins, ends), _local(at), way, minutes)
            for enrolment, person, session, other, on, begins, ends, at, way, minutes in asked
        ],
        policy.SIGNED,
    )


def _sessions(held: Class) -> Any:
    rows = Session.objects.filter(held=held).values_list("pk", "on", "begins_at", "ends_at", "hours", "is_online")
    return frame(
        [(held.pk, pk, on, *_span(on, begins, ends), hours, online) for pk, on, begins, ends, hours, online in rows],
        policy.SESSIONS,
    )


def _span(on: date, begins: time, ends: time) -> tuple[datetime, datetime]:
    return datetime.combine(on, begins), datetime.combine(on, ends)


def _local(at: datetime) -> datetime:
    return at.astimezone(clock.TZ).replace(tzinfo=None)


def minutes_of(enrolments: Iterable[int]) -> dict[int, int]:
    """Minutes of attendance that stands, with those learned online, by enrolment; absent: none."""
    found: dict[int, int] = {}
    keys = list(enrolments)
    with everywhere(reason=REASON):
        signed = Attendance.objects.filter(enrolment__in=keys, struck_on=None).values_list("enrolment_id", "minutes")
        online = OnlineMinutes.objects.filter(enrolment__in=keys).values_list("enrolment_id", "minutes")
        for key, minutes in [*signed, *online]:
            found[key] = found.get(key, 0) + minutes
    return found


def calls_of(held: Class) -> list[tuple[int, str, str]]:
    """Enrolment, kind and result of everybody of a class who was drawn and whose place still counts."""
    with everywhere(reason=REASON):
        rows = CallBack.objects.filter(enrolment__held=held, enrolment__status__in=COUNTS).order_by("pk")
        return list(rows.values_list("enrolment_id", "kind", "result"))


def signed_ways(held: Class) -> list[tuple[int, str]]:
    """Enrolment and way of the attendance of a class that stands; of those whose place counts."""
    with everywhere(reason=REASON):
        rows = Attendance.objects.filter(enrolment__held=held, enrolment__status__in=COUNTS, struck_on=None)
        online = OnlineMinutes.objects.filter(enrolment__held=held, enrolment__status__in=COUNTS)
        learned = [(pk, "online") for pk in online.values_list("enrolment_id", flat=True)]
        return sorted({*rows.values_list("enrolment_id", "way"), *learned})
