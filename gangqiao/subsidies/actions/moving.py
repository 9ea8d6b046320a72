"""The one door through which a claim moves on: right verb, right desk, a hand nobody lays twice, a new day by which.

Publicity, checks and payment use it, too; nothing else writes the state of a claim.
"""

from __future__ import annotations

from django.db import IntegrityError, transaction

from gangqiao.audit.steps import step_of
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.subsidies.models import Claim, Hand
from gangqiao.subsidies.policy import claims as policy
from gangqiao.subsidies.reads.digests import digest_of
from gangqiao.subsidies.reads.holding import hold
from gangqiao.subsidies.refusals import MakerIsNoChecker, NotNextDesk, NotWhatWasApproved
from gangqiao.subsidies.showing.desks import desk_words
from gangqiao.subsidies.states import ClaimStatus

DESK_OF = {verb: desk for desk, verb in policy.VERBS.items()}


def move(claim: Claim, verb: str, *, actor: Actor, hand: str = "", note: str = "", source: str = "screen") -> Claim:
    """Take one arrow of a claim. hand: code of the list `hand` that the actor lays on it; "" none.

    The claim is read and locked anew; the given object is not changed. Raises DoesNotExist, NotYourVerb, NotAllowedNow,
    NotNextDesk, MakerIsNoChecker, NotWhatWasApproved; StillBlocked, StillPublished, Unconfirmed (`reads.holding`).
    """
    with transaction.atomic():
        row = Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
        with step_of(row, verb, actor=actor, note=note, source=source):
            _is_next(row, verb)
            hold(row, verb)
            if row.digest and verb not in BREAKS_SEAL and row.digest != digest_of(row):
                raise NotWhatWasApproved(row.code)
            if hand:
                lay_hand(row, hand, actor, note)
            _dates(row, verb, note)
        # Behind the arrow, because the day depends on where it has led to.
        row.due_on = policy.due_on(policy.next_desk(row.route, row.status, clock.today()), clock.today())
        row.save(update_fields=["due_on"])
    return row


BREAKS_SEAL = ("subsidies.send_back", "subsidies.reject", "subsidies.withdraw")


def lay_hand(claim: Claim, hand: str, actor: Actor, note: str = "") -> Hand:
    """Write who did what. The database refuses a second hand of one user in a round. Raises MakerIsNoChecker."""
    if actor.user_id is None:
        raise MakerIsNoChecker
    try:
        with transaction.atomic():
            return Hand.objects.create(
                area_id=claim.area_id, unit=claim.unit, party=claim.party, person_uuid=claim.person_uuid, claim=claim,
                round=claim.round, hand=hand, by=actor.user_id, by_name=actor.name[:100], note=note[:200],
            )  # fmt: skip
    except IntegrityError as fault:
        raise MakerIsNoChecker from fault


def _is_next(claim: Claim, verb: str) -> None:
    desk = DESK_OF.get("subsidies.approve" if verb == "subsidies.countersign" else verb)
    if desk is None:
        return
    waits_at = policy.next_desk(claim.route, claim.status, clock.today())
    if desk != waits_at:
        raise NotNextDesk(desk_words(waits_at))


def _dates(claim: Claim, verb: str, note: str) -> None:
    today = clock.today()
    if verb == "subsidies.submit":
        claim.submitted_on = today
    elif verb == "subsidies.approve":
        claim.approved_on = today
    elif verb == "subsidies.settle_paid":
        claim.paid_on = today
    elif verb == "subsidies.send_back":
        claim.round += 1
        claim.digest, claim.notice_id, claim.submitted_on, claim.approved_on = "", None, None, None
    elif verb in ("subsidies.reject", "subsidies.withdraw"):
        claim.ended_on, claim.end_reason, claim.notice_id = today, note, None


def seal(claim: Claim) -> None:
    """Fix what the claim says, in the transaction that is open; from then on `move` compares it."""
    claim.digest = digest_of(claim)
    claim.save(update_fields=["digest"])


def is_open(claim: Claim) -> bool:
    """True while nothing was decided for good."""
    return claim.status not in (ClaimStatus.REJECTED, ClaimStatus.WITHDRAWN, ClaimStatus.RECOVERED)
