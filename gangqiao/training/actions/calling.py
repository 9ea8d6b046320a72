"""The second evidence: learners drawn at random are asked by the township, never by who signed them in."""

from __future__ import annotations

import hashlib
from uuid import UUID

from gangqiao.audit.events import record
from gangqiao.audit.steps import require
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.training.actions.attending import own
from gangqiao.training.actions.guarding import look_through
from gangqiao.training.actions.reach import acting, lock_class, own_class, whole
from gangqiao.training.codes import LISTS
from gangqiao.training.models import Attendance, CallBack, Class, Enrolment, OnlineMinutes, Session
from gangqiao.training.policy.guards import NUMBERS
from gangqiao.training.reads.guards import OPEN_CALLS, to_draw
from gangqiao.training.reads.whole import COUNTS
from gangqiao.training.refusals_learners import (
    AnsweredAlready,
    NobodyToDraw,
    NoSuchReason,
    NotRunning,
    SignedThemIn,
)
from gangqiao.training.states import Status

DRAW, CALL = "training.draw_calls", "training.record_call"
RESULTS = {"call": "call_result", "hand": "hand_result"}


def draw(held_uuid: UUID, seed: str, *, actor: Actor) -> list[CallBack]:
    """Draw learners to be called back, and of those on paper some to sign once more; returns the new ones.

    Of the same class the same word draws the same. Raises NotYourVerb, NotRunning, NobodyToDraw, NoSuchReason.
    """
    if not seed.strip():
        raise NoSuchReason("seed")
    found = own_class(held_uuid, DRAW, actor)
    with whole():
        held = lock_class(found.pk)
        if held.status not in (Status.RUNNING, Status.ASSESSED):
            raise NotRunning
        made = [*_drawn(held, seed.strip()[:40], "call"), *_drawn(held, seed.strip()[:40], "hand")]
        if not made:
            raise NobodyToDraw
        record(DRAW, actor=actor, subject=held, reason=f"{seed.strip()[:40]}: {len(made)}")
    return made


def _drawn(held: Class, seed: str, kind: str) -> list[CallBack]:
    """As many as are asked for of those who signed in, less those who were drawn before."""
    signed = Attendance.objects.filter(enrolment__held=held, enrolment__status__in=COUNTS, struck_on=None)
    if kind == "hand":
        signed = signed.filter(way="paper")
    came = set(signed.values_list("enrolment_id", flat=True))
    if kind == "call":
        online = OnlineMinutes.objects.filter(enrolment__held=held, enrolment__status__in=COUNTS)
        came |= set(online.values_list("enrolment_id", flat=True))
    before = set(CallBack.objects.filter(enrolment__held=held, kind=kind).values_list("enrolment_id", flat=True))
    numbers = NUMBERS.on(clock.today())
    share, least = (int(getattr(numbers, f"{kind}_{what}")) for what in ("share", "least"))
    more = to_draw(len(came), share, least) - len(before & came)
    rows = {row.pk: row for row in Enrolment.objects.filter(pk__in=came - before)}
    chosen = by_lot(seed + kind, {row.uuid: row for row in rows.values()})[: max(0, more)]
    return [
        CallBack.objects.create(**own(row), session=_session_of(row, seed, kind), kind=kind, seed=seed)
        for row in chosen
    ]


def by_lot(seed: str, rows: dict[UUID, Enrolment]) -> list[Enrolment]:
    """In an order nobody can choose and everybody can check."""
    return [rows[uuid] for uuid in sorted(rows, key=lambda one: _lot(seed, one.hex))]


def _lot(seed: str, what: str) -> str:
    return hashlib.sha256(f"{seed}:{what}".encode()).hexdigest()


def _session_of(row: Enrolment, seed: str, kind: str) -> Session | None:
    """One of the sessions the learner is said to have attended; null: learned online alone, or a question of hands."""
    if kind == "hand":
        return None
    rows = Attendance.objects.filter(enrolment=row, struck_on=None).select_related("session")
    sessions = {one.session.uuid: one.session for one in rows}
    return min(sessions.values(), key=lambda one: _lot(seed, one.uuid.hex), default=None)


def record_call(call: UUID, result: str, words: str = "", *, actor: Actor, source: str = "screen") -> CallBack:
    """Record what was answered. A denial is a doubt about the class at once.

    Who is not reached is asked again; what somebody said stays. Raises CallBack.DoesNotExist, NotYourVerb,
    NoSuchReason, SignedThemIn, AnsweredAlready.
    """
    found: CallBack = CallBack.objects.get(uuid=call)
    require(actor, CALL, found)
    if result not in LISTS[RESULTS[found.kind]]:
        raise NoSuchReason("result")
    if _signed_in(found.enrolment_id, actor):
        raise SignedThemIn
    with whole():
        held = lock_class(Enrolment.objects.get(pk=found.enrolment_id).held_id)
        row: CallBack = CallBack.objects.select_for_update(of=("self",)).get(pk=found.pk)
        if row.result not in OPEN_CALLS:
            raise AnsweredAlready
        row.result, row.words = result, words.strip()[:500] or None
        row.called_on, row.called_by = clock.today(), actor.name[:100]
        row.save(update_fields=["result", "words", "called_on", "called_by"])
        record(CALL, actor=acting(actor, CALL, row), subject=row, source=source)
        look_through(held, keys=[row.enrolment_id])
    return row


def _signed_in(enrolment: int, actor: Actor) -> bool:
    rows = Attendance.objects.filter(enrolment=enrolment, struck_on=None)
    by_user = actor.user_id is not None and rows.filter(by_user=actor.user_id).exists()
    return by_user or rows.filter(by_user=None, by=actor.name[:100]).exists()
