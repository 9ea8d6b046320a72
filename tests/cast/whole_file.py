"""A person with one row in every scoped table, for the tests of the walls."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from gangqiao.accounts.models import Unit, UnitKind, User
from gangqiao.assistance.tests.made import assistance_of
from gangqiao.briefings.tests.made import briefing_of
from gangqiao.duplicates.tests.made import pairs_of
from gangqiao.exports.models import Export
from gangqiao.followup.tests.made import followup_of
from gangqiao.headquarters.tests.made import issue_of
from gangqiao.imports.models import Import, Row
from gangqiao.kernel.scope import ScopedModel, everywhere
from gangqiao.matching.tests.made import allocation_of, recommendations_of, referrals_of
from gangqiao.messaging.tests.made import message_of
from gangqiao.openrosa.tests.made import submission_of
from gangqiao.people.models import Fact, GovernedChange, Membership, Person
from gangqiao.places.models import Division
from gangqiao.quality.tests.made import quality_of
from gangqiao.reports.tests.made import reports_of
from gangqiao.subsidies.tests.made import subsidies_of
from gangqiao.surveys.tests.made import survey_of
from gangqiao.sync.tests.made import phone_of
from gangqiao.training.tests.made import training_of
from gangqiao.transfers.tests.made import transfers_of
from gangqiao.vacancies.tests.made import vacancies_of
from tests.cast.county import County, found_county
from tests.cast.kept import kept_for_a_module
from tests.cast.people import DATED, HELD_FROM, MakePerson, households_of, persons_of, remembered


def _without_post() -> User:
    """A user who holds no post: whose name stands on rows that need one."""
    unit, _made = Unit.objects.get_or_create(code="test", defaults={"name": "测试单位", "kind": UnitKind.OTHER})
    return User.objects.get_or_create(username="without-post", defaults={"display_name": "nobody", "unit": unit})[0]


def _import_of(person: Person) -> list[ScopedModel]:
    """A judged workbook of the person's area with one row, which is about the person."""
    with everywhere(reason="test data"):
        book = Import.objects.create(
            area_id=person.area_id, sender=_without_post(), name="test.xlsx", size=1, digest="test", status="checked"
        )
        own = {"area_id": person.area_id, "source": book, "person": person.pk}
        return [book, Row.objects.create(**own, line=2, fate="changed", payload=json.dumps({"name": person.name}))]


@pytest.fixture
def whole_file(make_person: MakePerson) -> Callable[..., list[ScopedModel]]:
    """Makes a person of an area with one row in every scoped table: `whole_file(county.hongxi, name="...")`."""
    return whole_files_with(make_person)


@pytest.fixture(scope="module")
def planted(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[County, Callable[..., list[ScopedModel]]]]:
    """A county and its `whole_file` that live as long as a module, for many tests that ask the same rows.

    What a test changes is taken back after it, as always.
    """
    with kept_for_a_module(django_db_blocker):
        with django_db_blocker.unblock():
            county = found_county()
        yield county, whole_files_with(persons_of(households_of(county)))


@pytest.fixture(scope="module")
def made(planted: Any, django_db_blocker: Any) -> list[ScopedModel]:
    """Two whole files in one village of Xinshao, one in the other, one in Hongxi. Made once: asking changes nothing."""
    county, whole_file = planted
    places = (county.villages[0], county.villages[0], county.villages[1], county.hongxi)
    with django_db_blocker.unblock():
        return [row for place in places for row in whole_file(place)]


def whole_files_with(make_person: MakePerson) -> Callable[..., list[ScopedModel]]:
    """What `whole_file` is, for a county of longer life than one test."""

    def make(area: Division, **values: Any) -> list[ScopedModel]:
        person = make_person(area, **values)
        own = {"area_id": person.area_id, "person": person}
        rows: list[ScopedModel] = [person, *(remembered(model, person) for model in DATED)]
        with everywhere(reason="test data"):
            rows += [
                person.household,
                Membership.objects.create(**own, household=person.household, relation="02", valid_from=HELD_FROM),
                Fact.objects.create(**own, key="education", value='"70"', valid_from=HELD_FROM),
                GovernedChange.objects.create(
                    **own, verb="people.move", reason="test", effective_on=HELD_FROM, made_by_name="test", images="[]"
                ),
                *quality_of(person),
                Export.objects.create(area_id=person.area_id, asker=_without_post(), ledger="people", profile="house"),
            ]
        rows += [*reports_of(area, person.area_id), *_import_of(person), *pairs_of(person), *issue_of(person)]
        rows += briefing_of(person)
        with everywhere(reason="test data"):
            rows += survey_of(person, _without_post())
            rows += submission_of(person, _without_post())
            rows += phone_of(person, _without_post())
            rows += message_of(person)
            rows += referrals_of(person)
            rows += transfers_of(person)
            rows += allocation_of(person)
            rows += recommendations_of(person)
            rows += followup_of(person)
            rows += training_of(person)
            rows += assistance_of(person)
            rows += subsidies_of(person)
        rows += vacancies_of(person)
        return rows

    return make
