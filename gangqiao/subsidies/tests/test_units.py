"""Employers, agencies and providers before the rules: what the registers say, planted and twin; the list; one claim."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from gangqiao.assistance.models import Pledge, Seat, Workplace
from gangqiao.assistance.tests.made import own
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people.models import Category, Person
from gangqiao.places.reads import county_path
from gangqiao.subsidies.models import Claim
from gangqiao.subsidies.policy.rules import Standing
from gangqiao.subsidies.reads import units as reads
from gangqiao.subsidies.reads import units_scan
from gangqiao.subsidies.reads.entitled import book_on
from gangqiao.subsidies.tests.made import make_claim, make_poor, make_work
from gangqiao.subsidies.tests.rig_feeding import DAY, learned, travelled
from gangqiao.training.models import Class, Provider
from gangqiao.training.tests.made import make_class, make_enrolment
from gangqiao.vacancies.models import Agency
from gangqiao.vacancies.tests.made import make_employer

pytestmark = pytest.mark.django_db
WORKSHOP, LOCAL = "workshop_absorption", "employer_absorption"


@pytest.fixture(autouse=True)
def _summer() -> Any:
    with clock.frozen_at(DAY):
        yield


@pytest.fixture
def employer(county: Any) -> Any:
    return make_employer(county.villages[0], kind="enterprise")


def place_of(employer: Any, kind: str = "workshop", **values: Any) -> Workplace:
    given = {
        "kind": kind, "name": employer.name, "employer_uuid": employer.uuid, "area_id": employer.area_id,
        "listed_by": "test",
    }  # fmt: skip
    if kind == "workshop":
        given |= {
            "status": "recognised", "recognised_on": date(2020, 1, 1), "expires_on": date(2022, 1, 1),
        }  # fmt: skip
    return Workplace.objects.create(**given | values)


def seated(person: Person, place: Workplace, since: date, until: date | None = None, *, poor: bool = True) -> Seat:
    if poor:
        make_poor(person)
    with everywhere(reason="test data"):
        pledge = Pledge.objects.filter(workplace=place).first() or Pledge.objects.create(
            workplace=place, places=9, begins_on=date(2019, 1, 1)
        )
        return Seat.objects.create(
            **own(person), pledge=pledge, workplace_uuid=place.uuid, since=since, until=until, by="test",
            said_on=since, said_way="spoken",
        )  # fmt: skip


def facts_of(subject: str, day: date = DAY) -> dict[str, Any]:
    with scope_of([county_path()]):
        (found,) = [one for one in reads.units_on(day, book_on(day)) if one.applying.subject == subject]
    return found.facts


def stood(subject: str, rule: str, day: date = DAY) -> units_scan.Stood:
    found = units_scan.find(subject, rule, day, [county_path()])
    assert found is not None
    return found


@pytest.mark.requirement("R093", "R094", "R095")
def test_a_workshop_is_paid_for_the_poor_who_stayed_and_a_twin_without_recognition_as_a_local_employer(
    employer, make_person, county
):
    """One in each village, and one of another township: a workshop employs people from everywhere."""
    place = place_of(employer)
    for number in range(2):
        seated(make_person(county.villages[number]), place, date(2020, 3, 1))
    seated(make_person(county.hongxi), place, date(2020, 2, 1), date(2020, 5, 31))
    seated(make_person(county.villages[0]), place, date(2020, 3, 1), poor=False)
    seated(make_person(county.villages[0]), place, date(2019, 3, 1), date(2019, 12, 1))
    subject = f"employer:{employer.uuid}"
    facts = facts_of(subject)
    assert (facts["is_recognised"], facts["employer_kind"]) == (True, "workshop")
    assert (facts["poor_absorbed"], facts["poor_months"]) == (3, 12)
    found = stood(subject, WORKSHOP)
    assert (found.decision.standing, found.decision.amount) == (Standing.ENTITLED, 300_000)
    assert stood(subject, LOCAL).decision.standing == Standing.NOT_ENTITLED
    Workplace.objects.filter(pk=place.pk).update(kind="employer", recognised_on=None, expires_on=None, status="listed")
    assert stood(subject, WORKSHOP).decision.standing == Standing.NOT_ENTITLED
    assert stood(subject, LOCAL).decision.amount == 300_000


def test_what_nobody_knows_of_an_employer_is_no_yes(employer):
    """On no list of places of work: how many poor work there is unknown, not none."""
    facts = facts_of(f"employer:{employer.uuid}")
    assert "poor_absorbed" not in facts
    assert "insurance_paid" not in facts
    found = stood(f"employer:{employer.uuid}", LOCAL)
    assert found.decision.standing != Standing.ENTITLED
    assert "poor_absorbed" not in found.facts


def test_whoever_stayed_too_short_makes_it_entitled_if(employer, person):
    seated(person, place_of(employer), date(2020, 6, 1))
    found = stood(f"employer:{employer.uuid}", WORKSHOP)
    assert found.decision.standing == Standing.ONE_MISSING
    assert [answer.key for answer in found.decision.open] == ["months"]


@pytest.mark.requirement("R075", "R078", "R081", "R082")
def test_classes_of_an_enterprise_count_their_learners(employer, make_person, county):
    running = {
        "employer_uuid": employer.uuid, "begins_on": DAY - timedelta(9), "ends_on": DAY + timedelta(9),
    }  # fmt: skip
    through, apprentice = (
        make_class(employer.area_id, form=form, **running) for form in ("through_work", "apprentice")
    )
    poor, other = make_person(county.villages[0]), make_person(county.villages[0])
    make_poor(poor)
    for one in (poor, other):
        make_enrolment(one, through)
        make_enrolment(one, apprentice)
    hired = learned(make_person(county.villages[0]), date(2020, 6, 10), 2, form="pre_job", employer_uuid=employer.uuid)
    learned(make_person(county.villages[0]), date(2019, 6, 10), 2, form="pre_job", employer_uuid=employer.uuid)
    subject = f"employer:{employer.uuid}"
    facts = facts_of(subject)
    assert (facts["learners_in_work"], facts["apprentices"], facts["new_hires_trained"]) == (1, 2, 1)
    assert facts["is_class_clear"] is True
    assert stood(subject, "apprenticeship").decision.amount == 800_000
    assert stood(subject, "pre_job_training").decision.amount == 20_000
    Class.objects.filter(pk=hired.held_id).update(status="assessed")
    assert facts_of(subject)["is_class_clear"] is False
    assert stood(subject, "pre_job_training").decision.standing == Standing.ONE_MISSING


def agency_of(county: Any, **values: Any) -> Agency:
    given = {"kind": "broker", "name": "样本经纪人", "area_id": str(county.villages[0].pk)}
    with everywhere(reason="test data"):
        return Agency.objects.create(**given | values)


@pytest.mark.requirement("R059", "R060", "R061", "R101")
def test_a_broker_is_paid_for_whom_the_broker_brought_to_work(county, make_person):
    broker = agency_of(county)
    people = [make_person(county.villages[n % 2]) for n in range(3)]
    for number, person in enumerate(people):
        rider = travelled(person, date(2020, 3, 1))
        type(rider.batch).objects.filter(pk=rider.batch_id).update(organiser="broker", organiser_uuid=broker.uuid)
        make_work(person, started_on=date(2020, 3, 3), **({"status": "ended", "ended_on": date(2020, 4, 1),
                  "end_reason": "returned"} if number else {}))  # fmt: skip
    with everywhere(reason="test data"):
        Category.objects.create(
            area_id=people[1].area_id, person=people[1], kind="relocated", valid_from=date(2018, 1, 1)
        )
    subject = f"provider:{broker.uuid}"
    assert facts_of(subject) == {
        "has_licence": True, "people_organised": 3, "relocated_organised": 1, "people_retained": 1,
    }  # fmt: skip
    assert stood(subject, "broker_reward").decision.amount == 90_000
    assert stood(subject, "relocation_service").decision.amount == 30_000
    assert facts_of(subject, date(2021, 7, 1))["people_organised"] == 0


def test_an_agency_without_a_licence_and_a_school_are_not_paid_as_brokers(county):
    over = agency_of(county, kind="agency", licence_no="N1", licence_to=date(2020, 5, 1))
    school = Provider.objects.create(name="样本学校", kind="school", trades=["welder"])
    for uuid in (over.uuid, school.uuid):
        assert facts_of(f"provider:{uuid}")["has_licence"] is False
        assert stood(f"provider:{uuid}", "broker_reward").decision.standing == Standing.NOT_ENTITLED


def test_a_unit_that_has_claimed_the_year_has_had_it(employer, person):
    seated(person, place_of(employer), date(2020, 2, 1))
    subject = f"employer:{employer.uuid}"
    assert stood(subject, WORKSHOP).decision.standing == Standing.ENTITLED
    claim = make_claim(person, subject=subject, programme=WORKSHOP, source="employer", route="unit")
    found = stood(subject, WORKSHOP)
    assert (found.decision.standing, found.claim) == (Standing.RECEIVING, claim.code)
    with everywhere(reason="test data"):
        Claim.objects.filter(pk=claim.pk).update(status="withdrawn")
    assert stood(subject, WORKSHOP).decision.standing == Standing.ENTITLED


@pytest.mark.requirement("R093")
def test_the_list_shows_the_own_area_with_reasons_and_its_button_makes_one_claim(client_of, employer, person, county):
    seated(person, place_of(employer), date(2020, 2, 1))
    page, button = "/subsidies/entitled/units/", "/subsidies/entitled/units/claim/"
    said = client_of("township_clerk").get(page).content.decode()
    assert "1,000元" in said
    assert employer.name in said
    assert person.name not in said
    assert employer.name not in client_of("stranger").get(f"{page}?look=entitled").content.decode()
    for look in ("one_missing", "receiving", "not_entitled", "nothing"):
        assert client_of("city_officer").get(f"{page}?look={look}").status_code == 200
    asked = {"unit": f"employer:{employer.uuid}", "rule": WORKSHOP}
    assert client_of("stranger").post(button, asked).status_code == 404
    assert client_of("auditor").post(button, asked).status_code in (403, 404)
    browser = client_of("township_clerk")
    assert browser.get(button).status_code == 405
    for _time in range(2):
        assert browser.post(button, asked).status_code == 302
    with everywhere(reason="test"):
        (claim,) = Claim.objects.all()
    assert (claim.subject, claim.amount, claim.payee, claim.payee_uuid) == (
        f"employer:{employer.uuid}", 100_000, "employer", employer.uuid,
    )  # fmt: skip
    assert claim.code in browser.get(f"{page}?look=receiving").content.decode()
