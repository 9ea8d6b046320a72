"""What a phone carries of a pack and brings back, over the real addresses."""

from __future__ import annotations

from typing import Any

import pytest

from gangqiao.audit.events import record
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.scope import everywhere
from gangqiao.people.models import Household, Person
from gangqiao.sync.models import Op
from gangqiao.vacancies.models import Delivery, Pack, ReleaseLine, Response
from gangqiao.vacancies.tests.carried import make_pack, make_seeker
from tests.cast.phones import FakePhone

Json = dict[str, Any]


@pytest.fixture
def pack(county: Any, person: Person) -> Pack:
    make_seeker(person)
    return make_pack(county.villages[0], county)


@pytest.fixture
def phone(connect_phone: Any, village_officer: Any, county: Any) -> FakePhone:
    return connect_phone(village_officer, county.villages[0])


def op(phone: FakePhone, kind: str, body: Json) -> Json:
    """An operation of the phone, kept and not sent."""
    made = phone.note("")
    made |= {"kind": f"vacancies.{kind}", "body": body, "at": clock.now().isoformat()}
    return made


def whole(phone: FakePhone, county: Any) -> Json:
    answer = phone.ask("GET", f"packages/{county.villages[0].key}/?format=2")
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


def since(phone: FakePhone, county: Any, cursor: str) -> Json:
    return dict(phone.ask("GET", f"changes/{county.villages[0].key}/?since={cursor}").json())


def visit(pack: Pack, household: Household) -> Json:
    told = {"way": "visit", "jobs": True, "policies": True, "services": False}
    return {"pack": str(pack.uuid), "household": str(household.uuid), **told}


@pytest.mark.requirement("R054", "R055", "R056")
def test_a_phone_carries_the_pack_with_who_is_offered_what(
    phone: FakePhone, pack: Pack, person: Person, county: Any
) -> None:
    carry = whole(phone, county)["carry"]
    assert carry["pack"] == str(pack.uuid)
    assert [(line["number"], line["title"], line["struck"]) for line in carry["lines"]] == [
        (1, "缝纫工", ""), (2, "保洁员", ""), (3, "分拣工", ""),
    ]  # fmt: skip
    offered = carry["people"]["jobs"][str(person.uuid)]
    assert sorted(number for number, *_whys in offered) == [1, 2, 3]
    assert carry["people"]["whys"]
    assert {one["kind"] for one in carry["leaflets"]} == {"policy", "service"}
    # Nothing of the register but numbers of persons the package names anyway.
    assert person.name not in str(carry)


def test_where_somebody_seeks_work_a_visit_is_due_until_it_was_made(
    phone: FakePhone, pack: Pack, household: Household, county: Any, make_household: Any
) -> None:
    make_household()
    assert str(whole(phone, county)["households"]).count("delivery") == 1
    phone.results(op(phone, "deliver", visit(pack, household)))
    assert "delivery" not in str(whole(phone, county)["households"])


def test_without_a_pack_there_is_nothing_to_carry(phone: FakePhone, household: Household, county: Any) -> None:
    assert whole(phone, county)["carry"] is None


@pytest.mark.requirement("R054")
def test_what_a_phone_brings_twice_is_there_once(
    phone: FakePhone, pack: Pack, household: Household, person: Person, county: Any
) -> None:
    line = ReleaseLine.objects.get(release=pack.release_id, number=1)
    said = {"pack": str(pack.uuid), "household": str(household.uuid), "person": str(person.uuid)}
    ops = [
        op(phone, "response", said | {"vacancy": str(line.vacancy), "answer": "question", "words": "几点下班"}),
        op(phone, "deliver", visit(pack, household)),
        op(phone, "deliver", {"pack": str(pack.uuid), "way": "loudspeaker", "reached": None, "jobs": True}),
    ]
    assert [one["result"] for one in phone.results(*ops)] == ["applied"] * 3
    assert [one["result"] for one in phone.results(*ops)] == ["duplicate"] * 3
    with everywhere(reason="what arrived"):
        assert Response.objects.get().words == "几点下班"
        rows = Delivery.objects.order_by("pk")
        assert [(row.way, row.reached, row.source, str(row.change_id)) for row in rows] == [
            ("visit", 1, "phone", ops[1]["id"]), ("loudspeaker", None, "phone", ops[2]["id"]),
        ]  # fmt: skip
        assert Pack.objects.get().status == "delivered"


def test_what_cannot_be_is_rejected_and_the_desk_sees_it(
    phone: FakePhone, pack: Pack, county: Any, client_of: Any
) -> None:
    nobody = {"pack": str(pack.uuid), "way": "visit", "jobs": True}
    (result,) = phone.results(op(phone, "deliver", nobody))
    assert (result["result"], bool(result["say"])) == ("rejected", True)
    (result,) = phone.results(op(phone, "deliver", {"pack": "x"}))
    assert result["result"] == "rejected"
    with everywhere(reason="what arrived"):
        assert not Delivery.objects.exists()
        kept = Op.objects.order_by("pk").first()
    assert kept is not None
    assert client_of("township_clerk").get(f"/phones/entries/{kept.uuid}/").status_code == 200


def test_what_others_did_comes_with_the_changes(
    phone: FakePhone, pack: Pack, household: Household, person: Person, county: Any
) -> None:
    cursor = whole(phone, county)["cursor"]
    assert since(phone, county, cursor).get("carry", []) == []
    phone.results(op(phone, "deliver", visit(pack, household)))
    told = since(phone, county, cursor)
    (carry,) = told["carry"]
    assert not told["whole"]
    assert [one["household"] for one in carry["deliveries"]] == [str(household.uuid)]
    assert "people" not in carry


def test_a_vacancy_that_closes_is_struck_on_the_phone_and_a_new_pack_is_fetched_whole(
    phone: FakePhone, pack: Pack, county: Any
) -> None:
    cursor = whole(phone, county)["cursor"]
    ReleaseLine.objects.filter(number=2).update(struck_at=clock.now(), struck_reason="filled")
    record("vacancies.strike", actor=SYSTEM, area=str(county.key), source="test")
    (carry,) = since(phone, county, cursor)["carry"]
    assert [bool(line["struck"]) for line in carry["lines"]] == [False, True, False]
    record("vacancies.make_packs", actor=SYSTEM, area=str(county.key), source="test")
    assert since(phone, county, cursor)["whole"]
