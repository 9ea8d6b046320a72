"""Passed or not: by hours attended and by the score. Nobody passes for hours that were not attended."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from gangqiao.audit.steps import step_of
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.training.actions.reach import acting, enrolment_of
from gangqiao.training.models import Enrolment
from gangqiao.training.policy.guards import NUMBERS, minutes_asked
from gangqiao.training.reads.whole import minutes_of
from gangqiao.training.refusals_learners import NotEnoughHours, NotEnoughPoints, NotRunning
from gangqiao.training.states import Status

PASS, FAIL = "training.pass_learner", "training.fail_learner"


def pass_learner(uuid: UUID, score: Decimal | None = None, *, actor: Actor, source: str = "screen") -> Enrolment:
    """A learner passed. score: of 100; null where nothing is marked.

    Raises NotEnoughHours, NotEnoughPoints, NotRunning, NotYourVerb, NotAllowedNow.
    """
    with enrolment_of(uuid, PASS, actor) as (held, row):
        if held.status != Status.RUNNING:
            raise NotRunning
        with step_of(row, PASS, actor=acting(actor, PASS, row), source=source):
            # What stands in the rows, not the sum kept beside them.
            row.minutes = minutes_of([row.pk]).get(row.pk, 0)
            need = minutes_asked(held.hours, held.begins_on)
            if row.minutes < need:
                raise NotEnoughHours(row.minutes, need)
            least = int(NUMBERS.on(held.begins_on).pass_score)
            if score is not None and not least <= score <= 100:
                raise NotEnoughPoints(least)
            row.score, row.assessed_on = score, clock.today()
    return row


def fail_learner(uuid: UUID, score: Decimal | None = None, *, actor: Actor, source: str = "screen") -> Enrolment:
    """A learner did not pass; nothing else follows for the person. Raises NotRunning, NotYourVerb, NotAllowedNow."""
    with enrolment_of(uuid, FAIL, actor) as (held, row):
        if held.status != Status.RUNNING:
            raise NotRunning
        with step_of(row, FAIL, actor=acting(actor, FAIL, row), source=source):
            row.score, row.assessed_on = score, clock.today()
    return row
