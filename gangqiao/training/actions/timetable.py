"""The timetable of a class: no more hours than a day or a time holds, no teacher in two places.

The provider is locked first: its teachers are given one time after the other, also by two people at once. The same name
with another provider is somebody else.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import time
from typing import Any
from uuid import UUID

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.kernel.actor import Actor
from gangqiao.training.actions.reach import lock_class, own_class, whole
from gangqiao.training.models import Class, Provider, Session
from gangqiao.training.policy import demand as policy
from gangqiao.training.reads.classes_whole import is_signed
from gangqiao.training.refusals_timetable import (
    EndsBeforeBeginning,
    MoreHoursThanADay,
    MoreHoursThanTheClass,
    MoreHoursThanTime,
    NoDaysToTeach,
    OutsideTheClass,
    SessionIsPast,
    TimetableIsFixed,
    TwoPlacesAtOnce,
)
from gangqiao.training.states import Status

CHANGE = "training.change_class"
FACTS = ("on", "begins_at", "ends_at", "hours", "topic", "teacher", "is_online")
OPEN = (Status.PLANNED, Status.APPROVED, Status.ENROLLING, Status.RUNNING)


def add_session(uuid: UUID, values: dict[str, Any], *, actor: Actor, source: str = "screen") -> Session:
    """Add one time of teaching: `values` by name of the column (FACTS).

    Raises NotYourVerb, TimetableIsFixed, and what `_check` raises.
    """
    found = own_class(uuid, CHANGE, actor)
    with transaction.atomic():
        held = _locked(found)
        session = Session(held=held, code=secrets.token_hex(16), is_online=held.form == "online")
        _write(held, session, values)
        record(CHANGE, actor=actor, subject=held, fields=["sessions"], source=source)
    return session


def change_session(session_uuid: UUID, values: dict[str, Any], *, actor: Actor) -> Session:
    """Move a time of teaching, or change what is taught. Raises as `add_session`, and SessionIsPast."""
    session = Session.objects.select_related("held").get(uuid=session_uuid)
    found = own_class(session.held.uuid, CHANGE, actor)
    with transaction.atomic():
        held = _locked(found)
        session = Session.objects.get(pk=session.pk)
        _refuse_signed(session)
        _write(held, session, values)
        record(CHANGE, actor=actor, subject=held, fields=["sessions"])
    return session


def drop_session(session_uuid: UUID, *, actor: Actor) -> Class:
    """Take a time of teaching out. Raises NotYourVerb, TimetableIsFixed, SessionIsPast."""
    session = Session.objects.select_related("held").get(uuid=session_uuid)
    found = own_class(session.held.uuid, CHANGE, actor)
    with whole():
        held = _locked(found)
        _refuse_signed(session)
        session.delete()
        record(CHANGE, actor=actor, subject=held, fields=["sessions"])
    return held


def lay_out(
    uuid: UUID, weekdays: Iterable[int], begins_at: time, ends_at: time, *, actor: Actor, source: str = "screen"
) -> list[Session]:
    """Fill what is left of the hours on some weekdays (0: Monday), at the same time of each day.

    Days on which the class meets then already are left as they are. Raises NotYourVerb, TimetableIsFixed,
    NoDaysToTeach, EndsBeforeBeginning, MoreHoursThanADay, TwoPlacesAtOnce; then nothing is written.
    """
    found = own_class(uuid, CHANGE, actor)
    with transaction.atomic():
        held = _locked(found)
        there = list(held.sessions.all())
        each = policy.hours_held(begins_at, ends_at, held.begins_on)
        if each < 1:
            raise EndsBeforeBeginning
        days = [day for day in policy.days_of(held.begins_on, held.ends_on, weekdays)
                if not any(one.on == day and _overlap(one, begins_at, ends_at) for one in there)]  # fmt: skip
        left = held.hours - sum(one.hours for one in there)
        laid = policy.timetable(left, days, each)
        if (short := left - sum(hours for _day, hours in laid)) > 0:
            raise NoDaysToTeach(short)
        made = []
        for day, hours in laid:
            session = Session(held=held, code=secrets.token_hex(16), is_online=held.form == "online")
            given = {"on": day, "begins_at": begins_at, "ends_at": ends_at, "hours": hours}
            _write(held, session, given)
            made.append(session)
        record(CHANGE, actor=actor, subject=held, fields=["sessions"], source=source)
    return made


def _locked(found: Class) -> Class:
    list(Provider.objects.select_for_update(of=("self",)).filter(pk=found.provider_id))
    held = lock_class(found.pk)
    if held.status not in OPEN:
        raise TimetableIsFixed
    return held


def _refuse_signed(session: Session) -> None:
    """Raises SessionIsPast when somebody signed in."""
    if is_signed(session):
        raise SessionIsPast


def _write(held: Class, session: Session, values: dict[str, Any]) -> None:
    for name in FACTS:
        if name in values:
            setattr(session, name, values[name])
    _check(held, session)
    session.save()


def _check(held: Class, session: Session) -> None:
    """Raises OutsideTheClass, EndsBeforeBeginning, MoreHoursThan*, TwoPlacesAtOnce."""
    if not held.begins_on <= session.on <= held.ends_on:
        raise OutsideTheClass
    if session.ends_at <= session.begins_at:
        raise EndsBeforeBeginning
    most = policy.hours_held(session.begins_at, session.ends_at, session.on)
    if session.hours > most:
        raise MoreHoursThanTime(most)
    others = [one for one in held.sessions.all() if one.pk != session.pk]
    day = sum(one.hours for one in others if one.on == session.on) + session.hours
    if day > policy.most_hours_a_day(session.on):
        raise MoreHoursThanADay(session.on, policy.most_hours_a_day(session.on))
    if sum(one.hours for one in others) + session.hours > held.hours:
        raise MoreHoursThanTheClass(held.hours)
    if any(one.on == session.on and _overlap(one, session.begins_at, session.ends_at) for one in others):
        raise TwoPlacesAtOnce("", held.number, session.on)
    _refuse_busy_teacher(held, session)


def _refuse_busy_teacher(held: Class, session: Session) -> None:
    teacher = session.teacher or held.teacher
    if not teacher:
        return
    near = Session.objects.filter(
        on=session.on, begins_at__lt=session.ends_at, ends_at__gt=session.begins_at, held__provider=held.provider_id
    )
    for other in near.exclude(held=held.pk).exclude(held__status=Status.CANCELLED).select_related("held"):
        if (other.teacher or other.held.teacher) == teacher:
            raise TwoPlacesAtOnce(teacher, other.held.number, session.on)


def refuse_busy_teacher(held: Class) -> None:
    """Raises TwoPlacesAtOnce when the teacher of a class teaches elsewhere at one of its times."""
    for session in held.sessions.filter(teacher=""):
        _refuse_busy_teacher(held, session)


def _overlap(one: Session, begins_at: time, ends_at: time) -> bool:
    return one.begins_at < ends_at and one.ends_at > begins_at
