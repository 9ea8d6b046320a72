"""The plan of an enterprise: from those who said yes in one step, in versions, one in force."""

from __future__ import annotations

import pytest

from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel import clock
from gangqiao.kernel.lifecycle import NoteNeeded
from gangqiao.kernel.scope import scope_of
from gangqiao.matching.actions import referrals, referrals_answers
from gangqiao.transfers.actions import batches, plans
from gangqiao.transfers.refusals import NoPlanNeeded, PlanInForce, VersionUnderWay
from gangqiao.transfers.tests.rig import fresh
from gangqiao.vacancies.models import Station
from gangqiao.vacancies.tests.made import make_employer, make_vacancy

pytestmark = pytest.mark.django_db


@pytest.fixture
def employer(county):
    return make_employer(county.hongxi, party="factory", name="样本电子厂")


@pytest.fixture
def said_yes(county, employer, make_person, village_officer):
    """Two people for one post and one for another."""
    sewing = make_vacancy(employer, title="缝纫工", lodging="yes", insurance=["injury"])
    packing = make_vacancy(employer, title="包装工")
    for vacancy in (sewing, sewing, packing):
        person = make_person(county.villages[0])
        with scope_of(village_officer):
            offered = referrals.offer(person.pk, vacancy.uuid, actor=village_officer)
            referrals_answers.accept(offered.pk, actor=village_officer)


@pytest.mark.requirement("R067")
def test_a_plan_is_made_from_those_who_said_yes(county, employer, said_yes, city_officer):
    station = Station.objects.create(
        name="虹溪服务站", place=county.hongxi, phone="0873-6666666", opened_on=clock.today()
    )
    with scope_of(city_officer):
        plan = plans.draft_from_referrals(employer.uuid, actor=city_officer)
    assert [(one["title"], one["number"]) for one in plan.need] == [("缝纫工", 2), ("包装工", 1)]
    assert (plan.destination_id, plan.party, plan.station) == (county.hongxi.key, "factory", station.uuid)
    assert plan.receiving_phone == "13887300000"
    with scope_of(city_officer), pytest.raises(VersionUnderWay):
        plans.draft_from_referrals(employer.uuid, actor=city_officer)


def test_nobody_said_yes_so_there_is_nothing_to_make_a_plan_from(employer, city_officer):
    with scope_of(city_officer), pytest.raises(NoPlanNeeded):
        plans.draft_from_referrals(employer.uuid, actor=city_officer)


@pytest.mark.requirement("R067")
def test_a_new_version_replaces_the_one_in_force_which_nobody_changes(county, employer, city_officer, stranger):
    with scope_of(city_officer):
        first = plans.draft_plan(
            {"area": county.division, "employer_uuid": employer.uuid, "mode": "train"}, actor=city_officer
        )
        plans.activate_plan(first.uuid, actor=city_officer)
        with pytest.raises(PlanInForce):
            plans.correct_plan(first.uuid, {"mode": "coach"}, actor=city_officer)
        second = plans.new_version(first.uuid, actor=city_officer)
        assert (second.version, second.mode, second.replaces_id) == (2, "train", first.pk)
        plans.correct_plan(second.uuid, {"mode": "coach", "destination": county.hongxi}, actor=city_officer)
        plans.activate_plan(second.uuid, actor=city_officer)
        assert (fresh(first).status, fresh(second).status) == ("replaced", "active")
        batch = batches.plan_batch(
            {
                "area": county.division, "plan": fresh(second), "organiser": "bureau", "seats": 9,
                "departs_at": clock.now(),
            },
            actor=city_officer,
        )  # fmt: skip
        assert (batch.employer, batch.destination_id, batch.party) == (employer.name, county.hongxi.key, "factory")
        with pytest.raises(NoteNeeded):
            plans.close_plan(second.uuid, "", actor=city_officer)
        plans.close_plan(second.uuid, "停工", actor=city_officer)
    with scope_of(stranger), pytest.raises(NotYourVerb):
        plans.new_version(first.uuid, actor=stranger)
