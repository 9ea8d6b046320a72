"""What was copied to the bureau by itself (R051): who entered what, and how long the copy took."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from gangqiao.audit.models import Event
from gangqiao.kernel import clock
from gangqiao.vacancies.models import Employer, Vacancy
from gangqiao.vacancies.policy.collecting import NUMBERS

COPY = "vacancies.copy_to_bureau"
COPIES_OF_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy. entered: the entry it was made of; subject: the record, null when it cannot be seen any more."""

    copied: Event
    entered: Event | None
    subject: Employer | Vacancy | None

    @property
    def seconds(self) -> int | None:
        return round((self.copied.at - self.entered.at).total_seconds()) if self.entered else None


def copies(before: int | None = None) -> tuple[list[Copy], int | None]:
    """Some copies, newest first, and the number to go on before; null on the last page."""
    found = Event.objects.filter(verb=COPY).order_by("-seq")
    page = list((found.filter(seq__lt=before) if before else found)[: COPIES_OF_A_PAGE + 1])
    shown = page[:COPIES_OF_A_PAGE]
    entered = Event.objects.in_bulk([seq for e in shown if (seq := _original(e))])
    subjects = _subjects(shown)
    rows = [Copy(e, entered.get(_original(e) or 0), subjects.get(e.subject)) for e in shown]
    return rows, shown[-1].seq if len(page) > COPIES_OF_A_PAGE else None


def many_lately() -> tuple[int, Any]:
    """How many copies stand on the list of work, and the day of the oldest of them; null when none do."""
    since = clock.now() - timedelta(days=NUMBERS.on(clock.today()).copies_shown)
    found = list(Event.objects.filter(verb=COPY).order_by("-seq").values_list("at", flat=True)[:1000])
    lately = [at for at in found if at > since]
    return len(lately), clock.day_of(lately[-1]) if lately else None


def _original(copied: Event) -> int | None:
    number = copied.source.removeprefix("event ")
    return int(number) if number.isdecimal() else None


def _subjects(events: list[Event]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for label, model in (("vacancies.employer", Employer), ("vacancies.vacancy", Vacancy)):
        uuids = [e.subject.partition(":")[2] for e in events if e.subject.startswith(f"{label}:")]
        rows = model._default_manager.filter(uuid__in=uuids).select_related("area")
        found |= {f"{label}:{row.uuid}": row for row in rows}
    return found
