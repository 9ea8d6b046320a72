"""What holds for a whole class, wherever its people live: counts, never a name (tests/exceptions.yaml)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, Q

from gangqiao.kernel.scope import everywhere
from gangqiao.people.models import EmploymentSpell
from gangqiao.people.models.dated import NOW
from gangqiao.training.models import Attendance, Class, Enrolment, Session
from gangqiao.training.states import IN_CLASS
from gangqiao.vacancies.models import Employer

REASON = "what holds for a class does not depend on who asks"


def counts(class_ids: Iterable[int]) -> dict[int, Counter[str]]:
    """How many people of each class are in each state."""
    found: dict[int, Counter[str]] = {pk: Counter() for pk in class_ids}
    with everywhere(reason=REASON):
        rows = Enrolment.objects.filter(held__in=list(found)).order_by()
        for held, status, many in rows.values_list("held_id", "status").annotate(many=Count("pk")):
            found[held][status] = many
    return found


def is_signed(session: Session) -> bool:
    """Whether anybody signed in at a time of teaching."""
    with everywhere(reason=REASON):
        return bool(Attendance.objects.filter(session=session).exists())


def codes_of(employers: Iterable[UUID | None]) -> dict[UUID, str]:
    """The credit codes of employers: by them their workers' times of work are found, whoever keeps the employer."""
    wanted = {one for one in employers if one is not None}
    with everywhere(reason=REASON):
        rows = Employer.objects.filter(uuid__in=wanted).exclude(credit_code="")
        return {uuid: code for uuid, code in rows.values_list("uuid", "credit_code") if code}


def not_hired(held: Class) -> int:
    """How many learners of a class of an enterprise have no time of work with it, begun or planned, in its days."""
    code = codes_of([held.employer_uuid]).get(held.employer_uuid) if held.employer_uuid else None
    of_employer = Q(employer_name=held.employer) | (Q(credit_code=code) if code else Q(pk__in=[]))
    lasts = Q(ended_on=None) | Q(ended_on__gte=held.begins_on)
    with everywhere(reason=REASON):
        rows = Enrolment.objects.filter(held=held, status__in=IN_CLASS).values_list("person_id", flat=True)
        learners = set(rows)
        spells = EmploymentSpell.objects.filter(NOW, of_employer, lasts, person__in=learners)
        return len(learners - set(spells.values_list("person_id", flat=True)))
