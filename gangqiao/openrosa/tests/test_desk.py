"""The pages: connect and disconnect a phone app, and the list of what needs somebody."""

from __future__ import annotations

import base64
import re
from typing import Any

import pytest

from gangqiao.accounts.models import Device
from gangqiao.audit.models import Event
from gangqiao.kernel.scope import everywhere
from gangqiao.openrosa.models import Entity, EntityWork, Submission
from gangqiao.openrosa.tests.collect import Collect
from gangqiao.openrosa.tests.conftest import READ_OUT

pytestmark = pytest.mark.django_db


@pytest.fixture
def failed(phone: Collect, person: Any) -> EntityWork:
    """An answer that could not be carried over: the notice was not read."""
    phone.send(phone.fill("person_update", str(person.uuid), person_education="61"))
    with everywhere(reason="test"):
        return EntityWork.objects.get()


def test_a_phone_app_is_connected_by_a_code_that_is_shown_once(campaign, client_of, county):
    browser = client_of("village_officer")
    assert browser.get("/phone-apps/").status_code == 200
    given = {"village": county.villages[0].key, "name": "Redmi"}
    page = browser.post("/phone-apps/connect/", given)
    assert page.status_code == 200
    assert b"data:image/svg+xml" in page.content
    url = re.search(r"http://testserver(/v1/key/[\w-]+/projects/\d+)", page.content.decode())[1]
    assert "person_update" in Collect(url).form_list()
    assert Event.objects.filter(verb="accounts.enrol_device").exists()
    assert url.split("/")[3] not in browser.get("/phone-apps/").content.decode()


def test_nobody_connects_a_phone_to_a_village_of_others(campaign, client_of, county):
    for who in ("village_officer", "stranger"):
        given = {"village": county.villages[1].key, "name": "Redmi"}
        assert client_of(who).post("/phone-apps/connect/", given).status_code == 422
    assert not Device.objects.exists()


def test_a_phone_app_is_disconnected_with_a_reason_by_officer_or_township(phone, connected, client_of):
    url = f"/phone-apps/{connected.device.uuid}/disconnect/"
    assert client_of("stranger").post(url, {"reason": "丢了"}).status_code == 404
    client_of("township_clerk").post(url, {"reason": ""})
    assert not Device.objects.get(pk=connected.device.pk).is_revoked
    client_of("township_clerk").post(url, {"reason": "丢了"})
    assert Device.objects.get(pk=connected.device.pk).is_revoked
    assert "丢了" in client_of("village_officer").get("/phone-apps/").content.decode()


def test_what_failed_stands_in_the_list_and_at_home_with_owner_and_reason(failed, client_of, person):
    for who in ("village_officer", "township_clerk"):
        page = client_of(who).get("/phone-apps/work/").content.decode()
        assert str(person) in page
        assert failed.owner in page
        assert "宣读" in page or "notice" in page
        assert "/phone-apps/work/" in client_of(who).get("/").content.decode()
    other = client_of("stranger")
    assert str(person) not in other.get("/phone-apps/work/").content.decode()
    assert other.post(f"/phone-apps/work/{failed.uuid}/again/").status_code == 404
    assert other.post(f"/phone-apps/work/{failed.uuid}/settle/", {"reason": "好了"}).status_code == 404


def test_what_failed_is_tried_again_once_the_cause_is_gone(failed, client_of, person, register):
    from gangqiao.surveys.models import Task

    with everywhere(reason="the notice was read at the desk"):
        Task.objects.filter(household=person.household_id).update(notice_version=1)
    client_of("village_officer").post(f"/phone-apps/work/{failed.uuid}/again/")
    assert register(person).education == "61"
    with everywhere(reason="test"):
        assert EntityWork.objects.get().state == "applied"


def test_what_was_mended_by_hand_leaves_the_list_with_how(failed, client_of):
    browser = client_of("village_officer")
    url = f"/phone-apps/work/{failed.uuid}/settle/"
    browser.post(url, {"reason": ""})
    with everywhere(reason="test"):
        assert EntityWork.objects.get().state == "failed"
    browser.post(url, {"reason": "已在电脑上更正"})
    with everywhere(reason="test"):
        done = EntityWork.objects.get()
        assert (done.state, done.settled_why) == ("settled", "已在电脑上更正")


def test_two_different_answers_are_shown_side_by_side_until_somebody_looked(phone, another_phone, person, client_of):
    other = another_phone()
    key = str(person.uuid)
    phone.send(phone.fill("person_update", key, person_education="61", **READ_OUT))
    other.send(other.fill("person_update", key, person_education="71", **READ_OUT))
    browser = client_of("township_clerk")
    page = browser.get("/phone-apps/work/").content.decode()
    with everywhere(reason="test"):
        entity = Entity.objects.get(key=key)
    assert f"/phone-apps/entities/{entity.uuid}/resolve/" in page
    assert client_of("stranger").post(f"/phone-apps/entities/{entity.uuid}/resolve/").status_code == 404
    browser.post(f"/phone-apps/entities/{entity.uuid}/resolve/")
    assert str(entity.uuid) not in browser.get("/phone-apps/work/").content.decode()


def test_a_form_is_taken_back_by_the_township_only(failed, client_of, phone):
    with everywhere(reason="test"):
        form = Submission.objects.get()
    url = f"/phone-apps/submissions/{form.uuid}/withdraw/"
    assert client_of("village_officer").post(url, {"reason": "错了"}).status_code == 403
    client_of("township_clerk").post(url, {"reason": "错了"})
    with everywhere(reason="test"):
        assert Submission.objects.get().withdrawn_at is not None
        assert EntityWork.objects.get().state == "settled"


def test_what_was_sent_is_sealed_at_rest(phone, person, failed):
    with everywhere(reason="test"):
        row = Submission.objects.values().get()
        work = EntityWork.objects.values().get()
    for sealed in (row["xml"], work["stored"]):
        assert person.name.encode() not in bytes(sealed)
        assert base64.b64encode(b"person_education")[:8] not in bytes(sealed)
