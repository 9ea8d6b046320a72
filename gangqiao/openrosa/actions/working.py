"""Does the work of a submission, each entity alone: one that fails or waits stops none of the others.

Two things are done otherwise than the best-known server does (design notes 2d): work is keyed by instance and entity,
so that an entity that waits is not forgotten because the submission already made another; and a bad entity does not
take its siblings back.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import OperationalError, transaction

from gangqiao.imports.rows import keep_refusal
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.kernel.requests import current_request_id
from gangqiao.openrosa.actions.deciding import Decision, decide
from gangqiao.openrosa.actions.versions import lock_entity
from gangqiao.openrosa.models import EntityWork, Submission
from gangqiao.openrosa.names import HOUSEHOLDS
from gangqiao.openrosa.refusals import Unexpected
from gangqiao.openrosa.states import OPEN, State

HELD_AT_MOST = timedelta(days=5)
log = logging.getLogger(__name__)


def work_off_all(submission: Submission, *, actor: Actor) -> list[EntityWork]:
    """Do all work of a submission that waits: households first, then the head, then everybody else."""
    waiting = EntityWork.objects.filter(submission=submission, state=State.WAITING).select_related("submission")
    order = sorted(waiting, key=lambda w: (w.list != HOUSEHOLDS, not w.content["is_head"], w.place))
    return [work_off(work.pk, actor=actor) for work in order]


def work_off(key: int, *, actor: Actor, is_forced: bool = False, again: Iterable[str] = OPEN) -> EntityWork:
    """Do one piece of work, and then what waited for it. What is done already stays as it is.

    is_forced  do it although what should come before has not come
    again      the states from which it is done: failed ones only when somebody asks for it
    """
    try:
        with transaction.atomic():
            work, done = _once(key, actor, is_forced, tuple(again))
    except (Refusal, Refusals) as refusal:
        return _fail(key, refusal)
    except OperationalError:
        raise  # busy or gone: it stays waiting, and the job comes back to it
    except Exception as error:  # whatever it is, the other persons of the household go on
        log.exception("an entity could not be worked off")
        return _fail(key, Unexpected(current_request_id() or type(error).__name__))
    if done:
        for waiting in _released_by(work):
            work_off(waiting, actor=actor)
    return work


def _once(key: int, actor: Actor, is_forced: bool, again: tuple[str, ...]) -> tuple[EntityWork, bool]:
    """Decide and do it, with the entity locked: a phone that sends twice, and the job, find it done."""
    work = EntityWork.objects.select_related("submission__campaign").get(pk=key)
    entity = lock_entity(work)
    # Read again under the lock: another may have done it while we waited.
    work = EntityWork.objects.select_related("submission__campaign").get(pk=key)
    if work.state not in again:
        return work, False
    work.is_forced = work.is_forced or is_forced
    decision = decide(work, entity, actor, is_forced=is_forced)
    work.state = State.HELD if decision is Decision.HOLD else State.APPLIED
    if decision is Decision.ORPHAN:
        work.state = State.FAILED
    work.say, work.fault = decision.say, decision.fault
    work.held_at = work.held_at or clock.now() if work.state == State.HELD else work.held_at
    work.done_at = None if work.state == State.HELD else clock.now()
    work.save()
    return work, work.state == State.APPLIED


def _fail(key: int, refusal: Refusal | Refusals) -> EntityWork:
    """Put it on the list of work, with why."""
    with transaction.atomic():
        work = EntityWork.objects.select_related("submission__campaign").get(pk=key)
        first = refusal.refusals[0] if isinstance(refusal, Refusals) else refusal
        work.state, work.say, work.fault = State.FAILED, keep_refusal(refusal), type(first).__name__
        work.done_at = clock.now()
        work.save()
    return work


def _released_by(work: EntityWork) -> list[int]:
    """What waited for this: the next step of its branch, the first step after a creation, members of a household."""
    held = EntityWork.objects.filter(submission__campaign=work.submission.campaign_id, state=State.HELD)
    if work.list == HOUSEHOLDS and work.creates:
        own = held.filter(submission=work.submission)
        released = [w for w in own.order_by("place") if w.content["parent"] == str(work.key)]
        return [w.pk for w in sorted(released, key=lambda w: (not w.content["is_head"], w.place))]
    same = held.filter(key=work.key)
    if work.branch is None or work.creates:
        same = same.filter(base=1)
    else:
        same = same.filter(branch=work.branch, base=(work.base or 0) + 1)
    return list(same.order_by("pk").values_list("pk", flat=True))


def force(now: Any, *, actor_of: Any) -> int:
    """Do what has waited for too long without waiting further, in the order of its branch. Returns how many.

    actor_of  who acts for the device of a submission. Runs in a scope opened by the caller; a second call finds none.
    """
    late = EntityWork.objects.filter(state=State.HELD, held_at__lte=now - HELD_AT_MOST)
    order = late.order_by("key", "branch", "base", "pk").values_list("pk", flat=True)
    done = 0
    for key in list(order):
        work = EntityWork.objects.select_related("submission__device__user").get(pk=key)
        if work.state == State.HELD:  # one forced before it may have released it
            work_off(key, actor=actor_of(work.submission.device), is_forced=True)
            done += 1
    return done
