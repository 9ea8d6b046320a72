"""Health checks: the rule decides, the health officer may hold back although it says "fit", never the reverse.

What was found is sealed and read by nobody but the health office; the office and the escort see the state alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from gangqiao.audit.events import record
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.transfers.actions import passengers
from gangqiao.transfers.actions.gates_certificates import issue, revoke
from gangqiao.transfers.actions.passengers import ASK_AGAIN, HOLD_BACK, PASS_GATE
from gangqiao.transfers.actions.reach import passenger_of
from gangqiao.transfers.models import Batch, HealthCheck, Passenger
from gangqiao.transfers.policy import health as policy
from gangqiao.transfers.policy.gates import NUMBERS as GATES
from gangqiao.transfers.reads.whole import certified
from gangqiao.transfers.refusals_gates import (
    CheckedLater,
    ChecksAreOff,
    HeldByTheRule,
    NotAgreedYet,
    NotAllAnswered,
    NotChecksTime,
    NoTemperature,
    NotOnTheList,
    NoValidCheck,
    TooLateForChecks,
)
from gangqiao.transfers.states import BEFORE_DEPARTURE, PassengerStatus

CHECK, BOARD = "transfers.check", "transfers.board"
# What the log says: never what was found.
NOT_PASSED = "health check"
T = PassengerStatus
CHECKED = (T.CONFIRMED, T.CLEARED, T.HELD, T.BOARDED)


def check(
    passenger_uuid: UUID,
    temperature: int,
    answers: Mapping[str, bool],
    *,
    at: datetime,
    actor: Actor,
    result: str = "",
    clinic: str = "",
    source: str = "screen",
) -> HealthCheck:
    """Record a check. Passed: the person is cleared and bears a certificate; else held back, and it is revoked.

    temperature  tenths of a degree Celsius
    answers      to every question of the day (`policy.health`), true for "yes"
    at           when it was made: not in the future, not so long ago that it has run out
    result       "held" holds back although the rule says "fit"; "": what the rule says
    Raises Passenger.DoesNotExist, NotYourVerb, and the refusals of `refusals_gates`.
    """
    said = _result(temperature, answers, result, at)
    with passenger_of(passenger_uuid, CHECK, actor) as (batch, passenger):
        _refuse(batch, passenger, at)
        made = _keep(batch, passenger, temperature, answers, said, at=at, clinic=clinic, actor=actor)
        record(CHECK, actor=actor, subject=made, person=passenger.person_uuid, source=source)
        if said == policy.FIT:
            passengers.cleared(passenger, actor=actor, source=source)
            issue(passenger, made)
        else:
            passengers.held(passenger, NOT_PASSED, actor=actor, source=source)
            revoke(passenger)
    return made


def temperature_at_door(
    passenger_uuid: UUID, temperature: int, *, at: datetime, actor: Actor, source: str = "phone"
) -> bool:
    """What an escort measures at the door: True lets on. Too hot is held back, as a check is; else nothing is kept.

    Raises NoTemperature, Passenger.DoesNotExist, NotYourVerb, ChecksAreOff.
    """
    day = clock.day_of(at)
    _refuse_reading(temperature, at)
    with passenger_of(passenger_uuid, BOARD, actor) as (batch, passenger):
        if not batch.gates.get("health", False):
            raise ChecksAreOff
        if not policy.is_hot(temperature, day):
            return True
        made = _keep(batch, passenger, temperature, {}, policy.HELD, at=at, clinic="", actor=actor)
        record(CHECK, actor=actor, subject=made, person=passenger.person_uuid, source=source)
        if passenger.status in CHECKED:
            passengers.held(passenger, NOT_PASSED, actor=actor, source=source)
        revoke(passenger)
    return False


def hold_back(passenger_uuid: UUID, why: str, *, actor: Actor, source: str = "screen") -> Passenger:
    """Hold somebody back for another reason than a check. `why` stands in the log: nothing about health in it.

    Raises Passenger.DoesNotExist, NotYourVerb, NotAllowedNow, NoteNeeded.
    """
    with passenger_of(passenger_uuid, HOLD_BACK, actor) as (_batch, passenger):
        passengers.held(passenger, why, actor=actor, source=source)
        revoke(passenger)
    return passenger


def pass_gate(passenger_uuid: UUID, *, actor: Actor, source: str = "screen") -> Passenger:
    """Let somebody go who was held back for another reason, when the last check was passed and still holds.

    Raises Passenger.DoesNotExist, NotYourVerb, NotAllowedNow, NoValidCheck.
    """
    with passenger_of(passenger_uuid, PASS_GATE, actor) as (batch, passenger):
        if batch.gates.get("health", False):
            if passenger.pk not in certified([passenger.pk]):
                raise NoValidCheck
            passengers.cleared(passenger, actor=actor, source=source)
            issue(passenger, _last(passenger))
        else:
            passengers.cleared(passenger, actor=actor, source=source)
    return passenger


def ask_again(passenger_uuid: UUID, *, actor: Actor, source: str = "screen") -> Passenger:
    """Ask for a check anew: the person's certificate is revoked. Raises NotYourVerb, NotAllowedNow."""
    with passenger_of(passenger_uuid, ASK_AGAIN, actor) as (_batch, passenger):
        passengers.asked_again(passenger, actor=actor, source=source)
        revoke(passenger)
    return passenger


def _result(temperature: int, answers: Mapping[str, bool], asked: str, at: datetime) -> str:
    """What comes of it by the rule and the officer. Raises NoTemperature, NotAllAnswered, HeldByTheRule."""
    _refuse_reading(temperature, at)
    day = clock.day_of(at)
    if set(answers) != set(policy.asked_on(day).keys):
        raise NotAllAnswered
    ruled = policy.result_of(temperature, answers, day)
    if asked == policy.FIT and ruled == policy.HELD:
        raise HeldByTheRule
    return policy.HELD if asked == policy.HELD else ruled


def _refuse_reading(temperature: int, at: datetime) -> None:
    """Raise for what no thermometer shows, and for a moment that is no moment of a check."""
    day, now = clock.day_of(at), clock.now()
    if at > now or policy.valid_until(at) <= now:
        raise NotChecksTime(GATES.on(clock.today()).valid_hours)
    if not policy.is_reading(temperature, day):
        numbers = policy.NUMBERS.on(day)
        raise NoTemperature(f"{numbers.lowest_reading / 10:.1f}", f"{numbers.highest_reading / 10:.1f}")


def _refuse(batch: Batch, passenger: Passenger, at: datetime) -> None:
    """Raise when the person is not to be checked now."""
    if not batch.gates.get("health", False):
        raise ChecksAreOff
    if batch.status not in BEFORE_DEPARTURE:
        raise TooLateForChecks
    if passenger.status == PassengerStatus.REGISTERED:
        raise NotAgreedYet
    if passenger.status not in CHECKED:
        raise NotOnTheList
    if HealthCheck.objects.filter(passenger=passenger, at__gt=at).exists():
        raise CheckedLater


def _keep(
    batch: Batch,
    passenger: Passenger,
    temperature: int,
    answers: Mapping[str, bool],
    result: str,
    *,
    at: datetime,
    clinic: str,
    actor: Actor,
) -> HealthCheck:
    found = {
        "temperature": temperature,
        "answers": dict(answers),
        "questions": policy.asked_on(clock.day_of(at)).version,
    }
    made: HealthCheck = HealthCheck.objects.create(
        area_id=passenger.area_id,
        passenger=passenger,
        at=at,
        findings=json.dumps(found),
        result=result,
        valid_until=policy.valid_until(at),
        delete_on=policy.delete_on(batch.arrives_at or batch.departs_at, at),
        clinic=clinic.strip()[:80],
        by=actor.name[:100],
    )
    return made


def _last(passenger: Passenger) -> HealthCheck:
    """The last check of a passenger who has one."""
    return HealthCheck.objects.filter(passenger=passenger).order_by("-at", "-pk")[0]
