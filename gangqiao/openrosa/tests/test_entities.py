"""Versions, branches, backlog and conflicts (design notes 2d): every case of the best-known server's own list of tests
about entities without signal, rebuilt; and the two places where this one does otherwise."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any
from uuid import uuid4

import pytest

from gangqiao.accounts.doors import actor_of_device
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere
from gangqiao.openrosa import actions
from gangqiao.openrosa.models import Entity, EntityVersion, EntityWork
from gangqiao.openrosa.tests.collect import Collect, Filled
from gangqiao.openrosa.tests.conftest import READ_OUT
from gangqiao.people import actions as people
from gangqiao.people.models import Person

pytestmark = pytest.mark.django_db


class Village:
    """What the tests ask: a phone fills in one item of one person after the other."""

    def __init__(self, phone: Collect, person: Person) -> None:
        self.phone, self.key = phone, str(person.uuid)

    def fill(self, phone: Collect | None = None, **answers: str) -> Filled:
        return (phone or self.phone).fill("person_update", self.key, **answers, **READ_OUT)

    def crafted(self, base: str, trunk: str = "", branch: str = "", create: str = "", **answers: str) -> Filled:
        """A form whose versions say what no phone of ours would."""
        filled = self.fill(**answers)
        local = self.phone.lists["persons"][self.key]
        local.version -= 1
        for name, was, now in (
            ("baseVersion", str(local.version), base),
            ("trunkVersion", str(local.trunk or ""), trunk),
            ("branchId", local.branch, branch),
        ):
            before = f'{name}="{was}"'.encode()
            assert before in filled.xml
            filled.xml = filled.xml.replace(before, f'{name}="{now}"'.encode())
        if create:
            filled.xml = filled.xml.replace(b'update="1"', f'update="1" create="{create}"'.encode())
        return filled

    def send(self, *filled: Filled) -> None:
        for one in filled:
            assert self.phone.send(one).status_code == 201

    @property
    def entity(self) -> Entity:
        with everywhere(reason="test"):
            return Entity.objects.get(key=self.key)

    @property
    def versions(self) -> list[EntityVersion]:
        with everywhere(reason="test"):
            return list(EntityVersion.objects.filter(entity__key=self.key).order_by("number"))

    def states(self) -> list[tuple[str, str]]:
        with everywhere(reason="test"):
            return list(EntityWork.objects.order_by("pk").values_list("state", "fault"))


@pytest.fixture
def village(phone: Collect, person: Person) -> Village:
    return Village(phone, person)


def age_all_held(days: int) -> None:
    with everywhere(reason="test"):
        EntityWork.objects.filter(state="held").update(held_at=clock.now() - dt.timedelta(days=days))


def force() -> int:
    with everywhere(reason="test"):
        return actions.force(clock.now(), actor_of=actor_of_device)


DONE = ("applied", "")


class TestUpdates:
    def test_an_update_counts_one_further_and_keeps_every_version(self, village, person, register):
        village.send(village.fill(person_education="61"), village.fill(person_marital_status="20"))
        assert [v.number for v in village.versions] == [1, 2, 3]
        assert [v.properties["person_education"] for v in village.versions] == ["70", "61", "61"]
        assert (register(person).education, register(person).marital_status) == ("61", "20")
        assert village.entity.conflict == ""

    def test_an_absent_item_keeps_and_an_empty_one_takes_away(self, village, person, register):
        village.send(village.fill(person_marital_status="20", person_political_status="13"))
        village.send(village.fill(person_marital_status=""))
        assert (register(person).marital_status, register(person).political_status) == ("", "13")

    def test_an_update_without_branch_needs_the_version_it_names(self, village):
        village.send(village.crafted("1", person_education="61"), village.crafted("9", person_education="71"))
        assert village.states() == [DONE, ("failed", "BaseMissing")]

    @pytest.mark.parametrize(
        ("base", "trunk", "branch", "fault"),
        [
            ("", "", "", "NoBase"),
            ("", "1", "b", "NoBase"),
            ("one", "1", "b", "WrongNumber"),
            ("0", "", "", "WrongNumber"),
            ("1", "x", "b", "WrongNumber"),
            ("1", "1", "not a number", "WrongNumber"),
            ("1", "1", "", "TrunkAlone"),
            ("2", "2", "b", "TrunkAhead"),
            ("99999999999999999999", "", "", "WrongNumber"),
        ],
    )
    def test_versions_that_cannot_be_are_faults_and_change_nothing(
        self, village, person, register, base, trunk, branch, fault
    ):
        branch = str(uuid4()) if branch == "b" else branch
        village.send(village.crafted(base, trunk, branch, person_education="61"))
        assert village.states() == [("failed", fault)]
        assert register(person).education == "70"

    def test_empty_branch_and_trunk_are_none(self, village):
        village.send(village.crafted("1", "", "", person_education="61"))
        assert village.states() == [DONE]

    def test_both_flags_update_what_is_there(self, village, person, register):
        village.send(village.crafted("1", "", "", create="1", person_education="61"))
        assert village.states() == [DONE]
        assert register(person).education == "61"

    def test_nobody_can_be_created_under_a_number_that_is_given(self, village, works):
        filled = village.crafted("1", person_education="61")
        filled.xml = filled.xml.replace(b'update="1"', b'create="1"').replace(b"<label />", b"<label>x</label>")
        village.send(filled)
        assert village.states()[0][0] == "failed"
        assert village.states()[0][1] in ("KeyUsed", "LabelMissing")

    @pytest.mark.parametrize(
        ("before", "after", "fault"),
        [
            (b'dataset="persons"', b'dataset="trees"', "UnknownList"),
            (b'update="1"', b"", "NoAct"),
            (b' id="', b' id="no-', "NoKey"),
        ],
    )
    def test_what_names_no_entity_is_a_fault(self, village, before, after, fault):
        filled = village.fill(person_education="61")
        start = filled.xml.index(b"<", filled.xml.index(b"dataset=") - 40)
        filled.xml = filled.xml[:start] + filled.xml[start:].replace(before, after, 1)
        village.send(filled)
        assert village.states() == [("failed", fault)]

    def test_who_has_died_since_is_no_longer_listed(self, village, person, phone):
        filled = village.fill(person_education="61")
        with everywhere(reason="test"):
            Person.objects.filter(pk=person.pk).update(life="dead", died_on=dt.date(2020, 2, 1))
        village.send(filled)
        assert village.states() == [("failed", "NotListed")]
        phone.refresh()
        assert phone.lists["persons"] == {}


class TestFreshLists:
    def test_what_others_change_on_the_register_raises_the_version(self, village, person, phone, township_clerk):
        before = phone.hashes["persons.csv"]
        with everywhere(reason="test"):
            people.correct_person(person.pk, values={"education": "61"}, actor=township_clerk)
        phone.refresh()
        assert phone.hashes["persons.csv"] != before
        local = phone.lists["persons"][village.key]
        assert (local.version, local.properties["person_education"]) == (2, "61")

    def test_looking_twice_counts_nothing(self, village, phone):
        for _time in range(3):
            phone.refresh()
        assert [v.number for v in village.versions] == [1]

    def test_somebody_registered_at_the_desk_comes_into_the_list(self, phone, household, township_clerk):
        values = {"name": "小张", "id_type": "01"}
        with everywhere(reason="test"):
            other = people.register_person(
                household_id=household.pk, relation="20", values=values, id_exception="新生儿", actor=township_clerk
            )
        phone.refresh()
        assert phone.lists["persons"][str(other.uuid)].version == 1


class TestBranches:
    def test_a_branch_without_signal_is_applied_in_its_order(self, village, person, register):
        branch = [village.fill(person_education=code) for code in ("61", "71", "21")]
        village.send(*branch)
        assert village.states() == [DONE] * 3
        assert register(person).education == "21"
        assert village.entity.conflict == ""

    def test_a_branch_may_begin_at_a_later_trunk(self, village, phone):
        village.send(village.fill(person_education="61"))
        phone.refresh()
        assert phone.lists["persons"][village.key].trunk == 2
        village.send(village.fill(person_education="71"))
        assert [v.base for v in village.versions] == [None, 1, 2]
        assert village.entity.conflict == ""

    def test_what_comes_too_early_waits_and_is_released(self, village, person, register):
        first, second = village.fill(person_education="61"), village.fill(person_education="71")
        village.send(second)
        assert village.states() == [("held", "")]
        assert register(person).education == "70"
        village.send(first)
        assert village.states() == [DONE, DONE]
        assert register(person).education == "71"

    def test_every_order_of_a_branch_of_four_ends_alike(self, village, person, register, phone):
        steps = [
            {"person_education": "61"},
            {"person_education": "71", "person_marital_status": "20"},
            {"person_political_status": "13"},
            {"person_marital_status": "10"},
        ]
        ends = set()
        for order in itertools.permutations(range(4)):
            phone.refresh()
            branch = [village.fill(**step) for step in steps]
            village.send(*[branch[n] for n in order])
            now = register(person)
            ends.add((now.education, now.marital_status, now.political_status))
            with everywhere(reason="the next order begins anew"):
                Person.objects.filter(pk=person.pk).update(education="70", marital_status="", political_status="")
        assert ends == {("71", "10", "13")}
        assert set(village.states()) == {DONE}
        assert village.entity.version >= 24 * 5 - 1

    def test_the_same_step_twice_is_one(self, village):
        first, second = village.fill(person_education="61"), village.fill(person_education="71")
        village.send(second, second, first, first, second)
        assert village.states() == [DONE, DONE]
        assert [v.number for v in village.versions] == [1, 2, 3]

    def test_another_branch_waits_for_its_own_steps_only(self, village, another_phone):
        other = another_phone()
        theirs = [village.fill(other, person_education=code) for code in ("61", "71")]
        village.send(theirs[1])
        village.send(village.fill(person_marital_status="20"))
        assert village.states() == [("held", ""), DONE]
        village.send(theirs[0])
        assert village.states() == [DONE] * 3

    def test_a_faulty_step_stops_those_after_it_until_it_is_mended(self, village, phone, person, register):
        wrong, right = village.fill(person_education="no such"), village.fill(person_education="61")
        village.send(wrong, right)
        assert village.states() == [("failed", "WrongValue"), ("held", "")]
        village.send(phone.edited(wrong, person_education="71"))
        assert village.states() == [("settled", "WrongValue"), DONE, DONE]
        assert register(person).education == "61"


class TestConflicts:
    def test_the_same_item_of_two_is_hard_and_the_last_one_stands(self, village, another_phone, person, register):
        other = another_phone()
        mine, theirs = village.fill(person_education="61"), village.fill(other, person_education="71")
        village.send(mine, theirs)
        assert village.entity.conflict == "hard"
        assert register(person).education == "71"
        assert [v.properties["person_education"] for v in village.versions] == ["70", "61", "71"]

    def test_different_items_of_two_are_soft(self, village, another_phone):
        other = another_phone()
        village.send(village.fill(person_education="61"), village.fill(other, person_marital_status="20"))
        assert village.entity.conflict == "soft"

    def test_the_same_answer_of_two_is_soft(self, village, another_phone):
        other = another_phone()
        village.send(village.fill(person_education="61"), village.fill(other, person_education="61"))
        assert village.entity.conflict == "soft"

    def test_the_desk_counts_as_somebody_else(self, village, person, township_clerk):
        filled = village.fill(person_education="61")
        with everywhere(reason="test"):
            people.correct_person(person.pk, values={"education": "71"}, actor=township_clerk)
        village.send(filled)
        assert village.entity.conflict == "hard"

    def test_a_branch_that_another_interrupts_is_soft(self, village, another_phone):
        other = another_phone()
        branch = [village.fill(person_education=code) for code in ("61", "71")]
        village.send(branch[0])
        village.send(village.fill(other, person_marital_status="20"))
        with everywhere(reason="test"):
            Entity.objects.update(conflict="")
        village.send(branch[1])
        assert village.entity.conflict == "soft"

    def test_a_hard_one_stays_hard_until_somebody_looked(self, village, another_phone, phone, township_clerk):
        other = another_phone()
        village.send(village.fill(person_education="61"), village.fill(other, person_education="71"))
        phone.refresh()
        village.send(village.fill(person_marital_status="20"))
        assert village.entity.conflict == "hard"
        with everywhere(reason="test"):
            actions.resolve(village.entity.uuid, actor=township_clerk)
        assert village.entity.conflict == ""

    def test_what_only_keeps_phones_up_to_date_is_no_conflict(self, village, household, township_clerk, phone, person):
        values = {"name": "小李", "id_type": "01"}
        with everywhere(reason="test"):
            other = people.register_person(
                household_id=household.pk, relation="20", values=values, id_exception="新生儿", actor=township_clerk
            )
        phone.refresh()
        one = village.fill(person_education="61")
        two = phone.fill("person_update", str(other.uuid), person_education="61", **READ_OUT)
        village.send(one)
        phone.get(f"{phone.base}/forms/person_update/attachments/persons.csv")  # counts: the notice has been read
        village.send(two)
        with everywhere(reason="test"):
            assert Entity.objects.get(key=other.uuid).conflict == ""


class TestForce:
    def test_what_waited_for_five_days_is_done_on_the_newest_version(self, village, person, register):
        _lost, second = village.fill(person_education="61"), village.fill(person_marital_status="20")
        village.send(second)
        age_all_held(4)
        assert force() == 0
        age_all_held(6)
        assert force() == 1
        assert village.states() == [DONE]
        assert register(person).marital_status == "20"
        assert village.entity.conflict == "soft"
        assert force() == 0

    def test_steps_of_a_branch_are_forced_in_their_order(self, village, person, register):
        _lost, *branch = [village.fill(person_education=code) for code in ("61", "71", "21")]
        village.send(branch[1], branch[0])
        age_all_held(6)
        force()
        assert register(person).education == "21"
        assert village.states() == [DONE, DONE]

    def test_a_lost_step_that_comes_after_all_is_applied_and_flagged(self, village, person, register):
        first, second = village.fill(person_education="61"), village.fill(person_education="71")
        village.send(second)
        age_all_held(6)
        force()
        village.send(first)
        assert register(person).education == "61"
        assert village.entity.conflict == "hard"

    def test_a_step_after_a_forced_one_goes_on_from_it(self, village, person, register):
        _lost, second, third = [village.fill(person_education=code) for code in ("61", "71", "21")]
        village.send(second)
        age_all_held(6)
        force()
        village.send(third)
        assert village.states() == [DONE, DONE]
        assert register(person).education == "21"


def test_two_phones_at_once_lose_no_version(shared_database, village, connected, campaign, at_once, person):
    phones = [Collect(connected.path(campaign)) for _n in range(6)]
    for app in phones:
        app.refresh()
    forms = [village.fill(app, person_education="61") for app in phones]

    def send(number: int) -> Any:
        return phones[number].send(forms[number]).status_code

    assert at_once(6, send) == [201] * 6
    assert village.states() == [DONE] * 6
    assert [v.number for v in village.versions] == list(range(1, 8))
