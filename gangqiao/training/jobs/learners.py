"""What follows from events about learners, and the night in which every class is looked through."""

from __future__ import annotations

from uuid import UUID

from gangqiao.audit.models import Event
from gangqiao.audit.nightly import nightly
from gangqiao.audit.subscriptions import after
from gangqiao.kernel.actor import SYSTEM
from gangqiao.training.actions import enrolling, guarding
from gangqiao.training.actions.reach import lock_class, whole
from gangqiao.training.models import Class, Enrolment
from gangqiao.training.reads.whole import COUNTS

CLASS = "training.class"


@nightly
def look_through_classes() -> None:
    """Done twice it writes each doubt once."""
    guarding.look_through_all()


@after("training.assess_class")
def after_assessment(event: Event) -> None:
    """The class is over: whatever does not fit stands on the list of work before anybody claims."""
    held = _class_of(event)
    if held is not None:
        with whole():
            guarding.look_through(lock_class(held.pk))


@after("training.cancel_class")
def after_cancelling(event: Event) -> None:
    """A class that is given up lets its people go."""
    held = _class_of(event)
    if held is not None:
        with whole():
            enrolling.cancel_list(lock_class(held.pk), actor=SYSTEM)


@after("people.record_spell")
@after("people.depart")
@after("people.start_work")
@after("people.record_death")
def after_the_register(event: Event) -> None:
    """Somebody who is in a class works, is away, or has died."""
    if event.person is None:
        return
    with whole():
        rows = Enrolment.objects.filter(person_uuid=event.person, status__in=COUNTS)
        live = rows.exclude(held__status__in=("claimed", "closed", "cancelled"))
        for pk, held in list(live.order_by("held_id").values_list("pk", "held_id")):
            guarding.look_through(lock_class(held), keys=[pk])


def _class_of(event: Event) -> Class | None:
    name, _colon, key = str(event.subject).partition(":")
    return Class.objects.filter(uuid=UUID(key)).first() if name == CLASS and key else None
