"""XML of strangers is read with distrust (security notes, controls 51 and C 7)."""

from __future__ import annotations

import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gangqiao.openrosa.markup.reading import read, read_submission
from gangqiao.openrosa.refusals import NoInstance, NotXml, TooDeep
from gangqiao.openrosa.tests.collect import HEADERS

LAUGH = b'<!DOCTYPE z [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><data>&b;</data>'
XXE = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><data>&x;</data>'
DTD = b'<!DOCTYPE d SYSTEM "http://127.0.0.1:9/evil.dtd"><data/>'


@pytest.mark.parametrize(
    "xml", [LAUGH, XXE, DTD, b"", b"<a>", b"<a></b>", b"\xff\xfe", "<a/>".encode("utf-16"), b"<a>&#0;</a>", b"<a/>x"]
)
def test_no_dtd_no_entity_and_nothing_broken_is_read(xml):
    with pytest.raises(NotXml):
        read(xml)


@pytest.mark.parametrize("xml", [b"<a>" * 65 + b"</a>" * 65, b"<a>" * 200_000, b"<a>" + b"<b/>" * 60_000 + b"</a>"])
def test_what_is_deeper_or_larger_than_any_form_is_refused_at_once(xml):
    began = time.monotonic()
    with pytest.raises(TooDeep):
        read(xml)
    assert time.monotonic() - began < 2


def test_sixty_four_levels_are_read():
    assert read(b"<a>" * 64 + b"</a>" * 64).tag == "a"


def test_an_unknown_encoding_is_no_xml():
    with pytest.raises(NotXml):
        read(b'<?xml version="1.0" encoding="no-such"?><a/>')


def test_a_form_without_a_number_is_refused():
    with pytest.raises(NoInstance):
        read_submission(b"<data><meta><instanceID> </instanceID></meta></data>")


@pytest.mark.django_db
@pytest.mark.parametrize("xml", [LAUGH, XXE, DTD, b"<a>" * 200_000])
def test_a_phone_that_sends_such_is_told_400(phone, xml):
    answer = phone.http.post(
        f"{phone.base}/submission", {"xml_submission_file": SimpleUploadedFile("a.xml", xml)}, **HEADERS
    )
    assert answer.status_code == 400
    assert b"root:" not in answer.content
