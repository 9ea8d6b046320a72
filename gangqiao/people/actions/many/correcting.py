"""Correct many persons and households."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db import models

from gangqiao.kernel.db import many
from gangqiao.people import attributes
from gangqiao.people.actions.correct import changes_of_person, read_correction
from gangqiao.people.actions.facts import History, differing
from gangqiao.people.actions.many.acts import HouseholdCorrection, PersonCorrection
from gangqiao.people.actions.many.batch import Batch, Fault, each
from gangqiao.people.models import Household, Person
from gangqiao.people.refusals import ChangedMeanwhile, DayNotPossible

Touched = dict[models.Model, set[str]]  # the rows to write, and which of their columns


def correct_persons(batch: Batch, acts: Sequence[PersonCorrection]) -> list[Person | Fault]:
    """`correct_person` for many. Several corrections of one person follow one another."""
    batch.lock(persons=(act.person_id for act in acts))
    raws = batch.with_places(attributes.PERSON, [act.values for act in acts])
    history = History({act.person_id for act in acts}, {key for raw in raws for key in raw}, batch.at)
    touched: Touched = defaultdict(set)

    def correct(pair: tuple[PersonCorrection, dict[str, Any]]) -> Person:
        act, raw = pair
        day = act.on or batch.today
        if day > batch.today:
            raise DayNotPossible(day)
        person = batch.person(act.person_id)
        batch.require("people.correct", person.area_id)
        read = read_correction(attributes.PERSON, raw)
        _check_revision(person, act.revision)
        changed = changes_of_person(person, read)
        if changed:
            history.change(person, changed, day)
            _set(person, changed, touched)
            batch.log("people.correct", person, act.source, fields=changed)
        return person

    made = each(list(zip(acts, raws, strict=True)), correct)
    history.write()
    many.update_by_fields(Person, list(touched.items()))
    return made


def correct_households(batch: Batch, acts: Sequence[HouseholdCorrection]) -> list[Household | Fault]:
    """`correct_household` for many."""
    batch.lock(households=(act.household_id for act in acts))
    touched: Touched = defaultdict(set)

    def correct(act: HouseholdCorrection) -> Household:
        household = batch.household(act.household_id)
        batch.require("people.correct", household.area_id)
        read = read_correction(attributes.HOUSEHOLD, act.values)
        _check_revision(household, act.revision)
        changed = differing(household, read)
        if changed:
            _set(household, changed, touched)
            batch.log("people.correct", household, act.source, fields=changed)
        return household

    made = each(acts, correct)
    many.update_by_fields(Household, list(touched.items()))
    return made


def _check_revision(row: Person | Household, revision: int | None) -> None:
    if revision is not None and revision != row.revision:
        raise ChangedMeanwhile


def _set(row: Person | Household, changed: dict[str, Any], touched: Touched) -> None:
    for name, value in changed.items():
        setattr(row, name, value)
    row.revision += 1
    touched[row] |= {*changed, "revision"}
