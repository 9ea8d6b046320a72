"""Who is on the list of a batch: registered, agreed, cleared or held at the gate, taken off."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import require, step_of
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.kernel.errors import Refusal
from gangqiao.matching.models import Referral
from gangqiao.people.models import EmploymentSpell, Person
from gangqiao.transfers.actions.batches_counting import count_taken, unclear
from gangqiao.transfers.actions.reach import acting, lock_batch, passenger_of, whole
from gangqiao.transfers.codes import LISTS
from gangqiao.transfers.models import Batch, Passenger, PickUp
from gangqiao.transfers.policy.registering import consent_text
from gangqiao.transfers.reads.board_seeing import is_open_to
from gangqiao.transfers.reads.whole import certified
from gangqiao.transfers.refusals import (
    BatchFull,
    GateClosed,
    NoReason,
    NotOpen,
    NotOpenToThem,
    NotTheirs,
    ReasonOfList,
    RecordClosed,
    TooLate,
    TravelsAlready,
)
from gangqiao.transfers.states import ON_THE_LIST, TRAVELLING, PassengerStatus, Status

REGISTER, CONSENT, TAKE_OFF = "transfers.register", "transfers.consent", "transfers.take_off"
PASS_GATE, HOLD_BACK, ASK_AGAIN = "transfers.pass_gate", "transfers.hold_back", "transfers.ask_again"
# A referral for which somebody may travel: they said yes, and it has not come to nothing.
GOES = ("accepted", "introduced", "hired")


def register(
    batch_uuid: UUID,
    person_uuid: UUID,
    *,
    actor: Actor,
    referral: UUID | None = None,
    spell: UUID | None = None,
    pick_up: UUID | None = None,
    together: str = "",
    alone: bool = False,
    source: str = "screen",
    made: bool = False,
) -> Passenger:
    """Put a person on the list, for a post they said yes to (referral) or work they return to (spell).

    pick_up    where they board; null: said later. together: same text as whom they go with
    On a locked list only until `late_until`, on a free seat; a batch that was cleared has to be cleared again.
    Raises Person.DoesNotExist, NotYourVerb, NotOpenToThem, NotOpen, TooLate, BatchFull, TravelsAlready, NoReason,
    NotTheirs.
    """
    person, found = _who_and_where(person_uuid, batch_uuid, actor)
    new = Passenger(
        area_id=person.area_id,
        person=person,
        person_uuid=person.uuid,
        together=together[:36],
        alone=alone or found.mode == "alone",
        pick_up=PickUp.objects.get(uuid=pick_up) if pick_up else None,
        shown_name=person.name,
        shown_phone=person.phone or None,
        registered_by=actor.name[:100],
        made=made,
    )
    _set_reason(new, found, referral, spell)
    with whole():
        batch = lock_batch(found.pk)
        new.is_late = _refuse_unless_open(batch)
        new.batch = batch
        _keep(new)
        count_taken(batch, 1)
        record(REGISTER, actor=actor, subject=new, source=source)
        unclear(batch, "somebody joined late")
    return new


def _who_and_where(person_uuid: UUID, batch_uuid: UUID, actor: Actor) -> tuple[Person, Batch]:
    """The person and a batch that is open to them. Raises as `register`."""
    person = Person.objects.get(uuid=person_uuid)
    require(actor, REGISTER, person)
    if not person.is_live:
        raise RecordClosed
    found = Batch.objects.get(uuid=batch_uuid)
    if not is_open_to(found, str(person.area_id)):
        raise NotOpenToThem
    return person, found


def register_many(
    batch_uuid: UUID, referrals: Iterable[UUID], *, actor: Actor
) -> tuple[list[Passenger], list[tuple[UUID, Refusal]]]:
    """Put the people of these referrals on the list; each alone. Returns who is on it, and who is not with the reason.

    A second call adds nobody twice.
    """
    done: list[Passenger] = []
    left: list[tuple[UUID, Refusal]] = []
    for one in Referral.objects.filter(uuid__in=list(referrals)).order_by("pk"):
        try:
            done.append(register(batch_uuid, one.person_uuid, referral=one.uuid, actor=actor))
        except Refusal as refusal:
            left.append((one.uuid, refusal))
    return done, left


def record_consent(uuid: UUID, way: str, *, actor: Actor, source: str = "screen") -> Passenger:
    """The person agrees to travel, to the words in force (`policy.registering`). Who need pass no check is cleared.

    Raises Passenger.DoesNotExist, NotYourVerb, NotAllowedNow, ReasonOfList.
    """
    if way not in LISTS["consent_way"]:
        raise ReasonOfList("way")
    with passenger_of(uuid, CONSENT, actor) as (batch, passenger):
        with step_of(passenger, CONSENT, actor=acting(actor, CONSENT, passenger), source=source):
            passenger.consent_on, passenger.consent_way = clock.today(), way
            passenger.consent_text, passenger.consent_by = consent_text(clock.today()).version, actor.name[:100]
        if not batch.gates.get("health", False):
            cleared(passenger, actor=SYSTEM)
    return passenger


def take_off(uuid: UUID, reason: str, words: str = "", *, actor: Actor, source: str = "screen") -> Passenger:
    """Take a person off the list: the seat is free again. Not wishing to go has no consequence and is ranked nowhere.

    Raises Passenger.DoesNotExist, NotYourVerb, NotAllowedNow (on board), ReasonOfList.
    """
    if reason not in LISTS["off_reason"]:
        raise ReasonOfList
    with passenger_of(uuid, TAKE_OFF, actor) as (batch, passenger):
        leave_list(batch, passenger, reason, words, actor=actor, source=source)
    return passenger


def change_journey(
    uuid: UUID, *, actor: Actor, pick_up: UUID | None = None, together: str = "", alone: bool = False
) -> Passenger:
    """Where somebody boards, with whom they go, whether on the own account; before they are on board.

    Who travels on the own account needs no seat and gives it back. Raises NotOpen.
    """
    with passenger_of(uuid, REGISTER, actor) as (batch, passenger):
        if passenger.status not in ON_THE_LIST:
            raise NotOpen
        passenger.pick_up = PickUp.objects.get(uuid=pick_up) if pick_up else None
        passenger.together, passenger.alone = together[:36], alone
        if alone:
            passenger.trip, passenger.seat = None, None
        passenger.save()
        record(REGISTER, actor=actor, subject=passenger, fields=["pick_up", "together", "alone"])
        if not alone and passenger.seat is None:
            unclear(batch, "somebody needs a seat")
    return passenger


def leave_list(
    batch: Batch, passenger: Passenger, reason: str, words: str, *, actor: Actor, source: str = "screen"
) -> None:
    """The same for a locked passenger of a locked batch."""
    with step_of(passenger, TAKE_OFF, actor=acting(actor, TAKE_OFF, passenger), source=source):
        passenger.reason, passenger.words = reason, words.strip()[:200]
        passenger.trip, passenger.seat, passenger.party = None, None, ""
        passenger.cleared_at = None
    count_taken(batch, -1)


# --- the gate: called by `actions.gates` for a locked passenger of a locked batch, inside `reach.whole` --------------


def cleared(passenger: Passenger, *, actor: Actor, source: str = "screen") -> None:
    """The gate is passed; who is cleared stays so. Where a check is asked for, one that is valid now must be there.

    Raises NotYourVerb, NotAllowedNow (no consent, on board ...), GateClosed.
    """
    if passenger.status == PassengerStatus.CLEARED:
        return
    if passenger.batch.gates.get("health", False) and not certified([passenger.pk]):
        raise GateClosed
    with step_of(passenger, PASS_GATE, actor=acting(actor, PASS_GATE, passenger), source=source):
        passenger.cleared_at = clock.now()


def held(passenger: Passenger, why: str, *, actor: Actor, source: str = "screen") -> None:
    """The gate is closed: nobody who is held boards; who is on board gets off; a cleared batch is cleared no more.

    why  a reason in words without any finding: it stands in the log. Raises NotYourVerb, NotAllowedNow, NoteNeeded.
    """
    batch = passenger.batch
    if passenger.status == PassengerStatus.BOARDED:
        _get_off(passenger, actor)
    if passenger.status != PassengerStatus.HELD:
        who = acting(actor, HOLD_BACK, passenger)
        with step_of(passenger, HOLD_BACK, actor=who, note=why, source=source):
            passenger.cleared_at = None
    unclear(batch, "somebody is held back")


def asked_again(passenger: Passenger, *, actor: Actor, source: str = "screen") -> None:
    """The check has run out, or is to be made anew. A cleared batch is cleared no more. Raises NotAllowedNow."""
    if passenger.status == PassengerStatus.BOARDED:
        _get_off(passenger, actor)
    with step_of(passenger, ASK_AGAIN, actor=acting(actor, ASK_AGAIN, passenger), source=source):
        passenger.cleared_at = None
    unclear(passenger.batch, "a health check is asked for anew")


def _get_off(passenger: Passenger, actor: Actor) -> None:
    trip = passenger.trip
    if trip is None or trip.departed_at is None:
        unboard = "transfers.unboard"
        with step_of(passenger, unboard, actor=acting(actor, unboard, passenger)):
            passenger.boarded_at, passenger.boarded_how = None, ""


def _refuse_unless_open(batch: Batch) -> bool:
    """Whether who joins now joins late. Raises NotOpen, TooLate, BatchFull."""
    if batch.status not in (Status.OPEN, Status.LIST_LOCKED, Status.CLEARED):
        raise NotOpen
    is_late = batch.status != Status.OPEN
    if is_late and (batch.late_until is None or batch.late_until < clock.now()):
        raise TooLate
    if batch.free < 1:
        raise BatchFull
    return is_late


def _set_reason(new: Passenger, batch: Batch, referral: UUID | None, spell: UUID | None) -> None:
    """Why the person travels. Raises NoReason, NotTheirs."""
    if referral is not None:
        row = Referral.objects.get(uuid=referral)
        if row.person_id != new.person_id:
            raise NotTheirs
        if row.status not in GOES:
            raise NoReason
        new.referral, new.title = row, row.title
    elif spell is not None:
        work: Any = EmploymentSpell.objects.get(uuid=spell, recorded_to=None)
        if work.person_id != new.person_id:
            raise NotTheirs
        new.spell, new.title = work, str(work.occupation or "")[:100]
    elif batch.plan_id is None and batch.employer_uuid is None:
        raise NoReason


def _keep(new: Passenger) -> None:
    if Passenger.objects.filter(person=new.person_id, status__in=TRAVELLING).exists():
        raise TravelsAlready
    try:
        with transaction.atomic():
            new.save(force_insert=True)
    except IntegrityError as error:
        # Registered for two batches in the same moment: the other one was faster.
        raise TravelsAlready from error
