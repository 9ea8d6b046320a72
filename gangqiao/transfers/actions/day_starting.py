"""Who arrived starts work, or does not: the time of work on the person's file and the referral follow."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from gangqiao.audit.steps import step_of
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.matching.actions.referrals_reach import lock_all_of, lock_vacancy
from gangqiao.matching.actions.referrals_results import hire, introduce
from gangqiao.matching.actions.referrals_work import report
from gangqiao.matching.models import Referral
from gangqiao.people import actions as people
from gangqiao.people.models import EmploymentSpell
from gangqiao.transfers.actions.reach import acting, lock_batch, lock_passenger, own_passenger, whole
from gangqiao.transfers.codes import LISTS
from gangqiao.transfers.models import Batch, Passenger
from gangqiao.transfers.refusals import NotThatTime, ReasonOfList
from gangqiao.transfers.states import PassengerStatus, Status
from gangqiao.vacancies.models import Employer

START, NOT_START, BRING = "transfers.start", "transfers.not_start", "transfers.bring"
GONE = (Status.DEPARTED, Status.ARRIVED, Status.HANDED_OVER, Status.CLOSED)
MODE = {"agency": "agency", "broker": "broker", "employer": "enterprise"}  # of an organiser -> how work was found
HEARD_FROM = "employer"  # the receiving side says who has started; a call to the worker raises the grade later


def start(uuid: UUID, on: date, *, actor: Actor, area_level: str = "", source: str = "screen") -> Passenger:
    """The passenger has started work on a day: the time of work runs from it, the referral is reported.

    For who returned to a post the time of work goes on. area_level: only when the destination cannot say how far it is.
    Raises NotAllowedNow, NotThatTime, LevelNeeded, SpellsOverlap.
    """
    found = own_passenger(uuid, START, actor)
    with whole():
        _lock_referrals(found)
        batch = lock_batch(found.batch_id)
        passenger = lock_passenger(found, batch)
        _come_alone(batch, passenger, source)
        Passenger.LIFE_CYCLE.check(START, passenger.status)
        if on > clock.today() or on < clock.day_of(batch.departed_at or batch.departs_at):
            raise NotThatTime("on")
        with step_of(passenger, START, actor=acting(actor, START, passenger), source=source):
            passenger.started_on = on
        _work(batch, passenger, on, area_level)
    return passenger


def not_start(uuid: UUID, reason: str, words: str = "", *, actor: Actor, source: str = "screen") -> Passenger:
    """The passenger arrived and did not start, with a reason of the list. Raises NotAllowedNow, ReasonOfList."""
    if reason not in LISTS["not_started_reason"]:
        raise ReasonOfList
    found = own_passenger(uuid, NOT_START, actor)
    with whole():
        batch = lock_batch(found.batch_id)
        passenger = lock_passenger(found, batch)
        _come_alone(batch, passenger, source)
        with step_of(passenger, NOT_START, actor=acting(actor, NOT_START, passenger), source=source):
            passenger.reason, passenger.words, passenger.party = reason, words.strip()[:200], ""
    return passenger


def _lock_referrals(found: Passenger) -> None:
    """Vacancy and referrals before the batch: a transfer of record locks referrals before passengers, too."""
    if found.referral_id is not None:
        lock_vacancy(Referral.objects.get(pk=found.referral_id).vacancy)
        lock_all_of(found.person_id)


def _come_alone(batch: Batch, passenger: Passenger, source: str) -> None:
    """Who travels on the own account boards nothing: being at work tells that they came."""
    if passenger.alone and passenger.status == PassengerStatus.CLEARED and batch.status in GONE:
        with step_of(passenger, BRING, actor=SYSTEM, source=source):
            passenger.arrived_at = clock.now()


def _work(batch: Batch, passenger: Passenger, on: date, area_level: str) -> None:
    source = f"transfers.batch:{batch.number}"
    if passenger.referral_id is not None:
        spell: Any = _report(passenger, on, area_level, source)
    elif passenger.spell_id is not None:
        spell = _go_on(passenger, batch, on, source)
    else:
        spell = _begin(passenger, batch, on, area_level, source)
    if spell is not None and spell.organised != "yes":
        people.correct_spell(spell.pk, values={"organised": "yes"}, actor=SYSTEM, source=source)


def _report(passenger: Passenger, on: date, area_level: str, source: str) -> EmploymentSpell | None:
    """The referral goes its whole way: introduced, hired, at work. One that has ended meanwhile stays as it is."""
    assert passenger.referral_id is not None
    referral = Referral.objects.get(pk=passenger.referral_id)
    if referral.status == "accepted":
        referral = introduce(referral.pk, actor=SYSTEM, source=source)
    if referral.status == "introduced":
        referral = hire(referral.pk, starts_on=on, actor=SYSTEM, source=source)
    if referral.status == "hired":
        referral = report(referral.pk, on, HEARD_FROM, area_level=area_level, actor=SYSTEM, source=source)
    return _current(referral.spell_id)


def _go_on(passenger: Passenger, batch: Batch, on: date, source: str) -> EmploymentSpell | None:
    spell = _current(passenger.spell_id)
    if spell is None or spell.status == "ended":
        return _begin(passenger, batch, on, "", source, like=spell)
    if spell.status in ("planned", "departed"):
        people.start_work(spell.pk, actor=SYSTEM)
    return spell


def _begin(
    passenger: Passenger, batch: Batch, on: date, area_level: str, source: str, like: Any = None
) -> EmploymentSpell:
    """A new time of work with the employer of the batch; `like`: an earlier one at the same place."""
    employers = Employer.objects.filter(uuid=batch.employer_uuid) if batch.employer_uuid else Employer.objects.none()
    code = employers.values_list("credit_code", flat=True).first()
    values: dict[str, Any] = {
        "started_on": on.isoformat(),
        "spell_kind": "work",
        "destination": batch.destination_id or (like and like.destination_id) or "",
        "employer_name": batch.employer or (like and like.employer_name) or "",
        "credit_code": code or "",
        "occupation": passenger.title[:60],
        "mode": MODE.get(batch.organiser, "government"),
        "organised": "yes",
        "evidence": "E",
        "area_level": area_level or (like and like.area_level) or "",
    }
    given = {key: value for key, value in values.items() if value}
    return people.record_spell(passenger.person_id, values=given, actor=SYSTEM, source=source)


def _current(spell_id: int | None) -> EmploymentSpell | None:
    if spell_id is None:
        return None
    found: EmploymentSpell | None = EmploymentSpell.objects.filter(pk=spell_id, recorded_to=None).first()
    return found
