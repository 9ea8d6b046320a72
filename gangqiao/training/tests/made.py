"""What training keeps of a person, for the tests. Nothing here is real."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any
from uuid import UUID, uuid4

from gangqiao.kernel import clock
from gangqiao.kernel.scope import ScopedModel, everywhere
from gangqiao.people.models import Person
from gangqiao.training.models import (
    Attendance,
    CallBack,
    Certificate,
    Class,
    Course,
    Doubt,
    Enrolment,
    OnlineMinutes,
    Provider,
    Session,
)


def make_class(area_id: Any, **values: Any) -> Class:
    """A class of welders that began a week ago, with its own provider and course unless they are given."""
    today = clock.today()
    provider = values.pop("provider", None) or Provider.objects.create(
        name="样本培训学校", kind="school", licence_until=today + timedelta(days=365), trades=["welder"]
    )
    course = values.pop("course", None) or Course.objects.create(title="电焊工（初级）", trade="welder", hours=40)
    given = {
        "number": f"T{uuid4().hex[:8]}", "status": "running", "course": course, "provider": provider,
        "area_id": area_id, "form": "at_the_door", "fund_line": "skills", "begins_on": today - timedelta(days=7),
        "ends_on": today + timedelta(days=7), "hours": course.hours, "places": 40, "planned_by": "test",
    }  # fmt: skip
    return Class.objects.create(**given | values)


def make_session(held: Class, **values: Any) -> Session:
    """A morning of four class hours, today unless said otherwise."""
    given = {
        "held": held, "on": clock.today(), "begins_at": time(8, 30), "ends_at": time(11, 30), "hours": 4,
        "code": uuid4().hex,
    }  # fmt: skip
    return Session.objects.create(**given | values)


def make_enrolment(person: Person, held: Class | None = None, **values: Any) -> Enrolment:
    """A place in a class, attending unless said otherwise."""
    with everywhere(reason="test data"):
        held = held or make_class(person.area_id, taken=1)
        given = {
            "area_id": person.area_id, "person": person, "person_uuid": UUID(str(person.uuid)), "held": held,
            "status": "attending", "source": "wish", "enrolled_by": "test", "shown_name": person.name,
        }  # fmt: skip
        return Enrolment.objects.create(**given | values)


def training_of(person: Person) -> list[ScopedModel]:
    """One row of every table about the person."""
    today, own = clock.today(), {"area_id": person.area_id, "person_uuid": UUID(str(person.uuid))}
    enrolment = make_enrolment(person)
    with everywhere(reason="test data"):
        session = make_session(enrolment.held)
        return [
            enrolment,
            Attendance.objects.create(**own, enrolment=enrolment, session=session, way="list", minutes=160, by="test"),
            OnlineMinutes.objects.create(**own, enrolment=enrolment, on=today, minutes=60, file="test.xlsx"),
            CallBack.objects.create(**own, enrolment=enrolment, session=session, seed="test"),
            Doubt.objects.create(**own, held=enrolment.held, enrolment=enrolment, guard="at_work"),
            Certificate.objects.create(
                **own, enrolment=enrolment, number=uuid4().hex[:20], kind="completion", trade="welder",
                digest=uuid4().hex, issued_by="test",
            ),
        ]  # fmt: skip
