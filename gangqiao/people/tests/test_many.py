"""Many acts at once do what each does alone: the same rows, facts, events and sentences, over every attribute."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, models, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gangqiao.audit.models import Event
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.attributes import (
    Attachment,
    Attribute,
    AttributeSet,
    Choice,
    CreditCode,
    Date,
    DivisionRef,
    Integer,
    Money,
    MultiChoice,
    Number,
    PersonId,
    Phone,
)
from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.kernel.identifiers import make_id_number
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people import actions
from gangqiao.people.actions import many
from gangqiao.people.models import Category, EmploymentSpell, Fact, Household, Intention, Membership, Person
from gangqiao.people.refusals import RecordNotFound
from gangqiao.people.sets import SETS
from gangqiao.people.tests.conftest import TODAY, made_person

TABLES: tuple[type[models.Model], ...] = (
    Household, Person, Membership, Category, Intention, EmploymentSpell, Fact,
)  # fmt: skip
NOBODY = 10**9
SOURCE = st.sampled_from(["list.xlsx / 1 / 7", "x" * 150 + " / 12"])


# --- what may be typed -----------------------------------------------------------------------------------------------

WRITINGS: dict[type[Attribute], st.SearchStrategy[Any]] = {
    PersonId: st.integers(11, 15).map(lambda n: make_id_number(date(1970, 5, 1), "1", n)),
    Phone: st.integers(0, 99).map(lambda n: f"139000000{n:02}"),
    CreditCode: st.sampled_from(["91530000MA6K00000X", "91350100M000100Y43"]),
    Attachment: st.sampled_from(["a" * 64, "b" * 64]),
    DivisionRef: st.sampled_from(
        ["001001001001002", "001001001001001001", "532504103", "53250410220101", "001001", "999"]
    ),
    Date: st.dates(date(2018, 1, 1), date(2022, 1, 1)).map(lambda day: day.isoformat()),
    Money: st.integers(0, 90000).map(str),
    Integer: st.integers(0, 50).map(str),
    Number: st.decimals(0, 99, places=2).map(str),
}


def raw_of(attribute: Attribute) -> st.SearchStrategy[Any]:
    """What may stand in a cell for an attribute: mostly right, now and then nothing or nonsense."""
    if isinstance(attribute, MultiChoice):
        right: st.SearchStrategy[Any] = st.lists(st.sampled_from(list(attribute.codes)), max_size=3)
    elif isinstance(attribute, Choice):
        right = st.sampled_from([*attribute.codes, *(attribute.codes.word(c) for c in attribute.codes)])
    else:
        texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
        right = WRITINGS.get(type(attribute), texts)
    return st.one_of(*[right] * 8, st.sampled_from([None, "", "?"]))


def raws(about: AttributeSet, *needed: str, most: int = 4) -> st.SearchStrategy[dict[str, Any]]:
    """Some attributes of a set, typed; those needed always."""
    keys = st.sets(st.sampled_from([a.key for a in about]), max_size=most).map(lambda s: sorted(s | set(needed)))
    return keys.flatmap(lambda keys: st.fixed_dictionaries({key: raw_of(about[key]) for key in keys}))


def work(*needed: str) -> st.SearchStrategy[dict[str, Any]]:
    """A spell; half of them with nothing but days near each other, so that they meet."""
    day = st.dates(date(2019, 11, 1), TODAY).map(lambda found: found.isoformat())
    days = st.fixed_dictionaries({"started_on": day}, optional={"ended_on": day})
    return days | raws(SETS["spell"], *needed)


# --- one by one ------------------------------------------------------------------------------------------------------


def _register_household(act: many.NewHousehold, actor: Actor) -> Any:
    return actions.register_household(
        area=act.area, household=act.household, head=act.head, actor=actor, source=act.source, origin=act.origin
    )


def _register_person(act: many.NewPerson, actor: Actor) -> Any:
    return actions.register_person(
        household_id=act.household_id,
        relation=act.relation,
        values=act.values,
        actor=actor,
        source=act.source,
        origin=act.origin,
        id_exception=act.id_exception,
    )


def _correct_household(act: many.HouseholdCorrection, actor: Actor) -> Any:
    return actions.correct_household(
        act.household_id, values=act.values, actor=actor, revision=act.revision, source=act.source
    )


def _correct_person(act: many.PersonCorrection, actor: Actor) -> Any:
    return actions.correct_person(
        act.person_id, values=act.values, actor=actor, on=act.on, revision=act.revision, source=act.source
    )


def _correct_spell(act: many.SpellCorrection, actor: Actor) -> Any:
    return actions.correct_spell(act.spell_id, values=act.values, actor=actor, source=act.source)


def _record_spell(act: many.NewSpell, actor: Actor) -> Any:
    return actions.record_spell(
        act.person_id,
        values=act.values,
        actor=actor,
        planned=act.planned,
        is_full_time=act.is_full_time,
        source=act.source,
    )


def _record_intention(act: many.NewIntention, actor: Actor) -> Any:
    return actions.record_intention(act.person_id, values=act.values, actor=actor, source=act.source)


def _record_category(act: many.NewCategory, actor: Actor) -> Any:
    return actions.record_category(
        act.person_id, kind=act.kind, valid_from=act.valid_from, basis=act.basis, actor=actor, source=act.source
    )


VERBS: list[tuple[str, Callable[..., Any], Callable[..., Any]]] = [
    ("households", _register_household, many.register_households),
    ("newcomers", _register_person, many.register_persons),
    ("household_corrections", _correct_household, many.correct_households),
    ("corrections", _correct_person, many.correct_persons),
    ("spell_corrections", _correct_spell, many.correct_spells),
    ("spells", _record_spell, many.record_spells),
    ("intentions", _record_intention, many.record_intentions),
    ("categories", _record_category, many.record_categories),
]


# --- the county and what is done in it -------------------------------------------------------------------------------


@pytest.fixture
def county_of_acts(family: SimpleNamespace, tree: SimpleNamespace, clerk: Actor, city: Actor) -> SimpleNamespace:
    """The family, a dead member, a household of another township, two spells and a wish."""
    dead = actions.register_person(
        household_id=family.household.pk,
        relation="50",
        values=made_person("普老人", date(1930, 1, 1), "1", 14),
        actor=clerk,
        on=date(2020, 1, 1),
    )
    actions.record_death(dead.pk, died_on=date(2020, 2, 1), actor=clerk, reason="test")
    actions.correct_person(family.head.pk, values={"education": "81"}, actor=clerk, on=date(2020, 2, 1))
    spells = [
        actions.record_spell(person.pk, values={"started_on": began, "ended_on": ended}, actor=clerk)
        for person, began, ended in (
            (family.head, "2019-02-01", "2019-12-31"),
            (family.head, "2020-03-01", None),
            (family.son, "2020-01-01", "2020-02-01"),
        )
    ]
    actions.record_intention(family.son.pk, values={"wants_work": "yes"}, actor=clerk)
    with everywhere(reason="test data"):
        other = actions.register_household(
            area=tree.other_group,
            household={"address": "elsewhere"},
            head=made_person("外乡人", date(1970, 5, 1), "1", 15),
            actor=city,
        )
        abroad = Person.objects.get(household=other)
    return SimpleNamespace(
        actor=clerk,
        persons=[family.head.pk, family.wife.pk, family.son.pk, family.head.pk, dead.pk, abroad.pk, NOBODY],
        households=[family.household.pk, family.household.pk, other.pk, NOBODY],
        spells=[*(s.pk for s in spells), NOBODY],
        groups=[tree.group, tree.group, tree.group2, tree.other_group, tree.village],
        area=tree.xinshao,
    )


@st.composite
def acts_in(draw: st.DrawFn, there: SimpleNamespace) -> dict[str, list[Any]]:
    """Some acts of every verb, on few records, so that they meet."""
    persons, households = st.sampled_from(there.persons), st.sampled_from(there.households)
    day = st.dates(date(2019, 12, 1), TODAY + timedelta(days=1))
    revision = st.sampled_from([None, None, None, 0, 1])
    about = SETS
    newcomer = raws(about["person"], "name", "id_number")
    made = {
        "households": st.builds(
            many.NewHousehold, st.sampled_from(there.groups), raws(about["household"]), newcomer, SOURCE
        ),
        "newcomers": st.builds(
            many.NewPerson, households, st.sampled_from(["10", "20"]), newcomer, SOURCE,
            id_exception=st.sampled_from(["", "lost"]),
        ),
        "household_corrections": st.builds(
            many.HouseholdCorrection, households, raws(about["household"]), SOURCE, revision
        ),
        "corrections": st.builds(
            many.PersonCorrection, persons, raws(about["person"]), SOURCE, st.none() | day, revision
        ),
        "spell_corrections": st.builds(
            many.SpellCorrection, st.sampled_from(there.spells), work(), SOURCE
        ),
        "spells": st.builds(
            many.NewSpell, persons, work("started_on"), SOURCE, st.booleans(), st.just(True) | st.booleans()
        ),
        "intentions": st.builds(many.NewIntention, persons, raws(about["intention"], "wants_work"), SOURCE),
        "categories": st.builds(
            many.NewCategory, persons, st.sampled_from(["registered_poor", "veteran"]), day, SOURCE
        ),
    }  # fmt: skip
    return {name: draw(st.lists(act, max_size=5)) for name, act in made.items()}


# --- what is compared ------------------------------------------------------------------------------------------------


def told(outcome: Any) -> Any:
    """What the caller was told: the sentences of a refusal, or the kind of record made."""
    if isinstance(outcome, ObjectDoesNotExist):
        outcome = RecordNotFound()
    if isinstance(outcome, Refusal):
        return outcome.code, outcome.field, str(outcome)
    if isinstance(outcome, Refusals):
        return sorted((r.code, r.field, str(r)) for r in outcome.refusals)
    return type(outcome).__name__


def picture() -> dict[str, list[str]]:
    """Every row of every table and every event, without keys and uuids."""
    with everywhere(reason="test"):
        names = {p.pk: p.person_no for p in Person.objects.all()}
        uuids = {p.uuid: p.person_no for p in Person.objects.all()}
        homes = {h.pk: h.household_no for h in Household.objects.all()}
        seen = {m.__name__: sorted(str(_row(r, names, homes)) for r in m._default_manager.all()) for m in TABLES}
    seen["Event"] = sorted(
        str((e.verb, e.area, e.subject.split(":")[0], uuids.get(e.person), e.fields, e.source, e.actor_name, e.reason))
        for e in Event.objects.all()
    )
    return seen


def _row(row: models.Model, persons: dict[int, str], homes: dict[int, str]) -> dict[str, Any]:
    named = {"person_id": persons, "head_id": persons, "household_id": homes}
    columns = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if not f.primary_key}
    columns.pop("uuid")
    columns["version_of_id"] = columns.get("version_of_id") is not None
    return {
        k: named[k].get(v) if k in named else (bytes(v) if isinstance(v, memoryview) else v) for k, v in columns.items()
    }


class _Undone(Exception):
    pass


def _tried(run: Callable[[], Any]) -> tuple[Any, dict[str, list[str]]]:
    """What comes of it and what the county looks like then; afterwards nothing of it has happened."""
    try:
        with transaction.atomic():
            result = run(), picture()
            raise _Undone
    except _Undone:
        return result


def _singly(acts: list[Any], verb: Callable[..., Any], actor: Actor) -> Iterator[Any]:
    for act in acts:
        try:
            with transaction.atomic():
                yield told(verb(act, actor=actor))
        except (Refusal, Refusals, ObjectDoesNotExist) as fault:
            yield told(fault)


@settings(
    max_examples=60 if connection.vendor == "sqlite" else 20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.data())
def test_many_at_once_do_what_each_does_alone(county_of_acts: SimpleNamespace, data: st.DataObject) -> None:
    there = county_of_acts
    acts = data.draw(acts_in(there))

    def one_by_one() -> dict[str, list[Any]]:
        return {name: list(_singly(acts[name], alone, there.actor)) for name, alone, _all in VERBS}

    def at_once() -> dict[str, list[Any]]:
        with many.together(there.actor) as batch:
            batch.lock(households=there.households, persons=there.persons)
            return {name: [told(one) for one in verb(batch, acts[name])] for name, _alone, verb in VERBS}

    with scope_of(there.area):
        said_alone, left_alone = _tried(one_by_one)
        said_at_once, left_at_once = _tried(at_once)
    assert said_at_once == said_alone
    for table, rows in left_alone.items():
        assert left_at_once[table] == rows, table
