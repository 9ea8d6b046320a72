"""What people do with a claim, desk by desk. The verb and the hand follow from the desk at which it waits."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db import transaction

from gangqiao.audit.steps import require
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.errors import Refusal
from gangqiao.subsidies.actions.moving import move
from gangqiao.subsidies.models import Claim, Hand
from gangqiao.subsidies.policy import claims as policy
from gangqiao.subsidies.refusals import MakerIsNoChecker, NotNextDesk
from gangqiao.subsidies.refusals_claims import OneIsEnough, SignatureMissing, SignedAlready
from gangqiao.subsidies.showing.desks import desk_words

SUBMIT, COUNTERSIGN, APPROVE = "subsidies.submit", "subsidies.countersign", "subsidies.approve"
SEND_BACK, REJECT, WITHDRAW = "subsidies.send_back", "subsidies.reject", "subsidies.withdraw"
CHECKS = ("village_check", "township_check", "city_check")


@dataclass(frozen=True, slots=True)
class Done:
    """What became of an act on many claims. refused: each with the reason; it stopped no other."""

    done: list[Claim] = field(default_factory=list)
    refused: list[tuple[Claim, Refusal]] = field(default_factory=list)


def submit(claim: Claim, *, actor: Actor, source: str = "screen") -> Claim:
    """Submit a draft. Whoever submits what nobody has made in this round, made it: a scan lays no hand.

    Raises NotYourVerb, NotAllowedNow.
    """
    with transaction.atomic():
        row = locked(claim)
        require(actor, SUBMIT, row)
        is_signed = actor.user_id is None or _hand(row, "make")
        return move(row, SUBMIT, actor=actor, hand="" if is_signed else "make", source=source)


def check(claim: Claim, *, actor: Actor, note: str = "", source: str = "screen") -> Claim:
    """Check a claim at the desk it waits at. Raises NotYourVerb, NotNextDesk, MakerIsNoChecker, StillBlocked..."""
    with transaction.atomic():
        row = locked(claim)
        desk = policy.next_desk(row.route, row.status, clock.today())
        if desk not in CHECKS:
            raise NotNextDesk(desk_words(desk))
        require(actor, policy.VERBS[desk], row)
        _not_the_maker(row, actor)
        return move(row, policy.VERBS[desk], actor=actor, hand=desk, note=note, source=source)


def countersign(claim: Claim, *, actor: Actor) -> Claim:
    """Sign as the first of two. Raises NotYourVerb, OneIsEnough, SignedAlready, MakerIsNoChecker, NotAllowedNow."""
    with transaction.atomic():
        row = locked(claim)
        require(actor, COUNTERSIGN, row)
        _not_the_maker(row, actor)
        if not policy.needs_two(row.amount, clock.today()):
            raise OneIsEnough
        if _hand(row, "countersign"):
            raise SignedAlready
        return move(row, COUNTERSIGN, actor=actor, hand="countersign")


def approve(claim: Claim, *, actor: Actor) -> Claim:
    """Approve; a large amount behind the signature of another. Raises SignatureMissing, MakerIsNoChecker..."""
    with transaction.atomic():
        row = locked(claim)
        require(actor, APPROVE, row)
        _not_the_maker(row, actor)
        if policy.needs_two(row.amount, clock.today()) and not _hand(row, "countersign"):
            raise SignatureMissing
        return move(row, APPROVE, actor=actor, hand="approve")


def send_back(claim: Claim, note: str, *, actor: Actor) -> Claim:
    """Back to a draft, with a reason; every hand counts anew. Raises NotYourVerb, NotAllowedNow, NoteNeeded."""
    return move(claim, SEND_BACK, actor=actor, note=note.strip()[:200])


def reject(claim: Claim, note: str, *, actor: Actor) -> Claim:
    """Reject for good, with a reason. Raises NotYourVerb, NotAllowedNow, NoteNeeded."""
    return move(claim, REJECT, actor=actor, note=note.strip()[:200])


def withdraw(claim: Claim, note: str, *, actor: Actor) -> Claim:
    """Withdraw what is not paid yet, with a reason. Raises NotYourVerb, NotAllowedNow, NoteNeeded."""
    return move(claim, WITHDRAW, actor=actor, note=note.strip()[:200])


def each(act: Callable[[Claim], Claim], claims: Iterable[Claim]) -> Done:
    """Do the same with many claims; what is refused for one stops no other."""
    done = Done()
    for claim in claims:
        try:
            done.done.append(act(claim))
        except Refusal as refusal:
            done.refused.append((claim, refusal))
    return done


def locked(claim: Claim) -> Claim:
    """The claim as it stands now, locked until the transaction ends. Raises DoesNotExist out of scope."""
    row: Claim = Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    return row


def _hand(claim: Claim, hand: str) -> bool:
    """True when somebody has laid this hand on the claim in its present round."""
    return Hand.objects.filter(claim=claim, round=claim.round, hand=hand).exists()


def _not_the_maker(claim: Claim, actor: Actor) -> None:
    """Who made a claim checks it in no round, also after somebody else has submitted it again."""
    if actor.user_id is not None and claim.maker == actor.user_id:
        raise MakerIsNoChecker
