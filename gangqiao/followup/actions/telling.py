"""Tells those who own a case: when it is opened, when it is handed on to them, when its day is over. Each once."""

from __future__ import annotations

from gangqiao.followup.codes import LISTS
from gangqiao.followup.models import Case
from gangqiao.followup.reads.owners import owners_of
from gangqiao.followup.states import LIVE_CASE
from gangqiao.followup.texts import CASE_HANDED_ON, CASE_OPENED, CASE_OVERDUE
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.messaging.actions.sending import send
from gangqiao.messaging.templates import Template


def tell_opened(case: Case, *, actor: Actor) -> int:
    """Tell the owners of a new case; returns how many were told."""
    return _tell(case, CASE_OPENED, "opened", actor)


def tell_handed_on(case: Case, *, actor: Actor) -> int:
    """Tell the new owners of a case; handed on to the same one twice on a day they are told once."""
    return _tell(case, CASE_HANDED_ON, f"{case.owner}/{clock.today():%Y%m%d}", actor)


def tell_overdue() -> int:
    """Tell the owners of every live case whose day is over; each of them once for a day it was to be answered by."""
    over = Case.objects.filter(status__in=LIVE_CASE, due_on__lt=clock.today(), person__record="live").order_by("pk")
    return sum(_tell(case, CASE_OVERDUE, f"overdue/{case.due_on:%Y%m%d}", SYSTEM) for case in over)


def _tell(case: Case, text: Template, what: str, actor: Actor) -> int:
    """One notice in the app for each owner but whoever acts. It names nobody: the page of the case does."""
    told = 0
    for user in owners_of(str(case.area_id), case.owner):
        if user.pk == actor.user_id:
            continue
        send(
            text.key,
            params={
                "about": LISTS["case_kind"].word(case.kind),
                "employer": case.employer or "\u2014",
                "until": case.due_on,
            },
            key=f"followup.case:{case.uuid}/{what}/{user.pk}",
            area=str(case.area_id),
            actor=actor,
            user=user,
            subject=case,
            person=case.person_uuid,
        )
        told += 1
    return told
