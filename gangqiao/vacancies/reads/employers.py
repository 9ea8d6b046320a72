"""Employers as lists and pages ask for them: filters, one page by key, history, counts, calls, copies to the bureau."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.db.models.query import QuerySet
from django.utils.translation import gettext_lazy as _

from gangqiao.audit.events import name_of
from gangqiao.audit.models import Event
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor, Level
from gangqiao.kernel.paths import upper_bound
from gangqiao.vacancies.models import Employer, FoundCall, HeadCount, Vacancy
from gangqiao.vacancies.policy.collecting import NUMBERS as COLLECTING
from gangqiao.vacancies.policy.score import ASPECTS, NUMBERS, Call, Score, score
from gangqiao.vacancies.states import ENDED, EmployerStatus, Status

ROWS = 40
# What one may ask the list for, beside state, kind and area.
LOOKS: Mapping[str, Any] = {
    "to_verify": _("to be verified"),
    "wanting": _("short of people"),
    "old_count": _("figures are old"),
    "poor_score": _("promises not kept"),
    "with_account": _("with an account"),
}
OF_EMPLOYERS = (
    *("list_employer", "correct_employer", "count_employer", "verify_employer", "bar_employer", "close_employer"),
    *("reopen_employer", "open_account", "ask_employer"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is asked for; "" for everything. text: part of a name, or a credit code."""

    text: str = ""
    status: str = ""
    kind: str = ""
    look: str = ""
    area: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Some employers, the newest first, of `count`. after: the key to go on after, null on the last page."""

    rows: list[Employer]
    count: int
    after: int | None


def page_of(asked: Asked, after: int | None = None) -> Page:
    """One page of the list, within the scope."""
    found = filtered(asked)
    rows = found.filter(pk__lt=after) if after else found
    page = list(rows.select_related("area", "place").order_by("-pk")[: ROWS + 1])
    more = page[ROWS - 1].pk if len(page) > ROWS else None
    return Page(page[:ROWS], found.count(), more)


def filtered(asked: Asked) -> QuerySet[Employer]:
    found: QuerySet[Employer] = Employer.objects.all()
    if asked.text:
        found = found.filter(Q(name__icontains=asked.text) | Q(credit_code=asked.text.upper()))
    if asked.status:
        found = found.filter(status=asked.status)
    elif not asked.text:
        found = found.exclude(status=EmployerStatus.CLOSED)
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.area:
        found = found.filter(area__gte=asked.area, area__lt=upper_bound(asked.area))
    return found.filter(_look(asked.look)) if asked.look else found


def _look(look: str) -> Q:
    today = clock.today()
    return {
        "to_verify": Q(status=EmployerStatus.LISTED),
        "wanting": Q(wanted__gt=0),
        "old_count": Q(counted_on=None) | Q(counted_on__lt=today - timedelta(days=COLLECTING.on(today).count_every)),
        "poor_score": Q(kept_share__lt=NUMBERS.on(today).warn_below),
        "with_account": ~Q(party=""),
    }[look]


def find_employers(text: str, limit: int = 10) -> list[Employer]:
    """Employers of the scope by a part of the name or the credit code, live ones only: for forms of other parts."""
    typed = text.strip()
    if not typed:
        return []
    live = filtered(Asked(text=typed)).exclude(status=EmployerStatus.CLOSED)
    return list(live.order_by("-pk")[:limit])


def own_of(actor: Actor) -> list[Employer]:
    """The employers whose own user the actor is."""
    codes = [area[1:-1] for area in actor.areas("vacancies.view_employers") if area.startswith("@")]
    return list(Employer.objects.filter(party__in=codes).exclude(party="").order_by("pk")) if codes else []


def is_own_affair(actor: Actor, employer: Employer) -> bool:
    """True for a user of the employer itself, who holds no post over whoever keeps it."""
    keepers = [path for path in employer.paths if path != f"@{employer.party}/"]
    return bool(employer.party) and not any(actor.may("vacancies.view_employers", path) for path in keepers)


def sees_contact(actor: Actor, employer: Employer) -> bool:
    """Whether contact and phone are shown: to whoever works with the record, and to posts that read names."""
    verbs = ("vacancies.count_employer", "vacancies.verify_employer")
    works = any(actor.may(verb, path) for verb in verbs for path in employer.paths)
    return works or actor.level_in(str(employer.area_id)) >= Level.PERSONAL


def history(employer: Employer, limit: int = 60) -> list[Event]:
    """What was done with the record, newest first."""
    verbs = [f"vacancies.{name}" for name in OF_EMPLOYERS]
    found = Event.objects.filter(verb__in=verbs, subject=name_of(employer))
    return list(found.order_by("-seq")[:limit])


def counts_over_time(employer: Employer, limit: int = 24) -> list[HeadCount]:
    """What it said of its people, newest first."""
    return list(HeadCount.objects.filter(employer=employer).order_by("-on", "-pk")[:limit])


def calls_of(employer: Employer, limit: int = 20) -> list[FoundCall]:
    """What workers found, newest first; none for the employer's own users."""
    return list(FoundCall.objects.filter(employer=employer).order_by("-on", "-pk")[:limit])


def score_of(employer: Employer) -> Score:
    """The score as of today, with what was missing how often."""
    rows = FoundCall.objects.filter(employer=employer).values("on", *ASPECTS)
    return score((Call(row["on"], {a: row[a] for a in ASPECTS}) for row in rows), clock.today())


def many_live(employer: Employer) -> int:
    """How many of its vacancies have not ended: a bar withdraws them."""
    return Vacancy.objects.filter(employer=employer).exclude(status__in=ENDED).count()


def vacancies_of(employer: Employer, limit: int = 50) -> list[Vacancy]:
    """Its vacancies, open ones first, then the newest."""
    found = list(Vacancy.objects.filter(employer=employer).order_by("-pk")[:limit])
    return sorted(found, key=lambda v: v.status != Status.PUBLISHED)
