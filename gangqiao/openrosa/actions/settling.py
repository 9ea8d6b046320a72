"""What people do about work that failed or waits: try again, settle it by hand, look at a conflict, withdraw a form."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from gangqiao.accounts.doors import actor_of_device
from gangqiao.audit.events import record
from gangqiao.audit.steps import require
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.openrosa.actions.working import work_off
from gangqiao.openrosa.models import Entity, EntityWork, Submission
from gangqiao.openrosa.refusals import ReasonMissing
from gangqiao.openrosa.states import OPEN, TO_DO, State


def try_again(uuid: UUID, *, actor: Actor) -> EntityWork:
    """Do a piece of work again that failed or waits, in the name of the phone's officer. Raises NotYourVerb."""
    work = EntityWork.objects.select_related("submission__device__user").get(uuid=uuid)
    require(actor, "openrosa.collect", work)
    done = work_off(work.pk, actor=actor_of_device(work.submission.device), again=(*OPEN, State.FAILED))
    record("openrosa.collect", actor=actor, subject=work, source="screen")
    return done


def settle(uuid: UUID, *, reason: str, actor: Actor) -> EntityWork:
    """Close a piece of work that was mended by hand, with how. The form stays. Raises ReasonMissing, NotYourVerb."""
    said = _said(reason)
    with transaction.atomic():
        work = EntityWork.objects.select_for_update().get(uuid=uuid)
        require(actor, "openrosa.collect", work)
        if work.state in TO_DO:
            work.state, work.settled_by, work.settled_why = State.SETTLED, actor.name[:100], said
            work.done_at = clock.now()
            work.save()
            record("openrosa.collect", actor=actor, subject=work, reason=said, source="screen")
    return work


def resolve(uuid: UUID, *, actor: Actor) -> Entity:
    """Say that somebody has looked at a conflict and the register is right now. A second call changes nothing."""
    with transaction.atomic():
        entity = Entity.objects.select_for_update().get(uuid=uuid)
        require(actor, "openrosa.collect", entity)
        if entity.conflict:
            entity.conflict, entity.conflict_at = "", None
            entity.save(update_fields=["conflict", "conflict_at"])
            record("openrosa.collect", actor=actor, subject=entity, fields=["conflict"], source="screen")
    return entity


def withdraw(uuid: UUID, *, reason: str, actor: Actor) -> Submission:
    """Take a form back: what of it was still to be done is not done, and it does not come in again."""
    said = _said(reason)
    with transaction.atomic():
        submission = Submission.objects.select_for_update().get(uuid=uuid)
        require(actor, "openrosa.connect", submission)
        if submission.withdrawn_at is None:
            submission.withdrawn_at = clock.now()
            submission.save(update_fields=["withdrawn_at"])
            EntityWork.objects.filter(submission=submission, state__in=(*OPEN, State.FAILED)).update(
                state=State.SETTLED, settled_by=actor.name[:100], settled_why=said, done_at=clock.now()
            )
            record("openrosa.connect", actor=actor, subject=submission, reason=said)
    return submission


def _said(reason: str) -> str:
    said = " ".join(reason.split())[:200]
    if len(said) < 2:
        raise ReasonMissing
    return said
