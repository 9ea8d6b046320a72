"""Devices: a code connects one, a token lets it in, and only by its own door."""

from __future__ import annotations

import datetime as dt

import pytest
from django.http import HttpResponse, JsonResponse
from django.test import Client
from django.urls import get_resolver

from gangqiao.accounts import actions
from gangqiao.accounts.models import Device, Enrolment
from gangqiao.accounts.reads import actor_of
from gangqiao.accounts.refusals import CodeNotValid, NoReason
from gangqiao.audit.models import Event
from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel import clock
from gangqiao.kernel.addresses import address
from gangqiao.kernel.scope import get_scope
from gangqiao.places.models import Division

VERB = "sync.carry"


def said(request) -> HttpResponse:
    return JsonResponse(
        {"areas": get_scope().areas, "name": request.actor.name, "is_user": request.user.is_authenticated}
    )


@pytest.fixture(autouse=True)
def pages():
    """A page for devices, one for sessions, and one for devices that nobody need be."""
    patterns = get_resolver().url_patterns
    made = [
        address("door/phone/", said, who=VERB, name="p", methods=("GET", "POST"), door="phone"),
        address("door/desk/", said, who=VERB, name="d", methods=("GET", "POST")),
        address("door/public/", said, who="public", name="o", methods=("POST",), door="phone"),
    ]
    patterns[:0] = made
    yield
    for pattern in made:
        patterns.remove(pattern)


@pytest.fixture
def phone(village_officer, county):
    """A connected phone and its token."""
    code = actions.make_code(actor=village_officer, area=county.villages[0], verb=VERB)
    return actions.enrol(code, name="  my\tphone ")


def browser_with(token: str, **options) -> Client:
    return Client(headers={"authorization": f"Bearer {token}"}, **options)


def test_a_code_connects_one_phone_once(village_officer, county):
    code = actions.make_code(actor=village_officer, area=county.villages[0], verb=VERB)
    device, token = actions.enrol(f" {code[:5]}-{code[5:].lower()} ", name="甲的手机")
    assert (device.user_id, device.area_id, device.name) == (village_officer.user_id, county.villages[0].pk, "甲的手机")
    assert token not in str(Device.objects.values().get())
    assert code not in str(Enrolment.objects.values().get())
    with pytest.raises(CodeNotValid):
        actions.enrol(code, name="another")
    assert Device.objects.count() == 1
    assert list(Event.objects.order_by("seq").values_list("verb", flat=True))[-2:] == [
        "accounts.make_device_code",
        "accounts.enrol_device",
    ]


@pytest.mark.parametrize("minutes", [15, 60])
def test_a_code_is_outdated_after_a_quarter_of_an_hour(village_officer, county, minutes):
    with clock.frozen_at(dt.date(2020, 3, 16)):
        code = actions.make_code(actor=village_officer, area=county.villages[0], verb=VERB)
        then = clock.now() + dt.timedelta(minutes=minutes)
    with clock.frozen_at(then), pytest.raises(CodeNotValid):
        actions.enrol(code, name="late")


def test_a_new_code_ends_the_one_before(village_officer, county):
    first, _second = (actions.make_code(actor=village_officer, area=county.villages[0], verb=VERB) for _ in range(2))
    with pytest.raises(CodeNotValid):
        actions.enrol(first, name="x")


def test_a_code_is_made_only_for_the_own_area(village_officer, county):
    with pytest.raises(NotYourVerb):
        actions.make_code(actor=village_officer, area=county.villages[1], verb=VERB)


def test_a_phone_comes_in_with_its_token_and_sees_its_area(phone, county):
    device, token = phone
    answer = browser_with(token, enforce_csrf_checks=True).post("/door/phone/")
    assert answer.status_code == 200
    assert answer.json() == {"areas": [county.villages[0].pk], "name": device.user.display_name, "is_user": False}
    assert not answer.cookies
    assert answer["Vary"] == "Authorization, Accept-Language"
    device.refresh_from_db()
    assert device.seen_at is not None
    assert device.name == "my phone"


def test_posts_are_cut_to_the_area_of_the_device(officials, county, township_clerk):
    village = county.villages[0]
    code = actions.make_code(actor=township_clerk, area=village, verb=VERB)
    _device, token = actions.enrol(code, name="x")
    assert browser_with(token).get("/door/phone/").json()["areas"] == [village.pk]


@pytest.mark.parametrize("token", ["", "wrong", "x" * 43, "x" * 5000])
def test_who_has_no_token_of_ours_is_told_nothing(phone, token):
    answer = browser_with(token).get("/door/phone/")
    assert (answer.status_code, answer.json()) == (401, {})


def revoked(device, village_officer):
    actions.revoke(device, actor=village_officer, verb="sync.revoke", reason="lost")


def disabled(device, village_officer):
    device.user.is_active = False
    device.user.save()


def ended(device, village_officer):
    device.user.grants.update(valid_to=dt.date(2019, 2, 1))


def moved(device, village_officer):
    other = Division.objects.filter(level="village").exclude(pk=device.area_id).first()
    device.user.grants.update(area=other)


@pytest.mark.parametrize("how", [revoked, disabled, ended, moved])
def test_a_closed_phone_is_told_to_forget_everything(phone, village_officer, how):
    device, token = phone
    how(device, village_officer)
    answer = browser_with(token).get("/door/phone/")
    assert (answer.status_code, answer.json()) == (401, {"wipe": True})


def test_a_session_does_not_enter_the_door_of_devices(client_of):
    browser = client_of("village_officer")
    assert browser.get("/door/desk/").status_code == 200
    before = dict(browser.session)
    answer = browser.get("/door/phone/")
    assert (answer.status_code, answer.json()) == (401, {})
    assert browser.post("/door/public/").json()["is_user"] is False
    assert dict(browser.session) == before


def test_a_device_does_not_enter_the_door_of_sessions(phone):
    answer = browser_with(phone[1]).get("/door/desk/", headers={"accept": "application/json"})
    assert answer.status_code == 401
    assert answer["X-Gangqiao-Refusal"] == "sign_in"


def test_a_phone_of_another_is_revoked_by_who_holds_the_verb_there(phone, township_clerk, stranger, village_officer):
    device, _token = phone
    with pytest.raises(NotYourVerb):
        actions.revoke(device, actor=stranger, verb="sync.revoke", reason="no")
    with pytest.raises(NoReason):
        actions.revoke(device, actor=township_clerk, verb="sync.revoke", reason="  ")
    first = actions.revoke(device, actor=township_clerk, verb="sync.revoke", reason="lost in the market")
    again = actions.revoke(device, actor=village_officer, verb="sync.revoke", reason="again")
    assert (again.reason, again.revoked_at) == ("lost in the market", first.revoked_at)


def test_two_phones_with_one_code_at_once_connect_one(shared_database, make_user, county, at_once):
    actor = actor_of(make_user("village_officer", county.villages[0]))
    code = actions.make_code(actor=actor, area=county.villages[0], verb=VERB)
    results = at_once(8, lambda n: actions.enrol(code, name=str(n)))
    assert sum(not isinstance(r, Exception) for r in results) == 1
    assert Device.objects.count() == 1
