"""Job fairs, on site and online: planned with their stalls, held, counted, or called off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Sum

from gangqiao.audit.events import record
from gangqiao.audit.steps import require, step
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.vacancies.models import Employer, Fair, Stall
from gangqiao.vacancies.reads.fairs import seats_of
from gangqiao.vacancies.refusals.cooperation import (
    DayPast,
    FairIsOver,
    FewerThanStalls,
    MoreThanBefore,
    NoAddress,
    NotHeldYet,
    StallNotVerified,
    StallThere,
)
from gangqiao.vacancies.states import EmployerStatus, FairStatus

PLAN, HOLD, COUNT = "vacancies.plan_fair", "vacancies.hold_fair", "vacancies.count_fair"
CALL_OFF = "vacancies.call_off_fair"
FACTS = ("kind", "name", "on", "area", "place", "note")


def plan_fair(facts: Mapping[str, Any], *, fair_id: int | None = None, actor: Actor) -> Fair:
    """Announce a fair, or change one that is planned: it stands on the public page at once.

    facts  by the keys of FACTS
    Raises NotYourVerb, DayPast, NoAddress, FairIsOver.
    """
    with transaction.atomic():
        fair = _locked(fair_id) if fair_id else Fair(planned_by=actor.name[:100])
        if fair_id:
            require(actor, PLAN, fair)
            if fair.status != FairStatus.PLANNED:
                raise FairIsOver
        for key in FACTS:
            setattr(fair, key, facts[key])
        require(actor, PLAN, fair)
        if fair.on < clock.today():
            raise DayPast
        if fair.kind == "online" and not fair.place.startswith("https://"):
            raise NoAddress
        fair.save()
        record(PLAN, actor=actor, subject=fair, fields=list(FACTS) if fair_id else [])
    return fair


def hold_fair(fair_id: int, *, actor: Actor) -> Fair:
    """It was held; now its results are awaited. Raises NotHeldYet, NotYourVerb, NotAllowedNow."""
    with step(Fair, fair_id, HOLD, actor=actor) as fair:
        if fair.on > clock.today():
            raise NotHeldYet(fair.on)
    return fair


def count_fair(fair_id: int, *, visitors: int, offers: int, hired: int, note: str = "", actor: Actor) -> Fair:
    """Record turnout and results of the whole fair. Raises MoreThanBefore, FewerThanStalls, NotAllowedNow."""
    with step(Fair, fair_id, COUNT, actor=actor) as fair:
        if offers > visitors:
            raise MoreThanBefore("offers")
        if hired > offers:
            raise MoreThanBefore("hired")
        at_stalls = Stall.objects.filter(fair=fair).aggregate(n=Sum("hired"))["n"] or 0
        if hired < at_stalls:
            raise FewerThanStalls(at_stalls)
        fair.visitors, fair.offers, fair.hired = visitors, offers, hired
        fair.note = note.strip()[:300] or fair.note
    return fair


def call_off_fair(fair_id: int, reason: str, *, actor: Actor) -> Fair:
    """It does not take place; the public page says so until its day has passed. Raises NoteNeeded, NotAllowedNow."""
    with step(Fair, fair_id, CALL_OFF, actor=actor, note=reason) as fair:
        fair.note = reason.strip()[:300]
    return fair


def add_stall(fair_id: int, employer: Employer, *, seats: int | None = None, actor: Actor) -> Stall:
    """Give a verified employer a stall. seats: null takes the open seats of its vacancies.

    Raises NotYourVerb, FairIsOver, StallThere, StallNotVerified.
    """
    with transaction.atomic():
        fair = _locked(fair_id)
        require(actor, PLAN, fair)
        if fair.status not in (FairStatus.PLANNED, FairStatus.HELD):
            raise FairIsOver
        if employer.status != EmployerStatus.VERIFIED:
            raise StallNotVerified
        if Stall.objects.filter(fair=fair, employer=employer).exists():
            raise StallThere
        stall = Stall.objects.create(
            area_id=employer.area_id,
            unit=employer.unit,
            party=employer.party,
            fair=fair,
            employer=employer,
            seats=seats_of(employer) if seats is None else seats,
        )
        record(PLAN, actor=actor, subject=fair, fields=["stalls"])
    return stall


def drop_stall(fair_id: int, employer: Employer, *, actor: Actor) -> None:
    """The employer does not come after all. Only before the fair. Raises NotYourVerb, FairIsOver."""
    with transaction.atomic():
        fair = _locked(fair_id)
        require(actor, PLAN, fair)
        if fair.status != FairStatus.PLANNED:
            raise FairIsOver
        Stall.objects.filter(fair=fair, employer=employer).delete()
        record(PLAN, actor=actor, subject=fair, fields=["stalls"])


def count_stall(fair_id: int, employer: Employer, *, interested: int, hired: int, actor: Actor) -> Stall:
    """What came of a stall. Raises NotYourVerb, FairIsOver, MoreThanBefore, Stall.DoesNotExist."""
    with transaction.atomic():
        fair = _locked(fair_id)
        require(actor, COUNT, fair)
        if fair.status != FairStatus.HELD:
            raise FairIsOver
        if hired > interested:
            raise MoreThanBefore("hired")
        stall = Stall.objects.select_for_update().get(fair=fair, employer=employer)
        stall.interested, stall.hired = interested, hired
        stall.save(update_fields=["interested", "hired"])
        record(COUNT, actor=actor, subject=fair, fields=["stalls"])
    return stall


def _locked(fair_id: int) -> Fair:
    return Fair.objects.select_for_update().get(pk=fair_id)
