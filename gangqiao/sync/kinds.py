"""The kinds of operations: other apps say what an operation of theirs does, and how the desk shows it.

sync.kinds.register("surveys.answers", apply_answers_of, label=_("Answers"), about=about_task)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from gangqiao.kernel.actor import Actor
from gangqiao.sync.states import Result

if TYPE_CHECKING:
    from gangqiao.sync.models import Op


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an operation came to.

    result  APPLIED, or CONFLICT when something of it was kept apart for somebody to decide; REJECTED when it is for
            the desk as a whole, and what it changed beside that stays
    say     a sentence for the officer (Say, lazy translation or text); "" when there is nothing to say
    faults  (key, sentence) of single items
    fields  keys of the answers kept apart
    """

    result: str = Result.APPLIED
    say: Any = ""
    faults: Sequence[tuple[str, Any]] = ()
    fields: Sequence[str] = ()


class NotYet(Exception):
    """The operation needs something that is still on its way, for example a picture. It waits and is tried again."""

    def __init__(self, sentence: Any) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Apply(Protocol):
    """The effect, in the transaction that stores the operation and under the scope of the phone.

    `op.content` is the body, `op.uuid` its number, `op.claimed_at` the phone's time. Raises Refusal or Refusals (then
    nothing of it stays, and the operation is rejected with these sentences), a DoesNotExist, or NotYet.
    """

    def __call__(self, op: Op, *, actor: Actor) -> Outcome: ...


@dataclass(frozen=True, slots=True)
class About:
    """What the desk shows of an operation: whom it is about, where it is done again, and its lines in plain words.

    persons  whose records the reader sees by it; written into the log of looks
    """

    title: Any
    href: str = ""
    lines: Sequence[tuple[Any, Any]] = ()
    persons: Sequence[UUID] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    key: str
    apply: Apply
    label: Any
    about: Callable[[Op, Actor], About | None] | None = None


_KINDS: dict[str, Kind] = {}


def register(
    key: str, apply: Apply, *, label: Any = "", about: Callable[[Op, Actor], About | None] | None = None
) -> None:
    """Take in operations of this kind. `about` is asked under the scope of the reader; None: nothing of his.

    Called once, in `ready` of the app that knows the kind.
    """
    if key in _KINDS:
        raise ValueError(f"operations of kind {key} are registered twice")
    _KINDS[key] = Kind(key, apply, label or key, about)


def find_kind(key: str) -> Kind | None:
    """The kind, or None when no app of this server knows it."""
    return _KINDS.get(key)
