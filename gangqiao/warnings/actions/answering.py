"""What the urged unit does: confirm receipt, and answer with what was done."""

from __future__ import annotations

from gangqiao.audit.steps import step
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.plans.reads import answers_for
from gangqiao.warnings.actions.urging import WORDS_AT_MOST, enter
from gangqiao.warnings.models import Kind, Urge
from gangqiao.warnings.refusals import NotTheUrgedUnit, WordsNeeded


def receive(urge_id: int, *, actor: Actor) -> Urge:
    """Confirm for the unit that the urging was received. Raises NotTheUrgedUnit, NotAllowedNow."""
    with step(Urge, urge_id, "warnings.receive", actor=actor) as urged:
        _must_be_own(urged, actor, "warnings.receive")
        urged.received_by_id, urged.received_on = actor.user_id, clock.today()
        enter(urged, Kind.RECEIVED, "", actor)
    return urged


def answer(urge_id: int, *, words: str, actor: Actor) -> Urge:
    """Say for the unit what was done. An answer is a receipt, too. Raises WordsNeeded, NotTheUrgedUnit."""
    words = words.strip()[:WORDS_AT_MOST]
    if not words:
        raise WordsNeeded
    # The words are sealed in the course; the log says only that an answer was given.
    with step(Urge, urge_id, "warnings.answer", actor=actor, note="-") as urged:
        _must_be_own(urged, actor, "warnings.answer")
        today = clock.today()
        if urged.received_on is None:
            urged.received_by_id, urged.received_on = actor.user_id, today
        urged.answered_by_id, urged.answered_on = actor.user_id, today
        enter(urged, Kind.ANSWERED, words, actor)
    return urged


def _must_be_own(urged: Urge, actor: Actor, verb: str) -> None:
    if not answers_for(actor, urged.unit_id, verb):
        raise NotTheUrgedUnit
