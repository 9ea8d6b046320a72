"""Cases of workers: those that wait, and one with what was done for it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q

from gangqiao.followup.models import Case, CaseNote
from gangqiao.followup.states import LIVE_CASE, CaseStatus
from gangqiao.kernel import clock
from gangqiao.kernel.paths import upper_bound
from gangqiao.people.models import Person

PER_PAGE = 30

LOOKS: dict[str, Callable[[], Q]] = {
    "": lambda: Q(status__in=(*LIVE_CASE, CaseStatus.SETTLED)),
    "overdue": lambda: Q(status__in=LIVE_CASE, due_on__lt=clock.today()),
    "opened": lambda: Q(status=CaseStatus.OPENED),
    "closed": lambda: Q(status=CaseStatus.CLOSED),
}


def page_of(look: str, area: str, start: int = 0) -> tuple[list[Case], dict[str, int], int | None]:
    """A page of the cases of the scope, the first to be answered first; how many stand behind each tab; the next."""
    # Asked of each case: joined, a database reads all persons first where it does not know how few cases there are.
    found = Case.objects.filter(Exists(Person.objects.filter(pk=OuterRef("person"), record="live")))
    if area:
        found = found.filter(area_id__gte=area, area_id__lt=upper_bound(area))
    counts = found.aggregate(**{f"n_{key}": Count("pk", filter=clause()) for key, clause in LOOKS.items()})
    order = ("-closed_on", "-pk") if look == "closed" else ("due_on", "pk")
    rows = list(found.filter(LOOKS[look]()).select_related("person").order_by(*order)[start : start + PER_PAGE + 1])
    more = start + PER_PAGE if len(rows) > PER_PAGE else None
    return rows[:PER_PAGE], {key: counts[f"n_{key}"] for key in LOOKS}, more


def find(uuid: UUID) -> Case | None:
    """One case of the scope with its person."""
    found: Case | None = Case.objects.select_related("person", "contact").filter(uuid=uuid).first()
    return found


def notes_of(case: Case) -> list[CaseNote]:
    """What was done for it, oldest first."""
    return list(CaseNote.objects.filter(case=case).order_by("pk"))


def of_person(person: Person, limit: int = 10) -> list[Case]:
    """The cases of a person, the newest first."""
    return list(Case.objects.filter(person=person).order_by("-pk")[:limit])


def count(look: str) -> int:
    """How many cases of the scope stand behind a tab."""
    return Case.objects.filter(LOOKS[look]()).count()


def first_due() -> Case | None:
    """The live case of the scope that is to be answered first."""
    found: Case | None = Case.objects.filter(status__in=LIVE_CASE).order_by("due_on", "pk").first()
    return found
