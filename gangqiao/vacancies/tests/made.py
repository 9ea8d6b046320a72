"""Employers, vacancies and what belongs to them, for the tests. Nothing here is real."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from gangqiao.kernel import clock
from gangqiao.kernel.identifiers import make_credit_code
from gangqiao.kernel.scope import ScopedModel, everywhere
from gangqiao.people.models import Person
from gangqiao.vacancies.models import (
    Agency,
    AgencyResult,
    Confirmation,
    Delivery,
    Employer,
    Fair,
    FoundCall,
    HeadCount,
    Hires,
    Line,
    Pack,
    Receipt,
    Release,
    Response,
    Return,
    Round,
    Stall,
    Vacancy,
)

_months = iter(range(100_000))
_made = iter(range(700_000, 10_000_000))


def make_employer(area: Any, **values: Any) -> Employer:
    """A verified employer that works in the area, or at `place`."""
    key = getattr(area, "pk", area)
    given = {
        "name": "样本电子厂",
        "credit_code": make_credit_code(next(_made)),
        "kind": "enterprise",
        "place_id": key,
        "status": "verified",
        "verified_on": clock.today(),
        "contact_name": "样本",
        "contact_phone": "13887300000",
        "made": True,
    }
    with everywhere(reason="test data"):
        return Employer.objects.create(area_id=key, **(given | values))


def make_vacancy(employer: Employer, **values: Any) -> Vacancy:
    """A published vacancy of the employer, confirmed today, valid for thirty days."""
    today = clock.today()
    given = {
        "area_id": employer.area_id,
        "unit": employer.unit,
        "party": employer.party,
        "title": "缝纫工",
        "number": 10,
        "pay_form": "month",
        "pay_min": 350_000,
        "pay_max": 500_000,
        "place_id": employer.place_id,
        "valid_until": today + timedelta(days=30),
        "status": "published",
        "verified_on": today,
        "confirmed_on": today,
        "published_at": clock.now(),
        "contact_phone": "13887300000",
        "made": True,
    }
    with everywhere(reason="test data"):
        return Vacancy.objects.create(employer=employer, **(given | values))


def make_release(area: Any, period: date | None = None, **values: Any) -> Release:
    """An issued release of the area's month, without lines."""
    month = period or clock.today().replace(day=1)
    given = {"status": "issued", "compiled_at": clock.now(), "issued_at": clock.now()}
    return Release.objects.get_or_create(area_id=getattr(area, "pk", area), period=month, defaults=given | values)[0]


def vacancies_of(person: Person) -> list[ScopedModel]:
    """One row of every scoped table, in the area of the person."""
    today, own = clock.today(), {"area_id": person.area_id}
    employer = make_employer(person.area_id)
    vacancy = make_vacancy(employer)
    # A month of its own: a test may carry the rows of one area into another.
    years, months = divmod(next(_months), 12)
    release = make_release(person.area_id, date(2000 + years, months + 1, 1))
    round_ = Round.objects.create(
        kind="survey", name="test", area_id=person.area_id, period=today, begins_on=today, due_on=today
    )
    fair = Fair.objects.create(kind="on_site", name="test", on=today, area_id=person.area_id, place="test")
    with everywhere(reason="test data"):
        owed = Return.objects.create(**own, round=round_)
        pack = Pack.objects.create(**own, release=release)
        agency = Agency.objects.create(**own, kind="broker", name="test")
        return [
            employer,
            vacancy,
            HeadCount.objects.create(**own, employer=employer, on=today, headcount=1, by="test"),
            FoundCall.objects.create(**own, employer=employer, on=today, by="test"),
            Confirmation.objects.create(**own, vacancy=vacancy, on=today, way="office", by="test"),
            Hires.objects.create(**own, vacancy=vacancy, on=today, number=1, way="office", by="test"),
            owed,
            Line.objects.create(**own, part_of=owed, employer=employer),
            Receipt.objects.create(**own, release=release, by="test"),
            pack,
            Delivery.objects.create(**own, pack=pack, on=today, way="visit", household=person.household, by="test"),
            Response.objects.create(
                **own, person=person, vacancy=vacancy.uuid, answer="interested", on=today, by="test"
            ),
            agency,
            AgencyResult.objects.create(**own, agency=agency, period=today, referred=1, hired=1, by="test"),
            Stall.objects.create(**own, fair=fair, employer=employer),
        ]
