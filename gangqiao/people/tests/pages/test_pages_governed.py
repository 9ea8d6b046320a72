"""Governed changes at the desk: fill in, read what will happen, carry out, take back."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gangqiao.audit.models import Event
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.identifiers import make_id_number
from gangqiao.kernel.queue import sources
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people import actions
from gangqiao.people.models import GovernedChange, Household, Person
from gangqiao.people.tests.pages.conftest import Family, address_of, made, now, page

WHY = {"reason": "村委会证明2020-3"}


def carry_out(browser: Client, address: str, values: dict[str, Any]) -> GovernedChange:
    """Check, read the preview, carry out. Gives the change."""
    preview = browser.post(address, {**WHY, **values, "step": "check"})
    assert preview.status_code == 200, preview.content.decode()
    assert "This will happen" in preview.content.decode()
    done = browser.post(address, {**WHY, **values, "step": "do"})
    assert done.status_code == 302, done.content.decode()
    with everywhere(reason="test looks"):
        change = GovernedChange.objects.latest("pk")
    assert done.headers["Location"] == address_of("change", change)
    return change


def sentences(browser: Client, address: str, values: dict[str, Any]) -> str:
    answer = browser.post(address, {**WHY, **values, "step": "check"}).content.decode()
    found = re.search(r'<ul class="says">(.*?)</ul>', answer, re.S)
    assert found, answer
    return found[1]


@pytest.mark.requirement("D06")
def test_a_split_is_foretold_carried_out_and_taken_back(family: Family, clerk: Client) -> None:
    address = address_of("split", family.household)
    values = {"members_chosen": [family.son.pk], "head": family.son.pk}
    said = sentences(clerk, address, values)
    assert "普明 heads the new household." in said
    assert "stay: 普建国, 李秀英." in said
    with everywhere(reason="test looks"):
        assert Household.objects.count() == 1  # a preview changes nothing
        assert not GovernedChange.objects.exists()
        assert not Event.objects.filter(verb="people.split_household").exists()
    change = carry_out(clerk, address, values)
    assert now(family.son).household_id != family.household.pk
    assert "Take back" in page(clerk, "change", change)
    assert address_of("change", change) in page(clerk, "person", family.son)
    clerk.post(address_of("undo", change), {"reason": "填错人"})
    assert now(family.son).household_id == family.household.pk
    shown = page(clerk, "change", change)
    assert "Taken back." in shown
    assert "填错人" in shown
    assert address_of("undo", change) not in shown


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "Fill in “Who forms the new household”."),
        ({"members_chosen": ["son"], "head": "wife"}, "The household needs a head."),
        ({"members_chosen": ["son"], "head": "son", "effective_on": "2020-12-31"}, "2020-12-31"),
        ({"members_chosen": ["son"], "head": "son", "effective_on": "2019-12-31"}, "lies before 2020-01-01"),
        ({"members_chosen": ["son"], "head": "son", "reason": "x"}, "This change needs a reason."),
    ],
)
def test_a_split_that_cannot_be_is_refused_before_the_preview(
    family: Family, clerk: Client, values: dict[str, Any], sentence: str
) -> None:
    keys = {"son": str(family.son.pk), "wife": str(family.wife.pk)}
    plain = {k: [keys[x] for x in v] if isinstance(v, list) else keys.get(v, v) for k, v in values.items()}
    answer = clerk.post(address_of("split", family.household), {**WHY, **plain, "step": "check"})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "村委会证明" in answer.content.decode() or "reason" in values


def test_what_was_typed_can_be_changed_after_the_preview(family: Family, clerk: Client) -> None:
    values = {**WHY, "members_chosen": [family.son.pk], "head": family.son.pk, "step": "edit"}
    shown = clerk.post(address_of("split", family.household), values).content.decode()
    assert "村委会证明2020-3" in shown
    assert "This will happen" not in shown


@pytest.mark.requirement("D06")
def test_a_new_head_restates_every_relation(family: Family, clerk: Client) -> None:
    values = {"head": family.wife.pk, f"relation_{family.head.pk}": "10", f"relation_{family.son.pk}": "20"}
    assert "李秀英 heads household" in sentences(clerk, address_of("change_head", family.household), values)
    carry_out(clerk, address_of("change_head", family.household), values)
    relations = [now(p).relation for p in (family.head, family.wife, family.son)]
    assert relations == ["10", "02", "20"]


@pytest.mark.requirement("D06")
def test_a_person_moves_out_and_back_in(family: Family, clerk: Client) -> None:
    carry_out(clerk, address_of("move_out", family.son), {})
    assert "moved out of the county" in page(clerk, "person", family.son)
    back = {"household": family.household.household_no, "relation": "20"}
    carry_out(clerk, address_of("move_in", family.son), back)
    assert now(family.son).record == "live"


def test_a_head_cannot_leave_others_behind(family: Family, clerk: Client) -> None:
    answer = clerk.post(address_of("move_out", family.head), {**WHY, "step": "check"})
    assert answer.status_code == 422
    assert "普建国 is the head and others stay behind" in answer.content.decode()


def test_a_household_that_is_not_there_is_named(family: Family, family_elsewhere: Family, clerk: Client) -> None:
    for number in ("999", family_elsewhere.household.household_no):
        values = {**WHY, "household": number, "relation": "20", "step": "check"}
        answer = clerk.post(address_of("move_in", family.son), values)
        assert f"There is no household with the number “{number}” in your area." in answer.content.decode()


@pytest.mark.requirement("D06")
def test_a_record_goes_to_another_township_and_either_side_takes_it_back(
    family: Family, county: Any, clerk: Client, elsewhere: Client
) -> None:
    start = address_of("transfer", family.son)
    assert "虹溪镇" in clerk.get(start).content.decode()
    assert "马龙村委会" in clerk.get(f"{start}?to={county.hongxi.key}").content.decode()
    group = county.group_in(county.hongxi)
    assert elsewhere.get(address_of("person", family.son)).status_code == 404
    change = carry_out(clerk, f"{start}?to={group.key}", {})
    assert clerk.get(address_of("person", family.son)).status_code == 404
    shown = page(elsewhere, "person", family.son)
    assert address_of("undo", change) in shown
    assert "村委会证明2020-3" in shown
    elsewhere.post(address_of("undo", change), {"reason": "人还在新哨"})
    assert now(family.son).area_id == family.household.area_id
    assert clerk.get(address_of("person", family.son)).status_code == 200


def test_the_preview_of_a_transfer_says_who_will_see_the_record(family: Family, county: Any, clerk: Client) -> None:
    start = address_of("transfer", family.son)
    theirs = sentences(clerk, f"{start}?to={county.group_in(county.hongxi).key}", {})
    own = sentences(clerk, f"{start}?to={county.groups[1].key}", {})
    assert "You no longer see it" in theirs
    assert "You still see it." in own


@pytest.mark.requirement("D06")
def test_a_whole_household_is_handed_to_another_township(family: Family, county: Any, clerk: Client) -> None:
    start = address_of("transfer_household", family.household)
    assert county.townships[1].name in clerk.get(start).content.decode()  # first the place is chosen
    there = f"{start}?to={county.group_in(county.hongxi).key}"
    said = sentences(clerk, there, {})
    assert "You no longer see it" in said
    assert "李秀英" in said
    carry_out(clerk, there, {})
    assert now(family.household).area_id == now(family.son).area_id == county.group_in(county.hongxi).key
    assert clerk.get(address_of("household", family.household)).status_code == 404


@pytest.mark.requirement("D06")
def test_a_death_of_the_head_needs_the_next_one(family: Family, clerk: Client) -> None:
    address = address_of("record_death", family.head)
    without = clerk.post(address, {**WHY, "died_on": "2020-03-10", "step": "check"})
    assert without.status_code == 422
    values = {"died_on": "2020-03-10", "new_head": family.wife.pk, f"relation_{family.son.pk}": "20"}
    assert "李秀英 becomes head" in sentences(clerk, address, values)
    carry_out(clerk, address, values)
    assert (now(family.head).life, now(family.household).head_id) == ("dead", family.wife.pk)


def test_a_day_of_death_to_come_stands_beside_the_field(family: Family, clerk: Client) -> None:
    answer = clerk.post(address_of("record_death", family.son), {**WHY, "died_on": "2020-12-31", "step": "check"})
    assert answer.status_code == 422
    assert 'id="id_died_on_error"' in answer.content.decode()


@pytest.mark.requirement("D01", "D06")
def test_a_wrong_id_number_is_put_right(family: Family, clerk: Client) -> None:
    right = make_id_number(dt.date(1994, 7, 3), "1", 77)
    carry_out(clerk, address_of("correct_id", family.son), {"id_number": right})
    assert (now(family.son).id_number, now(family.son).birth_date) == (right, dt.date(1994, 7, 3))


def test_a_number_of_another_record_is_refused_at_the_field(family: Family, clerk: Client) -> None:
    taken = {**WHY, "id_number": family.wife.id_number, "step": "check"}
    shown = clerk.post(address_of("correct_id", family.son), taken).content.decode()
    assert "already on the register, for 李秀英" in shown
    assert 'id="id_id_number_error"' in shown


@pytest.mark.requirement("D01", "D06")
def test_two_records_of_one_person_are_compared_merged_and_separated(
    family: Family, make_person: Any, clerk: Client
) -> None:
    double = make_person(name="普明", birth_date=dt.date(1995, 7, 3), education="21")
    address = address_of("merge", family.son)
    assert str(double.uuid) in clerk.get(address).content.decode()  # same name, same birthday: suggested
    side_by_side = clerk.post(address, {"other": double.uuid}).content.decode()
    assert "Side by side" in side_by_side
    assert double.person_no in side_by_side
    values = {"other": str(double.uuid), "keep": str(family.son.uuid)}
    assert f"{family.son.person_no} is kept" in sentences(clerk, address, values)
    carry_out(clerk, address, values)
    assert now(double).merged_into_id == family.son.pk
    assert "Separate the records again" in page(clerk, "person", double)
    clerk.post(address_of("unmerge", double), {"reason": "两个人"})
    assert now(double).record == "live"


def test_conflicts_are_pointed_out_before_a_merge(family: Family, make_person: Any, clerk: Client) -> None:
    other = make_person(name="普朋", education="21")
    shown = clerk.post(address_of("merge", family.son), {"other": other.uuid}).content.decode()
    assert "the two say different things" in shown
    assert other.id_number not in shown


@pytest.mark.parametrize("by", ["name", "id_number", "person_no"])
def test_the_second_record_is_found_without_a_name_in_an_address(
    family: Family, make_person: Any, clerk: Client, by: str
) -> None:
    other = make_person(name="赵六")
    shown = clerk.post(address_of("merge", family.son), {"find": getattr(other, by)}).content.decode()
    assert str(other.uuid) in shown
    assert 'method="get"' not in shown.split("<main")[1]


def test_a_record_of_another_area_is_not_found_for_a_merge(
    family: Family, family_elsewhere: Family, clerk: Client
) -> None:
    theirs = family_elsewhere.son
    for typed in (theirs.id_number, theirs.person_no):
        shown = clerk.post(address_of("merge", family.son), {"find": typed})
        assert shown.status_code == 422
        assert "Nobody in your area fits." in shown.content.decode()
    assert clerk.post(address_of("merge", family.son), {"other": theirs.uuid}).status_code == 404
    assert clerk.post(address_of("merge", family.son), {"other": "nonsense"}).status_code == 404


def test_a_record_is_not_merged_with_itself(family: Family, clerk: Client) -> None:
    values = {**WHY, "other": family.son.uuid, "keep": family.son.uuid, "step": "check"}
    answer = clerk.post(address_of("merge", family.son), values)
    assert answer.status_code == 422
    assert "These are the same record." in answer.content.decode()


# --- taking back -----------------------------------------------------------------------------------------------------


@pytest.fixture
def split(family: Family, clerk: Client) -> GovernedChange:
    values = {"members_chosen": [family.son.pk], "head": family.son.pk}
    return carry_out(clerk, address_of("split", family.household), values)


def test_taking_back_needs_a_reason(split: GovernedChange, clerk: Client) -> None:
    shown = clerk.post(address_of("undo", split), {"reason": ""}, follow=True).content.decode()
    assert "This change needs a reason." in shown
    assert now(split).undone_at is None


def test_a_change_is_taken_back_once(split: GovernedChange, clerk: Client) -> None:
    clerk.post(address_of("undo", split), {"reason": "填错"})
    again = clerk.post(address_of("undo", split), {"reason": "再来"}, follow=True).content.decode()
    assert "This change has already been taken back." in again


def test_a_later_change_must_be_taken_back_first(split: GovernedChange, family: Family, clerk: Client) -> None:
    carry_out(clerk, address_of("move_out", family.son), {})
    shown = clerk.post(address_of("undo", split), {"reason": "填错"}, follow=True).content.decode()
    assert "The change cannot be taken back" in shown


def test_a_change_of_another_area_is_absent(split: GovernedChange, elsewhere: Client, officer: Client) -> None:
    absent = "00000000-0000-4000-8000-000000000000"
    for name in ("change", "undo"):
        ask = elsewhere.get if name == "change" else elsewhere.post
        theirs, none = ask(address_of(name, split)), ask(address_of(name, absent))
        assert (theirs.status_code, theirs.content) == (404, none.content)
    assert "普明" not in elsewhere.get(reverse("people:changes")).content.decode()
    assert officer.post(address_of("undo", split), {"reason": "填错"}).status_code == 403


def test_the_list_of_changes_leads_to_each(split: GovernedChange, family: Family, clerk: Client) -> None:
    shown = clerk.get(reverse("people:changes")).content.decode()
    assert address_of("change", split) in shown
    assert "普明" in shown
    assert "in force" in shown
    assert "No change yet" in clerk.get(reverse("people:changes"), {"before": "1"}).content.decode()


def test_the_list_pages_by_key(family: Family, clerk: Client) -> None:
    own = {"area_id": family.household.area_id, "verb": "people.move", "effective_on": dt.date(2020, 1, 1)}
    with everywhere(reason="test data"):
        rows = [GovernedChange(**own, reason=f"r{n:03}", made_by_name="x", images="[]") for n in range(60)]
        for row in rows:
            row.save()
    first = clerk.get(reverse("people:changes"))
    assert first.content.decode().count("<tr>") == 51
    second = clerk.get(reverse("people:changes") + re.search(r'href="(\?before=\d+)"', first.content.decode())[1])
    assert "r000" in second.content.decode()
    assert "r059" not in second.content.decode()


# --- the list of work ------------------------------------------------------------------------------------------------


def queue_of(key: str, actor: Any) -> list[Any]:
    source = sources()[key]
    with scope_of(actor.areas(source.verb)):
        return list(source.entries(actor))


def test_a_record_that_came_stands_on_the_list_of_the_taking_office(
    family: Family, county: Any, clerk: Client, officials: Any
) -> None:
    from gangqiao.accounts.reads import actor_of

    taking, giving = actor_of(officials["stranger"]), actor_of(officials["township_clerk"])
    carry_out(clerk, f"{address_of('transfer', family.son)}?to={county.group_in(county.hongxi).key}", {})
    (entry,) = queue_of("people.transferred_in", taking)
    assert (entry.title, entry.href) == ("普明", address_of("person", family.son))
    assert queue_of("people.transferred_in", giving) == []


def test_wishes_about_to_expire_are_asked_again(family: Family, officials: Any) -> None:
    from gangqiao.accounts.reads import actor_of
    from gangqiao.kernel.clock import frozen_at

    officer = actor_of(officials["village_officer"])
    with everywhere(reason="test data"), frozen_at(dt.date(2019, 12, 20)):
        actions.record_intention(family.son.pk, values={"wants_work": "yes", "training_wish": "no"}, actor=SYSTEM)
    (entry,) = queue_of("people.expiring_intentions", officer)
    assert entry.count == 1
    assert entry.href == address_of("record_intention", family.son)
    with frozen_at(dt.date(2020, 4, 30)):
        assert queue_of("people.expiring_intentions", officer) == []


def test_changes_taken_back_are_on_the_list(split: GovernedChange, clerk: Client, officials: Any) -> None:
    from gangqiao.accounts.reads import actor_of

    actor = actor_of(officials["township_clerk"])
    assert queue_of("people.undone_changes", actor) == []
    clerk.post(address_of("undo", split), {"reason": "填错"})
    (entry,) = queue_of("people.undone_changes", actor)
    assert entry.count == 1


def test_two_families_do_not_share_a_person(family: Family, clerk: Client) -> None:
    """One person, one record: registering the son again elsewhere is refused at the database, too."""
    with everywhere(reason="test data"), pytest.raises(Exception, match=r"register|登记"):
        actions.register_person(
            household_id=family.household.pk,
            relation="20",
            values=made("普明", dt.date(1995, 7, 3), "1", 13),
            actor=SYSTEM,
        )
    with everywhere(reason="test looks"):
        assert Person.objects.filter(name="普明").count() == 1
