"""Bad input to the actions: a sentence with what is wrong and how to mend it, at every door, and nothing written."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import translation

from gangqiao.kernel.actor import Actor
from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.people import actions
from gangqiao.people.models import EmploymentSpell, Household, Person
from gangqiao.people.refusals import HeadMissing, IdMissing
from gangqiao.people.tests.conftest import made_person

pytestmark = pytest.mark.django_db
GOOD = {"spell_kind": "work", "area_level": "other_province", "mode": "self", "evidence": "D"}


def faults(act: Any) -> dict[str, str]:
    with pytest.raises((Refusal, Refusals)) as raised:
        act()
    found = getattr(raised.value, "refusals", [raised.value])
    return {refusal.field: str(refusal) for refusal in found}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "started_on"),
        ({"started_on": ""}, "started_on"),
        ({"started_on": "2020-13-01"}, "started_on"),
        ({"started_on": "2020-02-01", "destination": "月球"}, "destination"),
        ({"started_on": "2020-02-01", "monthly_income": "很多"}, "monthly_income"),
    ],
)
def test_a_spell_that_cannot_be_stored_is_told_by_its_field(
    family: SimpleNamespace, clerk: Actor, values: dict[str, Any], field: str
) -> None:
    for language in ("zh-hans", "en"):
        with translation.override(language):
            told = faults(lambda: actions.record_spell(family.son.pk, values={**GOOD, **values}, actor=clerk))
        assert field in told
        assert told[field]
    assert not EmploymentSpell.objects.exists()


def test_a_household_without_a_head_and_a_person_without_a_number_are_refused(
    tree: SimpleNamespace, clerk: Actor, in_xinshao: Any
) -> None:
    with pytest.raises(HeadMissing):
        actions.register_household(area=tree.group, household={}, head=None, actor=clerk)
    with pytest.raises(IdMissing):
        actions.register_household(area=tree.group, household={}, head={"name": "普建国"}, actor=clerk)
    assert not Household.objects.exists()


def test_one_wrong_member_leaves_nobody_of_the_household_registered(
    tree: SimpleNamespace, clerk: Actor, in_xinshao: Any
) -> None:
    told = faults(
        lambda: actions.register_household(
            area=tree.group,
            household={},
            head=made_person("普建国", date(1970, 5, 1), "1", 11),
            members=[("20", {"name": "普明", "id_number": "53259919950703013X"})],
            actor=clerk,
        )
    )
    assert set(told) == {"id_number"}
    assert not Person.objects.exists()


def test_a_name_is_needed_and_a_wish_says_whether(family: SimpleNamespace, clerk: Actor) -> None:
    nameless = made_person("", date(1980, 1, 1), "1", 3)
    assert set(
        faults(
            lambda: actions.register_person(
                household_id=family.household.pk, relation="20", values=nameless, actor=clerk
            )
        )
    ) == {"name"}
    assert set(faults(lambda: actions.record_intention(family.son.pk, values={}, actor=clerk))) == {"wants_work"}
    assert set(faults(lambda: actions.record_skill(family.son.pk, values={"level": "none"}, actor=clerk))) == {"name"}
