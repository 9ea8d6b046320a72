"""What a phone carries away, and that it carries nothing of others."""

from __future__ import annotations

import gzip
import hashlib
import json
from uuid import uuid4

import pytest
from django.db import OperationalError
from django.test import Client

from gangqiao.accounts import actions as accounts
from gangqiao.audit.events import record
from gangqiao.audit.models import Look
from gangqiao.kernel import files
from gangqiao.kernel.scope import scope_of
from gangqiao.people.models import Person
from gangqiao.sync import actions, parcels
from gangqiao.sync.models import Blob
from tests.addresses import doors_of_devices

PNG = b"\x89PNG\r\n\x1a\n" + bytes(3000)
DIGEST = hashlib.sha256(PNG).hexdigest()


@pytest.fixture
def households(monkeypatch):
    """A section with the persons of the village, and what changed in it."""
    monkeypatch.setattr(parcels, "_SECTIONS", {})
    monkeypatch.setattr(parcels, "_LAYOUTS", {})
    monkeypatch.setattr(parcels, "_CHANGES", {})

    def section(village, actor):
        persons = Person.objects.filter(area__key__startswith=village.key).order_by("pk")
        return [{"uuid": str(uuid4()), "persons": [{"uuid": str(p.uuid), "name": p.name} for p in persons]}], "1"

    parcels.register("households", section)
    parcels.register_changes("households", lambda village, since, actor: {"households": [], "gone": [str(since)]})


def test_a_package_holds_the_village_and_a_look_is_written(phone, households, county, make_person):
    person = make_person(county.villages[0], name="甲鸣雀")
    make_person(county.villages[1], name="乙鸣雀")
    answer = phone.ask("GET", f"packages/{county.villages[0].key}/?format=2")
    package = answer.json()
    assert package["village"] == {"key": county.villages[0].key, "name": county.villages[0].name}
    assert [g["name"] for g in package["groups"]] == ["第一村民小组", "第二村民小组"]
    assert [p["name"] for h in package["households"] for p in h["persons"]] == ["甲鸣雀"]
    assert package["epoch"] == phone.epoch
    assert answer["Cache-Control"] == "no-store, private"
    look = Look.objects.latest("seq")
    assert (look.verb, look.persons) == ("sync.carry", [str(person.uuid)])


def test_a_package_is_sent_again_only_when_something_has_changed(phone, households, county, village_officer):
    path = f"packages/{county.villages[0].key}/?format=2"
    etag = phone.ask("GET", path)["ETag"]
    looks = Look.objects.count()
    same = phone.ask("GET", path, **{"if-none-match": etag})
    assert (same.status_code, same.content, same["ETag"]) == (304, b"", etag)
    assert Look.objects.count() == looks
    record("people.correct", actor=village_officer, area=county.hongxi.key)
    record("accounts.sign_in", actor=village_officer)
    assert phone.ask("GET", path, **{"if-none-match": etag}).status_code == 304
    record("people.correct", actor=village_officer, area=county.groups[0].key)
    changed = phone.ask("GET", path, **{"if-none-match": f'W/"other", {etag}'})
    assert (changed.status_code, changed["ETag"] != etag) == (200, True)


def test_a_survey_of_the_whole_city_changes_the_package(phone, households, county, city_officer):
    path = f"packages/{county.villages[0].key}/?format=2"
    etag = phone.ask("GET", path)["ETag"]
    record("surveys.open", actor=city_officer, area=county.division.key)
    assert phone.ask("GET", path, **{"if-none-match": etag}).status_code == 200


@pytest.mark.parametrize("etag", ["", "*", 'W/"999999999-x-y"', 'W/"x-y-z"', '"' + "9" * 400 + '"', "nonsense"])
def test_a_tag_that_is_not_ours_gets_the_package(phone, households, county, etag):
    answer = phone.ask("GET", f"packages/{county.villages[0].key}/?format=2", **{"if-none-match": etag})
    assert answer.status_code == 200


def test_a_package_travels_compressed(phone, households, county, make_person):
    for number in range(30):
        make_person(county.villages[0], name=f"甲{number}")
    path = f"packages/{county.villages[0].key}/?format=2"
    answer = phone.ask("GET", path, **{"accept-encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(answer.content))["format"] == 2


@pytest.mark.parametrize("asked", ["", "?format=1", "?format=3", "?format="])
def test_a_client_that_reads_another_format_is_told_to_load_anew(phone, households, county, asked):
    looks = Look.objects.count()
    answer = phone.ask("GET", f"packages/{county.villages[0].key}/{asked}")
    assert (answer.status_code, answer.json()["format"]) == (409, 2)
    assert answer.json()["sentence"]
    assert Look.objects.count() == looks


def test_a_section_travels_as_its_layout_makes_it_and_a_look_is_written(
    phone, households, county, make_person, monkeypatch
):
    person = make_person(county.villages[0])
    monkeypatch.setattr(parcels, "_LAYOUTS", {"households": lambda parts: {"many": len(parts["households"])}})
    answer = phone.ask("GET", f"packages/{county.villages[0].key}/?format=2")
    assert answer.json()["households"] == {"many": 1}
    assert Look.objects.latest("seq").persons == [str(person.uuid)]


def test_changes_since_a_cursor_and_the_whole_when_it_is_not_known(phone, households, county):
    path = f"packages/{county.villages[0].key}/?format=2"
    cursor = phone.ask("GET", path).json()["cursor"]
    changes = phone.ask("GET", f"changes/{county.villages[0].key}/?since={cursor}").json()
    assert (changes["whole"], changes["gone"], changes["epoch"]) == (False, [cursor], phone.epoch)
    for strange in ("", "x", "-1", "9" * 30, str(int(cursor) + 10**6), "\u0663"):
        told = phone.ask("GET", f"changes/{county.villages[0].key}/?since={strange}")
        assert (told.status_code, told.json()["whole"]) == (200, True)


def test_me_names_the_officer_and_the_villages(phone, county, village_officer):
    me = phone.ask("GET", "me/").json()
    assert me["officer"] == village_officer.name
    assert me["villages"] == [{"key": county.villages[0].key, "name": county.villages[0].name}]
    assert me["device"] == str(phone.device.uuid)


def test_a_phone_of_a_township_carries_its_villages(connect_phone, township_clerk, county):
    wide = connect_phone(township_clerk, county.xinshao)
    keys = [v["key"] for v in wide.ask("GET", "me/").json()["villages"]]
    assert keys == [v.key for v in county.villages if v.key.startswith(county.xinshao.key)]
    assert wide.ask("GET", f"packages/{keys[1]}/?format=2").status_code == 200


@pytest.mark.requirement("D14")
def test_another_village_is_as_absent_as_one_that_does_not_exist(phone, county, connect_phone, township_clerk):
    """A clerk's phone that carries one village sees nothing of the next one, though the clerk does at the desk."""
    narrow = connect_phone(township_clerk, county.villages[0])
    others = [county.villages[1].key, county.villages[-1].key, county.xinshao.key, county.groups[0].key, "zzz", "0"]
    for one in (phone, narrow):
        for key in others:
            for path in ("packages", "changes"):
                answer = one.ask("GET", f"{path}/{key}/")
                assert (answer.status_code, answer.content) == (404, b"{}"), f"{path} {key}"


def test_a_revoked_phone_is_told_to_forget_everything_at_every_address(phone, village_officer):
    phone.results(phone.note("kept"))
    accounts.revoke(phone.device, actor=village_officer, verb="sync.revoke", reason="lost")
    asked = 0
    for place in doors_of_devices():
        if place.rule.door == "phone":
            url = place.url({"village": phone.device.area_id, "sha256": DIGEST})
            for method in place.rule.methods:
                answer = phone.ask(method, url.removeprefix("/phone/"))
                assert answer.status_code == 401, url
                assert method == "HEAD" or answer.json() == {"wipe": True}
                asked += 1
    assert asked >= 7


def test_a_code_is_used_once_and_guessing_is_slowed_down(village_officer, county):
    code = actions.connect(county.villages[0], actor=village_officer)

    def enrol(given):
        return Client().post("/phone/enrol/", json.dumps({"code": given}), content_type="application/json")

    assert enrol(f"{code[:5]} {code[5:]}".lower()).status_code == 200
    again = enrol(code)
    assert (again.status_code, again.json()["code"]) == (422, "code_not_valid")
    fresh = actions.connect(county.villages[0], actor=village_officer)
    for number in range(19):
        assert enrol(f"WRONG{number}").status_code == 422
    answer = enrol(fresh)
    assert (answer.status_code, answer["Retry-After"]) == (429, "900")


def test_a_picture_is_kept_once_sealed_and_only_for_its_phone(phone, connect_phone, stranger, county):
    path = f"blobs/{DIGEST}/"

    def put(content):
        headers = {"authorization": f"Bearer {phone.token}"}
        return phone.browser.generic("PUT", f"/phone/{path}", content, "image/png", headers=headers)

    assert phone.ask("HEAD", path).status_code == 404
    assert put(PNG[:-1]).status_code == 422
    assert [put(PNG).status_code, put(PNG).status_code] == [201, 200]
    assert phone.ask("HEAD", path).status_code == 200
    assert connect_phone(stranger, county.hongxi).ask("HEAD", path).status_code == 404
    with scope_of(phone.device.area_id):
        kept = Blob.objects.get()
    assert (kept.kind, kept.size) == ("image/png", len(PNG))
    assert files.open_kept(kept.file) == PNG
    assert put(bytes(3_000_000)).status_code == 413


def test_what_is_no_picture_is_refused(phone):
    content = b"<svg xmlns='http://www.w3.org/2000/svg'/>"
    path = f"/phone/blobs/{hashlib.sha256(content).hexdigest()}/"
    headers = {"authorization": f"Bearer {phone.token}"}
    assert phone.browser.generic("PUT", path, content, "image/png", headers=headers).status_code == 422
    assert phone.ask("PUT", "blobs/../").status_code == 404
    assert phone.ask("PUT", f"blobs/{'A' * 64}/").status_code == 404


def test_a_busy_database_is_told_with_the_time_to_wait(phone, monkeypatch):
    def locked(*args, **kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr(actions, "receive", locked)
    answer = phone.send(phone.note("x"))
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
