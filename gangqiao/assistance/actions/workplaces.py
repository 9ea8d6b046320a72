"""Local places of work: listed, corrected, recognised, counted and closed; what they pledge."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from gangqiao.assistance.codes import LISTS
from gangqiao.assistance.models import Pledge, Workplace
from gangqiao.assistance.policy.workplaces import RECOGNISED_KINDS, latest_expiry
from gangqiao.assistance.refusals import AnswerOfList
from gangqiao.assistance.refusals_workplaces import (
    CountAhead,
    DocumentNeeded,
    FewerThanTaken,
    KeptOnTheRegister,
    NameNeeded,
    OnlyWorkshops,
    OutsideTheCounty,
    PledgeDays,
    RecognitionAhead,
    RecognitionDays,
    StillFilled,
    WorkplaceKnown,
)
from gangqiao.audit.events import record
from gangqiao.audit.steps import require, step
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.places.reads import county_path
from gangqiao.vacancies.models import Employer

LIST, CORRECT = "assistance.list_workplace", "assistance.correct_workplace"
RECOGNISE, EXPIRE = "assistance.recognise", "assistance.expire"
WITHDRAW, CLOSE = "assistance.withdraw_recognition", "assistance.close_workplace"
FACTS = ("kind", "name", "credit_code", "area_id", "address", "contact", "phone", "work")
# Of an employer on the register of vacancies these are kept there.
REGISTERED = ("name", "credit_code", "address", "headcount", "counted_on")
PLEDGED = ("trade", "places", "pay", "begins_on", "ends_on")


def list_workplace(values: Mapping[str, Any], *, actor: Actor, made: bool = False) -> Workplace:
    """Put a place of work on the list. With the credit code of an employer on the register its facts are read there.

    values  by FACTS; `area_id` the key of its village or township
    Raises NotYourVerb, OutsideTheCounty, WorkplaceKnown, NameNeeded, AnswerOfList.
    """
    with transaction.atomic():
        workplace = Workplace(listed_by=actor.name[:100], made=made)
        _write(workplace, values)
        require(actor, LIST, workplace)
        employer = _employer_of(workplace.credit_code)
        if employer is not None:
            _take_over(workplace, employer)
        _hold(workplace)
        workplace.save()
        record(LIST, actor=actor, subject=workplace)
    return workplace


def correct_workplace(uuid: UUID, values: Mapping[str, Any], *, actor: Actor) -> Workplace:
    """Correct what is recorded; what the register of vacancies keeps stays as it is there.

    Raises what `list_workplace` raises.
    """
    with transaction.atomic():
        workplace = Workplace.objects.select_for_update().get(uuid=uuid)
        require(actor, CORRECT, workplace)
        before = {key: getattr(workplace, key) for key in FACTS}
        kept = REGISTERED if workplace.employer_uuid else ()
        _write(workplace, {key: value for key, value in values.items() if key not in kept})
        require(actor, CORRECT, workplace)
        employer = None if workplace.employer_uuid else _employer_of(workplace.credit_code)
        if employer is not None:
            _take_over(workplace, employer)
        _hold(workplace)
        changed = [key for key in FACTS if getattr(workplace, key) != before[key]]
        if changed:
            workplace.save()
            record(CORRECT, actor=actor, subject=workplace, fields=changed)
    return workplace


def recognise(uuid: UUID, document: str, recognised_on: date, expires_on: date, *, actor: Actor) -> Workplace:
    """Recognise a workshop or base by a document, until a last day.

    Raises NotYourVerb, NotAllowedNow, OnlyWorkshops, DocumentNeeded, RecognitionAhead, RecognitionDays.
    """
    pk = Workplace.objects.values_list("pk", flat=True).get(uuid=uuid)
    with step(Workplace, pk, RECOGNISE, actor=actor) as workplace:
        if workplace.kind not in RECOGNISED_KINDS:
            raise OnlyWorkshops
        if not document.strip():
            raise DocumentNeeded
        if recognised_on > clock.today():
            raise RecognitionAhead
        if not recognised_on <= expires_on <= latest_expiry(recognised_on):
            raise RecognitionDays(latest_expiry(recognised_on))
        workplace.document = document.strip()[:60]
        workplace.recognised_on, workplace.expires_on = recognised_on, expires_on
    return workplace


def expire_recognitions() -> int:
    """The recognitions whose last day is over have run out; returns how many. A second call finds none."""
    over = Workplace.objects.filter(status="recognised", expires_on__lt=clock.today())
    found = list(over.order_by("pk").values_list("pk", flat=True))
    for pk in found:
        with step(Workplace, pk, EXPIRE, actor=SYSTEM, source="job"):
            pass
    return len(found)


def withdraw_recognition(uuid: UUID, note: str, *, actor: Actor) -> Workplace:
    """Take a recognition back. Raises NotYourVerb, NotAllowedNow, NoteNeeded."""
    pk = Workplace.objects.values_list("pk", flat=True).get(uuid=uuid)
    with step(Workplace, pk, WITHDRAW, actor=actor, note=note) as workplace:
        pass
    return workplace


def close_workplace(uuid: UUID, note: str, *, actor: Actor) -> Workplace:
    """Close a place of work nobody holds a place at. Raises StillFilled, NotYourVerb, NotAllowedNow, NoteNeeded."""
    pk = Workplace.objects.values_list("pk", flat=True).get(uuid=uuid)
    with step(Workplace, pk, CLOSE, actor=actor, note=note) as workplace:
        if taken := places_of(workplace)[1]:
            raise StillFilled(taken)
    return workplace


def count_people(uuid: UUID, headcount: int, counted_on: date, *, actor: Actor) -> Workplace:
    """Record how many it employs on a day. Raises NotYourVerb, KeptOnTheRegister, CountAhead."""
    if counted_on > clock.today():
        raise CountAhead
    with transaction.atomic():
        workplace = Workplace.objects.select_for_update().get(uuid=uuid)
        require(actor, CORRECT, workplace)
        if workplace.employer_uuid is not None:
            raise KeptOnTheRegister
        workplace.headcount, workplace.counted_on = headcount, counted_on
        workplace.save(update_fields=["headcount", "counted_on"])
        record(CORRECT, actor=actor, subject=workplace, fields=["headcount", "counted_on"])
    return workplace


def pledge_places(workplace_uuid: UUID, values: Mapping[str, Any], *, actor: Actor) -> Pledge:
    """Write down places it pledged for registered-poor workers. values: by PLEDGED. Raises NotYourVerb, PledgeDays."""
    with transaction.atomic():
        workplace = Workplace.objects.select_for_update().get(uuid=workplace_uuid)
        require(actor, CORRECT, workplace)
        pledge = Pledge(workplace=workplace)
        _write_pledge(pledge, values)
        record(CORRECT, actor=actor, subject=workplace, fields=["pledges"])
    return pledge


def change_pledge(uuid: UUID, values: Mapping[str, Any], *, actor: Actor) -> Pledge:
    """Correct a pledge. Raises NotYourVerb, FewerThanTaken, PledgeDays."""
    with transaction.atomic():
        pledge = Pledge.objects.select_for_update(of=("self",)).select_related("workplace").get(uuid=uuid)
        require(actor, CORRECT, pledge.workplace)
        _write_pledge(pledge, values)
        record(CORRECT, actor=actor, subject=pledge.workplace, fields=["pledges"])
    return pledge


def follow_employer(employer: Any) -> int:
    """Bring what the register keeps to the places of this employer; returns how many changed. Twice changes nothing."""
    changed = 0
    for workplace in Workplace.objects.filter(employer_uuid=employer.uuid).order_by("pk"):
        before = [getattr(workplace, key) for key in REGISTERED]
        _take_over(workplace, employer)
        fields = [key for key, old in zip(REGISTERED, before, strict=True) if getattr(workplace, key) != old]
        if fields:
            with transaction.atomic():
                workplace.save(update_fields=list(REGISTERED))
                record(CORRECT, actor=SYSTEM, subject=workplace, fields=fields, source="job")
            changed += 1
    return changed


def places_of(workplace: Workplace) -> tuple[int, int]:
    """How many places it pledged in all, and how many of them are filled, whoever asks."""
    found = Pledge.objects.filter(workplace=workplace).aggregate(places=Sum("places"), taken=Sum("taken"))
    return found["places"] or 0, found["taken"] or 0


def _write(workplace: Workplace, values: Mapping[str, Any]) -> None:
    for key in FACTS:
        if key in values:
            setattr(workplace, key, values[key] or "")
    workplace.credit_code = workplace.credit_code.strip().upper()
    if workplace.kind not in LISTS["workplace_kind"]:
        raise AnswerOfList("kind")
    area = str(workplace.area_id or "")
    if not area.startswith(county_path()) or len(area) < KEY_LENGTH[Level.TOWNSHIP]:
        raise OutsideTheCounty


def _hold(workplace: Workplace) -> None:
    workplace.name = workplace.name.strip()
    if not workplace.name:
        raise NameNeeded
    same = Workplace.objects.exclude(pk=workplace.pk).exclude(status="closed")
    # One employer may have several workshops: it is the same one only of the same kind at the same place.
    same = same.filter(kind=workplace.kind, area_id=workplace.area_id)
    code = workplace.credit_code
    twin = same.filter(credit_code=code) if code else same.filter(name=workplace.name)
    found = twin.first()
    if found is not None:
        raise WorkplaceKnown(found.name)


def _employer_of(code: str) -> Any:
    """The employer of the scope with this credit code on the register of vacancies; null: none, or of another scope."""
    return Employer.objects.filter(credit_code=code).exclude(status="closed").first() if code else None


def _take_over(workplace: Workplace, employer: Any) -> None:
    workplace.employer_uuid = employer.uuid
    workplace.name, workplace.credit_code = employer.name[:100], employer.credit_code or ""
    workplace.address = (employer.address or "")[:200]
    workplace.headcount, workplace.counted_on = employer.headcount, employer.counted_on


def _write_pledge(pledge: Pledge, values: Mapping[str, Any]) -> None:
    for key in PLEDGED:
        if key in values:
            setattr(pledge, key, values[key])
    pledge.trade = (pledge.trade or "").strip()[:60]
    if pledge.places < pledge.taken:
        raise FewerThanTaken(pledge.taken)
    if pledge.ends_on is not None and pledge.ends_on < pledge.begins_on:
        raise PledgeDays
    pledge.save()
