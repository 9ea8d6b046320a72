"""Attendance: signed in by code, roll-call or paper; minutes learned online; corrections that keep what was there.

The first evidence of two (domain notes 3.3): the second is the call-back of the township (`calling`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from uuid import UUID

from gangqiao.audit.events import record
from gangqiao.audit.steps import step_of
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.training.actions.reach import (
    acting,
    lock_class,
    lock_enrolment,
    own_enrolment,
    session_of,
    whole,
)
from gangqiao.training.codes import LISTS
from gangqiao.training.models import Attendance, Class, Enrolment, Session
from gangqiao.training.policy.guards import NUMBERS
from gangqiao.training.reads.whole import minutes_of
from gangqiao.training.refusals_learners import (
    NoMinutes,
    NoSuchReason,
    NotItsTime,
    NotOfThisClass,
    NotRunning,
    NotTheCode,
)
from gangqiao.training.states import EnrolmentStatus, Status

SIGN_IN, ATTEND, CORRECT = "training.sign_in", "training.attend", "training.correct_attendance"
BY_HAND = ("qr", "list", "paper")  # codes of `sign_in_way` that somebody takes
AT_ONCE = ("qr", "list")  # those that are taken while the class is held
E = EnrolmentStatus


@dataclass(frozen=True, slots=True)
class Seen:
    """How learners were seen. at: when; place: where, in words or "lat,lon"; code: what the QR of the room said."""

    way: str
    at: datetime | None = None
    place: str = ""
    code: str = ""
    op: str = ""
    source: str = "screen"


def sign_in(session: UUID, enrolments: Iterable[UUID], seen: Seen, *, actor: Actor) -> list[Attendance]:
    """Sign learners in to a session; who is signed in already stays so: a second call changes nothing.

    Returns the new rows. Raises Session.DoesNotExist, Enrolment.DoesNotExist (also out of reach), NotYourVerb,
    NotRunning, NotOfThisClass, NotItsTime, NotTheCode, NoSuchReason.
    """
    if seen.way not in BY_HAND:
        raise NoSuchReason("way")
    found = session_of(session)
    rows = [own_enrolment(one, SIGN_IN, actor) for one in enrolments]
    at = min(seen.at or clock.now(), clock.now())
    with whole():
        held = lock_class(found.held_id)
        _refuse(held, found, rows, seen, at)
        made = []
        for row in sorted(rows, key=lambda one: one.pk):
            new = _signed(lock_enrolment(row.pk, held), found, seen, at, actor)
            made += [new] if new is not None else []
    return made


def _refuse(held: Class, session: Session, rows: Sequence[Enrolment], seen: Seen, at: datetime) -> None:
    if held.status != Status.RUNNING:
        raise NotRunning
    if any(row.held_id != held.pk for row in rows):
        raise NotOfThisClass
    if seen.code and not compare_digest(seen.code, session.code):
        raise NotTheCode
    begins, ends = span_of(session)
    numbers = NUMBERS.on(session.on)
    first, last = (
        begins - timedelta(minutes=int(numbers.early_minutes)),
        ends + timedelta(minutes=int(numbers.late_minutes)),
    )
    if at < first or (seen.way in AT_ONCE and at > last):
        raise NotItsTime


def span_of(session: Session) -> tuple[datetime, datetime]:
    """First and last moment of a session."""
    combine = datetime.combine
    return combine(session.on, session.begins_at, clock.TZ), combine(session.on, session.ends_at, clock.TZ)


def whole_minutes(session: Session) -> int:
    """The minutes of a session that was attended from its beginning to its end."""
    return session.hours * int(NUMBERS.on(session.on).minutes_of_hour)


def _signed(row: Enrolment, session: Session, seen: Seen, at: datetime, actor: Actor) -> Attendance | None:
    """The new row of a locked learner; null: signed in already, by whomever."""
    if row.status not in (E.ADMITTED, E.ATTENDING):
        raise NotOfThisClass
    if Attendance.objects.filter(enrolment=row, session=session, struck_on=None).exists():
        return None
    if row.status == E.ADMITTED:
        with step_of(row, ATTEND, actor=acting(actor, ATTEND, row), source=seen.source):
            pass
    new: Attendance = Attendance.objects.create(
        **own(row), session=session, way=seen.way, at=at, place=seen.place.strip()[:60],
        minutes=whole_minutes(session), by=actor.name[:100], by_user=actor.user_id, source=seen.source[:20],
        op=seen.op[:40],
    )  # fmt: skip
    record(SIGN_IN, actor=acting(actor, SIGN_IN, row), subject=new, source=seen.source)
    count_minutes(row)
    return new


def correct(
    enrolment: UUID, session: UUID, minutes: int, reason: str, *, actor: Actor, way: str = "paper"
) -> Attendance | None:
    """Put attendance right: the old row is struck and kept; with 0 minutes nothing takes its place.

    Raises Enrolment.DoesNotExist, Session.DoesNotExist, NotYourVerb, NotRunning, NotOfThisClass, NoMinutes,
    NotItsTime (not begun yet), NoSuchReason (no reason given).
    """
    if not reason.strip():
        raise NoSuchReason("reason")
    if way not in LISTS["sign_in_way"]:
        raise NoSuchReason("way")
    found, row = session_of(session), own_enrolment(enrolment, CORRECT, actor)
    if span_of(found)[0] > clock.now():
        raise NotItsTime
    if not 0 <= minutes <= whole_minutes(found):
        raise NoMinutes
    with whole():
        held = lock_class(found.held_id)
        if held.status != Status.RUNNING:
            raise NotRunning
        if row.held_id != held.pk:
            raise NotOfThisClass
        return _corrected(lock_enrolment(row.pk, held), found, minutes, reason, way, actor)


def _corrected(
    row: Enrolment, session: Session, minutes: int, reason: str, way: str, actor: Actor
) -> Attendance | None:
    if row.status not in (E.ADMITTED, E.ATTENDING):
        raise NotOfThisClass
    last = Attendance.objects.select_for_update(of=("self",)).filter(enrolment=row, session=session, struck_on=None)
    old: Attendance | None = last.first()
    if old is not None:
        old.struck_on, old.struck_why = clock.today(), reason.strip()[:200]
        old.save(update_fields=["struck_on", "struck_why"])
    if minutes and row.status == E.ADMITTED:
        with step_of(row, ATTEND, actor=acting(actor, ATTEND, row)):
            pass
    new = None
    if minutes:
        new = Attendance.objects.create(
            **own(row), session=session, way=way, at=old.at if old is not None else clock.now(),
            place=old.place if old is not None else "", minutes=minutes, by=actor.name[:100], by_user=actor.user_id,
        )  # fmt: skip
    record(CORRECT, actor=acting(actor, CORRECT, row), subject=new or old or row, reason=reason.strip()[:200])
    count_minutes(row)
    return new


def own(row: Enrolment) -> dict[str, object]:
    """The columns every row about a learner begins with."""
    return {"area_id": row.area_id, "party": row.party, "enrolment": row, "person_uuid": row.person_uuid}


def count_minutes(row: Enrolment) -> None:
    """Sum up what stands, for a locked learner."""
    row.minutes = minutes_of([row.pk]).get(row.pk, 0)
    row.save(update_fields=["minutes"])
