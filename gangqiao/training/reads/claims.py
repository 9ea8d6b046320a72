"""What may be claimed for a class: learner by learner, never for one with a doubt or who objected (R084, R085)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere
from gangqiao.training.models import Attendance, Certificate, Class, Enrolment, OnlineMinutes
from gangqiao.training.policy.guards import NUMBERS
from gangqiao.training.reads import guards, whole
from gangqiao.training.states import FINISHED, EnrolmentStatus


@dataclass(frozen=True, slots=True)
class Claimable:
    """One learner. days: on which the learner attended, by which the living and transport allowance is paid (R084).

    certificate  its number, "" for none; minutes: that stand
    """

    enrolment: int
    person: UUID
    area: str
    days: int
    minutes: int
    hours: int
    has_passed: bool
    certificate: str


def claimable(held: Class) -> list[Claimable]:
    """Everybody assessed for whom something may be claimed, by key. Whoever asks sees the whole class: no names."""
    out = guards.confirmed_in(held) | {one.enrolment for one in guards.unsettled(held) if one.enrolment is not None}
    hour = int(NUMBERS.on(clock.today()).minutes_of_hour)
    with everywhere(reason=whole.REASON):
        rows = list(Enrolment.objects.filter(held=held, status__in=(*FINISHED, EnrolmentStatus.FAILED)).order_by("pk"))
        days = _days(held)
        numbers = dict(
            Certificate.objects.filter(enrolment__held=held, revoked_on=None).values_list("enrolment_id", "number")
        )
    return [
        Claimable(
            enrolment=row.pk, person=row.person_uuid, area=str(row.area_id), days=len(days.get(row.pk, ())),
            minutes=row.minutes, hours=row.minutes // hour, has_passed=row.status in FINISHED,
            certificate=numbers.get(row.pk, ""),
        )
        for row in rows
        if row.pk not in out and row.objected_on is None and days.get(row.pk)
    ]  # fmt: skip


def _days(held: Class) -> dict[int, set[object]]:
    found: dict[int, set[object]] = {}
    signed = Attendance.objects.filter(enrolment__held=held, struck_on=None, minutes__gt=0)
    online = OnlineMinutes.objects.filter(enrolment__held=held, minutes__gt=0)
    both = [*signed.values_list("enrolment_id", "session__on"), *online.values_list("enrolment_id", "on")]
    for key, day in both:
        found.setdefault(key, set()).add(day)
    return found
