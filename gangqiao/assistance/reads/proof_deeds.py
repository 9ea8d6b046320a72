"""What shows that a measure happened: the deed of another part of the product, found by person, kind and day.

Nobody's refusal is a deed: a referral that was declined is not found, and leaves no trace here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gangqiao.assistance.models import Holder, Measure, Seat, Workplace
from gangqiao.assistance.states import LIVE_HOLDER, HolderStatus
from gangqiao.followup.models import Contact
from gangqiao.followup.states import Status as ContactStatus
from gangqiao.kernel import clock
from gangqiao.matching.models import Referral
from gangqiao.matching.states import AT_WORK
from gangqiao.matching.states import Status as ReferralStatus
from gangqiao.people.models import Business, Category, EmploymentSpell
from gangqiao.training.models import Enrolment
from gangqiao.training.states import EnrolmentStatus
from gangqiao.transfers.models import Passenger
from gangqiao.transfers.states import TRAVELLING, PassengerStatus

R, P, E = ReferralStatus, PassengerStatus, EnrolmentStatus
WORKPLACES = {
    "workshop": ("workshop", "base"), "local_employer": ("employer",), "agriculture": ("agriculture",),
    "project": ("project",),
}  # fmt: skip
NEAR = ("own_township", "other_township")


@dataclass(frozen=True, slots=True)
class Deed:
    """One deed. kind: of the list below; key: the record's uuid; worked: it came to what the measure is for."""

    kind: str
    key: str
    on: date
    worked: bool

    def as_json(self) -> dict[str, Any]:
        """As it is stored with the measure."""
        return {"deed": self.kind, "key": self.key, "on": self.on.isoformat(), "worked": self.worked}


Found = dict[int, Deed]


def deeds_for(measure: str, persons: Collection[int]) -> Found:
    """The newest deed of each person that shows a measure of a kind; nobody of whom none is found."""
    found: Found = {}
    for look in LOOKS.get(measure, ()):
        for person, deed in look(measure, persons):
            old = found.get(person)
            if old is None or (deed.worked, deed.on) > (old.worked, old.on):
                found[person] = deed
    return found


def is_of(deed: Deed, measure: Measure) -> bool:
    """True when a deed can be what a measure was planned for: it is no older than the plan, or goes on."""
    return deed.on >= measure.planned_on or deed.kind in ("seat", "holder")


Rows = Iterable[tuple[int, Deed]]


def _referrals(_measure: str, persons: Collection[int]) -> Rows:
    went_on = (R.SUGGESTED, R.OFFERED, R.ACCEPTED, R.INTRODUCED, R.HIRED, *AT_WORK)
    for row in Referral.objects.filter(person__in=persons, status__in=went_on).order_by("pk"):
        on = row.started_on or row.offered_on or clock.day_of(row.suggested_at)
        yield row.person_id, Deed("referral", str(row.uuid), on, row.status in (R.HIRED, *AT_WORK))


def _spells(measure: str, persons: Collection[int]) -> Rows:
    rows = EmploymentSpell.objects.filter(
        person__in=persons, recorded_to=None, status__in=("departed", "working", "verified")
    ).exclude(mode="public_post")
    for row in rows.order_by("pk"):
        if (row.area_level in NEAR) == (measure == "refer_near"):
            yield row.person_id, Deed("spell", str(row.uuid), row.started_on, worked=True)


def _passengers(_measure: str, persons: Collection[int]) -> Rows:
    there = (P.ARRIVED, P.STARTED)
    rows = Passenger.objects.filter(person__in=persons, status__in=(*TRAVELLING, *there))
    for row in rows.order_by("pk"):
        yield row.person_id, Deed("passenger", str(row.uuid), clock.day_of(row.registered_at), row.status in there)


def _enrolments(_measure: str, persons: Collection[int]) -> Rows:
    passed = (E.PASSED, E.CERTIFIED)
    rows = Enrolment.objects.filter(person__in=persons, status__in=(E.APPLIED, E.ADMITTED, E.ATTENDING, *passed))
    for row in rows.order_by("pk"):
        yield row.person_id, Deed("enrolment", str(row.uuid), row.enrolled_on, row.status in passed)


def _seats(measure: str, persons: Collection[int]) -> Rows:
    places = Workplace.objects.filter(kind__in=WORKPLACES[measure]).values("uuid")
    for row in Seat.objects.filter(person__in=persons, until=None, workplace_uuid__in=places).order_by("pk"):
        yield row.person_id, Deed("seat", str(row.uuid), row.since, worked=True)


def _holders(_measure: str, persons: Collection[int]) -> Rows:
    for row in Holder.objects.filter(person__in=persons, status__in=LIVE_HOLDER).order_by("pk"):
        on = row.begins_on or clock.today()
        yield row.person_id, Deed("holder", str(row.uuid), on, row.status == HolderStatus.ON_DUTY)


def _businesses(_measure: str, persons: Collection[int]) -> Rows:
    for row in Business.objects.filter(person__in=persons, recorded_to=None, valid_to=None).order_by("pk"):
        yield row.person_id, Deed("business", str(row.uuid), row.valid_from or clock.today(), worked=True)


def _assistance(_measure: str, persons: Collection[int]) -> Rows:
    kinds = ("low_income", "extreme_poverty_support")
    rows = Category.objects.filter(person__in=persons, kind__in=kinds, recorded_to=None, valid_to=None)
    for row in rows.order_by("pk"):
        yield row.person_id, Deed("category", str(row.uuid), row.valid_from or clock.today(), worked=True)


def _contacts(_measure: str, persons: Collection[int]) -> Rows:
    rows = Contact.objects.filter(person__in=persons, status=ContactStatus.DONE)
    for row in rows.order_by("pk"):
        yield row.person_id, Deed("contact", str(row.uuid), row.due_on, worked=False)


Look = Callable[[str, Collection[int]], Rows]
LOOKS: Mapping[str, tuple[Look, ...]] = {
    "refer_far": (_referrals, _spells), "refer_near": (_referrals, _spells), "organised_trip": (_passengers,),
    "training": (_enrolments,), **dict.fromkeys(WORKPLACES, (_seats,)), "public_post": (_holders,),
    "own_business": (_businesses,), "social_assistance": (_assistance,), "counsel": (_contacts,),
}  # fmt: skip
