"""The effect of one stored operation: asked of its kind, undone when it is refused, and written beside it."""

from __future__ import annotations

import logging
import traceback
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import InterfaceError, OperationalError

from gangqiao.audit.gathering import together
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.sync.kinds import NotYet, Outcome, find_kind
from gangqiao.sync.models import Op
from gangqiao.sync.refusals import Broken, NothingThere, UnknownKind
from gangqiao.sync.states import Result

LOG = logging.getLogger("gangqiao.sync")


def work(op: Op, actor: Actor) -> None:
    """Take in the effect and write the result on the row, in the caller's transaction.

    A refused effect leaves nothing but the result. Raises only what the database itself raises.
    """
    kind = find_kind(op.kind)
    if kind is None:
        refuse(op, UnknownKind())
        return
    try:
        # Here and not around the whole transaction: an event that cannot be written undoes its own effect only.
        with together():
            outcome = kind.apply(op, actor=actor)
    except NotYet as reason:
        op.keep_answer(Result.WAITING, say=reason.sentence)
        op.save(update_fields=["result", "answer"])
    except (Refusal, Refusals) as refusal:
        refuse(op, refusal)
    except ObjectDoesNotExist:
        refuse(op, NothingThere())
    except (OperationalError, InterfaceError):
        raise  # nothing is decided: the phone sends it again
    except Exception as fault:
        # An operation that always fails must not stop all that come after it. What the exception says is not logged:
        # it may quote the body.
        where = "".join(traceback.format_tb(fault.__traceback__))
        LOG.error("operation %s of kind %s failed: %s\n%s", op.uuid, op.kind, type(fault).__name__, where)
        refuse(op, Broken())
    else:
        _decide(op, outcome)


def refuse(op: Op, refusal: Refusal | Refusals) -> None:
    """Write on the row why it was not taken in."""
    several = refusal.refusals if isinstance(refusal, Refusals) else [refusal]
    faults = [(one.field, one.sentence) for one in several if one.field]
    first: Any = several[0].sentence if several else ""
    _decide(op, Outcome(Result.REJECTED, first, faults))


def _decide(op: Op, outcome: Outcome) -> None:
    op.keep_answer(outcome.result, say=outcome.say, faults=outcome.faults, fields=outcome.fields)
    op.decided_at = clock.now()
    op.save(update_fields=["result", "answer", "decided_at"])
