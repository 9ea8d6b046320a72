"""A survey is planned, opened, filled, handed in, reviewed, sampled and closed."""

from __future__ import annotations

from typing import Any

import pytest

from gangqiao.audit.models import Event
from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel.lifecycle import NoteNeeded
from gangqiao.kernel.scope import everywhere
from gangqiao.people import actions as people
from gangqiao.people.models import Person
from gangqiao.surveys import actions, jobs
from gangqiao.surveys.models import Charge, Remark, Task
from gangqiao.surveys.reads.completeness import completeness, groups_missed
from gangqiao.surveys.reads.worklist import PARTS, not_asked, walk
from gangqiao.surveys.refusals import (
    HouseholdNotAsked,
    NotAVillage,
    NoteMissing,
    NothingToDraw,
    OtherMissing,
    PersonsMissing,
    VisitsMissing,
)
from gangqiao.surveys.states import NEEDS, Outcome, Status

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _whole_county(db: Any) -> Any:
    with everywhere(reason="test"):
        yield


@pytest.mark.requirement("R024")
def test_opening_gives_every_household_one_task_however_often_it_runs(county, campaign, make_household):
    made = [make_household(area) for area in (county.xinshao, county.hongxi, county.villages[1])]
    assert actions.fill_roster(campaign.pk) == 3
    assert actions.fill_roster(campaign.pk) == 0
    assert {t.household_id for t in Task.objects.filter(campaign=campaign)} == {h.pk for h in made}
    assert all(t.persons == 1 for t in Task.objects.all())


def test_a_village_is_given_to_its_officer_and_may_be_given_to_another(
    county, campaign, officials, make_user, township_clerk
):
    actions.fill_roster(campaign.pk)
    charge = Charge.objects.get(campaign=campaign, area=county.villages[0])
    assert charge.officer == officials["village_officer"]
    other = make_user("village_officer", county.villages[0])
    actions.assign(campaign.pk, village=county.villages[0].key, officer_id=other.pk, actor=township_clerk)
    charge.refresh_from_db()
    assert charge.officer == other
    with pytest.raises(NotAVillage):
        actions.assign(
            campaign.pk, village=county.villages[0].key, officer_id=officials["stranger"].pk, actor=township_clerk
        )


def test_the_picture_of_progress_has_a_tile_for_every_village_and_adds_up(
    county, campaign, task, person, make_household, village_officer, answer
):
    make_household(county.villages[1])
    actions.fill_roster(campaign.pk)
    answer(task, village_officer)
    answer(task, village_officer, person)
    actions.submit(task.pk, outcome="surveyed", actor=village_officer)
    own, parts = completeness(campaign, county.division)
    tiles = {area.key: ratio for part in parts for area, ratio in part.inside}
    assert tiles[county.villages[0].key].share == 1
    assert tiles[county.villages[1].key].share == 0
    assert sum(ratio.total for ratio in tiles.values()) == own.household.total
    assert sum(ratio.done for ratio in tiles.values()) == own.household.done == 1


@pytest.mark.requirement("R026")
def test_a_household_registered_by_anybody_joins_the_roster(county, campaign, village_officer, make_household):
    actions.fill_roster(campaign.pk)
    household = make_household()
    people.confirm_household(household.pk, how="visit", actor=village_officer)
    event = Event(verb="people.register", subject=f"people.household:{household.uuid}", area=household.area_id)
    jobs.follow_roster(event)
    jobs.follow_roster(event)
    assert Task.objects.filter(household=household).count() == 1


def test_a_member_registered_later_is_missing_until_asked(task, person, household, village_officer, make_person):
    newcomer = make_person(household=household)
    jobs.follow_roster(Event(verb="people.register", subject="", person=newcomer.uuid, area=task.area_id))
    task.refresh_from_db()
    assert (task.persons, task.persons_done) == (2, 0)
    assert newcomer in not_asked([task])[task.pk]


def test_a_household_is_not_handed_in_while_somebody_is_missing(task, person, village_officer, answer):
    with pytest.raises(HouseholdNotAsked):
        actions.submit(task.pk, outcome="surveyed", actor=village_officer)
    answer(task, village_officer)
    with pytest.raises(PersonsMissing):
        actions.submit(task.pk, outcome="surveyed", actor=village_officer)
    answer(task, village_officer, person)
    assert actions.submit(task.pk, outcome="surveyed", actor=village_officer).status == Status.SUBMITTED


@pytest.mark.parametrize(
    ("outcome", "refusal"),
    [
        (Outcome.MOVED, NoteMissing), (Outcome.DIED, NoteMissing), (Outcome.REFUSED, NoteMissing),
        (Outcome.NOT_FOUND, NoteMissing), (Outcome.DOUBLE, OtherMissing),
    ],
)  # fmt: skip
def test_every_outcome_needs_what_makes_it_believed(task, village_officer, outcome, refusal):
    with pytest.raises(refusal):
        actions.submit(task.pk, outcome=outcome, actor=village_officer)
    task.refresh_from_db()
    assert task.status == Status.ASSIGNED


def test_not_found_needs_two_visits_and_double_another_household(task, make_household, village_officer):
    with pytest.raises(VisitsMissing):
        actions.submit(task.pk, outcome="not_found", note="没人", visits=1, actor=village_officer)
    with pytest.raises(OtherMissing):
        actions.submit(task.pk, outcome="double", double_of=task.household_no, actor=village_officer)
    other = make_household()
    done = actions.submit(task.pk, outcome="double", double_of=other.household_no, actor=village_officer)
    assert done.double_of == other.household_no


@pytest.mark.requirement("R025", "R026", "R027", "R028")
def test_the_four_ratios_hide_no_gap(county, campaign, task, person, make_household, village_officer, answer):
    make_household(county.hongxi)
    actions.fill_roster(campaign.pk)
    answer(task, village_officer)
    sheet = answer(task, village_officer, person)
    actions.submit(task.pk, outcome="surveyed", actor=village_officer)
    own, parts = completeness(campaign, county.division)
    assert (own.group.done, own.group.total) == (1, 8)
    assert (own.household.done, own.household.total) == (1, 2)
    assert (own.person.done, own.person.total) == (1, 2)
    assert own.item.missing == len(sheet.missing) > 0
    assert [p.complete.household.total for p in parts] == [1, 1]
    assert groups_missed(campaign, county.key).count == 7


def test_a_refusal_is_handed_in_and_still_missing(county, campaign, task, village_officer):
    actions.submit(task.pk, outcome="refused", note="不愿意回答", actor=village_officer)
    own, _parts = completeness(campaign, county.division)
    assert (own.group.done, own.household.done, own.person.done) == (1, 0, 0)
    assert task in walk(campaign, county.key, "household").tasks
    assert task in walk(campaign, county.key, "person").tasks


def test_who_moved_away_is_accounted_for(county, campaign, task, village_officer):
    actions.submit(task.pk, outcome="moved", note="全家迁往昆明", actor=village_officer)
    own, _parts = completeness(campaign, county.division)
    assert (own.household.missing, own.person.missing) == (0, 0)


@pytest.mark.parametrize("part", ["household", "person"])
def test_each_list_of_what_is_missing_is_as_long_as_its_ratio_says(county, campaign, make_household, part):
    for area in (county.xinshao, county.hongxi):
        make_household(area)
    actions.fill_roster(campaign.pk)
    own, _parts = completeness(campaign, county.division)
    assert walk(campaign, county.key, part).count == getattr(own, part).missing == 2
    assert set(PARTS) >= {"household", "person", "item"}


def test_the_township_returns_with_remarks_and_the_village_answers(
    task, person, village_officer, township_clerk, answer
):
    answer(task, village_officer)
    answer(task, village_officer, person)
    actions.submit(task.pk, outcome="surveyed", actor=village_officer)
    with pytest.raises(NoteNeeded):
        actions.send_back(task.pk, reason="", actor=township_clerk)
    remarks = [(person.uuid, "person.education", "学历不对")]
    actions.send_back(task.pk, reason="再核实", remarks=remarks, actor=township_clerk)
    assert Remark.objects.filter(task=task, answered_at=None).count() == 2
    answer(task, village_officer, person)
    actions.submit(task.pk, outcome="surveyed", actor=village_officer)
    assert not Remark.objects.filter(task=task, answered_at=None).exists()
    assert actions.accept(task.pk, actor=township_clerk).status == Status.ACCEPTED


def test_the_village_does_not_accept_its_own_households(task, person, village_officer, answer):
    answer(task, village_officer)
    answer(task, village_officer, person)
    actions.submit(task.pk, outcome="surveyed", actor=village_officer)
    with pytest.raises(NotYourVerb):
        actions.accept(task.pk, actor=village_officer)


def test_what_was_accepted_is_locked_when_the_survey_is_closed(task, campaign, village_officer, city_officer):
    actions.submit(task.pk, outcome="moved", note="迁走", actor=village_officer)
    actions.accept(task.pk, actor=city_officer)
    actions.close_campaign(campaign.pk, actor=city_officer)
    jobs.lock_accepted.func(campaign.pk)
    task.refresh_from_db()
    assert task.status == Status.LOCKED


def test_the_same_seed_draws_the_same_households_and_none_twice(
    county, campaign, make_household, village_officer, city_officer, answer
):
    for _number in range(8):
        household = make_household()
        actions.join_roster(household)
        task = Task.objects.get(household=household)
        answer(task, city_officer)
        answer(task, city_officer, Person.objects.get(household=household))
        actions.submit(task.pk, outcome="surveyed", actor=city_officer)
    first = actions.draw_sample(campaign.pk, area=county.key, share=25, seed="7", actor=city_officer)
    assert len(first) == 2
    drawn = {row.task_id for row in first}
    for row in first:
        row.delete()
    again = actions.draw_sample(campaign.pk, area=county.key, share=25, seed="7", actor=city_officer)
    assert {row.task_id for row in again} == drawn
    rest = actions.draw_sample(campaign.pk, area=county.key, share=100, seed="7", actor=city_officer)
    assert not drawn & {row.task_id for row in rest}
    with pytest.raises(NothingToDraw):
        actions.draw_sample(campaign.pk, area=county.key, share=5, seed="7", actor=city_officer)
    assert actions.record_recheck(again[0].pk, found="same", actor=city_officer).found == "same"


def test_every_outcome_says_what_it_needs():
    assert set(NEEDS) == set(Outcome)
