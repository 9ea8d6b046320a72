"""What a phone carries of the calls and brings back, over the real addresses."""

from __future__ import annotations

from typing import Any

import pytest

from gangqiao.followup.models import Contact
from gangqiao.followup.tests.made import make_contact, make_spell
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere
from gangqiao.people.models import Household, Person
from gangqiao.sync.models import Op
from tests.cast.phones import FakePhone

pytestmark = pytest.mark.django_db
Json = dict[str, Any]


@pytest.fixture
def contact(person: Person) -> Contact:
    return make_contact(person, make_spell(person))


@pytest.fixture
def phone(connect_phone: Any, village_officer: Any, county: Any) -> FakePhone:
    return connect_phone(village_officer, county.villages[0])


def op(phone: FakePhone, body: Json) -> Json:
    return phone.note("") | {"kind": "followup.record", "body": body, "at": clock.now().isoformat()}


def whole(phone: FakePhone, county: Any) -> Json:
    return dict(phone.ask("GET", f"packages/{county.villages[0].key}/?format=2").json())


@pytest.mark.requirement("R123")
def test_a_phone_carries_the_calls_and_brings_the_results(
    phone: FakePhone, contact: Contact, household: Household, person: Person, county: Any, make_person: Any
) -> None:
    make_contact(make_person(county.hongxi))
    package = whole(phone, county)
    (entry,) = package["contacts"]["people"]
    assert (entry["uuid"], entry["household"]) == (str(contact.uuid), str(household.uuid))
    assert (entry["name"], entry["first"]) == (person.name, True)
    assert [code for code, _words in package["contacts"]["asks"]["result"]][:2] == ["still", "changed"]
    assert str(package["households"]).count("'contact'") == 1
    family = {"contact": str(contact.uuid), "result": "still", "spoke_with": "family", "kept": {"pay": "no"}}
    phone.results(op(phone, family))
    with everywhere(reason="test"):
        done = Contact.objects.get(pk=contact.pk)
    assert (done.status, done.is_proxy, done.said["kept"]) == ("done", True, {"pay": "no"})
    changes = phone.ask("GET", f"changes/{county.villages[0].key}/?since={package['cursor']}").json()
    assert changes["contacts"][0]["people"] == []


def test_not_reached_is_counted_and_what_somebody_did_meanwhile_is_refused(phone: FakePhone, contact: Contact) -> None:
    missed = {"contact": str(contact.uuid), "result": "not_reached"}
    phone.results(op(phone, missed), op(phone, {**missed, "result": "still"}), op(phone, {**missed, "result": "still"}))
    with everywhere(reason="test"):
        done = Contact.objects.get(pk=contact.pk)
        results = list(Op.objects.order_by("pk").values_list("result", flat=True))
    assert (done.tries, done.status, done.done_on) == (1, "done", clock.today())
    assert results == ["applied", "applied", "rejected"]
