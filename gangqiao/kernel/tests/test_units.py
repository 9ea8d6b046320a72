"""What a unit keeps: seen wherever it lies by the unit, by nobody else outside the area, and never given away."""

from __future__ import annotations

import pytest
from django.db import transaction

from gangqiao.audit.steps import NotYourVerb, require
from gangqiao.kernel.actor import Actor, Post, path_of_unit
from gangqiao.kernel.db.scoping import scoped_models
from gangqiao.kernel.scope import KeptModel, OutOfScope, everywhere, scope_of
from gangqiao.people.models import Person
from gangqiao.vacancies.models import Employer, Vacancy
from gangqiao.vacancies.tests.made import make_employer, make_vacancy

KEPT = sorted((m for m in scoped_models().values() if issubclass(m, KeptModel)), key=lambda m: m._meta.label)


def post(unit: str, *verbs: str, area: str = "") -> Actor:
    keeps = "" if area else path_of_unit(unit)
    return Actor(user_id=1, name="test", posts=(Post("test", unit, area, frozenset(verbs), keeps=keeps),))


@pytest.fixture
def employers(county, make_person):
    """One of the water bureau and one of the reform bureau, in two townships; one of nobody; one with users."""
    return {
        "water": make_employer(county.xinshao, unit="water"),
        "reform": make_employer(county.hongxi, unit="reform"),
        "township": make_employer(county.xinshao),
        "own": make_employer(county.hongxi, party="e7", unit="water"),
    }


def seen(actor, verb="vacancies.view_employers"):
    with scope_of(actor.areas(verb)):
        return set(Employer.objects.all())


def test_a_unit_sees_what_it_keeps_and_no_more(employers, county):
    water = post("water", "vacancies.view_employers")
    assert seen(water) == {employers["water"], employers["own"]}
    assert seen(post("wat", "vacancies.view_employers")) == set()
    assert seen(post("e7", "vacancies.view_employers")) == {employers["own"]}
    assert seen(post("x", "vacancies.view_employers", area=county.xinshao.key)) == {
        employers["water"],
        employers["township"],
    }


def test_joins_counts_and_subqueries_keep_to_the_unit(employers):
    for employer in employers.values():
        make_vacancy(employer)
    with scope_of(post("water", "vacancies.view").areas("vacancies.view")):
        assert Vacancy.objects.filter(employer__name="样本电子厂").count() == 2
        assert Employer.objects.filter(vacancies__title="缝纫工").distinct().count() == 2
        assert not Vacancy.objects.exclude(employer__unit="water").exists()


def test_a_verb_that_is_not_for_units_gives_nothing(employers):
    water = post("water", "vacancies.verify_employer", "people.view")
    assert water.areas("vacancies.verify_employer") == water.areas("people.view") == water.areas() == ()
    with pytest.raises(NotYourVerb):
        require(water, "vacancies.verify_employer", employers["water"])


def test_persons_are_never_seen_through_a_unit(employers, make_person, county):
    make_person(county.xinshao)
    with scope_of(post("water", "vacancies.view").areas("vacancies.view")):
        assert Person.objects.count() == 0


def test_an_act_asks_the_area_or_the_keeper(employers, county):
    water = post("water", "vacancies.correct_employer")
    require(water, "vacancies.correct_employer", employers["water"])
    with pytest.raises(NotYourVerb):
        require(water, "vacancies.correct_employer", employers["reform"])
    require(post("x", "vacancies.correct_employer", area=county.key), "vacancies.correct_employer", employers["reform"])


def test_a_unit_writes_only_what_it_keeps_and_gives_nothing_away(employers, county):
    with scope_of(post("water", "vacancies.draft").areas("vacancies.draft")):
        own = Employer.objects.get(pk=employers["water"].pk)
        own.address = "东门"
        own.save()
        for values in ({"unit": "reform"}, {"unit": ""}):
            with pytest.raises(OutOfScope), transaction.atomic():
                Employer.objects.filter(pk=own.pk).update(**values)
        with pytest.raises(OutOfScope), transaction.atomic():
            Employer.objects.filter(pk=own.pk).update(area=county.hongxi)
        with pytest.raises(OutOfScope), transaction.atomic():
            Employer.objects.create(area_id=county.key, unit="reform", name="x", place_id=county.key)
        assert Employer.objects.create(area_id=county.key, unit="water", name="x", kind="project").pk
        assert Employer.objects.filter(unit="reform").update(name="x") == 0
    with everywhere(reason="what stands now"):
        assert Employer.objects.get(pk=employers["water"].pk).unit == "water"


def test_every_kept_model_names_both_keepers():
    assert {model._meta.label for model in KEPT} >= {"vacancies.Employer", "vacancies.Vacancy"}
    assert all({"unit", "party"} <= {f.name for f in model._meta.fields} for model in KEPT)
