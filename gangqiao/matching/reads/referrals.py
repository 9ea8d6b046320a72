"""Referrals as their readers see them: lists by what is to be done, one with its history, those of a person.

A no is seen by the officers of the person's own place alone, who may ask: as "asked, said no", counted for nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from gangqiao.audit.events import name_of
from gangqiao.audit.models import Event
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor, is_of_unit
from gangqiao.kernel.paths import upper_bound
from gangqiao.matching.models import Consent, Referral
from gangqiao.matching.policy import referrals as policy
from gangqiao.matching.states import AT_WORK, OPEN, Status
from gangqiao.people.models import Person

PER_PAGE = 30
ASKS = "matching.offer"
ENDED = (Status.NOT_HIRED, Status.LEFT, Status.EXPIRED, Status.WITHDRAWN, Status.CLOSED_ELSEWHERE)


def _still_there() -> Q:
    """At work for so long that somebody asks whether they still are."""
    today, found = clock.today(), Q()
    for status in AT_WORK:
        days = policy.days_to_stay(status, today)
        if days is not None:
            found |= Q(status=status, started_on__lte=today - timedelta(days=days))
    return found


# The tabs of the list, in order.
LOOKS: dict[str, Callable[[], Q]] = {
    "": lambda: Q(status__in=(*OPEN, Status.HIRED, *AT_WORK)),
    "to_offer": lambda: Q(status=Status.SUGGESTED),
    "waiting": lambda: Q(status=Status.OFFERED),
    "to_introduce": lambda: Q(status=Status.ACCEPTED),
    "introduced": lambda: Q(status=Status.INTRODUCED),
    "hired": lambda: Q(status=Status.HIRED),
    "at_work": lambda: Q(status__in=AT_WORK),
    "still": _still_there,
    "declined": lambda: Q(status=Status.DECLINED),
    "ended": lambda: Q(status__in=ENDED),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is asked for. look: one of LOOKS; area: key of a division; vacancy: only of this one."""

    look: str = ""
    area: str = ""
    vacancy: UUID | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list, newest first. `after`: key with which the next one begins; null: this is the last."""

    rows: list[Referral]
    counts: dict[str, int]
    after: int | None


def visible(actor: Actor) -> QuerySet[Referral]:
    """The referrals of the scope of the moment that this reader may know of."""
    own = Q()
    for area in actor.areas(ASKS):
        if not is_of_unit(area):
            own |= Q(area_id__gte=area, area_id__lt=upper_bound(area))
    unsaid = ~Q(status=Status.DECLINED)
    return Referral.objects.filter(unsaid | own if own else unsaid)


def find(uuid: UUID, actor: Actor) -> Referral | None:
    """One referral with its person, as far as the reader may know of it."""
    found: Referral | None = visible(actor).select_related("person", "area").filter(uuid=uuid).first()
    return found


def page_of(asked: Asked, actor: Actor, after: int | None) -> Page:
    """A page of the list, and how many stand behind every tab."""
    found = visible(actor)
    if asked.area:
        found = found.filter(area_id__gte=asked.area, area_id__lt=upper_bound(asked.area))
    if asked.vacancy:
        found = found.filter(vacancy=asked.vacancy)
    counts = found.aggregate(**{f"n_{key}": Count("pk", filter=clause()) for key, clause in LOOKS.items()})
    listed = found.filter(LOOKS[asked.look]()).select_related("person")
    if after is not None:
        listed = listed.filter(pk__lt=after)
    rows = list(listed.order_by("-pk")[: PER_PAGE + 1])
    shown = rows[:PER_PAGE]
    return Page(shown, {key: counts[f"n_{key}"] for key in LOOKS}, shown[-1].pk if len(rows) > PER_PAGE else None)


def count(look: str) -> int:
    """How many referrals of the scope stand behind a tab."""
    return Referral.objects.filter(LOOKS[look]()).count()


def of_person(person: Person, actor: Actor, limit: int = 30) -> list[Referral]:
    """The referrals of a person that the reader may know of, newest first."""
    return list(visible(actor).filter(person=person).order_by("-pk")[:limit])


def history(referral: Referral, limit: int = 60) -> list[Event]:
    """What was done with it, newest first."""
    return list(Event.objects.filter(subject=name_of(referral)).order_by("-seq")[:limit])


def consents(referral: Referral) -> list[Consent]:
    """What was agreed to about it, the newest first."""
    return list(Consent.objects.filter(referral=referral).order_by("-pk"))


def not_to_offer(person_id: int) -> set[UUID]:
    """Vacancies that are not put to a person now: under way, or said no to lately. For lists of what may be offered.

    It hides a button and nothing else: no score and no order may ever read it.
    """
    since = policy.refused_since(clock.today())
    barred = Q(status__in=(*policy.OPEN, *policy.WORKING)) | Q(status=Status.DECLINED, answered_on__gt=since)
    return set(Referral.objects.filter(barred, person=person_id).values_list("vacancy", flat=True))


def introduced_to_me() -> list[Referral]:
    """Whom an employer may know of today, within its own scope: those who wait for its answer first."""
    rows = Referral.objects.filter(status__in=policy.SHOWN, shown_until__gte=clock.today()).exclude(party="")
    order = {Status.INTRODUCED: 0, Status.HIRED: 1}
    return sorted(rows.order_by("-introduced_on", "-pk")[:200], key=lambda row: order.get(Status(row.status), 2))


def waiting_for_me() -> QuerySet[Referral]:
    """Those whom the employer has not answered yet, within its own scope."""
    rows = Referral.objects.filter(status=Status.INTRODUCED, shown_until__gte=clock.today())
    return rows.exclude(party="").order_by("introduced_on", "pk")


def states_of_vacancy(vacancy: UUID, actor: Actor) -> dict[str, int]:
    """How many referrals of a vacancy are in which state, as far as the reader may know of them."""
    rows = visible(actor).filter(vacancy=vacancy).values_list("status").annotate(many=Count("pk"))
    return dict(rows.values_list("status", "many"))


def uuids_of(rows: Iterable[Any]) -> list[UUID]:
    """The persons of some referrals, once each, for the log of who looked."""
    return list(dict.fromkeys(row.person_uuid for row in rows))
