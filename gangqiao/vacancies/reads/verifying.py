"""Whose vacancy it is that somebody wants to verify, and whether a colleague could do it."""

from __future__ import annotations

from typing import Any

from gangqiao.accounts.models import User
from gangqiao.accounts.reads import actor_of
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.vacancies.policy.verifying import alone_may_verify

VERIFY = "vacancies.verify"


def is_own(vacancy: Any, actor: Actor) -> bool:
    """True when the actor entered the vacancy. One entered before this was kept is nobody's."""
    return actor.user_id is not None and vacancy.entered_by_id == actor.user_id


def may_alone(actor: Actor) -> bool:
    """True when the policy lets an office of one verify its own, and nobody else of the actor's office verifies."""
    if actor.user_id is None or not alone_may_verify(clock.today()):
        return False
    unit = User.objects.filter(pk=actor.user_id).values_list("unit_id", flat=True).first()
    if unit is None:
        return False
    others = User.objects.filter(unit_id=unit, is_active=True).exclude(pk=actor.user_id)
    return not any(actor_of(other).may(VERIFY) for other in others.iterator())
