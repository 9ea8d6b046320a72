"""The chosen rows of a workbook are taken into the register, each whole and once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from gangqiao.accounts.models import Grant, User
from gangqiao.audit.models import Event
from gangqiao.imports.actions.applying import NothingChosen, apply
from gangqiao.imports.jobs import applying as jobs
from gangqiao.imports.models import Import, Row
from gangqiao.imports.states import Decision, Status
from gangqiao.imports.tests.applying import (
    corrects,
    founds,
    joins,
    made_import,
    newcomer,
    outcomes,
    take_in_now,
    work_off,
    works,
)
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people import actions
from gangqiao.people.models import EmploymentSpell, Household, Person
from tests.cast.county import County
from tests.cast.people import MakePerson

Officials = dict[str, User]


@pytest.fixture
def bring(officials: Officials, county: County) -> Callable[..., Import]:
    """Lays a checked workbook of the clerk of Xinshao out: `bring(row, row, ...)`."""

    def lay_out(*rows: dict[str, Any], **more: Any) -> Import:
        return made_import(officials["township_clerk"], county.xinshao.key, rows, **more)

    return lay_out


Bring = Callable[..., Import]


@pytest.mark.requirement("R040")
def test_rows_become_people_changes_and_work(
    bring: Bring, county: County, person: Person, township_clerk: Actor
) -> None:
    home = county.groups[0].key
    source = bring(
        corrects(person, education="81"),
        founds(home, 1),
        joins({"pk": person.household_id}, 2),
        works(person, "2020-02-01"),
    )
    assert take_in_now(source, township_clerk).status == Status.APPLIED
    assert outcomes(source) == [("applied", "")] * 4
    with everywhere(reason="test"):
        changed = Person.objects.get(pk=person.pk)
        assert (changed.education, changed.revision) == ("81", 1)
        assert Household.objects.filter(head__isnull=False).count() == 2
        assert set(Person.objects.filter(source="import").values_list("name", flat=True)) == {"新人1", "新人2"}
        assert EmploymentSpell.objects.get().person_id == person.pk


def test_every_change_names_file_sheet_and_line(bring: Bring, person: Person, township_clerk: Actor) -> None:
    take_in_now(bring(corrects(person, education="81"), name="村表.xlsx"), township_clerk)
    event = Event.objects.get(verb="people.correct")
    assert (event.source, event.actor_name, event.fields) == (
        "村表.xlsx / Sheet1 / 2",
        township_clerk.name,
        ["education"],
    )


def test_members_find_the_household_of_their_head_wherever_it_stands(
    bring: Bring, county: County, township_clerk: Actor
) -> None:
    source = bring(joins({"row": [0, 3]}, 1), founds(county.groups[0].key, 2), joins({"row": [0, 3]}, 3))
    take_in_now(source, township_clerk)
    assert outcomes(source) == [("applied", "")] * 3
    with everywhere(reason="test"):
        (household,) = Household.objects.all()
        assert household.persons.count() == 3
        rows = Row.objects.filter(source=source).order_by("line")
        assert [row.person for row in rows] == [Person.objects.get(name=f"新人{n}").pk for n in (1, 2, 3)]


def test_a_member_whose_head_was_left_out_is_refused(bring: Bring, county: County, township_clerk: Actor) -> None:
    source = bring(founds(county.groups[0].key, 1, decision=Decision.LEAVE), joins({"row": [0, 2]}, 2))
    take_in_now(source, township_clerk)
    assert [outcome for outcome, _said in outcomes(source)] == ["", "refused"]
    assert "2" in outcomes(source)[1][1]


def test_a_row_is_done_whole_or_not_at_all(
    bring: Bring, county: County, person: Person, make_person: MakePerson, township_clerk: Actor
) -> None:
    bad = corrects(person, education="81")
    bad["acts"].append({"verb": "people.record_spell", "values": {"started_on": "2020-13-01"}})
    half = founds(county.groups[0].key, 1)
    half["acts"].append({"verb": "people.record_category", "kind": "registered_poor", "valid_from": "2999-01-01"})
    good = make_person(county.xinshao)
    source = bring(bad, half, corrects(good, education="81"))
    take_in_now(source, township_clerk)
    assert [outcome for outcome, _said in outcomes(source)] == ["refused", "refused", "applied"]
    with everywhere(reason="test"):
        assert Person.objects.get(pk=person.pk).revision == 0
        assert not Person.objects.filter(source="import").exists()
        assert Person.objects.get(pk=good.pk).education == "81"
        assert [row.person for row in Row.objects.filter(source=source).order_by("line")] == [person.pk, None, good.pk]


def test_another_persons_change_since_the_check_is_told_and_not_overwritten(
    bring: Bring, person: Person, township_clerk: Actor
) -> None:
    source = bring(corrects(person, education="81"))
    with scope_of(township_clerk.areas()):
        actions.correct_person(person.pk, values={"education": "71"}, actor=township_clerk)
    take_in_now(source, township_clerk)
    ((outcome, said),) = outcomes(source)
    assert outcome == "refused"
    assert said
    with everywhere(reason="test"):
        assert Person.objects.get(pk=person.pk).education == "71"


def test_a_change_by_an_earlier_row_of_the_same_list_is_no_change_of_another(
    bring: Bring, person: Person, township_clerk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gangqiao.imports.jobs.applying.CHUNK", 1)
    source = bring(corrects(person, education="81"), corrects(person, education="71"), works(person, "2020-02-01"))
    take_in_now(source, township_clerk)
    assert outcomes(source) == [("applied", "")] * 3


def test_of_two_rows_with_one_new_id_number_the_second_is_refused(
    bring: Bring, county: County, township_clerk: Actor
) -> None:
    source = bring(founds(county.groups[0].key, 1), founds(county.groups[0].key, 1))
    take_in_now(source, township_clerk)
    assert [outcome for outcome, _said in outcomes(source)] == ["applied", "refused"]
    assert "新人1" in outcomes(source)[1][1]


def test_a_row_that_cannot_be_read_stops_nobody(bring: Bring, person: Person, township_clerk: Actor) -> None:
    source = bring({"acts": [{"verb": "people.fly"}]}, corrects(person, education="81"))
    assert take_in_now(source, township_clerk).status == Status.APPLIED
    assert [outcome for outcome, _said in outcomes(source)] == ["refused", "applied"]


def test_nothing_is_taken_in_outside_the_senders_area(
    bring: Bring, county: County, person_elsewhere: Person, township_clerk: Actor
) -> None:
    source = bring(
        corrects(person_elsewhere, education="81"),
        founds(county.group_in(county.hongxi).key, 1),
        joins({"pk": person_elsewhere.household_id}, 2),
    )
    take_in_now(source, township_clerk)
    assert [outcome for outcome, _said in outcomes(source)] == ["refused"] * 3
    with everywhere(reason="test"):
        assert Person.objects.count() == 1


def test_who_has_lost_the_post_takes_nothing_in(
    bring: Bring, person: Person, officials: Officials, township_clerk: Actor
) -> None:
    source = bring(corrects(person, education="81"))
    with scope_of(township_clerk.areas()):
        apply(source.pk, actor=township_clerk)
    Grant.objects.filter(user=officials["township_clerk"]).update(valid_to=dt.date(2020, 1, 1))
    work_off(source)
    ((outcome, said),) = outcomes(source)
    assert outcome == "refused"
    assert said
    with everywhere(reason="test"):
        assert Person.objects.get(pk=person.pk).revision == 0
        assert Import.objects.get(pk=source.pk).status == Status.APPLIED


def test_the_second_time_nothing_is_done(bring: Bring, person: Person, township_clerk: Actor) -> None:
    source = bring(corrects(person, education="81"))
    take_in_now(source, township_clerk)
    events = Event.objects.count()
    work_off(source)
    with scope_of(township_clerk.areas()), pytest.raises(NothingChosen):
        apply(source.pk, actor=township_clerk)
    assert Event.objects.count() == events


def test_after_a_fault_of_the_program_the_button_can_be_pressed_again(
    bring: Bring, person: Person, township_clerk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = bring(corrects(person, education="81"))
    with monkeypatch.context() as broken:
        broken.setattr(jobs, "few_collections", lambda: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            take_in_now(source, township_clerk)
    assert outcomes(source) == [("", "")]
    take_in_now(source, township_clerk)
    assert outcomes(source) == [("applied", "")]


def test_the_page_is_told_how_far_it_is(bring: Bring, county: County, township_clerk: Actor) -> None:
    source = take_in_now(bring(*[founds(county.groups[0].key, n) for n in range(5)]), township_clerk)
    assert (source.seen, source.total) == (5, 5)
    assert source.applied_at is not None


def test_newcomers_keep_the_order_of_the_list(
    bring: Bring, county: County, person: Person, township_clerk: Actor
) -> None:
    take_in_now(bring(*[joins({"pk": person.household_id}, n) for n in range(12)]), township_clerk)
    with everywhere(reason="test"):
        names = Person.objects.filter(source="import").order_by("pk").values_list("name", flat=True)
        assert list(names) == [newcomer(n)["name"] for n in range(12)]
