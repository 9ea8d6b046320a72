"""The list of batches, and the people of one as its page shows them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from gangqiao.audit.events import name_of
from gangqiao.audit.models import Event
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.paths import upper_bound
from gangqiao.transfers.models import Batch, Passenger
from gangqiao.transfers.reads.board import GROUPS
from gangqiao.transfers.reads.board_seeing import batches_seen
from gangqiao.transfers.states import BEFORE_DEPARTURE, PassengerStatus, Status

ROWS, PEOPLE = 30, 60
LOOKS: dict[str, Q] = {
    "": Q(status__in=BEFORE_DEPARTURE),
    "open": Q(status=Status.OPEN),
    "under_way": Q(status__in=(Status.DEPARTED, Status.ARRIVED)),
    "over": Q(status__in=(Status.HANDED_OVER, Status.CLOSED)),
    "cancelled": Q(status=Status.CANCELLED),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is asked for. look: one of LOOKS; kind: of LISTS["batch_kind"]; to: below this division."""

    look: str = ""
    kind: str = ""
    mode: str = ""
    plan: UUID | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list; `more`: how many were passed over before the next one, null: this is the last."""

    rows: list[Batch]
    counts: dict[str, int]
    more: int | None


def page_of(asked: Asked, actor: Actor, start: int) -> Page:
    """A page of the batches the reader knows of: what is to come by departure, what is past the latest first."""
    found = batches_seen(actor)
    for field in ("kind", "mode"):
        if value := getattr(asked, field):
            found = found.filter(**{field: value})
    if asked.plan:
        found = found.filter(plan__uuid=asked.plan)
    counts = {key: found.filter(clause).count() for key, clause in LOOKS.items()}
    order = ("-departs_at", "-pk") if asked.look in ("over", "cancelled") else ("departs_at", "pk")
    rows = list(found.filter(LOOKS[asked.look]).order_by(*order)[start : start + ROWS + 1])
    return Page(rows[:ROWS], counts, start + ROWS if len(rows) > ROWS else None)


@dataclass(frozen=True, slots=True)
class People:
    """The people of a batch, of the scope. counts: by state; villages: how many of each; more: as in Page."""

    rows: list[Passenger]
    total: int
    counts: Counter[str]
    villages: Counter[str]
    more: int | None


def people_of_batch(batch: Batch, group: str, area: str, start: int) -> People:
    """Those of a group, by village and by who goes together."""
    everybody = Passenger.objects.filter(batch=batch).order_by("area_id", "together", "pk")
    rows = list(everybody.values_list("pk", "area_id", "status"))
    states = {*GROUPS[group]} if group in GROUPS else {PassengerStatus.TAKEN_OFF}
    listed = [row for row in rows if row[2] in states and str(row[1]).startswith(area)]
    keys = [row[0] for row in listed[start : start + PEOPLE]]
    found = Passenger.objects.select_related("person", "pick_up", "trip").in_bulk(keys)
    return People(
        [found[key] for key in keys],
        len(listed),
        Counter(row[2] for row in rows),
        Counter(str(row[1]) for row in rows if row[2] in states),
        start + PEOPLE if len(listed) > start + PEOPLE else None,
    )


def others_of(batch: Batch, marks: set[str]) -> dict[str, list[Passenger]]:
    """Who goes together, by their mark, with persons."""
    rows = Passenger.objects.filter(batch=batch, together__in=marks - {""}).select_related("person")
    found: dict[str, list[Passenger]] = {}
    for row in rows.exclude(status=PassengerStatus.TAKEN_OFF).order_by("pk"):
        found.setdefault(row.together, []).append(row)
    return found


def history(row: Batch | Passenger, limit: int = 80) -> list[Event]:
    """What was done with it, newest first."""
    return list(Event.objects.filter(subject=name_of(row)).order_by("-seq")[:limit])


def others_to_merge(batch: Batch, actor: Actor) -> QuerySet[Batch]:
    """Batches that could take everybody of this one: not yet locked, for the same employer, with seats enough."""
    same = batches_seen(actor).filter(status__in=(Status.PLANNED, Status.OPEN), kind=batch.kind)
    return same.filter(employer_uuid=batch.employer_uuid).exclude(pk=batch.pk).order_by("departs_at")


def of_person(person_pk: int, limit: int = 20) -> list[Passenger]:
    """In which batches a person of the scope travels or travelled, the newest first."""
    rows = Passenger.objects.filter(person=person_pk).select_related("batch")
    return list(rows.order_by("-batch__departs_at", "-pk")[:limit])


def of_referral(referral_pk: int) -> Passenger | None:
    """The journey that belongs to a referral, the newest; null: none."""
    return Passenger.objects.filter(referral=referral_pk).select_related("batch").order_by("-pk").first()


def within(area: str) -> Q:
    """Passengers who live below a division."""
    return Q(area_id__gte=area, area_id__lt=upper_bound(area))
