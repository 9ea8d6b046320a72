"""The same form counts once, whatever the line does to it (design notes 2c)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gangqiao.kernel.scope import everywhere
from gangqiao.openrosa import actions, jobs
from gangqiao.openrosa.models import EntityVersion, Submission, SubmissionFile
from gangqiao.openrosa.tests.collect import HEADERS, Collect, Filled
from gangqiao.openrosa.tests.conftest import READ_OUT
from gangqiao.surveys import actions as surveys
from gangqiao.surveys.models import AnswerSheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(phone: Collect, person: Any) -> Filled:
    return phone.fill("person_update", str(person.uuid), person_education="61", **READ_OUT)


def counts() -> tuple[int, int]:
    """Submissions, and sheets of answers."""
    with everywhere(reason="test"):
        return Submission.objects.count(), AnswerSheet.objects.count()


def test_the_same_form_again_is_taken_and_counts_once(phone, filled):
    answers = [phone.send(filled) for _time in range(3)]
    assert [a.status_code for a in answers] == [201, 201, 201]
    assert b"OpenRosaResponse" in answers[0].content
    assert counts() == (1, 1)


def test_another_content_under_the_same_number_is_refused(phone, filled):
    phone.send(filled)
    filled.xml = filled.xml.replace(b">61<", b">71<")
    answer = phone.send(filled)
    assert answer.status_code == 409
    assert b'nature="error"' in answer.content
    assert counts() == (1, 1)


def test_twenty_sendings_at_once_make_one_submission(shared_database, phone, filled, at_once, connected, campaign):
    def send(_number: int) -> int:
        return Collect(connected.path(campaign), Client(raise_request_exception=False)).send(filled).status_code

    assert set(at_once(20, send)) <= {201, 202}
    assert counts() == (1, 1)
    with everywhere(reason="test"):
        assert EntityVersion.objects.filter(work__isnull=False).count() == 1


def test_pictures_may_come_in_parts(phone, filled):
    assert phone.send(filled, incomplete=True, files={"1.jpg": b"one"}).status_code == 201
    assert phone.send(filled, files={"2.jpg": b"two"}).status_code == 201
    phone.send(filled, files={"2.jpg": b"two again"})
    with everywhere(reason="test"):
        assert dict(SubmissionFile.objects.values_list("name", "size")) == {"1.jpg": 3, "2.jpg": 9}
    assert counts() == (1, 1)


def test_both_ways_to_write_the_number_are_read(phone, filled):
    filled.xml = re.sub(rb"<(\w+:)?instanceID>", b'<orx:instanceID xmlns:orx="http://openrosa.org/xforms">', filled.xml)
    filled.xml = re.sub(rb"</(\w+:)?instanceID>", b"</orx:instanceID>", filled.xml)
    filled.xml = re.sub(rb"<(\w+:)?meta>", b'<orx:meta xmlns:orx="http://openrosa.org/xforms">', filled.xml)
    filled.xml = re.sub(rb"</(\w+:)?meta>", b"</orx:meta>", filled.xml)
    assert phone.send(filled).status_code == 201


def test_an_edition_must_name_the_newest_one(phone, person, filled, register, works):
    filled.files = {"1.jpg": b"one"}
    phone.send(filled)
    second = phone.edited(filled, person_education="71")
    assert phone.send(second).status_code == 201
    assert [(w.state, w.fault) for w in works()] == [("applied", ""), ("applied", "")]
    assert register(person).education == "71"
    assert phone.send(second).status_code == 201  # the same edition again
    assert phone.send(phone.edited(filled, person_education="21")).status_code == 409
    third = phone.edited(second, person_education="21")
    assert phone.send(third).status_code == 201
    assert register(person).education == "21"
    with everywhere(reason="test"):
        assert SubmissionFile.objects.filter(submission__instance=third.instance, name="1.jpg").exists()
        assert Submission.objects.get(is_current=True).instance == third.instance


def test_an_edition_needs_a_number_of_its_own_and_one_that_exists(phone, filled):
    phone.send(filled)
    taken = phone.edited(filled)
    taken.xml = taken.xml.replace(taken.instance.encode(), filled.instance.encode())
    assert phone.send(taken).status_code == 409
    unknown = phone.edited(filled)
    unknown.xml = unknown.xml.replace(filled.instance.encode(), b"uuid:00000000-0000-4000-8000-000000000000")
    assert phone.send(unknown).status_code == 409


def test_an_edition_mends_what_failed(phone, person, register, works):
    wrong = phone.fill("person_update", str(person.uuid), person_education="no such school", **READ_OUT)
    assert phone.send(wrong).status_code == 201
    assert [w.state for w in works()] == ["failed"]
    assert phone.send(phone.edited(wrong, person_education="61")).status_code == 201
    assert [w.state for w in works()] == ["settled", "applied"]
    assert register(person).education == "61"


def test_an_unknown_form_or_version_is_not_there(phone, filled):
    other = Filled(filled.form, filled.instance, filled.xml.replace(b'id="person_update"', b'id="no_such_form"'))
    assert phone.send(other).status_code == 404
    other.xml = re.sub(rb'version="[0-9a-f.]+"', b'version="2"', filled.xml)
    assert phone.send(other).status_code == 404
    assert counts()[0] == 0


def test_a_closed_survey_takes_nothing_new_and_still_knows_what_it_has(phone, filled, campaign, city_officer, person):
    phone.send(filled)
    other = phone.fill("person_update", str(person.uuid), person_education="71", **READ_OUT)
    with everywhere(reason="test"):
        surveys.close_campaign(campaign.pk, actor=city_officer)
    assert phone.send(other).status_code == 409
    assert phone.send(filled).status_code == 201
    assert phone.form_list() == {}


def test_a_form_of_older_questions_comes_in_under_them(phone, person, register, campaign, city_officer):
    filled = phone.fill("person_update", str(person.uuid), person_education="61", **READ_OUT)
    with everywhere(reason="test"):
        surveys.add_item(
            label="养蜂箱数", about="person", kind="number", choices=[], required=False, actor=city_officer
        )
        surveys.take_questions(campaign.pk, actor=city_officer)
    assert phone.send(filled).status_code == 201
    assert register(person).education == "61"
    before = phone.listed["person_update"]["hash"]
    phone.refresh()
    assert phone.listed["person_update"]["hash"] != before


def test_what_was_taken_back_at_the_desk_does_not_come_again(phone, filled, city_officer):
    phone.send(filled)
    with everywhere(reason="test"):
        actions.withdraw(Submission.objects.get().uuid, reason="两次填写", actor=city_officer)
    assert phone.send(filled).status_code == 409


@pytest.mark.parametrize(
    ("parts", "headers", "status"),
    [
        ({}, HEADERS, 400),
        ({"other": "x"}, HEADERS, 400),
        ({"xml_submission_file": SimpleUploadedFile("a.xml", b"not xml")}, HEADERS, 400),
        ({"xml_submission_file": SimpleUploadedFile("a.xml", b"<data id='person_update'/>")}, HEADERS, 400),
        ({"xml_submission_file": SimpleUploadedFile("a.xml", b"<data/>")}, {}, 400),
    ],
    ids=["nothing", "another part", "no xml", "no number", "no version of the protocol"],
)
def test_what_is_no_submission_is_told_so(phone, parts, headers, status):
    answer = phone.http.post(f"{phone.base}/submission", parts, **headers)
    assert answer.status_code == status
    assert b'nature="error"' in answer.content
    assert "text/xml" in answer["Content-Type"]


def test_a_broken_multipart_is_told_so(phone):
    answer = phone.http.post(
        f"{phone.base}/submission", b"--x\r\nbroken", content_type="multipart/form-data; boundary=", **HEADERS
    )
    assert answer.status_code == 400


def test_get_and_head_are_empty_and_say_how_much_is_taken(phone):
    for method in (phone.http.get, phone.http.head):
        answer = method(f"{phone.base}/submission", **HEADERS)
        assert (answer.status_code, answer.content) == (204, b"")
        assert int(answer["X-OpenRosa-Accept-Content-Length"]) >= 10_000_000
        assert answer["X-OpenRosa-Version"] == "1.0"


def test_more_than_is_taken_at_once_is_refused_before_it_is_read(phone, filled):
    answer = phone.http.post(f"{phone.base}/submission", {"a": SimpleUploadedFile("a", b"x" * 21_000_000)}, **HEADERS)
    assert answer.status_code == 413


def test_the_job_does_what_the_request_did_not_come_to(phone, filled, person, register, monkeypatch, works):
    from gangqiao.audit.models import Event

    monkeypatch.setattr(actions, "work_off_all", lambda *a, **k: [])
    assert phone.send(filled).status_code == 201
    assert [w.state for w in works()] == ["waiting"]
    monkeypatch.undo()
    with everywhere(reason="test"):
        event = Event.objects.get(verb="openrosa.collect", subject__startswith="openrosa.submission")
        for _twice in range(2):
            jobs.finish(event)
    assert [w.state for w in works()] == ["applied"]
    assert register(person).education == "61"
