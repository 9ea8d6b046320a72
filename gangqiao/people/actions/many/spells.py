"""Record and correct many employment spells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from gangqiao.kernel.db import many
from gangqiao.people import attributes_dated
from gangqiao.people.actions.many.acts import NewSpell, SpellCorrection
from gangqiao.people.actions.many.batch import Batch, Fault, check_live, each
from gangqiao.people.actions.spells import changes_of_spell, check_days, read_spell, spell_of
from gangqiao.people.actions.tracking import version_of
from gangqiao.people.models import EmploymentSpell
from gangqiao.people.refusals import RecordNotFound, SpellsOverlap
from gangqiao.people.states import PLANNED

VERB = "people.record_spell"


class Calendar:
    """The full-time work of some persons, read once. The rule of the database, asked before it would refuse."""

    def __init__(self, persons: Iterable[int]) -> None:
        self._spells: dict[int, list[EmploymentSpell]] = defaultdict(list)
        for spell in EmploymentSpell.objects.filter(person__in=list(persons), recorded_to=None, is_full_time=True):
            self._spells[spell.person_id].append(spell)

    def check(self, spell: EmploymentSpell, *, key: int | None = None) -> None:
        """Refuse days on which the person has other full-time work. `key`: the spell itself, when it is there."""
        if not spell.is_full_time or spell.status == PLANNED:
            return
        first, last = _days(spell)
        for other in self._spells[spell.person_id]:
            begin, end = _days(other)
            if other.status != PLANNED and (key is None or other.pk != key) and begin <= last and end >= first:
                raise SpellsOverlap

    def put(self, spell: EmploymentSpell) -> None:
        """A new spell, or one that was corrected."""
        others = [s for s in self._spells[spell.person_id] if s.pk != spell.pk]
        self._spells[spell.person_id] = [*others, spell] if spell.is_full_time else others


def _days(spell: EmploymentSpell) -> tuple[date, date]:
    return spell.started_on, spell.ended_on or date.max  # type: ignore[attr-defined]


def record_spells(batch: Batch, acts: Sequence[NewSpell]) -> list[EmploymentSpell | Fault]:
    """`record_spell` for many."""
    persons = {act.person_id for act in acts}
    batch.lock(persons=persons)
    raws = batch.with_places(attributes_dated.SPELL, [act.values for act in acts])
    calendar = Calendar(persons)
    keys = iter(many.next_keys(EmploymentSpell, len(acts)))

    def record(pair: tuple[NewSpell, dict[str, Any]]) -> EmploymentSpell:
        act, raw = pair
        person = batch.person(act.person_id)
        batch.require(VERB, person.area_id)
        read = read_spell(raw, person.area_id)
        check_live(person)
        spell = spell_of(person, read, planned=act.planned, is_full_time=act.is_full_time, source=act.source)
        check_days(spell)
        calendar.check(spell)
        spell.pk = next(keys)
        calendar.put(spell)
        batch.log(VERB, spell, act.source, person=person.uuid)
        return spell

    made = each(list(zip(acts, raws, strict=True)), record)
    many.insert(EmploymentSpell, [spell for spell in made if isinstance(spell, EmploymentSpell)])
    return made


def correct_spells(batch: Batch, acts: Sequence[SpellCorrection]) -> list[EmploymentSpell | Fault]:
    """`correct_spell` for many. Several corrections of one spell follow one another."""
    wanted = {act.spell_id for act in acts}
    batch.lock(persons=EmploymentSpell.objects.filter(pk__in=wanted).values_list("person", flat=True))
    spells = {s.pk: s for s in EmploymentSpell.objects.filter(pk__in=wanted, recorded_to=None)}
    raws = batch.with_places(attributes_dated.SPELL, [act.values for act in acts])
    calendar = Calendar({spell.person_id for spell in spells.values()})
    versions: list[EmploymentSpell] = []
    touched: dict[int, set[str]] = defaultdict(set)

    def correct(pair: tuple[SpellCorrection, dict[str, Any]]) -> EmploymentSpell:
        act, raw = pair
        spell = spells.get(act.spell_id)
        if spell is None:
            raise RecordNotFound
        batch.require(VERB, spell.area_id)
        read = read_spell(raw, spell.area_id, partial=True)
        person = batch.person(spell.person_id)
        check_live(person)
        changed = changes_of_spell(spell, read)
        earlier = version_of(spell, batch.at)
        _set(spell, changed)
        try:
            calendar.check(spell, key=spell.pk)
        except SpellsOverlap:
            _set(spell, {name: getattr(earlier, name) for name in changed})
            raise
        spell.recorded_from = batch.at
        versions.append(earlier)
        calendar.put(spell)
        touched[spell.pk] |= {*changed, "recorded_from"}
        batch.log(VERB, spell, act.source, person=person.uuid, fields=read)
        return spell

    made = each(list(zip(acts, raws, strict=True)), correct)
    many.update_by_fields(EmploymentSpell, [(spells[key], fields) for key, fields in touched.items()])
    many.insert(EmploymentSpell, versions)
    return made


def _set(spell: EmploymentSpell, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(spell, name, value)
