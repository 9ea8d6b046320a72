"""A class with learners, attendance and call-backs, for the tests about learners. Nothing here is real."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.training.actions import attending, calling
from gangqiao.training.actions.attending import Seen
from gangqiao.training.models import Attendance, CallBack, Class, Enrolment, Session
from gangqiao.training.tests.made import make_class, make_enrolment, make_session

TODAY = datetime(2020, 3, 16, 9, 0, tzinfo=clock.TZ)  # the day of the plan
HOURS = 8


def short_class(area: Any, **values: Any) -> Class:
    """A class of two mornings, yesterday and today, that runs, or is as said."""
    today = clock.today()
    given = {
        "begins_on": today - timedelta(days=1), "ends_on": today, "hours": HOURS, "status": "running",
        "teacher": "样本教师", "place_id": getattr(area, "pk", area),
    }  # fmt: skip
    held = make_class(getattr(area, "pk", area), **given | values)
    for days in (1, 0):
        make_session(held, on=held.ends_on - timedelta(days=days))
    return held


def sessions_of(held: Class) -> list[Session]:
    return list(Session.objects.filter(held=held).order_by("on", "begins_at"))


def at(session: Session, minutes: int = 5) -> datetime:
    """So many minutes after the session began."""
    return datetime.combine(session.on, session.begins_at, clock.TZ) + timedelta(minutes=minutes)


def learner(person: Any, held: Class, status: str = "admitted", **values: Any) -> Enrolment:
    """A place in the class, counted."""
    Class.objects.filter(pk=held.pk).update(taken=fresh(held).taken + 1)
    return make_enrolment(person, held, status=status, **{"shown_phone": person.phone or None} | values)


def attend_all(held: Class, rows: list[Enrolment], *, actor: Actor, way: str = "list") -> None:
    """Everybody signs in to every session of the class, at its time."""
    for session in sessions_of(held):
        with clock.frozen_at(at(session)), scope_of(actor):
            attending.sign_in(session.uuid, [one.uuid for one in rows], Seen(way), actor=actor)


def call_all(held: Class, *, actor: Actor, caller: Actor, seed: str = "word") -> list[CallBack]:
    """Draw, and confirm everything that was drawn."""
    with scope_of(actor):
        drawn = calling.draw(held.uuid, seed, actor=actor)
    for one in drawn:
        with scope_of(caller):
            calling.record_call(one.uuid, "confirmed" if one.kind == "call" else "same", actor=caller)
    return drawn


def sign_by_hand(row: Enrolment, session: Session, **values: Any) -> Attendance:
    """A row of attendance as somebody would forge it, past the act."""
    given = {
        "area_id": row.area_id, "enrolment": row, "person_uuid": row.person_uuid, "session": session, "way": "list",
        "at": at(session), "minutes": session.hours * 45, "by": "forged",
    }  # fmt: skip
    with everywhere(reason="test data"):
        return Attendance.objects.create(**given | values)


def fresh(row: Any) -> Any:
    """The row as it stands in the database."""
    with everywhere(reason="test"):
        return type(row)._default_manager.get(pk=row.pk)


def other_class(area: Any, begins: date, ends: date, **values: Any) -> Class:
    """Another class on these days."""
    given = {"number": f"X{uuid4().hex[:8]}", "begins_on": begins, "ends_on": ends}
    return make_class(getattr(area, "pk", area), **given | values)
