"""The roster of a survey: every employer that the units keep, and each that is listed while it is under way."""

from __future__ import annotations

from gangqiao.vacancies.models import Employer, Line, Return, Round
from gangqiao.vacancies.states import EmployerStatus, ReturnStatus, RoundKind, RoundStatus

SHORT = 500
OPEN_RETURNS = (ReturnStatus.DUE, ReturnStatus.RETURNED)


def fill(owed: Return) -> int:
    """Put every live employer that the unit keeps onto its list; how many were added. A second call adds none."""
    own = Employer.objects.filter(area_id=owed.area_id, unit=owed.unit).exclude(status=EmployerStatus.CLOSED)
    missing = own.exclude(pk__in=Line.objects.filter(part_of=owed).values("employer")).order_by("pk")
    lines = [Line(area_id=owed.area_id, unit=owed.unit, part_of=owed, employer=employer) for employer in missing]
    Line.objects.bulk_create(lines, batch_size=SHORT)
    return len(lines)


def add_to_open(employer: Employer) -> None:
    """An employer listed during a survey belongs to it: nobody found is left out. In the caller's transaction."""
    rounds = Round.objects.filter(kind=RoundKind.SURVEY, status=RoundStatus.OPEN)
    owed = Return.objects.filter(
        round__in=rounds, area_id=employer.area_id, unit=employer.unit, status__in=OPEN_RETURNS
    )
    for one in owed:
        Line.objects.get_or_create(
            part_of=one, employer=employer, defaults={"area_id": employer.area_id, "unit": employer.unit}
        )
