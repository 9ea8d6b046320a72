"""Posts, classes and journeys of people, and what the rules know of them, for the tests of facts and feeds."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from gangqiao.assistance.models import DutyLine, DutySheet
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere
from gangqiao.people.models import Person
from gangqiao.subsidies.policy.books import LIBRARY, Book
from gangqiao.subsidies.reads.facts import county_facts
from gangqiao.subsidies.reads.scanning import scan
from gangqiao.subsidies.tests.made import make_poor, make_work
from gangqiao.training.models import Attendance
from gangqiao.training.tests.made import make_class, make_enrolment, make_session
from gangqiao.transfers.tests.made import make_batch as make_trip_batch
from gangqiao.transfers.tests.made import make_passenger

YUNNAN = Book.load(LIBRARY / "yunnan_2020")
DAY, JUNE = date(2020, 7, 1), date(2020, 6, 1)
REWARD = "outgoing_work_reward"


def make_worker(person: Person) -> Person:
    """Entitled to the reward for work elsewhere on DAY."""
    with everywhere(reason="test data"):
        Person.objects.filter(pk=person.pk).update(birth_date=date(1988, 1, 1))
    make_poor(person)
    make_work(person)
    return person


def facts_of(person: Person, day: date = DAY) -> dict[str, Any]:
    (row,) = [row for row in county_facts(day, [person.pk]).iter_rows(named=True) if row["person"] == person.pk]
    return row


def standing_of(person: Person, rule: str = REWARD, day: date = DAY) -> str:
    found = scan(YUNNAN, day)
    place = found.frame["person"].to_list().index(person.pk)
    return str(found.decided[rule]["standing"][place])


def lined(holder: Any, month: date, **values: Any) -> DutyLine:
    """A line of a final sheet of the month."""
    with everywhere(reason="test data"):
        sheet, _new = DutySheet.objects.get_or_create(
            area_id=holder.post.area_id, department="hrss", month=month,
            defaults={"status": "final", "seal": "s", "publicity_until": month},
        )  # fmt: skip
        given = {
            "area_id": holder.area_id, "person_uuid": holder.person_uuid, "sheet": sheet, "holder": holder,
            "month": month, "required_days": 30, "days": 20, "covered_days": 30, "standard": 50_000, "amount": 33_333,
        }  # fmt: skip
        return DutyLine.objects.create(**given | values)


def learned(person: Person, ends_on: date, days: int, *, status: str = "passed", **values: Any) -> Any:
    """A class that is over and handed over, attended on so many days."""
    values = {"status": "claimed", "begins_on": ends_on - timedelta(days=20), "ends_on": ends_on} | values
    held = make_class(person.area_id, **values)
    row = make_enrolment(person, held, status=status)
    with everywhere(reason="test data"):
        for number in range(days):
            session = make_session(held, on=held.begins_on + timedelta(days=number), begins_at=time(8, number))
            Attendance.objects.create(
                area_id=person.area_id, person_uuid=person.uuid, enrolment=row, session=session, way="list",
                at=datetime.combine(session.on, session.begins_at, clock.TZ) + timedelta(minutes=5),
                minutes=160, by="test",
            )  # fmt: skip
    return row


def travelled(person: Person, on: date, **values: Any) -> Any:
    """Somebody who arrived with, or beside, a batch."""
    at = clock.now().replace(year=on.year, month=on.month, day=on.day)
    batch = make_trip_batch(person.area_id, status="arrived", departs_at=at, departed_at=at, arrives_at=None)
    return make_passenger(person, batch, status="arrived", consent_on=on, **values)
