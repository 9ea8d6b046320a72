"""What matching keeps, for the tests. Nothing here is real."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from gangqiao.kernel import clock
from gangqiao.kernel.scope import ScopedModel, everywhere
from gangqiao.matching.models import Consent, Referral
from gangqiao.people.models import Person


def make_referral(person: Person, vacancy: Any = None, **values: Any) -> Referral:
    """An offered referral of a person, to a vacancy that is made up when none is given."""
    given = {
        "area_id": person.area_id,
        "person": person,
        "person_uuid": person.uuid,
        "vacancy": vacancy.uuid if vacancy else uuid4(),
        "title": vacancy.title if vacancy else "缝纫工",
        "employer": vacancy.employer.name if vacancy else "样本电子厂",
        "employer_uuid": vacancy.employer.uuid if vacancy else uuid4(),
        "facts": json.dumps({"place": vacancy.place_id if vacancy else ""}),
        "status": "offered",
        "offered_on": clock.today(),
        "offered_by": "test",
        "answer_by": clock.today(),
        "made": True,
    }
    with everywhere(reason="test data"):
        return Referral.objects.create(**given | values)


def referrals_of(person: Person) -> list[ScopedModel]:
    """A referral of the person, and the consent to be named."""
    referral = make_referral(person)
    today = clock.today()
    with everywhere(reason="test data"):
        consent = Consent.objects.create(
            area_id=person.area_id,
            referral=referral,
            person=person,
            vacancy=referral.vacancy,
            title=referral.title,
            employer=referral.employer,
            way="in_person",
            text="2026-1",
            on=today,
            until=today,
            taken_by="test",
        )
    return [referral, consent]
