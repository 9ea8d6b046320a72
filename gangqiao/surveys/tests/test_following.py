"""What leads to a household or person goes along when the record is carried to another village."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from gangqiao.kernel import files
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people import actions as people
from gangqiao.people.models import GovernedChange
from gangqiao.surveys.models import Alias, AnswerSheet, Difference, Picture, Print, Recheck, Remark, Task
from gangqiao.surveys.tests.conftest import GROWN, HOUSEHOLD
from gangqiao.surveys.tests.phones import connect

pytestmark = pytest.mark.django_db
KINDS: tuple[Any, ...] = (Task, AnswerSheet, Difference, Picture, Remark, Recheck, Alias)


@pytest.fixture
def far(county: Any) -> str:
    """A group of another township."""
    return str(county.group_in(county.hongxi).key)


@pytest.fixture
def known(task, person, city_officer, answer) -> list[Any]:
    """Everything the survey can keep about the household and its member."""
    with everywhere(reason="test data"):
        area = {"area_id": task.area_id}
        own = answer(task, city_officer, answers=HOUSEHOLD)
        asked = answer(task, city_officer, person, answers=GROWN | {"survey.has_skill": "unknown"})
        made = {"task": task, "made_by": "x", **area}
        picture = {"purpose": "photo", "blob": "0" * 64}
        return [
            task,
            own,
            asked,
            Difference.objects.create(
                **area, sheet=asked, task=task, person=person, key="person.education", sent='"1"'
            ),
            Picture.objects.create(**made, **picture, person=person, change_id=uuid4()),
            Picture.objects.create(**made, **picture, change_id=uuid4()),
            Remark.objects.create(**made, person=person, words="再问"),
            Recheck.objects.create(**area, task=task, seed="1", drawn_by="x"),
            Alias.objects.create(**area, person=person, uuid=uuid4()),
        ]


def seen_in(area: Any) -> list[int]:
    with scope_of(area):
        return [kind.objects.count() for kind in KINDS]


@pytest.mark.requirement("D06")
def test_a_household_takes_everything_along(known, task, person, county, far, city_officer, client_of):
    with everywhere(reason="test"):
        print_of = {"campaign": task.campaign, "language": "zh-hans", "total": 1, "asker_id": city_officer.user_id}
        made = Print.objects.create(area=county.villages[0], file=files.keep(b"%PDF"), **print_of)
        people.transfer_household(task.household_id, area=far, actor=city_officer, reason="迁出")
        assert Print.objects.get(pk=made.pk).file == ""
    assert seen_in(county.xinshao) == [0] * len(KINDS)
    assert seen_in(county.hongxi) == [1, 2, 1, 2, 1, 1, 1]
    household = reverse("surveys:household", args=[task.uuid])
    assert client_of("village_officer").get(household).status_code == 404
    assert GROWN["person.name"] in client_of("stranger").get(household).content.decode()


@pytest.mark.requirement("D06")
def test_the_package_of_the_new_village_names_the_household(known, task, county, far, city_officer, stranger):
    village = next(v for v in county.villages if far.startswith(str(v.key)))
    phone = connect(stranger, village)
    tag = phone.ask("GET", f"packages/{village.key}/?format=2")["ETag"]
    with everywhere(reason="test"):
        moved = people.transfer_household(task.household_id, area=far, actor=city_officer, reason="迁入")
    assert phone.ask("GET", f"packages/{village.key}/?format=2", **{"if-none-match": tag}).status_code == 200
    homes = phone.package(str(village.key))["households"]
    (home,) = [h for h in homes if h["uuid"] == str(moved.uuid)]
    assert [t["task"] for t in home["tasks"]] == [str(task.uuid)]
    assert home["persons"][0]["answers"]["survey.has_skill"] == "unknown"


def test_a_transfer_that_is_taken_back_brings_everything_back(known, task, county, far, city_officer):
    with everywhere(reason="test"):
        people.transfer_household(task.household_id, area=far, actor=city_officer, reason="迁出")
        people.undo(GovernedChange.objects.get().uuid, actor=city_officer, reason="错了")
    assert seen_in(county.hongxi) == [0] * len(KINDS)
    assert seen_in(county.xinshao) == [1, 2, 1, 2, 1, 1, 1]


@pytest.mark.parametrize("how", ["transfer", "move"])
def test_a_person_alone_takes_the_own_answers_to_the_task_of_the_new_household(
    known, task, person, household, make_person, county, city_officer, how
):
    other = make_person(county.hongxi)
    with everywhere(reason="test"):
        stays = people.register_person(
            household_id=household.pk, relation="20", values={"name": "小张", "id_type": "01"}, id_exception="新生儿",
            actor=city_officer,
        )  # fmt: skip
        people.change_head(
            household.pk, head=stays.pk, relations={person.pk: "20"}, actor=city_officer, reason="换户主"
        )
        to = {"household_id": other.household_id, "relation": "20", "actor": city_officer, "reason": "投亲"}
        if how == "transfer":
            people.transfer_record(person.pk, area=str(other.area_id), **to)
        else:
            people.move_in(person.pk, **to)
        old, new = Task.objects.get(pk=task.pk), Task.objects.get(household=other.household_id)
        assert (old.persons, old.persons_done) == (1, 0)
        assert (new.persons, new.persons_done) == (2, 1)
        assert AnswerSheet.objects.get(person=person).task == new
        assert Difference.objects.get().task == new
    assert seen_in(county.xinshao) == [1, 1, 0, 1, 0, 1, 0]
    assert seen_in(county.hongxi) == [1, 1, 1, 1, 1, 0, 1]
