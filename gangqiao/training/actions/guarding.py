"""Doubts about a class: found by the guards, put on the list of work, settled by somebody with an outcome."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import IntegrityError, transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import require
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.training.actions.reach import acting, leads, lock_class, whole
from gangqiao.training.codes import LISTS
from gangqiao.training.models import Class, Doubt, Enrolment
from gangqiao.training.reads import guards
from gangqiao.training.reads.guards import Finding
from gangqiao.training.refusals_learners import NoSuchReason, OwnObjection

FOUND, SETTLE = "training.doubt", "training.settle_doubt"


def look_through(held: Class, *, keys: Collection[int] | None = None) -> int:
    """Put what the guards find about a class on the list of work; returns how many are new. Twice changes nothing.

    keys  of the learners asked about; null: all, and the class as a whole. In `whole()`.
    """
    found = guards.findings_of(held)
    if keys is not None:
        found = [one for one in found if one.enrolment in keys]
    known = {
        (row.enrolment_id, row.guard, row.session_id): row
        for row in Doubt.objects.filter(held=held).order_by("pk")
    }  # fmt: skip
    return sum(_keep(held, one, known.get(one.key)) for one in found)


def _keep(held: Class, one: Finding, last: Doubt | None) -> bool:
    """True when a doubt was written: it is not open, and was not settled as what it is."""
    if last is not None and (not last.outcome or last.outcome == guards.CONFIRMED):
        return False
    if last is not None and last.outcome == guards.FALSE_ALARM and last.facts == one.facts:
        return False
    row = Enrolment.objects.filter(pk=one.enrolment).first() if one.enrolment is not None else None
    new = Doubt(
        area_id=row.area_id if row is not None else held.area_id, party=held.unit, held=held, enrolment=row,
        person_uuid=row.person_uuid if row is not None else None, session_id=one.session, guard=one.guard,
        facts=one.facts,
    )  # fmt: skip
    try:
        with transaction.atomic():
            new.save(force_insert=True)
    except IntegrityError:
        return False  # found by two in one moment
    record(FOUND, actor=SYSTEM, subject=new, source="job")
    return True


def look_through_all() -> int:
    """Every class that enrols, runs or was assessed; returns how many doubts are new."""
    done = 0
    for pk in list(guards.live_classes().values_list("pk", flat=True)):
        with whole():
            done += look_through(lock_class(pk))
    return done


def settle(doubt: UUID, outcome: str, words: str, *, actor: Actor) -> Doubt:
    """Settle a doubt: a false alarm, put right, or true, which takes the learner out of the claim.

    Raises Doubt.DoesNotExist, NotYourVerb, NoSuchReason (no outcome of the list, no words), OwnObjection.
    """
    found: Doubt = Doubt.objects.select_related("held", "enrolment").get(uuid=doubt)
    if not leads(actor, SETTLE, found.held):
        require(actor, SETTLE, found)
    if outcome not in LISTS["guard_outcome"]:
        raise NoSuchReason("outcome")
    if not words.strip():
        raise NoSuchReason("words")
    if found.guard == "objected" and found.enrolment and found.enrolment.enrolled_by == actor.name[:100]:
        raise OwnObjection
    with whole():
        lock_class(found.held_id)
        row: Doubt = Doubt.objects.select_for_update(of=("self",)).get(pk=found.pk)
        if row.outcome:
            raise NoSuchReason("outcome")
        row.outcome, row.words = outcome, words.strip()[:1000]
        row.settled_by, row.settled_on = actor.name[:100], clock.today()
        row.save(update_fields=["outcome", "words", "settled_by", "settled_on"])
        record(SETTLE, actor=acting(actor, SETTLE, row), subject=row, fields=[outcome])
    return row
