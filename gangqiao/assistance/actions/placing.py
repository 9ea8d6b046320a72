"""Somebody gets a place at a local place of work, and leaves it: the place and the time of work begin and end together.

Locked are, in this order: pledge, seat, person.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from gangqiao.assistance.codes import LISTS
from gangqiao.assistance.models import Pledge, Seat, Workplace
from gangqiao.assistance.models.cases import own
from gangqiao.assistance.policy.workplaces import MODE_OF
from gangqiao.assistance.refusals_workplaces import (
    DayOfPlace,
    HasPlaceAlready,
    LeftAlready,
    LeftBefore,
    NoPlaceLeft,
    NotRegisteredPoor,
    PledgeNotOpen,
    YesNeeded,
)
from gangqiao.assistance.states import OPEN_PLACE
from gangqiao.audit.events import record
from gangqiao.audit.steps import require
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.people import actions as people
from gangqiao.people.models import Category, EmploymentSpell, Person
from gangqiao.people.reads import as_of
from gangqiao.people.refusals import NotLive

PLACE, LEAVE = "assistance.place", "assistance.unplace"
RUNNING = ("departed", "working", "verified")


def place(
    person_id: int,
    pledge_uuid: UUID,
    *,
    since: date,
    said_on: date,
    said_way: str,
    actor: Actor,
    source: str = "screen",
) -> Seat:
    """Give a registered-poor person who said yes one of the places of a pledge; a time of work begins with it.

    said_on, said_way  the yes of the person: a no is not recorded anywhere
    Raises NotYourVerb, NotLive, YesNeeded, DayOfPlace, PledgeNotOpen, NoPlaceLeft, NotRegisteredPoor, HasPlaceAlready,
    SpellsOverlap.
    """
    person = Person.objects.get(pk=person_id)
    require(actor, PLACE, person)
    if said_way not in LISTS["said_way"]:
        raise YesNeeded
    if not said_on <= since <= clock.today():
        raise DayOfPlace
    with transaction.atomic():
        pledge = _locked(Pledge.objects.filter(uuid=pledge_uuid))
        _check_pledge(pledge, since)
        _check_person(person, since)
        spell = _spell_at(person, pledge.workplace) or _begin(person, pledge, since, actor, source)
        seat = _store(
            Seat(**own(person), pledge=pledge, workplace_uuid=pledge.workplace.uuid, since=since, said_on=said_on,
                 said_way=said_way, spell=spell.pk, by=actor.name[:100])
        )  # fmt: skip
        pledge.taken += 1
        pledge.save(update_fields=["taken"])
        record(PLACE, actor=actor, subject=seat, source=source)
    return seat


def leave(seat_uuid: UUID, *, until: date, why: str, actor: Actor, source: str = "screen") -> Seat:
    """Record that somebody left a place on its last day; the time of work ends with it, the place is free again.

    why  code of the reasons why a time of work ends. Raises NotYourVerb, LeftAlready, LeftBefore, WrongValue.
    """
    found: Seat = Seat.objects.get(uuid=seat_uuid)
    require(actor, LEAVE, found)
    with transaction.atomic():
        pledge, seat = _lock_both(found)
        if seat.until is not None:
            raise LeftAlready
        if not seat.since <= until <= clock.today():
            raise LeftBefore
        spell = _current(seat)
        if spell is not None and spell.ended_on is None:
            # A time of work that was taken over may have begun later than was believed when the place was given.
            people.end_spell(
                spell.pk, ended_on=max(until, spell.started_on), end_reason=why, note="\u2014",
                actor=_who(actor, "people.end_spell", seat),
            )  # fmt: skip
        _end(seat, pledge, until, why, actor, source)
    return seat


def follow(person: Person) -> int:
    """End the places of a person whose time of work there has ended, is believed no more, or whose record is closed.

    Returns how many ended; a second call changes nothing. What came to another record by a merge goes on there.
    """
    ended = 0
    for found in list(Seat.objects.filter(person=person, until=None)):
        with transaction.atomic():
            pledge, seat = _lock_both(found)
            if seat.until is None and not _goes_on(seat, person):
                spell = _current(seat)
                last = spell.ended_on if spell is not None else None
                why = (spell.end_reason if spell is not None else "") or "unknown"
                _end(seat, pledge, max(seat.since, last or clock.today()), why, SYSTEM, "job")
                ended += 1
    return ended


def follow_all() -> int:
    """What `follow` does for everybody of the scope who holds a place; returns how many ended."""
    running = EmploymentSpell.objects.filter(recorded_to=None, status__in=RUNNING).values("pk")
    over = Seat.objects.filter(until=None).exclude(person__record="live", spell__in=running)
    return sum(follow(seat.person) for seat in over.select_related("person").order_by("pk"))


def follow_merge(person: Person) -> int:
    """A record that was merged into another one leaves its place to it; returns how many places went along."""
    moved = 0
    for seat in list(Seat.objects.filter(person=person, until=None)):
        target = person.merged_into
        if target is None or Seat.objects.filter(person=target, until=None).exists():
            continue
        with transaction.atomic():
            Seat.objects.filter(pk=seat.pk).update(**own(target))
            record(PLACE, actor=SYSTEM, subject=Seat.objects.get(pk=seat.pk), fields=["person"], source="job")
        moved += 1
    return moved + follow(person)


def is_registered_poor(person: Person, day: date) -> bool:
    """Whether the person is of a registered-poor household on a day, as is believed today."""
    found = as_of.rows(Category, on=day).filter(person=person, kind="registered_poor")
    return bool(found.exists())


def _check_pledge(pledge: Pledge, since: date) -> None:
    over = pledge.ends_on is not None and pledge.ends_on < since
    if pledge.workplace.status not in OPEN_PLACE or since < pledge.begins_on or over:
        raise PledgeNotOpen
    if pledge.taken >= pledge.places:
        raise NoPlaceLeft


def _check_person(person: Person, since: date) -> None:
    if not person.is_live:
        raise NotLive(person.name)
    if Seat.objects.filter(person=person, until=None).exists():
        raise HasPlaceAlready
    if not is_registered_poor(person, since):
        raise NotRegisteredPoor


def _goes_on(seat: Seat, person: Person) -> bool:
    spell = _current(seat)
    return person.is_live and spell is not None and spell.status in RUNNING


def _begin(person: Person, pledge: Pledge, since: date, actor: Actor, source: str) -> EmploymentSpell:
    """The time of work that a place is. That it is on a list is all that is known of it until somebody looks."""
    workplace = pledge.workplace
    is_farm = workplace.kind == "agriculture"
    values = {
        "started_on": since.isoformat(),
        "spell_kind": "cooperative" if is_farm else "work",
        "is_farm_work": "yes" if is_farm else "no",
        "destination": workplace.area,
        "employer_name": workplace.name,
        "credit_code": workplace.credit_code,
        "occupation": pledge.trade,
        "mode": MODE_OF.get(workplace.kind, "government"),
        "evidence": "E",
    }
    given = {key: value for key, value in values.items() if value}
    who = _who(actor, "people.record_spell", person)
    return people.record_spell(person.pk, values=given, actor=who, source=source)


def _spell_at(person: Person, workplace: Workplace) -> EmploymentSpell | None:
    """A running time of work there that somebody recorded before: it is taken over, not written twice."""
    running = EmploymentSpell.objects.filter(person=person, recorded_to=None, status__in=RUNNING)
    code = workplace.credit_code
    there = running.filter(credit_code=code) if code else running.filter(employer_name=workplace.name)
    found: EmploymentSpell | None = there.order_by("-started_on").first()
    return found


def _current(seat: Seat) -> Any:
    return EmploymentSpell.objects.filter(pk=seat.spell, recorded_to=None).first() if seat.spell else None


def _who(actor: Actor, verb: str, row: Any) -> Actor:
    """Whoever may write times of work does it in the own name; for the poverty relief office the product does."""
    return actor if actor.may(verb, str(row.area_id)) else SYSTEM


def _lock_both(found: Seat) -> tuple[Pledge, Seat]:
    pledge = _locked(Pledge.objects.filter(pk=found.pledge_id))
    seat: Seat = Seat.objects.select_for_update(of=("self",)).get(pk=found.pk)
    return pledge, seat


def _locked(rows: Any) -> Pledge:
    found: Pledge = rows.select_for_update(of=("self",)).select_related("workplace", "workplace__area").get()
    return found


def _store(seat: Seat) -> Seat:
    try:
        with transaction.atomic():
            seat.save(force_insert=True)
    except IntegrityError as error:
        if "a_person_has_one_local_place" in str(error) or "assistance_seat.person_id" in str(error):
            raise HasPlaceAlready from error
        raise
    return seat


def _end(seat: Seat, pledge: Pledge, until: date, why: str, actor: Actor, source: str) -> None:
    seat.until, seat.left_why = until, why
    seat.save(update_fields=["until", "left_why"])
    pledge.taken = max(0, pledge.taken - 1)
    pledge.save(update_fields=["taken"])
    record(LEAVE, actor=actor, subject=seat, fields=["until"], source=source)
