"""Employment spells: record one, and take it through its life (R036, R037)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import require, step
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.attributes import NotAnswered
from gangqiao.people import attributes_dated
from gangqiao.people.actions.locking import lock_person
from gangqiao.people.actions.tracking import Tracker, revise, short_source, version_of
from gangqiao.people.models import EmploymentSpell, Person
from gangqiao.people.refusals import DayNotPossible, SpellsOverlap
from gangqiao.places.reads import area_level

OVERLAPS = ("two_full_time_spells_do_not_overlap", "a_person_has_one_running_full_time_spell")


def record_spell(
    person_id: int,
    *,
    values: dict[str, Any],
    actor: Actor,
    planned: bool = False,
    is_full_time: bool = True,
    source: str = "screen",
) -> EmploymentSpell:
    """Record a time of work. Its state follows: ended with a last day, planned when so said, else working.

    How far from home it is, is worked out from the destination when one is given.
    Raises Refusals, SpellsOverlap.
    """
    person = Person.objects.get(pk=person_id)
    require(actor, "people.record_spell", person)
    read = read_spell(values, person.area_id)
    with transaction.atomic():
        person = lock_person(person_id)
        spell = spell_of(person, read, planned=planned, is_full_time=is_full_time, source=source)
        check_days(spell)
        _store(spell)
        record("people.record_spell", actor=actor, subject=spell, person=person.uuid, source=source)
    return spell


def correct_spell(spell_id: int, *, values: dict[str, Any], actor: Actor, source: str = "screen") -> EmploymentSpell:
    """Put days or facts of a spell right; what was believed before is kept. Raises Refusals, SpellsOverlap."""
    spell: EmploymentSpell = EmploymentSpell.objects.select_related("person").get(pk=spell_id, recorded_to=None)
    require(actor, "people.record_spell", spell)
    read = read_spell(values, spell.area_id, partial=True)
    with transaction.atomic():
        lock_person(spell.person_id)
        changed = changes_of_spell(spell, read)
        _revised(spell, **changed)
        record(
            "people.record_spell",
            actor=actor,
            subject=spell,
            person=spell.person.uuid,
            fields=sorted(read),
            source=source,
        )
    return spell


def read_spell(values: dict[str, Any], home: str, *, partial: bool = False) -> dict[str, Any]:
    """The columns of a spell from what was typed; `partial` for a correction. Raises Refusals, NotAnswered."""
    return _with_area_level(attributes_dated.SPELL.read(values, partial=partial, needed=("started_on",)), home)


def spell_of(
    person: Person, read: dict[str, Any], *, planned: bool, is_full_time: bool, source: str
) -> EmploymentSpell:
    """A spell with the state that follows from its days, not yet stored."""
    return EmploymentSpell(
        area_id=person.area_id,
        person=person,
        status="ended" if read.get("ended_on") else ("planned" if planned else "working"),
        is_full_time=is_full_time,
        source=short_source(source),
        **read,
    )


def changes_of_spell(spell: EmploymentSpell, read: dict[str, Any]) -> dict[str, Any]:
    """The columns of a spell after a correction, with the state that follows. Raises DayNotPossible."""
    started = read.get("started_on", spell.started_on)  # type: ignore[attr-defined]
    ended = read.get("ended_on", spell.ended_on)  # type: ignore[attr-defined]
    _check_days(started, ended)
    status = "ended" if ended else ("working" if spell.status == "ended" else spell.status)
    return {"status": status, **read}


def check_days(spell: EmploymentSpell) -> None:
    """Refuse a spell that ends before it began. Raises DayNotPossible."""
    _check_days(spell.started_on, spell.ended_on)  # type: ignore[attr-defined]


def _check_days(started: date | None, ended: date | None) -> None:
    if started is not None and ended is not None and ended < started:
        refusal = DayNotPossible(ended, started)
        refusal.field = "ended_on"
        raise refusal


def _with_area_level(read: dict[str, Any], home: str) -> dict[str, Any]:
    """How far from home, worked out from the destination. Raises NotAnswered when that cannot say and nobody did."""
    destination = read.get("destination")
    if destination is not None and not read.get("area_level"):
        level = area_level(home, destination.pk)
        if level is None:
            raise NotAnswered(attributes_dated.SPELL["area_level"])
        read["area_level"] = str(level)
    return read


def _store(spell: EmploymentSpell) -> None:
    try:
        with transaction.atomic():
            spell.save(force_insert=True)
    except IntegrityError as error:
        if any(name in str(error) for name in OVERLAPS) or "people_employmentspell.person_id" in str(error):
            raise SpellsOverlap from error
        raise


def _revised(spell: EmploymentSpell, **values: Any) -> None:
    try:
        with transaction.atomic():
            revise(spell, at=clock.now(), **values)
    except IntegrityError as error:
        if any(name in str(error) for name in OVERLAPS) or "people_employmentspell.person_id" in str(error):
            raise SpellsOverlap from error
        raise


def depart(spell_id: int, *, actor: Actor, note: str = "") -> EmploymentSpell:
    """Write that the person has left for work."""
    with step(EmploymentSpell, spell_id, "people.depart", actor=actor, note=note) as spell:
        _keep_earlier(spell)
    return spell


def start_work(spell_id: int, *, actor: Actor, note: str = "") -> EmploymentSpell:
    """Write that the person has begun to work there."""
    with step(EmploymentSpell, spell_id, "people.start_work", actor=actor, note=note) as spell:
        _keep_earlier(spell)
    return spell


def verify_spell(spell_id: int, *, evidence: str, actor: Actor, note: str = "") -> EmploymentSpell:
    """Write that the work was verified, and by what evidence (domain notes 6.6). Raises WrongValue."""
    grade = attributes_dated.SPELL["evidence"].parse(evidence)
    with step(EmploymentSpell, spell_id, "people.verify_spell", actor=actor, note=note) as spell:
        _keep_earlier(spell)
        spell.evidence = grade  # type: ignore[attr-defined]
    return spell


def end_spell(
    spell_id: int, *, ended_on: date, end_reason: str, actor: Actor, note: str, returned_on: date | None = None
) -> EmploymentSpell:
    """End a running spell on its last day. Raises DayNotPossible when that lies in the future or before it began."""
    if ended_on > clock.today():
        raise DayNotPossible(ended_on)
    reason = attributes_dated.SPELL["end_reason"].parse(end_reason)
    with step(EmploymentSpell, spell_id, "people.end_spell", actor=actor, note=note) as spell:
        started: date = spell.started_on  # type: ignore[attr-defined]
        if ended_on < started:
            raise DayNotPossible(ended_on, started)
        _keep_earlier(spell)
        spell.ended_on, spell.end_reason, spell.returned_on = ended_on, reason, returned_on  # type: ignore[attr-defined]
    return spell


def take_back_spell(spell_id: int, *, actor: Actor, source: str = "screen") -> None:
    """There never was such a time of work: it is believed no more; what was believed until now is kept."""
    spell = EmploymentSpell.objects.select_related("person").get(pk=spell_id, recorded_to=None)
    require(actor, "people.record_spell", spell)
    with transaction.atomic():
        lock_person(spell.person_id, live=False)
        EmploymentSpell.objects.filter(pk=spell.pk, recorded_to=None).update(recorded_to=clock.now())
        record(
            "people.record_spell", actor=actor, subject=spell, person=spell.person.uuid, fields=["recorded_to"],
            source=source,
        )  # fmt: skip


def _keep_earlier(spell: EmploymentSpell) -> None:
    """Keep what was believed until now as a version, before `step` saves the new belief."""
    now = clock.now()
    version_of(spell, now).save(force_insert=True)
    spell.recorded_from = now


def end_running_spells(tracker: Tracker, person: Person, died_on: date) -> None:
    """End every running spell of a person who has died."""
    for spell in EmploymentSpell.objects.filter(person=person, recorded_to=None, ended_on=None):
        last = max(died_on, spell.started_on)  # type: ignore[attr-defined]
        tracker.revise(spell, status="ended", ended_on=last, end_reason="died")
