"""The work of the health office: which batches leave soon, who of them is still to be checked, what was found.

It sees the state, a name and a phone number of each passenger, nothing else of the person. Findings are opened here
alone, for an address that asks for the verb to check.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.transfers.models import Batch, HealthCheck, Passenger
from gangqiao.transfers.reads.board_seeing import batches_seen
from gangqiao.transfers.reads.gates_certificates import valid_until_of
from gangqiao.transfers.states import BEFORE_DEPARTURE, ON_THE_LIST, PassengerStatus, Status

AHEAD = timedelta(days=7)
T = PassengerStatus
LOOKS = ("open", "held", "cleared", "asked", "all")


@dataclass(frozen=True, slots=True)
class Standing:
    """Who of a batch stands where, in the scope of the moment.

    open     to be checked now: agreed and not checked, or the check runs out before the departure
    held     to wait; cleared: passed and valid until the departure; asked: has not agreed yet, cannot be checked
    """

    open: list[Passenger] = field(default_factory=list)
    held: list[Passenger] = field(default_factory=list)
    cleared: list[Passenger] = field(default_factory=list)
    asked: list[Passenger] = field(default_factory=list)

    def look(self, name: str) -> list[Passenger]:
        """One part of the list, or everybody."""
        if name == "all":
            return sorted([*self.open, *self.held, *self.cleared, *self.asked], key=lambda one: one.pk)
        found: list[Passenger] = getattr(self, name)
        return found

    @property
    def many(self) -> int:
        return len(self.open) + len(self.held) + len(self.cleared) + len(self.asked)


@dataclass(frozen=True, slots=True)
class Found:
    """One check as the health office reads it. yes: keys of the questions answered with "yes"."""

    check: HealthCheck
    tenths: int
    yes: tuple[str, ...]


def due(actor: Actor) -> QuerySet[Batch]:
    """The batches that ask for a health check and leave within a week, or should have left, the first one first."""
    until = clock.now() + AHEAD
    return (
        batches_seen(actor)
        .filter(status__in=[s for s in BEFORE_DEPARTURE if s != Status.PLANNED], gates__health=True)
        .filter(departs_at__lte=until)
        .order_by("departs_at", "pk")
    )


def standing_of(batch: Batch) -> Standing:
    """Where the passengers of a batch stand."""
    rows = list(Passenger.objects.filter(batch=batch, status__in=ON_THE_LIST).order_by("pk"))
    certified = valid_until_of(row.uuid for row in rows)
    found = Standing()
    for row in rows:
        found.look(_look_of(row, certified.get(row.uuid), batch)).append(row)
    return found


def next_after(passenger: Passenger, standing: Standing) -> Passenger | None:
    """Who is to be checked next: the first open one behind this, then from the start; null when all are done."""
    others = [one for one in standing.open if one.pk != passenger.pk]
    return next((one for one in others if one.pk > passenger.pk), others[0] if others else None)


def find_passenger(uuid: UUID) -> Passenger | None:
    """A passenger in the scope of the moment."""
    return Passenger.objects.filter(uuid=uuid).select_related("batch").first()


def checks_of(passenger: Passenger) -> list[Found]:
    """The checks of a passenger with what was found, the newest first. Only for pages of the health office."""
    rows = HealthCheck.objects.filter(passenger=passenger).order_by("-at", "-pk")
    return [_found(row) for row in rows]


def last_clinic(actor: Actor) -> str:
    """Where the reader checked last, so that nobody types it forty times."""
    rows = HealthCheck.objects.filter(by=actor.name[:100]).exclude(clinic="")
    return rows.order_by("-pk").values_list("clinic", flat=True).first() or ""


def counts(batches: Iterable[Batch]) -> dict[int, Counter[str]]:
    """How many of each batch stand where, by the names of `LOOKS`."""
    found: dict[int, Counter[str]] = {}
    for batch in batches:
        standing = standing_of(batch)
        found[batch.pk] = Counter({look: len(standing.look(look)) for look in LOOKS})
    return found


def _look_of(passenger: Passenger, until: datetime | None, batch: Batch) -> str:
    if passenger.status == T.REGISTERED:
        return "asked"
    if passenger.status == T.HELD:
        return "held"
    runs_out = until is None or until < batch.departs_at
    return "open" if passenger.status == T.CONFIRMED or runs_out else "cleared"


def _found(check: HealthCheck) -> Found:
    said: dict[str, Any] = json.loads(check.findings or "{}")
    return Found(
        check, int(said.get("temperature", 0)), tuple(k for k, is_yes in said.get("answers", {}).items() if is_yes)
    )
