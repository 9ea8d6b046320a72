"""What follows the last day of a class of the demonstration: call-backs, certificates, the claim; online minutes."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import datetime, time, timedelta
from typing import Any

from gangqiao.audit import gathering
from gangqiao.kernel import clock
from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.training.actions import attending_online, calling, certifying, classes, guarding
from gangqiao.training.actions.reach import lock_class, whole
from gangqiao.training.models import CallBack, Class, Enrolment, Session
from gangqiao.training.refusals_classes import NotReady
from gangqiao.training.states import EnrolmentStatus
from gangqiao.training.workbooks import Line


def take_minutes(
    held: Class, session: Session, rows: list[Enrolment], makers: Any, rng: random.Random, words: Any
) -> None:
    """What a platform would say of a day."""
    lines = [
        Line(number, row.shown_name or "", str(row.person.id_number or ""), "", session.on, rng.choice((90, 120, 135)))
        for number, row in enumerate(rows, start=2)
    ]
    with clock.frozen_at(datetime.combine(session.on, time(20), clock.TZ)), gathering.together():
        attending_online.take_minutes(held.uuid, lines, f"{words['file']}{session.on:%m%d}.xlsx", actor=makers.bureau)


def finish(held: Class, ends_in: str, last: int, makers: Any, words: Any) -> None:
    """Call back; the class with a doubt stays where it is, the other one gets its certificates and is claimed."""
    day = clock.today() + timedelta(days=last + 1)
    with clock.frozen_at(datetime.combine(day, time(9, 30), clock.TZ)):
        _call(held, ends_in, makers, words)
        with whole():
            guarding.look_through(lock_class(held.pk))
    with clock.frozen_at(datetime.combine(day + timedelta(days=2), time(10), clock.TZ)):
        _certify(held, makers)
        if ends_in == "claimed":
            # Who has something against it on the register stays a doubt for whoever looks at the demonstration.
            with suppress(NotReady):
                classes.claim_class(held.uuid, actor=makers.office, source="demonstration")


def _call(held: Class, ends_in: str, makers: Any, words: Any) -> None:
    """Every call is made; in the class with a doubt one learner denies, and the last is not reached yet."""
    calls = list(CallBack.objects.filter(enrolment__held=held).order_by("pk"))
    for number, one in enumerate(calls):
        result = "confirmed" if one.kind == "call" else "same"
        if ends_in == "assessed" and number == 1 and one.kind == "call":
            result = "denied"
        elif ends_in == "assessed" and number == len(calls) - 1:
            result = "not_reached"
        said = words["doubt"] if result == "denied" else ""
        with suppress(Refusal):
            calling.record_call(one.uuid, result, said, actor=makers.office, source="demonstration")


def _certify(held: Class, makers: Any) -> None:
    rows = Enrolment.objects.filter(held=held, status=EnrolmentStatus.PASSED).order_by("pk")
    for uuid in list(rows.values_list("uuid", flat=True)):
        with suppress(Refusal, Refusals):
            certifying.certify(uuid, actor=makers.bureau, source="demonstration")
