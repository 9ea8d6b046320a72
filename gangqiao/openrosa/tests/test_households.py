"""A household found at the door: it and its members come onto the register, each alone (design notes 2d)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from gangqiao.accounts.doors import actor_of_device
from gangqiao.kernel import clock
from gangqiao.kernel.identifiers import make_id_number
from gangqiao.kernel.scope import everywhere
from gangqiao.openrosa import actions
from gangqiao.openrosa.models import Entity, EntityWork
from gangqiao.openrosa.tests.conftest import READ_OUT
from gangqiao.people.models import Household, Person
from gangqiao.surveys.models import AnswerSheet, Task

pytestmark = pytest.mark.django_db
DONE = ("applied", "")


def member(number: int, relation: str = "10", **more: str) -> dict[str, str]:
    """A grown-up with an ID number."""
    return {
        "of": "",
        "relation": relation,
        "person_name": f"李{number}",
        "person_id_number": make_id_number(dt.date(1980, 1, number + 1), "1", number),
        "person_ethnicity": "01",
        "person_education": "71",
        **more,
    }


@pytest.fixture
def found(phone: Any, county: Any) -> Any:
    """Fills in a household with members: `found(member(1, "02"), member(2))`."""

    def fill(*members: dict[str, str], **answers: str) -> Any:
        own = {"area": county.groups[0].key, "household_address": "布龙村 9 号", **READ_OUT, **answers}
        return phone.fill("household_register", members=list(members), **own)

    return fill


def people_now() -> set[str]:
    with everywhere(reason="test"):
        return set(Person.objects.filter(name__startswith="李").values_list("name", flat=True))


def states() -> list[tuple[str, str]]:
    with everywhere(reason="test"):
        return list(EntityWork.objects.order_by("pk").values_list("state", "fault"))


def test_the_household_and_everybody_in_it_come_onto_the_register(phone, found):
    filled = found(member(1, "02"), member(2), member(3, "20"))
    assert phone.send(filled).status_code == 201
    assert states() == [DONE] * 4
    assert people_now() == {"李1", "李2", "李3"}
    with everywhere(reason="test"):
        household = Household.objects.get(address="布龙村 9 号")
        assert household.head.name == "李1"
        task = Task.objects.get(household=household)
        assert (task.persons, task.persons_done, task.household_done, task.notice_version) == (3, 3, True, 1)
        assert set(AnswerSheet.objects.filter(task=task).values_list("source", flat=True)) == {"collect"}
    # The numbers are those the phone gave, so what it knows and what the list says are the same.
    offline = set(phone.lists["persons"]) | set(phone.lists["households"])
    phone.refresh()
    assert offline == set(phone.lists["persons"]) | set(phone.lists["households"])
    assert str(household.uuid) in phone.lists["households"]


def test_a_bad_member_takes_nobody_back(phone, found):
    filled = found(
        member(1, "02"), member(2, person_education="no such school"), member(3), member(4, person_id_number="1")
    )
    assert phone.send(filled).status_code == 201
    assert [s for s, _f in states()] == ["applied", "applied", "failed", "applied", "failed"]
    assert people_now() == {"李1", "李3"}
    with everywhere(reason="test"):
        assert Task.objects.get(household__address="布龙村 9 号").persons == 2


def test_a_new_edition_mends_the_bad_member_and_registers_nobody_twice(phone, found):
    filled = found(member(1, "02"), member(2, person_education="no such school"), member(3))
    phone.send(filled)
    edition = phone.edited(filled)
    edition.xml = edition.xml.replace(b"no such school", b"61")
    assert phone.send(edition).status_code == 201
    assert [s for s, _f in states()[4:]] == ["applied"] * 4
    assert people_now() == {"李1", "李2", "李3"}


def test_a_bad_head_holds_the_others_until_it_is_mended(phone, found):
    filled = found(member(1, "02", person_id_number="12"), member(2))
    phone.send(filled)
    assert [s for s, _f in states()] == ["failed", "held", "held"]
    assert people_now() == set()
    edition = phone.edited(filled)
    edition.xml = edition.xml.replace(b">12<", make_id_number(dt.date(1980, 1, 2), "1", 1).encode().join([b">", b"<"]))
    phone.send(edition)
    assert [s for s, _f in states()[3:]] == ["applied"] * 3
    assert people_now() == {"李1", "李2"}


def test_who_is_on_the_register_already_is_told_and_the_others_come(phone, found, person):
    filled = found(member(1, "02"), member(2, person_id_number=person.id_number), member(3))
    phone.send(filled)
    assert states()[2] == ("failed", "AlreadyOnRegister")
    assert people_now() == {"李1", "李3"}


def test_the_same_household_again_is_one(phone, found):
    filled = found(member(1, "02"), member(2))
    for _time in range(3):
        assert phone.send(filled).status_code == 201
    assert states() == [DONE] * 3
    assert people_now() == {"李1", "李2"}


def test_a_household_without_group_or_without_anybody_fails_in_words(phone, found):
    phone.send(found(member(1, "02"), area=""))
    assert states()[0] == ("failed", "GroupMissing")
    phone.send(found())
    assert states()[-1] == ("failed", "NoHead")


def test_a_group_of_another_village_is_refused(phone, found, county):
    phone.send(found(member(1, "02"), area=county.group_in(county.hongxi).key))
    assert states()[0][0] == "failed"
    assert people_now() == set()


def test_an_update_without_signal_of_somebody_found_waits_for_the_household(phone, found, register):
    filled = found(member(1, "02"), member(2))
    key = next(k for k, e in phone.lists["persons"].items() if e.label == "李2")
    first = phone.fill("person_update", key, person_education="61", **READ_OUT)
    second = phone.fill("person_update", key, person_education="21", **READ_OUT)
    phone.send(second)
    phone.send(first)
    assert [s for s, _f in states()] == ["held", "held"]
    phone.send(filled)
    assert [s for s, _f in states()] == ["applied"] * 5
    with everywhere(reason="test"):
        assert Person.objects.get(name="李2").education == "21"
        assert Entity.objects.get(key=key).version == 3
        assert Entity.objects.get(key=key).conflict == ""


def test_one_person_who_waits_is_not_forgotten_because_the_form_made_others(phone, found):
    """Where the best-known server skips the second entity for good."""
    filled = found(member(1, "02"), member(2))
    key = next(k for k, e in phone.lists["persons"].items() if e.label == "李2")
    later = phone.fill("person_update", key, person_education="61", **READ_OUT)
    phone.send(later)
    _age(6)
    _force()
    assert states() == [("failed", "NobodyBehind")]
    with everywhere(reason="test"):
        assert Entity.objects.get(key=key).made_late
    phone.send(filled)
    assert [s for s, _f in states()] == ["applied"] * 4
    with everywhere(reason="test"):
        late = Entity.objects.get(key=key)
        # The creation came last, so its answers stand; that others came before it is flagged.
        assert (late.conflict, late.version, late.made_late) == ("hard", 2, False)
        assert Person.objects.get(name="李2").education == "71"


def test_members_who_waited_for_five_days_are_told_of(phone, found):
    phone.send(found(member(1, "02", person_id_number="12"), member(2)))
    _age(6)
    _force()
    assert [s for s, _f in states()] == ["failed", "failed", "failed"]


def test_an_update_of_a_household_reaches_the_register(phone, household):
    filled = phone.fill("household_update", str(household.uuid), household_land_mu="4.5", **READ_OUT)
    phone.send(filled)
    assert states() == [DONE]
    with everywhere(reason="test"):
        assert str(Household.objects.get(pk=household.pk).land_mu).startswith("4.5")
    phone.refresh()
    assert phone.lists["households"][str(household.uuid)].properties["household_land_mu"] == "4.5"


def test_without_the_notice_nothing_is_recorded_and_it_stands_in_the_list(phone, person):
    phone.send(phone.fill("person_update", str(person.uuid), person_education="61"))
    assert states() == [("failed", "NoticeNotRead")]


def _age(days: int) -> None:
    with everywhere(reason="test"):
        EntityWork.objects.filter(state="held").update(held_at=clock.now() - dt.timedelta(days=days))


def _force() -> None:
    with everywhere(reason="test"):
        actions.force(clock.now(), actor_of=actor_of_device)
