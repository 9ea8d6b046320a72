"""The pages of plans, batches, passengers and the board, as their readers see them."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse

from gangqiao.accounts.models import Grant, Unit, UnitKind, User
from gangqiao.audit.models import Look
from gangqiao.kernel import clock
from gangqiao.kernel.queue import sources
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.matching.actions import referrals, referrals_answers
from gangqiao.people.models import EmploymentSpell
from gangqiao.transfers.models import Batch, EnterprisePlan, Passenger
from gangqiao.transfers.tests.made import make_batch, make_passenger
from gangqiao.transfers.tests.rig import check, fresh, ready_trip
from gangqiao.transfers.views import batches_acts
from gangqiao.vacancies.tests.made import make_employer, make_vacancy
from tests.rig_for_figures import bare_figures, figures_of, listed, page_of

pytestmark = pytest.mark.django_db
NAME, OTHER = "赵鸣雀", "钱鸣雀"


@pytest.fixture(autouse=True)
def _spring():
    with clock.frozen_at(dt.datetime(2020, 3, 16, 9, 0, tzinfo=clock.TZ)):
        yield


@pytest.fixture
def employer(county):
    return make_employer(county.hongxi, party="e77", name="样本电子厂", place=county.division)


@pytest.fixture
def employer_user(county):
    unit = Unit.objects.create(code="e77", name="样本电子厂", kind=UnitKind.EMPLOYER)
    user = User.objects.create(username="factory", display_name="factory", unit=unit)
    Grant.objects.create(user=user, role="employer", area=None, valid_from=dt.date(2019, 1, 1))
    return user


@pytest.fixture
def person(make_person, county):
    return make_person(county.villages[0], name=NAME, phone="13987311111", sex="2", birth_date=dt.date(1989, 1, 1))


@pytest.fixture
def accepted(employer, person, village_officer):
    """Somebody of the first village said yes to a post of the employer."""
    vacancy = make_vacancy(employer, number=5)
    with scope_of(village_officer):
        row = referrals.offer(person.pk, vacancy.uuid, actor=village_officer)
        referrals_answers.accept(row.pk, actor=village_officer)
    return row


def read(browser, name, *args, status=200, **query):
    answer = browser.get(reverse(f"transfers:{name}", args=args), query)
    assert answer.status_code == status, (name, answer.status_code)
    return answer.content.decode()


def press(browser, name, *args, **data):
    answer = browser.post(reverse(f"transfers:{name}", args=args), data)
    assert answer.status_code == 302, (name, answer.status_code, answer.content.decode()[-3000:])
    return answer["Location"]


def passenger_of(person):
    with everywhere(reason="test"):
        return Passenger.objects.get(person=person)


# --- the whole story -------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R059")
@pytest.mark.requirement("R067")
@pytest.mark.requirement("R068")
@pytest.mark.requirement("R012")
def test_the_way_from_a_referral_to_work_through_the_pages(
    accepted, employer, person, county, client_of, officials, city_officer
):
    office, village = client_of("city_officer"), client_of("village_officer")

    # The plan comes of the referrals in one press, and is put in force.
    assert "样本电子厂" in read(office, "plans")
    to_form = press(office, "draft_from_referrals", employer=str(employer.uuid))
    plan = EnterprisePlan.objects.get()
    assert str(plan.uuid) in to_form
    assert [one["number"] for one in plan.need] == [1]
    press(office, "activate_plan", plan.uuid)

    # A batch is planned from it: what the plan says is filled in.
    form = read(office, "plan_batch", plan=str(plan.uuid))
    assert "样本电子厂" in form
    location = office.post(
        f"{reverse('transfers:plan_batch')}?plan={plan.uuid}",
        {
            "area": county.key, "kind": "new", "organiser": "bureau", "employer": plan.employer, "mode": "coach",
            "destination": "弥勒市", "departs_at": "2020-03-16T10:00", "arrives_at": "2020-03-17T12:00", "seats": "44",
        },
    )  # fmt: skip
    batch = Batch.objects.get()
    assert location["Location"] == reverse("transfers:batch", args=[batch.uuid])
    assert (batch.plan, batch.employer_uuid) == (plan, employer.uuid)
    press(office, "open_batch", batch.uuid)
    with scope_of(city_officer):
        titles = [str(one.title) for one in sources()["transfers.no_batch"].entries(city_officer)]
    assert len(titles) == 1

    # The village puts its people on the list and asks them.
    assert NAME in read(village, "register", batch.uuid)
    press(village, "register", batch.uuid, act="referrals", pick=[str(accepted.uuid)])
    page = read(village, "batch", batch.uuid)
    assert NAME in page
    assert "read-out" in page
    passenger = passenger_of(person)
    press(village, "consent", passenger.uuid, way="spoken", to="batch")
    assert fresh(passenger).consent_by == officials["village_officer"].display_name

    # What is missing stands in the way, and is mended.
    press(office, "lock_list", batch.uuid)
    press(office, "clear_batch", batch.uuid)
    assert fresh(batch).status == "list_locked"
    trip = ready_trip(batch, officials["city_officer"])
    with everywhere(reason="test"):
        Passenger.objects.filter(pk=passenger.pk).update(status="cleared", cleared_at=clock.now(), trip=trip, seat=1)
    check(fresh(passenger))
    press(office, "clear_batch", batch.uuid)
    assert fresh(batch).status == "cleared"

    # The day itself, at a desk.
    assert NAME in read(office, "day", batch.uuid)
    press(office, "board_passenger", passenger.uuid)
    press(office, "depart_trip", trip.uuid)
    assert fresh(batch).status == "departed"
    press(office, "arrive", batch.uuid)
    sent = {"receiver": "样本", "receiver_of": "employer", str(passenger.uuid): ""}
    press(office, "hand_over", trip.uuid, **sent)
    assert fresh(batch).status == "handed_over"
    press(village, "start", passenger.uuid, on="2020-03-16")
    assert fresh(passenger).status == "started"
    assert batch.number in village.get(reverse("people:person", args=[person.uuid])).content.decode()
    assert batch.number in village.get(reverse("matching:referral", args=[accepted.uuid])).content.decode()
    press(office, "close_batch", batch.uuid)
    assert fresh(batch).status == "closed"
    read(office, "batch_log", batch.uuid)


@pytest.fixture
def batch(county):
    return make_batch(county.division, destination=county.division)


@pytest.fixture
def two(batch, person, make_person, county):
    """One of the first village, one of another township."""
    other = make_person(county.hongxi, name=OTHER)
    Batch.objects.filter(pk=batch.pk).update(taken=2)
    return make_passenger(person, batch), make_passenger(other, batch)


@pytest.mark.requirement("R008")
def test_a_village_sees_its_own_people_alone(two, batch, client_of):
    village = client_of("village_officer")
    page = read(village, "batch", batch.uuid)
    assert NAME in page
    assert OTHER not in page
    read(village, "passenger", two[1].uuid, status=404)
    assert village.post(reverse("transfers:consent", args=[two[1].uuid]), {"way": "spoken"}).status_code == 404
    assert fresh(two[1]).status == "registered"


def test_a_township_knows_nothing_of_the_batch_of_another(county, client_of):
    elsewhere = make_batch(county.hongxi)
    read(client_of("village_officer"), "batch", elsewhere.uuid, status=404)
    read(client_of("stranger"), "batch", elsewhere.uuid)
    read(client_of("city_officer"), "batch", elsewhere.uuid)
    assert elsewhere.number not in read(client_of("township_clerk"), "batches")


def test_an_employer_sees_its_own_plan_and_batch_and_no_name(two, batch, county, employer, employer_user, client_of):
    Batch.objects.filter(pk=batch.pk).update(party="e77")
    own = EnterprisePlan.objects.create(
        area=county.division, party="e77", employer_uuid=employer.uuid, employer="样本电子厂", made_by="test"
    )
    other = EnterprisePlan.objects.create(
        area=county.division, employer_uuid=uuid4(), employer="样本玩具厂", made_by="test"
    )
    browser = client_of(employer_user)
    assert "样本玩具厂" not in read(browser, "plans")
    read(browser, "plan", own.uuid)
    read(browser, "plan", other.uuid, status=404)
    page = read(browser, "batch", batch.uuid)
    assert NAME not in page
    read(browser, "passenger", two[0].uuid, status=403)


@pytest.mark.requirement("R061")
def test_every_figure_of_the_board_opens_to_as_many_names(two, batch, client_of, make_user):
    browser = client_of("city_officer")
    tree = page_of(browser.get(reverse("transfers:board")))
    assert not bare_figures(tree)
    opened = 0
    for figure in figures_of(tree):
        assert figure.how == "#how"
        if figure.persons:
            total, rows = listed(page_of(browser.get(figure.href)))
            assert total == rows == figure.persons, figure
            opened += 1
    assert opened >= 2
    with everywhere(reason="test"):
        assert Look.objects.filter(verb="transfers.view_passengers").exists()
    leader = page_of(client_of(make_user("headquarters_leader")).get(reverse("transfers:board")))
    assert not [one for one in figures_of(leader) if one.href]


@pytest.mark.parametrize("page", ["board", "batches", "plans"])
def test_an_empty_page_says_so(page, county, client_of):
    assert "empty-state" in read(client_of("city_officer"), page)


def test_a_fault_of_the_plan_stands_beside_its_field_and_keeps_what_was_typed(county, client_of):
    browser = client_of("city_officer")
    answer = browser.post(reverse("transfers:plan_batch"), {"area": county.key, "assembly": "样本广场", "seats": "0"})
    assert answer.status_code == 422
    assert "样本广场" in answer.content.decode()
    assert not Batch.objects.exists()


def test_a_new_version_tells_what_it_changed_and_replaces(county, employer, client_of):
    browser = client_of("city_officer")
    sent = {"area": county.key, "employer": "样本电子厂", "destination": "弥勒市", "mode": "coach", "housing": "八人间"}
    sent |= {"title_0": "普工", "number_0": "20", "from_0": "2020-03-20", "title_1": "质检", "number_1": ""}
    assert browser.post(reverse("transfers:draft_plan"), sent).status_code == 422
    press(browser, "draft_plan", **sent | {"number_1": "5"})
    first = EnterprisePlan.objects.get()
    assert [one["number"] for one in first.need] == [20, 5]
    press(browser, "activate_plan", first.uuid)
    press(browser, "new_version", first.uuid)
    second = EnterprisePlan.objects.get(version=2)
    changed = {"destination": "弥勒市", "mode": "coach", "housing": "四人间", "title_0": "普工", "number_0": "30"}
    press(browser, "correct_plan", second.uuid, **changed)
    page = read(browser, "plan", second.uuid)
    assert "八人间" in page
    assert "四人间" in page
    press(browser, "activate_plan", second.uuid)
    assert (fresh(first).status, fresh(second).status) == ("replaced", "active")
    press(browser, "close_plan", second.uuid, reason="不招了")
    assert fresh(second).status == "closed"


def test_a_batch_is_split_merged_and_cancelled_with_a_reason(two, batch, client_of, monkeypatch):
    browser = client_of("city_officer")
    with monkeypatch.context() as many:
        many.setattr(batches_acts, "MANY", 1)
        page = read(browser, "split_batch", batch.uuid)
        assert OTHER not in page
        assert str(two[1].area_id)[:18] in page
    assert OTHER in read(browser, "split_batch", batch.uuid)
    sent = {"departs_at": "2020-03-20T08:00", "seats": "10"}
    assert browser.post(reverse("transfers:split_batch", args=[batch.uuid]), sent).status_code == 422
    press(browser, "split_batch", batch.uuid, pick=[str(two[1].uuid)], **sent)
    part = Batch.objects.get(split_from=batch)
    assert fresh(two[1]).batch_id == part.pk
    press(browser, "merge_batch", part.uuid, into=str(batch.uuid))
    assert fresh(two[1]).batch_id == batch.pk
    press(browser, "cancel_batch", batch.uuid, reason="")
    assert fresh(batch).status == "open"
    press(browser, "cancel_batch", batch.uuid, reason="道路中断")
    assert {fresh(one).status for one in two} == {"taken_off"}


def test_who_does_not_wish_to_go_is_taken_off_with_one_reason(two, batch, client_of):
    browser = client_of("village_officer")
    press(browser, "take_off", two[0].uuid, reason_code="changed_mind")
    assert (fresh(two[0]).status, fresh(batch).taken) == ("taken_off", 1)
    assert NAME in read(browser, "batch", batch.uuid, group="off")


def test_people_are_found_by_name_and_return_to_their_work(batch, person, remember, county, client_of):
    Batch.objects.filter(pk=batch.pk).update(kind="return", employer="样本电子厂")
    spell = remember(
        EmploymentSpell, person, employer_name="样本电子厂", status="working", started_on=dt.date(2019, 5, 1)
    )
    browser = client_of("village_officer")
    assert NAME in read(browser, "register", batch.uuid)
    found = browser.post(reverse("transfers:register", args=[batch.uuid]), {"act": "find", "q": NAME})
    assert NAME in found.content.decode()
    press(browser, "register", batch.uuid, act="returning", pick=[str(spell.uuid)])
    assert passenger_of(person).spell_id == spell.pk
