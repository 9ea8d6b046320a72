"""What suits somebody, as it lies on the officer's phone: the best of the county, and an answer to each."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest

from gangqiao.audit.models import Event
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.matching.actions.recommendations import recommend_everybody
from gangqiao.matching.jobs.responses import propose_who_is_interested
from gangqiao.matching.models import Referral
from gangqiao.matching.reads.recommendations import suits_of
from gangqiao.people.models import Intention, Person
from gangqiao.vacancies.models import Response, Vacancy
from gangqiao.vacancies.phone.carrying import FURTHER
from gangqiao.vacancies.tests.carried import make_pack
from gangqiao.vacancies.tests.made import make_employer, make_vacancy
from gangqiao.vacancies.tests.test_delivering_phone import op, since, whole

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R052", "R054")]


@pytest.fixture
def seeker(person: Person, remember: Any) -> Person:
    remember(Intention, person, wished_trades=["sewing"], wished_level="own_township", pay_floor=100_000,
             expires_on=clock.today() + dt.timedelta(days=90), conditions=["none"])  # fmt: skip
    return person


@pytest.fixture
def pack(county: Any, seeker: Person) -> Any:
    return make_pack(county.villages[0], county)


@pytest.fixture
def sewing(county: Any) -> list[Vacancy]:
    """A dozen sewing posts of the township, none in the month's release, the better paid the later."""
    employer = make_employer(county.xinshao)
    return [make_vacancy(employer, title=f"缝纫工{n}", pay_min=(20 + n) * 10_000, pay_max=None) for n in range(12)]


@pytest.fixture
def phone(connect_phone: Any, village_officer: Any, county: Any) -> Any:
    return connect_phone(village_officer, county.villages[0])


def offered(carry: dict[str, Any], person: Person) -> list[dict[str, Any]]:
    """The lines for a person, as the page of the phone finds them."""
    lines = {line["number"]: line for line in (*carry["lines"], *carry["people"]["further"])}
    return [lines[number] for number, *_whys in carry["people"]["jobs"].get(str(person.uuid), [])]


def test_the_ten_best_of_the_county_lie_on_the_phone_as_the_office_shows_them(phone, pack, sewing, seeker, county):
    recommend_everybody()
    with scope_of(county.division):
        shown = [str(one.posting.uuid) for one in suits_of(seeker).suits]
    carry = whole(phone, county)["carry"]
    lines = offered(carry, seeker)
    assert [line["vacancy"] for line in lines] == shown
    assert len(shown) == 10
    assert any(line["number"] >= FURTHER for line in lines)
    assert all(why in range(len(carry["people"]["whys"])) for jobs in carry["people"]["jobs"].values()
               for _number, *whys in jobs for why in whys)  # fmt: skip
    assert all(1 <= len(whys) <= 3 for _number, *whys in carry["people"]["jobs"][str(seeker.uuid)])
    assert seeker.name not in str(carry)


def test_before_the_first_run_a_phone_carries_what_the_pack_chose(phone, pack, sewing, seeker, county):
    carry = whole(phone, county)["carry"]
    assert carry["people"]["further"] == []
    assert {line["number"] for line in offered(carry, seeker)} <= {1, 2, 3}


def test_what_the_night_recommends_anew_comes_with_the_changes(phone, pack, sewing, seeker, county):
    before = whole(phone, county)
    recommend_everybody()
    [carry] = since(phone, county, before["cursor"])["carry"]
    assert len(offered(carry, seeker)) == 10
    assert since(phone, county, whole(phone, county)["cursor"]).get("carry", []) == []


def test_what_closed_since_the_run_is_not_carried(phone, pack, sewing, seeker, county):
    recommend_everybody()
    with everywhere(reason="test"):
        Vacancy.objects.filter(pk__in=[one.pk for one in sewing]).update(status="withdrawn")
    assert whole(phone, county)["carry"]["people"]["further"] == []


def test_an_answer_to_a_vacancy_outside_the_pack_arrives_and_to_one_never_open_does_not(
    phone, pack, sewing, seeker, county
):
    draft = make_vacancy(sewing[0].employer, status="draft", published_at=None)
    said = {"pack": str(pack.uuid), "person": str(seeker.uuid), "answer": "interested", "words": ""}
    results = phone.results(
        op(phone, "response", said | {"vacancy": str(sewing[3].uuid)}),
        op(phone, "response", said | {"vacancy": str(draft.uuid)}),
        op(phone, "response", said | {"vacancy": str(uuid4())}),
    )
    assert results[0]["result"] == "applied"
    assert {one["result"] for one in results[1:]} == {"rejected"}
    with everywhere(reason="test"):
        assert [one.vacancy for one in Response.objects.all()] == [sewing[3].uuid]


def test_who_is_interested_at_the_door_is_proposed_once_and_who_says_no_is_not(phone, pack, sewing, seeker, county):
    said = {"pack": str(pack.uuid), "person": str(seeker.uuid), "words": ""}
    yes = op(phone, "response", said | {"vacancy": str(sewing[3].uuid), "answer": "interested"})
    no = op(phone, "response", said | {"vacancy": str(sewing[4].uuid), "answer": "no"})
    for operations in ([yes, no], [yes]):  # the second is a repetition: its answer was lost on the way
        phone.results(*operations)
        with everywhere(reason="test"):
            events = list(Event.objects.filter(verb="vacancies.respond"))
        for event in events:
            with scope_of([event.area]):
                propose_who_is_interested(event)
    with everywhere(reason="test"):
        assert [(one.vacancy, one.status) for one in Referral.objects.all()] == [(sewing[3].uuid, "suggested")]
