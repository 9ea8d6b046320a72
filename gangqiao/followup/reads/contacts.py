"""Whom to call today, in which order, and what came of the calls of a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from gangqiao.followup.models import Contact, NoCalls, Slip
from gangqiao.followup.models.contacts import WAITS
from gangqiao.followup.policy import followup as policy
from gangqiao.followup.states import OPEN, Status
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.paths import upper_bound
from gangqiao.people.models import Person

PER_PAGE = 30
MOST = 1_000  # counted behind a tab; of more the list says so
WAITING_ORDER = ("stands_on", "due_on", "pk")
VIEW, KNOWS = "followup.view", "followup.view_refusals"


def _today() -> Q:
    return WAITS & Q(next_on__lte=clock.today())


# The tabs of the list, in order.
LOOKS: dict[str, Callable[[], Q]] = {
    "": _today,
    "signals": lambda: _today() & ~Q(kind=policy.DUE),
    "missed": lambda: Q(status=Status.NOT_REACHED),
    "later": lambda: WAITS & Q(next_on__gt=clock.today()),
    "done": lambda: Q(status=Status.DONE),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is asked for. look: one of LOOKS; area: key of a division, "" for all of the reader's."""

    look: str = ""
    area: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list. next: the offset of the next page; null: this is the last one."""

    rows: list[Contact]
    counts: dict[str, int]
    next: int | None


def visible(actor: Actor) -> QuerySet[Contact]:
    """The contacts of the scope of the moment that this reader may know of."""
    # Dropped because somebody wants no calls: known to those alone who would call.
    return Contact.objects.all() if _knows(actor) else Contact.objects.filter(is_hidden=False)


def find(uuid: UUID, actor: Actor) -> Contact | None:
    """One contact with its person and time of work."""
    found: Contact | None = visible(actor).select_related("person", "spell").filter(uuid=uuid).first()
    return found


def page_of(asked: Asked, actor: Actor, start: int = 0) -> Page:
    """A page of the list: what is stale and what matters stands first; what was done, the newest first."""
    found = visible(actor)
    if asked.area:
        found = found.filter(area_id__gte=asked.area, area_id__lt=upper_bound(asked.area))
    counts = {key: found.filter(clause())[: MOST + 1].count() for key, clause in LOOKS.items()}
    order = ("-done_on", "-pk") if asked.look == "done" else WAITING_ORDER
    listed = found.filter(LOOKS[asked.look]()).select_related("person", "spell").order_by(*order)
    rows = list(listed[start : start + PER_PAGE + 1])
    more = start + PER_PAGE if len(rows) > PER_PAGE else None
    return Page(rows[:PER_PAGE], counts, more)


def count(look: str) -> int:
    """How many contacts of the scope stand behind a tab; at most one more than `MOST`."""
    return Contact.objects.filter(LOOKS[look]())[: MOST + 1].count()


def oldest_overdue() -> Contact | None:
    """The contact of the scope that waits longest, when one is overdue."""
    found: Contact | None = Contact.objects.filter(_today(), due_on__lt=clock.today()).order_by(*WAITING_ORDER).first()
    return found


def of_person(person: Person, actor: Actor, limit: int = 20) -> list[Contact]:
    """The contacts of a person that the reader may know of: those to come first, then the newest."""
    rows = visible(actor).filter(person=person).exclude(status=Status.DROPPED, is_hidden=False)
    return sorted(rows.order_by("-due_on", "-pk")[:limit], key=lambda row: row.status not in OPEN)


def due_in(area: str, within_days: int = 0) -> QuerySet[Contact]:
    """The open contacts of an area that are due by then, most important first."""
    until = clock.today() + timedelta(days=within_days)
    rows = Contact.objects.filter(
        area_id__gte=area, area_id__lt=upper_bound(area), status__in=OPEN, next_on__lte=until, person__record="live"
    )
    return rows.select_related("person", "person__household", "spell").order_by("stands_on", "due_on", "pk")


def wants_none(person: Person) -> NoCalls | None:
    """That the person wants no calls; for readers who hold `followup.view_refusals` over the person alone."""
    found: NoCalls | None = NoCalls.objects.filter(person=person, ended_on=None).first()
    return found


def slips_of(person: Person, limit: int = 5) -> list[Slip]:
    """The slips the person was given, the newest first."""
    return list(Slip.objects.filter(person=person).order_by("-pk")[:limit])


def last_heard(persons: Iterable[int]) -> dict[int, object]:
    """The day on which somebody last spoke with each of these persons; absent: never."""
    done = Contact.objects.filter(person__in=list(persons), status=Status.DONE).order_by("done_on")
    return dict(done.values_list("person_id", "done_on"))


def uuids_of(rows: Iterable[Contact]) -> list[UUID]:
    """The persons of some contacts, once each, for the log of who looked."""
    return list(dict.fromkeys(row.person_uuid for row in rows))


def _knows(actor: Actor) -> bool:
    """True for a reader who may know who wants no calls, wherever the reader sees contacts."""
    views, knows = actor.areas(VIEW), actor.areas(KNOWS)
    return bool(views) and set(views) <= set(knows)
