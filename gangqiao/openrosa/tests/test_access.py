"""Who comes in by the door of phone apps, and what they are shown (design notes 2a, 2b)."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from typing import Any

import pytest
from django.test import Client

from gangqiao.accounts.models import Device, Grant
from gangqiao.audit.models import Look
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.openrosa import actions
from gangqiao.openrosa.actions.connecting import coded
from gangqiao.openrosa.tests.collect import HEADERS, Collect
from gangqiao.people import actions as people
from gangqiao.people.models import GovernedChange
from gangqiao.surveys.tests.made import open_survey

pytestmark = pytest.mark.django_db


def digest_of(challenge: str, username: str, password: str, method: str, uri: str) -> str:
    """The answer of RFC 7616 to a challenge, as a phone's HTTP library makes it."""
    said = dict(re.findall(r'(\w+)="([^"]*)"', challenge))

    def md5(text: str) -> str:
        return hashlib.md5(text.encode()).hexdigest()

    ha1, ha2 = md5(f"{username}:{said['realm']}:{password}"), md5(f"{method}:{uri}")
    response = md5(f"{ha1}:{said['nonce']}:00000001:0a4f113b:auth:{ha2}")
    return (
        f'Digest username="{username}", realm="{said["realm"]}", nonce="{said["nonce"]}", uri="{uri}", '
        f'qop=auth, nc=00000001, cnonce="0a4f113b", response="{response}", algorithm=MD5'
    )


def test_who_says_nothing_is_asked_and_a_wrong_key_is_told_so(campaign, connected):
    asked = Client().get(f"/v1/projects/{campaign.pk}/formList", **HEADERS)
    assert asked.status_code == 401
    assert "Digest" in asked["WWW-Authenticate"]
    assert asked["X-OpenRosa-Version"] == "1.0"
    wrong = Client().get(f"/v1/key/{'x' * 43}/projects/{campaign.pk}/formList", **HEADERS)
    assert wrong.status_code == 403
    assert Client().head(f"/v1/projects/{campaign.pk}/submission", **HEADERS).status_code == 401


def test_name_and_password_come_in_by_digest(campaign, connected, person):
    uri = f"/v1/projects/{campaign.pk}/formList"
    challenge = Client().get(uri, **HEADERS)["WWW-Authenticate"]
    answer = digest_of(challenge, connected.username, connected.password, "GET", uri)
    assert Client().get(uri, **HEADERS, HTTP_AUTHORIZATION=answer).status_code == 200
    wrong = digest_of(challenge, connected.username, "guessed", "GET", uri)
    assert Client().get(uri, **HEADERS, HTTP_AUTHORIZATION=wrong).status_code == 401
    # Made for another address, it opens nothing here.
    other = digest_of(challenge, connected.username, connected.password, "GET", "/v1/projects/0/formList")
    assert Client().get(uri, **HEADERS, HTTP_AUTHORIZATION=other).status_code == 401
    forged = answer.replace(re.search(r'nonce="([^"]+)"', answer)[1], "x" * 40)
    assert Client().get(uri, **HEADERS, HTTP_AUTHORIZATION=forged).status_code == 401


def test_a_password_as_it_is_comes_in_over_tls_or_within_this_machine_only(campaign, connected):
    uri = f"/v1/projects/{campaign.pk}/formList"
    basic = base64.b64encode(f"{connected.username}:{connected.password}".encode()).decode()
    given: dict[str, Any] = {**HEADERS, "HTTP_AUTHORIZATION": f"Basic {basic}"}
    assert Client().get(uri, **given).status_code == 200  # 127.0.0.1
    assert Client().get(uri, **given, REMOTE_ADDR="10.1.2.3", secure=True).status_code == 200
    refused = Client().get(uri, **given, REMOTE_ADDR="10.1.2.3")
    assert refused.status_code == 401
    assert "Basic" not in refused["WWW-Authenticate"]
    for broken in ("Basic !", "Basic " + base64.b64encode(b"\xff:x").decode(), "Digest x", "Bearer x"):
        assert Client().get(uri, **{**given, "HTTP_AUTHORIZATION": broken}).status_code == 401


def test_no_session_comes_in_by_the_door_and_no_key_by_the_pages(campaign, connected, client_of):
    assert client_of("village_officer").get(f"/v1/projects/{campaign.pk}/formList", **HEADERS).status_code == 401
    page = Client().get("/surveys/", HTTP_AUTHORIZATION=f"Bearer {connected.token}")
    assert page.status_code == 302


def test_a_disconnected_phone_is_out_at_once(phone, connected, village_officer, county):
    with scope_of(county.villages[0]):
        actions.disconnect(connected.device, reason="丢了", actor=village_officer)
    assert phone.get(f"{phone.base}/formList").status_code == 403


def test_a_phone_is_out_when_the_post_of_its_officer_ends(phone, connected):
    Grant.objects.filter(user=connected.device.user).update(valid_to="2020-01-01")
    assert phone.get(f"{phone.base}/formList").status_code == 403


def test_a_survey_that_does_not_reach_the_village_is_not_there(phone, connected, county):
    with everywhere(reason="test"):
        other = open_survey(county.hongxi.key)
    answer = phone.get(f"/v1/key/{connected.token}/projects/{other.pk}/formList")
    absent = phone.get(f"/v1/key/{connected.token}/projects/99999/formList")
    assert (answer.status_code, absent.status_code) == (404, 404)
    assert answer.content == absent.content


def test_a_phone_sees_only_the_people_of_its_village(phone, make_person, county, person):
    neighbour = make_person(county.villages[1])
    phone.refresh()
    assert set(phone.lists["persons"]) == {str(person.uuid)}
    found = phone.integrity(f"{phone.base}/datasets/persons/integrity", [str(neighbour.uuid), str(person.uuid)])
    assert found == {str(neighbour.uuid): True, str(person.uuid): False}


def test_a_person_of_another_village_cannot_be_changed(phone, make_person, county, person, works, register):
    neighbour = make_person(county.villages[1])
    filled = phone.fill("person_update", str(person.uuid), person_education="61", **READ)
    filled.xml = filled.xml.replace(str(person.uuid).encode(), str(neighbour.uuid).encode())
    assert phone.send(filled).status_code == 201
    assert [(w.state, w.fault) for w in works()] == [("failed", "NotListed")]
    assert register(neighbour).education == "70"


READ = {"notice_read": "OK", "notice_number": "1"}


def test_a_list_has_a_tag_and_is_not_sent_twice(phone, person):
    url = f"{phone.base}/forms/person_update/attachments/persons.csv"
    first = phone.get(url)
    assert phone.get(url, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304
    header = first.content.decode().splitlines()[0].split(",")
    assert header[:3] == ["name", "label", "__version"]
    with everywhere(reason="test"):
        assert str(person.uuid) in Look.objects.order_by("-seq").first().persons


def test_files_that_no_form_names_and_forms_that_are_not_there_are_404(phone):
    for url in (
        "forms/person_update/attachments/secret.csv", "forms/none.xml", "forms/none/manifest", "datasets/none/integrity"
    ):  # fmt: skip
        assert phone.get(f"{phone.base}/{url}").status_code == 404


def test_the_code_holds_what_collect_reads(connected, campaign):
    settings = json.loads(zlib.decompress(base64.b64decode(coded(connected.settings("https://example.org", campaign)))))
    assert settings["general"] == {
        "server_url": f"https://example.org/v1/key/{connected.token}/projects/{campaign.pk}",
        "form_update_mode": "match_exactly",
        "autosend": "wifi_and_cellular",
    }
    assert set(settings) == {"general", "project", "admin"}


def test_neither_key_nor_password_lies_in_the_database(connected):
    row = Device.objects.filter(pk=connected.device.pk).values().get()
    assert connected.token not in str(row)
    assert connected.password not in str(row)
    assert isinstance(row["secret"], (bytes, memoryview))


def test_one_form_can_be_asked_for_alone(phone):
    root = phone.get(f"{phone.base}/formList?formID=household_register").content
    assert root.count(b"<xform>") == 1
    assert Collect(phone.base).form_list().keys() == phone.listed.keys()


def test_a_list_is_made_again_only_when_something_happened_in_the_village(
    phone, person, county, make_person, city_officer, monkeypatch
):
    made = []
    real = actions.refresh_list
    monkeypatch.setattr(actions, "refresh_list", lambda *asked: made.append(asked) or real(*asked))
    phone.refresh()
    made.clear()
    phone.refresh()
    other = make_person(county.hongxi)
    with everywhere(reason="test"):
        people.correct_person(other.pk, values={"education": "61"}, actor=SYSTEM)
    phone.refresh()
    assert made == [], "nothing happened here"
    with everywhere(reason="test"):
        people.correct_person(person.pk, values={"education": "61"}, actor=SYSTEM)
    phone.refresh()
    assert {list_name for _campaign, list_name, _area in made} == {"persons", "households"}
    assert phone.lists["persons"][str(person.uuid)].properties["person_education"] == "61"
    with everywhere(reason="test"):
        people.transfer_household(other.household_id, area=county.groups[0].key, actor=SYSTEM, reason="迁入")
    phone.refresh()
    assert str(other.uuid) in phone.lists["persons"], "who arrives is on the list"
    with everywhere(reason="test"):
        people.undo(GovernedChange.objects.get().uuid, actor=city_officer, reason="错了")
    phone.refresh()
    assert str(other.uuid) not in phone.lists["persons"], "and who goes back is not"
