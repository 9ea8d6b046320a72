"""What the sender does with an answer: accept it, or send the urging again; and withdrawing one."""

from __future__ import annotations

from gangqiao.audit.steps import step
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.plans.reads import answers_for
from gangqiao.warnings.actions.urging import WORDS_AT_MOST, answer_by, enter
from gangqiao.warnings.models import Kind, Urge
from gangqiao.warnings.refusals import OwnAnswer, WordsNeeded


def accept_answer(urge_id: int, *, actor: Actor) -> Urge:
    """The matter is settled. Raises OwnAnswer."""
    with step(Urge, urge_id, "warnings.accept_answer", actor=actor) as urged:
        _not_own(urged, actor)
        _close(urged, actor)
        enter(urged, Kind.ACCEPTED, "", actor)
    return urged


def send_again(urge_id: int, *, words: str, actor: Actor) -> Urge:
    """The answer does not do; the unit answers anew, on the same level. Raises OwnAnswer, WordsNeeded."""
    words = _said(words)
    with step(Urge, urge_id, "warnings.send_again", actor=actor, note="-") as urged:
        _not_own(urged, actor)
        urged.due_on = answer_by(urged.level, clock.today())
        urged.received_by, urged.received_on = None, None
        urged.answered_by, urged.answered_on = None, None
        enter(urged, Kind.SENT_AGAIN, words, actor)
    return urged


def withdraw(urge_id: int, *, words: str, actor: Actor) -> Urge:
    """It was an error, or is no longer needed. Raises WordsNeeded."""
    words = _said(words)
    with step(Urge, urge_id, "warnings.withdraw", actor=actor, note="-") as urged:
        _close(urged, actor)
        enter(urged, Kind.WITHDRAWN, words, actor)
    return urged


def may_judge(urged: Urge, actor: Actor) -> bool:
    """Whether the actor is of another unit than the urged one."""
    return not answers_for(actor, urged.unit_id, "warnings.answer")


def _close(urged: Urge, actor: Actor) -> None:
    urged.closed_by_id, urged.closed_on = actor.user_id, clock.today()


def _said(words: str) -> str:
    words = words.strip()[:WORDS_AT_MOST]
    if not words:
        raise WordsNeeded
    return words


def _not_own(urged: Urge, actor: Actor) -> None:
    if not may_judge(urged, actor):
        raise OwnAnswer
