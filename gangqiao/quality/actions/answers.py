"""What people say about one doubt."""

from __future__ import annotations

from gangqiao.audit.steps import require, step
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.quality.actions.checking import check_persons
from gangqiao.quality.models import Doubt
from gangqiao.quality.refusals import StillFound
from gangqiao.quality.states import OPEN


def send(doubt_id: int, *, actor: Actor) -> Doubt:
    """Ask the village. A false alarm that does not convince is asked again, and is quiet no longer."""
    with step(Doubt, doubt_id, "quality.send", actor=actor) as doubt:
        doubt.sent_on, doubt.answered_on, doubt.quiet = clock.today(), None, ""
    return doubt


def confirm(doubt_id: int, *, actor: Actor) -> Doubt:
    """Say that the record is wrong; it stays open until the check no longer finds it."""
    with step(Doubt, doubt_id, "quality.confirm", actor=actor) as doubt:
        doubt.answered_on = clock.today()
    return doubt


def refute(doubt_id: int, *, reason: str, actor: Actor) -> Doubt:
    """Say that the record is right as it stands, and why. Quiet until one of the facts the check reads changes."""
    with step(Doubt, doubt_id, "quality.refute", actor=actor, note=reason) as doubt:
        doubt.answered_on, doubt.quiet, doubt.reason = clock.today(), doubt.facts, reason.strip()[:500]
    return doubt


def mend(doubt_id: int, *, actor: Actor) -> Doubt:
    """Check the record again now; it becomes mended when the fault is gone. Raises StillFound when it is not."""
    doubt = Doubt.objects.get(pk=doubt_id)
    require(actor, "quality.mend", doubt)
    check_persons([doubt.person_id] if doubt.person_id else [], households=[doubt.household_id])
    doubt.refresh_from_db()
    if doubt.status in OPEN:
        raise StillFound
    return doubt


def close(doubt_id: int, *, actor: Actor) -> Doubt:
    """Put an answered doubt away."""
    with step(Doubt, doubt_id, "quality.close", actor=actor) as doubt:
        doubt.answered_on = doubt.answered_on or clock.today()
    return doubt
