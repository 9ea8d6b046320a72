"""What the follow-up keeps of a person, for the tests. Nothing here is real."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from gangqiao.followup.models import Case, CaseNote, Contact, DataMatch, NoCalls, Proof, SampleCheck, Slip
from gangqiao.followup.models.contacts import own
from gangqiao.kernel import clock
from gangqiao.kernel.scope import ScopedModel, everywhere
from gangqiao.people.models import EmploymentSpell, Person


def make_spell(person: Person, started_on: date | None = None, **values: Any) -> EmploymentSpell:
    """A running time of work in another province, begun a week ago unless said otherwise."""
    given = {
        "area_id": person.area_id, "person": person, "status": "working", "spell_kind": "work", "mode": "self",
        "started_on": started_on or clock.today() - timedelta(days=7), "area_level": "other_province", "evidence": "E",
        "employer_name": "样本电子厂", "credit_code": "",
    }  # fmt: skip
    with everywhere(reason="test data"):
        return EmploymentSpell.objects.create(**given | values)


def make_contact(person: Person, spell: Any = None, **values: Any) -> Contact:
    """A call that is due today, of a time of work or on a signal."""
    today = clock.today()
    given = {
        **own(person), "spell": spell, "kind": "due" if spell else "asked", "reason": "due" if spell else "asked",
        "mark": 7 if spell else None, "due_on": today, "stands_on": today, "next_on": today,
    }  # fmt: skip
    with everywhere(reason="test data"):
        return Contact.objects.create(**given | values)


def followup_of(person: Person) -> list[ScopedModel]:
    """One row of every table about the person; the list that was matched is one of the person's own area."""
    today, by = clock.today(), "test"
    with everywhere(reason="test data"):
        spell = EmploymentSpell.objects.filter(person=person, recorded_to=None).first()
        contact = make_contact(person, spell)
        match = DataMatch.objects.create(area_id=person.area_id, kind="insurance", name="test.xlsx", month=today, by=by)
        case = Case.objects.create(**own(person), contact=contact, kind="arrears", owner="station", opened_by=by,
                                   due_on=today, words="test")  # fmt: skip
        return [
            contact,
            match,
            case,
            CaseNote.objects.create(area_id=person.area_id, case=case, words="test", by=by),
            NoCalls.objects.create(**own(person), taken_by=by),
            Slip.objects.create(**own(person), spell=spell, way="print", given_by=by, promised="{}"),
            # The file of the picture is gone, as after a restore: the row is what the tests look at.
            Proof.objects.create(**own(person), spell=spell, kind="document", grade="B", by=by, picture="0" * 32),
            SampleCheck.objects.create(**own(person), sample=uuid4(), spell=spell, claimed="C"),
        ]
