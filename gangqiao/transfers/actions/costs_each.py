"""The same cost for each person of a batch: one line a person, whoever may not be paid it left out and said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from gangqiao.audit.events import record_many
from gangqiao.kernel.actor import Actor
from gangqiao.transfers.actions.costs import RECORD, ledger_of, refuse_by_form
from gangqiao.transfers.actions.costs_doubles import DID_NOT_GO, MANY_BILLS, doubled
from gangqiao.transfers.models import Batch, Cost, Passenger
from gangqiao.transfers.policy import costs as policy
from gangqiao.transfers.refusals_costs import NobodyToPay, PaidForAll

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Paid:
    """How many lines were written, and how many people were left out: paid already, or not to be paid this."""

    written: int
    paid_already: int
    not_theirs: int


def record_for_each(
    batch_uuid: UUID,
    kind: str,
    fund_line: str,
    cents: int,
    on: date,
    *,
    actor: Actor,
    document: str = "",
    words: str = "",
    source: str = "screen",
) -> Paid:
    """Write `cents` for each person of the batch who travels, or travelled, in the way this is paid for.

    All of them or none, in one transaction. A second call writes nothing: everybody is paid already.
    Raises Batch.DoesNotExist, NotYourVerb, the refusals by form of `record_cost`, PaidForAll, NobodyToPay.
    """
    refuse_by_form(kind, fund_line, cents, on, is_for_one=True)
    with ledger_of(batch_uuid, RECORD, actor) as batch:
        _refuse_whole(batch, kind)
        people, not_theirs = _payees(batch, kind, on)
        done = doubled((one.person_uuid for one in people), batch, kind, on)
        lines = [
            _line(one, batch, actor, kind=kind, fund_line=fund_line, cents=cents, on=on,
                  document=document.strip()[:60], words=words.strip()[:200])
            for one in people
            if one.person_uuid not in done
        ]  # fmt: skip
        if not lines:
            raise NobodyToPay
        made = Cost.objects.bulk_create(lines, batch_size=AT_ONCE)
        record_many(RECORD, made, actor=actor, source=source)
    return Paid(len(made), len(people) - len(made), not_theirs)


def _refuse_whole(batch: Batch, kind: str) -> None:
    whole = Cost.objects.filter(batch=batch, passenger=None, taken_back_on=None, kind=kind)
    if kind != MANY_BILLS and whole.exists():
        raise PaidForAll


def _payees(batch: Batch, kind: str, on: date) -> tuple[list[Passenger], int]:
    """Who may be paid this, with all their journeys locked; and how many of the list may not."""
    rows = list(Passenger.objects.filter(batch=batch).order_by("pk"))
    persons = [one.person_id for one in rows]
    for start in range(0, len(persons), AT_ONCE):
        some = Passenger.objects.select_for_update(of=("self",)).filter(person__in=persons[start : start + AT_ONCE])
        list(some.order_by("pk").values_list("pk"))
    goes = [one for one in rows if one.status not in DID_NOT_GO]
    theirs = [one for one in goes if _is_paid_this(one, kind)]
    return theirs, len(goes) - len(theirs)


def _is_paid_this(one: Passenger, kind: str) -> bool:
    """The allowance is for who travels on the own account, the vehicle for everybody else."""
    if kind == policy.ALLOWANCE:
        return one.alone and one.trip_id is None and one.boarded_at is None
    return not (kind == policy.VEHICLE and one.alone)


def _line(one: Passenger, batch: Batch, actor: Actor, **values: Any) -> Cost:
    return Cost(
        area_id=one.area_id, batch=batch, passenger=one, person_uuid=one.person_uuid, by=actor.name[:100], **values
    )
