"""The pages of the health office, of disinfection, and what a stranger is told of a certificate."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.urls import reverse

from gangqiao.accounts.reads import actor_of
from gangqiao.audit.models import Look
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere
from gangqiao.transfers.forms.gates import tenths_of
from gangqiao.transfers.models import Disinfection, HealthCheck, Passenger, Vehicle
from gangqiao.transfers.tests.made import make_batch, make_passenger, make_trip
from gangqiao.transfers.tests.test_gates import GATES, token_of
from gangqiao.transfers.tests.test_gates import record as record_check
from gangqiao.transfers.views.certificate import pace

CONSENT = {"consent_on": dt.date(2026, 1, 1), "consent_way": "spoken"}
GIVEN = {"temperature": "36.5", "asked": "on", "clinic": "新哨镇卫生院"}


@pytest.fixture
def batch(county: Any) -> Any:
    return make_batch(county.division, gates=GATES, departs_at=clock.now() + dt.timedelta(hours=10))


@pytest.fixture
def people(batch: Any, make_person: Any) -> list[Any]:
    return [
        make_passenger(make_person(name=name), batch, status="confirmed", shown_phone=f"1380013800{n}", **CONSENT)
        for n, name in enumerate(("王小明", "李大方", "张三丰"))
    ]


@pytest.fixture
def nurse(make_user: Any, county: Any) -> Any:
    return make_user("health", county.division, "nurse")


def at(minutes_ago: int = 5) -> str:
    return f"{(clock.now() - dt.timedelta(minutes=minutes_ago)).astimezone(clock.TZ):%Y-%m-%dT%H:%M}"


def statuses() -> list[str]:
    with everywhere(reason="test"):
        return list(Passenger.objects.order_by("pk").values_list("status", flat=True))


@pytest.mark.requirement("R119", "R120")
@pytest.mark.django_db
def test_the_health_office_checks_one_after_the_other_and_sees_nothing_else_of_them(batch, people, nurse, client_of):
    browser = client_of(nurse)
    assert batch.number in browser.get(reverse("transfers:checks")).content.decode()
    listed = browser.get(reverse("transfers:checks_of", args=[batch.uuid])).content.decode()
    assert "王小明" in listed
    assert "13800138000" in listed
    with everywhere(reason="test"):
        person = people[0].person
    assert person.id_number not in listed
    assert browser.get(reverse("people:person", args=[person.uuid])).status_code in (403, 404)
    first = browser.post(reverse("transfers:check", args=[people[0].uuid]), {**GIVEN, "at": at()})
    assert first["Location"] == reverse("transfers:check", args=[people[1].uuid])
    page = browser.get(first["Location"]).content.decode()
    assert "新哨镇卫生院" in page
    browser.post(reverse("transfers:check", args=[people[1].uuid]), {**GIVEN, "at": at(), "yes_contact": "on"})
    last = browser.post(reverse("transfers:check", args=[people[2].uuid]), {**GIVEN, "at": at(), "hold": "on"})
    assert last["Location"] == reverse("transfers:checks_of", args=[batch.uuid])
    assert statuses() == ["cleared", "held", "held"]
    looks = Look.objects.filter(actor_name=actor_of(nurse).name).order_by("-seq")
    assert {one.verb for one in looks} == {"transfers.view_checks", "transfers.check"}


@pytest.mark.requirement("R120", "D07")
@pytest.mark.django_db
@pytest.mark.parametrize("who", ["city_officer", "township_clerk", "village_officer", "auditor"])
def test_what_was_found_is_read_by_nobody_outside_of_the_health_office(batch, people, nurse, who, client_of):
    record_check(people[0], actor_of(nurse), tenths=389)
    assert "38.9" in client_of(nurse).get(reverse("transfers:check", args=[people[0].uuid])).content.decode()
    browser = client_of(who)
    for name, key in (("check", people[0]), ("checks_of", batch), ("check_table", batch), ("checks", None)):
        address = reverse(f"transfers:{name}", args=[key.uuid] if key else [])
        assert browser.get(address).status_code in (403, 404), name
    for name, key in (("passenger", people[0]), ("batch", batch)):
        assert "38.9" not in browser.get(reverse(f"transfers:{name}", args=[key.uuid])).content.decode()


@pytest.mark.requirement("R120")
@pytest.mark.django_db
def test_a_check_with_faults_is_shown_again_with_each_of_them(people, nurse, client_of):
    address = reverse("transfers:check", args=[people[0].uuid])
    for wrong, words in (
        ({"temperature": "hot"}, "36.5"),
        ({"temperature": "12.0"}, "34.0"),
        ({"asked": ""}, "question"),
        ({"at": at(-60)}, "after it was made"),
    ):
        answer = client_of(nurse).post(address, {**GIVEN, "at": at(), **wrong}, headers={"accept-language": "en"})
        assert answer.status_code == 422
        assert words in re.sub("<[^>]+>", "", answer.content.decode()), wrong
    assert statuses() == ["confirmed"] * 3


@pytest.mark.requirement("R119")
@pytest.mark.django_db
def test_a_whole_list_is_entered_at_once_and_what_is_wrong_stays(batch, people, nurse, client_of):
    first, second, third = (one.uuid.hex for one in people)
    typed = {f"t_{first}": "365", f"t_{second}": "99", f"t_{third}": "36．2", f"y_{third}_symptoms": "on"}
    address = reverse("transfers:check_table", args=[batch.uuid])
    answer = client_of(nurse).post(address, {**typed, "asked": "on", "clinic": "卫生院", "at": at()})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'value="{99}"' in page
    assert "王小明" not in page
    assert statuses() == ["cleared", "confirmed", "held"]
    again = client_of(nurse).post(address, {f"t_{second}": "36.6", "asked": "on", "clinic": "卫生院", "at": at(1)})
    assert again.status_code == 302
    assert statuses() == ["cleared", "cleared", "held"]


@pytest.mark.requirement("R121")
@pytest.mark.django_db
def test_where_no_check_is_asked_for_the_pages_say_so_and_take_none(people, batch, nurse, client_of):
    type(batch).objects.filter(pk=batch.pk).update(gates={})
    browser = client_of(nurse)
    assert batch.number not in browser.get(reverse("transfers:checks")).content.decode()
    english = {"headers": {"accept-language": "en"}}
    page = browser.get(reverse("transfers:checks_of", args=[batch.uuid]), **english).content.decode()
    assert "王小明" not in page
    answer = browser.post(reverse("transfers:check", args=[people[0].uuid]), {**GIVEN, "at": at()}, **english)
    assert answer.status_code == 422
    assert "No health check is asked for" in answer.content.decode()
    with everywhere(reason="test"):
        assert not HealthCheck.objects.exists()


@pytest.mark.requirement("R121", "R002")
@pytest.mark.django_db
def test_a_stranger_learns_whether_a_certificate_holds_and_nothing_about_health(people, nurse, client):
    record_check(people[0], actor_of(nurse), tenths=367)
    number, code = token_of(people[0])
    typed = {"number": f"{number[:4]} {number[4:]}".lower(), "code": f"{code[:6]}-{code[6:]}"}
    sent = client.post(reverse("transfers:ask_certificate"), typed)
    answer = client.get(sent["Location"])
    page = answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert "王*明" in page
    assert not re.search(r"王小明|36\.7|367|13800138000|新哨(?!镇卫生院)", page)
    record_check(people[0], actor_of(nurse), tenths=380, at=clock.now() - dt.timedelta(minutes=1))
    english = client.get(sent["Location"], headers={"accept-language": "en"}).content.decode()
    assert "Revoked" in english
    assert "38.0" not in english
    for wrong in ("0" * 26, "x", number, f"{number}{code[:-1]}{'0' if code[-1] != '0' else '1'}"):
        assert client.get(reverse("transfers:certificate", args=[wrong])).status_code == 404
    assert client.post(reverse("transfers:ask_certificate"), {"number": number, "code": "12"}).status_code == 422


@pytest.mark.requirement("R121")
@pytest.mark.django_db
def test_whoever_guesses_has_to_wait(county, client):
    pace.forget()
    codes = [client.get(reverse("transfers:certificate", args=["0" * 26])).status_code for _n in range(pace.most + 1)]
    pace.forget()
    assert (codes[0], codes[-1]) == (404, 429)


@pytest.mark.requirement("R121")
@pytest.mark.django_db
def test_the_transport_office_records_the_disinfection_of_what_leaves_soon(
    batch, county, make_user, client_of, stranger
):
    bus = Vehicle.objects.create(area=county.division, plate="云G12345", kind="coach", seats=45)
    trip = make_trip(batch, vehicle=bus)
    browser = client_of(make_user("transport", county.division))
    page = browser.get(reverse("transfers:disinfection")).content.decode()
    assert "云G12345" in page
    address = reverse("transfers:disinfect", args=[trip.uuid])
    assert browser.post(address, {"agent": "84", "at": at(60 * 40)}).status_code == 422
    assert browser.post(address, {"agent": "84", "at": at()}).status_code == 302
    assert Disinfection.objects.get().plate == "云G12345"
    assert client_of("city_officer").post(address, {"agent": "84", "at": at()}).status_code in (403, 404)


@pytest.mark.requirement("R120", "R121")
@pytest.mark.django_db
def test_what_is_to_be_done_before_a_departure_stands_on_the_list_of_work(batch, people, county, nurse, client_of):
    bus = Vehicle.objects.create(area=county.division, plate="云G12345", kind="coach", seats=45)
    make_trip(batch, vehicle=bus)
    record_check(people[0], actor_of(nurse))
    page = client_of(nurse).get("/", headers={"accept-language": "en"}).content.decode()
    assert f"2 people of batch {batch.number} are to be checked" in page
    assert "1 vehicle is to be disinfected" in page


@pytest.mark.requirement("R120")
@pytest.mark.django_db
def test_the_office_holds_back_and_lets_go_on_the_page_of_the_passenger(people, nurse, client_of):
    record_check(people[0], actor_of(nurse))
    browser, key = client_of("township_clerk"), [people[0].uuid]
    page = browser.get(reverse("transfers:passenger", args=key)).content.decode()
    assert reverse("transfers:hold_back", args=key) in page
    browser.post(reverse("transfers:hold_back", args=key), {"reason": "an ID card is missing"})
    assert statuses()[0] == "held"
    page = browser.get(reverse("transfers:passenger", args=key)).content.decode()
    assert reverse("transfers:pass_gate", args=key) in page
    browser.post(reverse("transfers:pass_gate", args=key))
    assert statuses()[0] == "cleared"
    browser.post(reverse("transfers:ask_again", args=key))
    assert statuses()[0] == "confirmed"


def test_temperatures_are_read_as_people_type_them():
    typed = ("36.5", "36,5", "365", "36", " 37.3 ℃", "３６．５", "3.65", "hot", "", "36.55")
    assert [tenths_of(text) for text in typed] == [365, 365, 365, 360, 373, 365, None, None, None, None]
