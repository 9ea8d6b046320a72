"""The desk: connect and revoke phones, and settle what was not taken in."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from gangqiao.audit.models import Event, Look
from gangqiao.kernel import clock
from gangqiao.kernel.scope import scope_of
from gangqiao.sync import kinds
from gangqiao.sync.kinds import About, Kind
from gangqiao.sync.models import Op, Phone
from gangqiao.sync.sources import entries_not_taken_in, phones_that_hold_entries
from gangqiao.sync.tests.conftest import TOY, apply_note, effects


@pytest.fixture
def rejected(phone):
    """An entry that was not taken in; its content has a number that is nobody's business."""
    op = phone.note("loud 532526199001011237")
    phone.results(op)
    with scope_of(phone.device.area_id):
        return Op.objects.get(uuid=op["id"])


def test_the_page_that_connects_a_phone_shows_a_picture_and_the_same_code_to_type(client_of, county, connect_phone):
    browser = client_of("village_officer")
    assert county.villages[0].key in browser.get("/phones/").content.decode()
    page = browser.post("/phones/connect/", {"area": county.villages[0].key})
    text = page.content.decode()
    code = re.search(r'class="phone-code">([A-Z2-9 ]+)<', text)[1]
    assert 'src="data:image/svg+xml' in text
    assert "<script>" not in text
    assert "no-store" in page["Cache-Control"]
    answer = browser.post("/phone/enrol/", {"code": code, "name": "甲的手机"}, content_type="application/json")
    assert answer.status_code == 200
    assert "甲的手机" in browser.get("/phones/").content.decode()


@pytest.mark.parametrize("area", ["", "zzz", "next door"])
def test_a_phone_is_not_connected_to_another_village(client_of, county, area):
    key = county.villages[1].key if area == "next door" else area
    assert client_of("village_officer").post("/phones/connect/", {"area": key}).status_code == 404


def test_an_own_phone_is_revoked_with_a_reason(client_of, phone):
    browser = client_of("village_officer")
    with scope_of(phone.device.area_id):
        own = Phone.objects.get(device=phone.device)
    url = f"/phones/mine/{own.uuid}/revoke/"
    browser.post(url, {"reason": ""})
    assert phone.ask("GET", "me/").status_code == 200
    browser.post(url, {"reason": "lost at the market"})
    assert phone.ask("GET", "me/").json() == {"wipe": True}
    assert "lost at the market" in browser.get("/phones/").content.decode()
    assert Event.objects.filter(verb="accounts.revoke_device", reason="lost at the market").exists()


def test_the_township_sees_the_phones_of_its_villages_and_revokes_them(client_of, phone):
    phone.results(unsent={"count": 3, "since": "2019-01-01T00:00:00+08:00"}, device_at="2001-01-01T00:00:00Z")
    with scope_of(phone.device.area_id):
        own = Phone.objects.get(device=phone.device)
    township = client_of("township_clerk")
    text = township.get("/phones/all/").content.decode()
    assert phone.device.user.display_name in text
    assert "state-warn" in text  # its clock
    assert str(own.uuid) not in client_of("stranger").get("/phones/all/").content.decode()
    assert client_of("stranger").post(f"/phones/all/{own.uuid}/revoke/", {"reason": "x"}).status_code == 404
    # The village next door has no phone of this one either.
    assert client_of("township_clerk").post(f"/phones/mine/{own.uuid}/revoke/", {"reason": "x"}).status_code == 404
    township.post(f"/phones/all/{own.uuid}/revoke/", {"reason": "officer has left"})
    assert phone.ask("GET", "me/").status_code == 401
    assert str(own.uuid) not in township.get("/phones/all/").content.decode()
    assert "officer has left" in township.get("/phones/all/?part=revoked").content.decode()


def test_an_entry_not_taken_in_waits_with_owner_and_age_and_is_read_by_who_may(client_of, rejected):
    listed = client_of("township_clerk").get("/phones/entries/").content.decode()
    assert str(rejected.uuid) in listed
    assert rejected.user.display_name in listed
    page = client_of("village_officer").get(f"/phones/entries/{rejected.uuid}/").content.decode()
    assert "loud" in page
    assert "199001011237" not in listed + page
    assert Look.objects.latest("seq").subject == f"sync.op:{rejected.uuid}"
    assert str(rejected.uuid) not in client_of("stranger").get("/phones/entries/").content.decode()
    assert client_of("stranger").get(f"/phones/entries/{rejected.uuid}/").status_code == 404


def test_an_entry_is_closed_with_a_reason_and_stays_to_be_read(client_of, phone, rejected):
    browser = client_of("village_officer")
    url = f"/phones/entries/{rejected.uuid}/"
    browser.post(f"{url}close/", {"reason": " "})
    assert str(rejected.uuid) in browser.get("/phones/entries/").content.decode()
    browser.post(f"{url}close/", {"reason": "entered at the desk"})
    assert str(rejected.uuid) not in browser.get("/phones/entries/").content.decode()
    assert "entered at the desk" in browser.get(url).content.decode()
    assert Event.objects.filter(verb="sync.settle", reason="entered at the desk").exists()
    # The phone is told the same as before, and its receipt still counts it.
    assert phone.results(phone.made[0])[0]["before"] == "rejected"
    assert phone.ask("GET", "receipt/").json()["count"] == 1


def test_an_entry_is_tried_again_by_the_desk(client_of, phone, rejected, monkeypatch):
    browser = client_of("township_clerk")
    url = f"/phones/entries/{rejected.uuid}/again/"
    browser.post(url)
    assert effects() == {}
    monkeypatch.setitem(kinds._KINDS, TOY, Kind(TOY, lambda op, actor: kinds.Outcome(), "note"))
    browser.post(url)
    with scope_of(rejected.area_id):
        rejected.refresh_from_db()
    assert (rejected.result, rejected.is_open) == ("applied", False)
    assert phone.results(phone.made[0])[0]["before"] == "applied"
    assert browser.get(f"/phones/entries/{rejected.uuid}/").status_code == 404


def test_what_waits_for_a_lost_entry_is_taken_in_by_the_desk(client_of, phone):
    lost = phone.note("never sent")
    waits = phone.note("waits", after=lost["id"])
    phone.results(waits)
    client_of("village_officer").post(f"/phones/entries/{waits['id']}/again/")
    assert list(effects()) == [waits["id"]]


def test_closing_what_waits_lets_the_next_one_in(client_of, phone):
    lost = phone.note("never sent")
    waits = phone.note("waits", after=lost["id"])
    next_one = phone.note("next", after=waits["id"])
    assert [t["result"] for t in phone.results(waits, next_one)] == ["waiting", "waiting"]
    client_of("village_officer").post(f"/phones/entries/{waits['id']}/close/", {"reason": "a mistake"})
    phone.results()
    assert list(effects()) == [next_one["id"]]


def test_what_was_kept_apart_for_its_number_is_not_tried_again(client_of, phone):
    op = phone.note("hello")
    phone.results(op, {**phone.note("other"), "seq": 1})
    with scope_of(phone.device.area_id):
        apart = Op.objects.get(claimed__isnull=False)
    client_of("village_officer").post(f"/phones/entries/{apart.uuid}/again/")
    assert list(effects()) == [op["id"]]


def test_what_was_taken_in_is_not_read_here(client_of, phone):
    op = phone.note("hello")
    phone.results(op)
    browser = client_of("village_officer")
    for part in ("", "again/", "close/"):
        answer = (
            browser.post(f"/phones/entries/{op['id']}/{part}") if part else browser.get(f"/phones/entries/{op['id']}/")
        )
        assert answer.status_code == 404


def test_the_kind_says_whom_an_entry_is_about_and_where_it_is_entered(
    client_of, rejected, monkeypatch, make_person, county
):
    person = make_person(county.villages[0], name="甲鸣雀")

    def about(op, actor):
        return About("Household 7", "/surveys/", lines=[("Person", person.name)], persons=[person.uuid])

    monkeypatch.setitem(kinds._KINDS, TOY, Kind(TOY, apply_note, "note", about))
    page = client_of("village_officer").get(f"/phones/entries/{rejected.uuid}/").content.decode()
    assert "Household 7" in page
    assert 'href="/surveys/"' in page
    assert "甲鸣雀" in page
    assert Look.objects.latest("seq").persons == [str(person.uuid)]


def test_the_list_of_work_counts_what_waits(phone, village_officer, township_clerk, rejected):
    with scope_of(phone.device.area_id):
        (entry,) = entries_not_taken_in(village_officer)
        assert entry.count == 1
    with scope_of("zzz"):
        assert list(entries_not_taken_in(village_officer)) == []
    since = (clock.now() - dt.timedelta(days=2)).isoformat()
    phone.results(unsent={"count": 2, "since": since})
    with scope_of(phone.device.area_id):
        (held,) = phones_that_hold_entries(township_clerk)
    assert held.count == 1
