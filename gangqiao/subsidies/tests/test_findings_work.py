"""The cross-matches against public posts, classes, journeys and units: wrong ones and their honest twins."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import Any
from uuid import uuid4

import pytest

from gangqiao.assistance.models import DutyDay, DutyLine, DutySheet, SpotCheck
from gangqiao.assistance.tests.made import make_holder
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere
from gangqiao.subsidies.models import Claim
from gangqiao.subsidies.tests.test_findings import DAY, changed, claim_of
from gangqiao.subsidies.tests.test_findings import honest as honest
from gangqiao.subsidies.tests.test_findings_against import has
from gangqiao.training.models import Attendance, Doubt, Provider
from gangqiao.training.tests.made import make_class, make_enrolment, make_session
from gangqiao.transfers.models import Cost
from gangqiao.vacancies.models import Employer

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("D11")]


@pytest.fixture(autouse=True)
def _summer() -> Any:
    with clock.frozen_at(DAY):
        yield


# --- posts ------------------------------------------------------------------------------------------------------------


def post_claim(person: Any, **values: Any) -> Claim:
    return claim_of(person, "rural_public_post", **{"period": "2020-06", "source": "post"} | values)


def on_duty(holder: Any, *days: date) -> None:
    with everywhere(reason="test data"):
        for day in days:
            DutyDay.objects.create(
                area_id=holder.area_id, person_uuid=holder.person_uuid, holder=holder, on=day, mark="present", by="t"
            )


def test_days_on_duty_while_away_or_in_class_are_found(honest: Any):
    away, both, right = honest(), honest(), honest()
    with everywhere(reason="test data"):
        for person in (both, right):
            person.employmentspell_rows.all().delete()
    days = [date(2020, 6, 3), date(2020, 6, 4)]
    for person in (away, both, right):
        on_duty(make_holder(person), *days)
    held = make_class(both.area_id, begins_on=date(2020, 6, 1), ends_on=date(2020, 6, 10))
    attended(both, held, date(2020, 6, 4))
    attended(right, held, date(2020, 6, 5))
    claims = [post_claim(person) for person in (away, both, right)]
    assert has("overlapping_days", *claims) == [True, True, False]
    # And the other way round: the class is claimed for.
    training = [training_claim(person, held) for person in (both, right)]
    assert has("overlapping_days", *training) == [True, False]


def test_a_public_post_beside_the_reward_for_work_elsewhere_is_found(honest: Any):
    wrong, right = claim_of(honest()), claim_of(honest())
    make_holder(wrong.person)
    make_holder(right.person, status="ended", end_reason="left", ended_on=date(2020, 6, 15))
    assert has("post_and_work", wrong, right) == [True, False]


def test_somebody_standing_in_is_found_until_it_is_cleared_up(honest: Any):
    wrong, cleared, right = (post_claim(honest()) for _n in range(3))
    with everywhere(reason="test data"):
        for claim, result, settled in (
            (wrong, "stand_in", None),
            (cleared, "not_found", DAY),
            (right, "on_duty", None),
        ):
            SpotCheck.objects.create(
                area_id=claim.area_id, person_uuid=claim.person_uuid, holder=make_holder(claim.person),
                month=date(2020, 6, 1), seed="x", result=result, settled_on=settled,
            )  # fmt: skip
    assert has("stand_in", wrong, cleared, right) == [True, False, False]


def test_a_claim_of_a_sheet_says_what_its_line_says(honest: Any):
    people = [honest() for _n in range(4)]
    with everywhere(reason="test data"):
        sheet = DutySheet.objects.create(area_id=people[0].area_id, department="hrss", month=date(2020, 6, 1),
                                         status="final", seal="x", publicity_until=date(2020, 6, 30))  # fmt: skip
        lines = [
            DutyLine.objects.create(
                area_id=person.area_id, person_uuid=person.uuid, sheet=sheet, holder=make_holder(person),
                month=date(2020, 6, 1), required_days=30, days=20, covered_days=30, standard=60_000, amount=40_000,
                blocked=blocked,
            )
            for person, blocked in zip(people[:3], ("", "", "spot"), strict=True)
        ]  # fmt: skip
    right = post_claim(people[0], amount=40_000, source_key=str(lines[0].uuid))
    more = post_claim(people[1], amount=60_000, source_key=str(lines[1].uuid))
    blocked = post_claim(people[2], amount=40_000, source_key=str(lines[2].uuid))
    none = post_claim(people[3], amount=40_000)
    assert has("amount", right, more, blocked, none) == [False, True, True, True]


# --- classes ----------------------------------------------------------------------------------------------------------


def attended(person: Any, held: Any, *days: date, minutes: int = 160) -> Any:
    from gangqiao.training.models import Enrolment, Session

    with everywhere(reason="test data"):
        place = Enrolment.objects.filter(held=held, person=person).first() or make_enrolment(person, held)
        for day in days:
            session = Session.objects.filter(held=held, on=day).first() or make_session(
                held, on=day, begins_at=time(8), ends_at=time(18)
            )
            Attendance.objects.create(
                area_id=person.area_id, person_uuid=person.uuid, enrolment=place, session=session, way="list",
                minutes=minutes, by="test",
            )  # fmt: skip
    return place


def training_claim(person: Any, held: Any, days: int = 1) -> Claim:
    return claim_of(
        person, "training_living", period=f"class:{held.number}", source="class", facts=f'{{"days_attended": {days}}}',
        amount=days * 6000,
    )  # fmt: skip


@pytest.fixture
def pupils(honest: Any) -> Callable[[int], list[Any]]:
    """People at home, so that no class is held against work elsewhere."""

    def make(many: int) -> list[Any]:
        people = [honest() for _n in range(many)]
        with everywhere(reason="test data"):
            for person in people:
                person.employmentspell_rows.all().delete()
        return people

    return make


def test_training_that_cannot_have_been_is_found(pupils: Any, monkeypatch: Any):
    from gangqiao.training.reads import guards

    monkeypatch.setattr(guards, "findings_of", lambda held: [])  # the class as a whole is another test's
    right, more, long, objector, stranger = pupils(5)
    held = make_class(right.area_id, begins_on=date(2020, 6, 1), ends_on=date(2020, 6, 10))
    days = [date(2020, 6, 2), date(2020, 6, 3)]
    for person in (right, more, objector):
        attended(person, held, *days)
    attended(long, held, *days, minutes=700)
    changed(attended(objector, held), objected_on=date(2020, 6, 4))
    claims = [training_claim(person, held, 3 if person is more else 2) for person in (right, more, long, objector)]
    claims.append(training_claim(stranger, held, 2))
    claims.append(claim_of(stranger, "training_transport", period="class:none", source="class"))
    assert has("training", *claims) == [False, True, True, True, True, True]


def test_an_open_doubt_holds_back_its_learner_or_the_whole_class(pupils: Any, monkeypatch: Any):
    from gangqiao.training.reads import guards

    monkeypatch.setattr(guards, "findings_of", lambda held: [])
    doubted, right = pupils(2)
    held = make_class(right.area_id, begins_on=date(2020, 6, 1), ends_on=date(2020, 6, 10))
    places = [attended(person, held, date(2020, 6, 2)) for person in (doubted, right)]
    claims = [training_claim(person, held) for person in (doubted, right)]
    with everywhere(reason="test data"):
        Doubt.objects.create(area_id=doubted.area_id, held=held, enrolment=places[0], guard="denied")
    assert has("training", *claims) == [True, False]
    with everywhere(reason="test data"):
        Doubt.objects.create(area_id=right.area_id, held=held, guard="hours")
    assert has("training", *claims) == [True, True]


# --- units and journeys -----------------------------------------------------------------------------------------------


def test_a_barred_unknown_or_unverified_unit_is_found(honest: Any, county: Any, pupils: Any):
    with everywhere(reason="test data"):
        units = [
            Employer.objects.create(area=county.xinshao, name=f"公司{status}", credit_code="", status=status)
            for status in ("verified", "listed", "barred")
        ]
    uuids = [one.uuid for one in units] + [uuid4()]
    claims = [claim_of(honest(), payee="employer", payee_uuid=uuid) for uuid in uuids]
    assert has("unit_barred", *claims) == [False, True, True, True]
    taught = []
    for person, barred_on in zip(pupils(2), (None, DAY), strict=True):
        provider = Provider.objects.create(name=f"学校{barred_on}", kind="school", barred_on=barred_on)
        held = make_class(person.area_id, provider=provider)
        attended(person, held)
        taught.append(training_claim(person, held))
    assert has("unit_barred", *taught) == [False, True]


def test_a_journey_that_a_batch_has_paid_is_found(honest: Any, county: Any):
    from gangqiao.transfers.tests.made import make_batch as make_journey

    day = date(2020, 3, 10)
    journey = make_journey(county.division.key)
    paid, other, right = (claim_of(honest(), "outgoing_work_reward") for _n in range(3))
    for claim in (paid, other, right):
        changed(claim, programme="transport_2020", decided_for=day, period="once")
    with everywhere(reason="test data"):
        for claim, kind in ((paid, "fare"), (other, "check")):
            Cost.objects.create(
                area_id=claim.area_id, batch=journey, person_uuid=claim.person_uuid, kind=kind, fund_line="employment",
                cents=20_000, on=day, by="test",
            )  # fmt: skip
    assert has("trip_paid", paid, other, right) == [True, False, False]
