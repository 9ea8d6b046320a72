"""The learners of a class as papers show them: in the order of the list, with masked numbers."""

from __future__ import annotations

from dataclasses import dataclass

from gangqiao.kernel import clock
from gangqiao.kernel.identifiers import mask_id
from gangqiao.people.codes import LISTS as PEOPLE
from gangqiao.people.models import Person
from gangqiao.people.reads.masking import place_names
from gangqiao.training.models import CallBack, Class, Enrolment
from gangqiao.training.states import FINISHED, IN_CLASS, EnrolmentStatus

LISTED = (*IN_CLASS, *FINISHED, EnrolmentStatus.FAILED)


@dataclass(frozen=True, slots=True)
class Listed:
    """A learner on a paper. id_masked: never the whole number."""

    enrolment: Enrolment
    name: str
    sex: str
    age: str
    village: str
    id_masked: str
    phone: str


def listed(held: Class, *, only: set[int] | None = None) -> list[Listed]:
    """Who is in the class, by name, in the scope of the moment. only: keys of enrolments; null: all."""
    rows = Enrolment.objects.filter(held=held, status__in=LISTED).order_by("pk")
    found = [row for row in rows if only is None or row.pk in only]
    people = {one.pk: one for one in Person.objects.filter(pk__in=[row.person_id for row in found])}
    places = place_names({str(row.area_id) for row in found})
    made = [_listed(row, people.get(row.person_id), places.get(str(row.area_id), "")) for row in found]
    return sorted(made, key=lambda one: (one.village, one.name, one.enrolment.pk))


def _listed(row: Enrolment, person: Person | None, village: str) -> Listed:
    born = person.birth_date if person is not None else None
    return Listed(
        row, row.shown_name or "", str(PEOPLE["sex"].word(person.sex)) if person is not None and person.sex else "",
        str(clock.age_on(born, clock.today())) if born else "", village,
        mask_id(str(person.id_number), birthday_shown=False) if person is not None and person.id_number else "",
        row.shown_phone or "",
    )  # fmt: skip


def drawn(held: Class, kind: str) -> list[CallBack]:
    """Who was drawn, in the scope of the moment."""
    rows = CallBack.objects.filter(enrolment__held=held, kind=kind).select_related("enrolment", "session")
    return list(rows.order_by("pk"))
