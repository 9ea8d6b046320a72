"""What assistance keeps of a person, for the tests. Nothing here is real."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from gangqiao.assistance.models import (
    Applicant,
    Assessment,
    AssistCase,
    DutyDay,
    DutyLine,
    DutyPlan,
    DutySheet,
    Holder,
    Measure,
    Objection,
    Pledge,
    Proposal,
    PublicPost,
    Quota,
    Seat,
    SpotCheck,
    WorklessHousehold,
    Workplace,
)
from gangqiao.assistance.models.cases import own
from gangqiao.kernel import clock
from gangqiao.kernel.scope import ScopedModel, everywhere
from gangqiao.people.models import Category, Person


def make_poor(person: Person, **values: Any) -> Category:
    """The person is a registered-poor one."""
    given = {"area_id": person.area_id, "person": person, "kind": "registered_poor", "valid_from": date(2015, 1, 1)}
    with everywhere(reason="test data"):
        return Category.objects.create(**given | values)


def make_case(person: Person, **values: Any) -> AssistCase:
    """A case of help, under way in class A unless said otherwise; `live` counts a measure the caller makes."""
    today = clock.today()
    given = {**own(person), "status": "active", "kind": "far", "next_on": today, "assess_on": today, "live": 1}
    with everywhere(reason="test data"):
        return AssistCase.objects.create(**given | values)


def make_post(area_id: Any, **values: Any) -> PublicPost:
    """A post of cleaners with two places that is on duty, with a quota of its own unless one is given."""
    today = clock.today()
    quota = values.pop("quota", None) or Quota.objects.create(
        area_id=area_id, kind="cleaning", department="hrss", fund_line="employment", standard=50_000, places=20,
        begins_on=today - timedelta(days=100 + Quota.objects.count()), ends_on=today + timedelta(days=300),
        set_by="test",
    )  # fmt: skip
    given = {
        "number": f"P{uuid4().hex[:8]}", "status": "running", "quota": quota, "area_id": area_id, "title": "农村保洁员",
        "duties": "打扫村内道路", "places": 2, "months": 12, "standard": quota.standard, "proposed_by": "test",
    }  # fmt: skip
    return PublicPost.objects.create(**given | values)


def make_holder(person: Person, post: PublicPost | None = None, **values: Any) -> Holder:
    """Somebody on duty since the first of last month, with agreement and insurance."""
    today = clock.today()
    begun = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    with everywhere(reason="test data"):
        post = post or make_post(person.area_id)
        given = {
            **own(person), "post": post, "status": "on_duty", "begins_on": begun, "ends_on": begun + timedelta(364),
            "signed_on": begun, "insurance_no": "test", "standard": post.standard, "required_days": post.required_days,
            "spell": None if values.get("status") == "agreement" else person.pk,
        }  # fmt: skip
        return Holder.objects.create(**given | values)


def assistance_of(person: Person) -> list[ScopedModel]:
    """One row of every table about the person."""
    today, by, mine = clock.today(), "test", {"area_id": person.area_id, "person_uuid": UUID(str(person.uuid))}
    case, holder = make_case(person), make_holder(person)
    with everywhere(reason="test data"):
        home = person.household
        workplace = Workplace.objects.create(
            kind="agriculture", name="样本合作社", area_id=person.area_id, listed_by=by
        )
        pledge = Pledge.objects.create(workplace=workplace, places=3)
        sheet = DutySheet.objects.filter(area_id=person.area_id).first() or DutySheet.objects.create(
            area_id=person.area_id, department="hrss", month=today.replace(day=1)
        )
        applicant = Applicant.objects.create(**own(person), post=holder.post, entered_by=by)
        return [
            case,
            Proposal.objects.create(**own(person), kind="far", answers="m", version="test"),
            Assessment.objects.create(**own(person), case=case, kind="far", reasons="[]", version="test", by=by),
            Measure.objects.create(**own(person), case=case, kind="refer_far", for_class="far", owner="township",
                                   due_on=today, planned_by=by),
            WorklessHousehold.objects.create(area_id=home.area_id, household=home, household_uuid=home.uuid, able=1),
            Seat.objects.create(**own(person), pledge=pledge, workplace_uuid=workplace.uuid, since=today, by=by,
                                said_on=today, said_way="spoken"),
            applicant,
            holder,
            Objection.objects.create(**mine, about="choice", post=holder.post, applicant=applicant, words="test",
                                     taken_by=by, due_on=today),
            DutyLine.objects.create(**mine, sheet=sheet, holder=holder, month=sheet.month, required_days=30, days=0,
                                    covered_days=30, standard=holder.standard, amount=0),
            DutyPlan.objects.create(**mine, holder=holder, month=sheet.month, planned_by=by),
            DutyDay.objects.create(**mine, holder=holder, on=today, mark="present", by=by),
            SpotCheck.objects.create(**mine, holder=holder, month=today.replace(day=1), seed="test"),
        ]  # fmt: skip
