"""Vacancies as whoever keeps them sees them: the lists with their counts, one vacancy's history, and its employer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from gangqiao.audit.events import name_of
from gangqiao.audit.models import Event, Look
from gangqiao.kernel import clock
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.identifiers import parse_credit_code
from gangqiao.kernel.paths import upper_bound
from gangqiao.vacancies.models import Confirmation, Employer, Hires, Vacancy
from gangqiao.vacancies.occupations import search as search_occupations
from gangqiao.vacancies.policy.freshness import warned_since
from gangqiao.vacancies.reads.postings import is_open_clause
from gangqiao.vacancies.refusals.posts import SeveralEmployers, UnknownEmployer
from gangqiao.vacancies.states import ENDED, EmployerStatus, Status

PER_PAGE = 30
SHORT_AFTER = 14  # days a vacancy has been open with half of its seats left, before it counts as short of people
OWN_ACTS = ("confirm_by_link", "close_by_link", "expire")


def _short() -> Q:
    since = clock.now() - timedelta(days=SHORT_AFTER)
    return is_open_clause() & Q(published_at__lte=since, number__gte=2 * F("hired"))


def _due() -> Q:
    return Q(status=Status.PAUSED) | Q(status=Status.PUBLISHED, confirmed_on__lte=warned_since(clock.today()))


# The saved filters of the list, in the order of the tabs.
LOOKS: dict[str, Callable[[], Q]] = {
    "": lambda: ~Q(status__in=ENDED),
    "verify": lambda: Q(status=Status.SUBMITTED),
    "publish": lambda: Q(status=Status.VERIFIED),
    "open": is_open_clause,
    "stale": _due,
    "short": _short,
    "drafts": lambda: Q(status=Status.DRAFT),
    "ended": lambda: Q(status__in=ENDED),
    "alone": lambda: Q(is_verified_alone=True) & ~Q(status__in=ENDED),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is asked for. look: one of LOOKS; text: part of title or employer; area: key of a township."""

    look: str = ""
    text: str = ""
    area: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list, newest first. `after`: key with which the next one begins; null: this is the last."""

    rows: list[Any]
    counts: dict[str, int]
    after: int | None


def page_of(asked: Asked, after: int | None) -> Page:
    """A page of the vacancies in the scope of the moment, and how many stand behind every tab."""
    found = _found(asked)
    counts = found.aggregate(**{f"n_{key}": Count("pk", filter=clause()) for key, clause in LOOKS.items()})
    listed = found.filter(LOOKS[asked.look]()).select_related("employer", "place", "area").defer("pasted")
    if after is not None:
        listed = listed.filter(pk__lt=after)
    rows: list[Any] = list(listed.order_by("-pk")[: PER_PAGE + 1])
    more = len(rows) > PER_PAGE
    shown = rows[:PER_PAGE]
    return Page(shown, {key: counts[f"n_{key}"] for key in LOOKS}, shown[-1].pk if more else None)


def all_of(asked: Asked, look: str, limit: int) -> list[Any]:
    """The newest vacancies of the scope behind a tab, at most so many."""
    rows = _found(asked).filter(LOOKS[look]()).select_related("employer", "place", "area").defer("pasted")
    return list(rows.order_by("-pk")[:limit])


def _found(asked: Asked) -> QuerySet[Vacancy]:
    found = Vacancy.objects.all()
    if asked.area:
        found = found.filter(area_id__gte=asked.area, area_id__lt=upper_bound(asked.area))
    if asked.text:
        codes = [occupation.code for occupation in search_occupations(asked.text, 10)]
        found = found.filter(
            Q(title__icontains=asked.text) | Q(employer__name__icontains=asked.text) | Q(occupation__in=codes)
        )
    return found


def count(look: str) -> int:
    """How many vacancies of the scope stand behind a tab."""
    return Vacancy.objects.filter(LOOKS[look]()).count()


def history(vacancy: Vacancy, limit: int = 60) -> list[Event]:
    """What was done with it, newest first."""
    return list(Event.objects.filter(subject=name_of(vacancy)).order_by("-seq")[:limit])


def looks(vacancy: Vacancy, limit: int = 10) -> list[Look]:
    """Who opened its page, newest first."""
    return list(Look.objects.filter(subject=name_of(vacancy)).order_by("-seq")[:limit])


def confirmations(vacancy: Vacancy, limit: int = 20) -> list[Confirmation]:
    return list(Confirmation.objects.filter(vacancy=vacancy).order_by("-pk")[:limit])


def hires(vacancy: Vacancy, limit: int = 20) -> list[Hires]:
    return list(Hires.objects.filter(vacancy=vacancy).order_by("-pk")[:limit])


def employers_to_choose(limit: int = 300) -> list[Employer]:
    """The employers of the scope that may offer vacancies, those with the newest first."""
    return list(_employers().order_by("-pk")[:limit])


def find_employer(text: str) -> Employer:
    """The one employer of the scope meant by a credit code, a name or a part of it.

    Raises UnknownEmployer, SeveralEmployers.
    """
    typed = text.strip()
    if not typed:
        raise UnknownEmployer
    for clause in (Q(credit_code=_as_code(typed)), Q(name=typed), Q(name__icontains=typed)):
        found = list(_employers().filter(clause)[:20])
        if len(found) == 1:
            return found[0]
        if found:
            raise SeveralEmployers(len(found))
    # A message often says the place before the name, which the list does not have, or the other way round.
    within = [one for one in employers_to_choose() if len(one.name) > 3 and one.name in typed]
    if len(within) == 1:
        return within[0]
    raise UnknownEmployer


def _as_code(typed: str) -> str:
    """The text as a credit code; itself when it is none, which no employer has as its code."""
    try:
        return parse_credit_code(typed)
    except Refusal:
        return typed


def _employers() -> QuerySet[Employer]:
    return Employer.objects.filter(status__in=(EmployerStatus.LISTED, EmployerStatus.VERIFIED))
