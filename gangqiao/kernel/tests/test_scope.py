"""Wall 1, without a scope: no shape of a query goes through. Controls 16 and 17 of the security notes.

Every scoped model is asked, whichever app declares it: a new one is in the tests by itself.
"""

from __future__ import annotations

import copy
import threading

import pytest
from django.db import connection, transaction

from gangqiao.kernel.db import scoping
from gangqiao.kernel.scope import NoScope, OutOfScope, everywhere, get_scope, scope_of
from gangqiao.kernel.tests.shapes import JOINS, READS, WRITES
from gangqiao.people.models import Fact, Person

MODELS = sorted(scoping.scoped_models().values(), key=lambda m: m._meta.label)
by_model = pytest.mark.parametrize("model", MODELS, ids=lambda m: m._meta.label)


@pytest.fixture(scope="module")
def made(planted, django_db_blocker):
    """One whole file in each township. Made once: asking changes nothing."""
    county, whole_file = planted
    with django_db_blocker.unblock():
        return [row for place in (county.xinshao, county.hongxi) for row in whole_file(place)]


@pytest.fixture
def county(planted, db):
    return planted[0]


@pytest.fixture
def rows(made, db):
    """What was made, by model."""
    found = {model: [copy.copy(row) for row in made if type(row) is model] for model in MODELS}
    assert all(len(of_model) == 2 for of_model in found.values()), "a scoped table is missing in `whole_file`"
    return found


@pytest.mark.requirement("D14")
@by_model
def test_no_question_is_answered_without_a_scope(model, rows):
    """Controls 16, 17."""
    let_through = []
    for name, ask in READS.items():
        try:
            ask(model.objects.all())
        except NoScope:
            continue
        let_through.append(name)
    assert not let_through


@pytest.mark.requirement("D14")
def test_no_join_is_answered_without_a_scope(rows):
    for ask in JOINS.values():
        with pytest.raises(NoScope):
            ask(Person.objects.all())


@pytest.mark.requirement("D14")
@by_model
def test_nothing_is_changed_without_a_scope(model, rows):
    """Controls 16, 17: also what no manager sees, as the deletes of an instance."""
    let_through = []
    for name, change in WRITES.items():
        try:
            with transaction.atomic():
                change(rows[model][0])
        except NoScope:
            continue
        let_through.append(name)
    assert not let_through
    with everywhere(reason="look after"):
        assert {r.pk for r in model.objects.all()} == {r.pk for r in rows[model]}


def test_an_empty_question_needs_a_scope_too():
    """A page that forgot its scope must fail on the first day, not on the day when there are rows."""
    for ask in (Person.objects.none, lambda: Person.objects.filter(pk__in=[])):
        with pytest.raises(NoScope):
            list(ask())


def test_a_related_row_is_not_fetched_without_a_scope(person):
    person = type(person)(pk=person.pk, household_id=person.household_id)
    with pytest.raises(NoScope):
        _ = person.household
    with pytest.raises(NoScope):
        person.skill_rows.count()


def test_a_full_check_of_a_record_needs_a_scope(person):
    with pytest.raises(NoScope):
        person.full_clean()


@by_model
def test_the_clause_is_what_stops_the_rows(model, rows, monkeypatch):
    """The counter-proof: with the clause taken out the same question tells everything."""
    monkeypatch.setattr(scoping, "guard", lambda query: None)
    assert {r.pk for r in model.objects.all()} == {r.pk for r in rows[model]}
    assert model.objects.count() == 2


def test_a_scope_ends_with_its_block_also_after_an_error(county):
    class Broken(Exception):
        pass

    with pytest.raises(Broken), scope_of(county.xinshao):
        raise Broken
    with pytest.raises(NoScope):
        get_scope()


def test_an_inner_scope_replaces_the_outer_and_gives_it_back(rows, county):
    with scope_of(county.xinshao):
        mine = Person.objects.get()
        with scope_of(county.hongxi):
            assert Person.objects.get() != mine
        with scope_of(()):
            assert not Person.objects.exists()
        assert Person.objects.get() == mine


def test_a_scope_does_not_reach_other_threads(rows, county):
    seen: list[object] = []

    def ask() -> None:
        try:
            seen.append(get_scope())
        except NoScope as reason:
            seen.append(reason)
        finally:
            connection.close()

    with scope_of(county.xinshao):
        other = threading.Thread(target=ask)
        other.start()
        other.join()
    assert [type(s) for s in seen] == [NoScope]


def test_the_whole_county_is_opened_only_for_a_reason():
    with pytest.raises(ValueError, match="reason"), everywhere(reason=""):
        pass


def test_raw_sql_is_not_offered_even_inside_a_scope(county):
    with scope_of(county.xinshao), pytest.raises(NoScope):
        list(Fact.objects.raw("SELECT * FROM people_fact"))


def test_the_refusal_says_what_to_do(person, county):
    with scope_of(county.hongxi), pytest.raises(OutOfScope) as refused:
        person.save(force_insert=True)
    assert refused.value.code == "out_of_scope"
    assert str(refused.value)
