"""Texts are declared with what they carry; what is sensitive, too long or leads elsewhere is refused."""

import datetime as dt

import pytest
from django.utils.translation import gettext_lazy

from gangqiao.kernel.actor import Level
from gangqiao.kernel.identifiers import make_id_number
from gangqiao.messaging import templates
from gangqiao.messaging.addresses import own_link
from gangqiao.messaging.refusals import ForbiddenWords, NoAddress, WrongText, WrongValues
from gangqiao.messaging.states import Purpose
from gangqiao.messaging.templates import Param
from gangqiao.messaging.tests.conftest import RECONFIRM, TIME

AT = dt.datetime(2020, 3, 17, 6, 30, tzinfo=dt.UTC)
VALUES = {"name": "张三", "place": "深圳", "at": AT}


def declare(**more):
    given = {"words": gettext_lazy("%(what)s"), "purpose": Purpose.JOBS, "params": {"what": Param(10)}, **more}
    return templates.register("test.other", "other", **given)


@pytest.mark.parametrize("key", list(templates.all_templates()))
def test_every_text_of_the_product_fits_in_both_languages(key):
    assert templates.get(key).faults() == []


@pytest.mark.parametrize(
    "more",
    [
        {"params": {"what": Param(10, Level.SENSITIVE)}},
        {"params": {"what": Param()}},
        {"params": {"what": Param(kind="picture")}},
        {"words": "said at once"},
    ],
)
def test_a_text_that_must_not_be_is_refused_where_it_is_declared(more):
    with pytest.raises(WrongText):
        declare(**more)


def test_no_text_is_declared_twice():
    declare()
    with pytest.raises(WrongText):
        declare()


def test_a_text_that_can_be_too_long_is_told():
    text = declare(params={"what": Param(70)}, longest=1)
    assert text.faults() == []
    longer = templates.Template("test.longer", "", gettext_lazy("%(what)s"), Purpose.JOBS, {"what": Param(71)}, 1)
    assert any("can be 2 messages long" in fault for fault in longer.faults())


def test_the_signature_counts(settings):
    settings.SMS_SIGNATURE = "【弥勒就业】"
    assert declare(params={"what": Param(65)}, longest=1).faults()
    assert templates.get(RECONFIRM).sms({"link": "https://jobs.example/x"}).startswith("【弥勒就业】")


def test_a_placeholder_that_is_not_declared_is_told():
    assert declare(words=gettext_lazy("%(what)s %(more)s")).faults()


def test_values_are_said_in_the_language_asked_for():
    text = templates.get(TIME)
    kept = text.pack(VALUES)
    assert text.say(kept, "en") == "张三: your coach to 深圳 leaves at 17 Mar 14:30."
    assert "3月17日 14:30" in text.say(kept)


def test_a_value_that_is_longer_than_declared_is_cut():
    text = templates.get(TIME)
    assert "字字字字字字字字字…:" in text.say(text.pack({**VALUES, "name": "字" * 30}), "en")


def test_other_values_than_declared_are_a_fault_of_the_program():
    text = templates.get(TIME)
    for values in ({}, {**VALUES, "more": "x"}, {**VALUES, "at": "tomorrow"}):
        with pytest.raises(WrongValues):
            text.pack(values)


ID_NUMBER = make_id_number(dt.date(1985, 5, 1), "1", 7)
CARD = "6217002980101234567"


@pytest.mark.parametrize(
    "value",
    [
        ID_NUMBER,
        f"证{ID_NUMBER}号",
        CARD,
        "6217 0029 8010 1234 567",
        "http://elsewhere.example",
        "www.elsewhere.example",
    ],
)
def test_no_document_no_account_and_no_link_in_a_value(value):
    with pytest.raises(ForbiddenWords):
        templates.get(TIME).pack({**VALUES, "place": value})


def test_a_telephone_number_may_be_told():
    templates.get(TIME).pack({**VALUES, "place": "13987300001"})


@pytest.mark.parametrize(
    "path",
    [
        "https://elsewhere.example/v",
        "//elsewhere.example/v",
        "/\\elsewhere.example",
        "v/abc",
        "javascript:x",
        "/a b",
        "",
    ],
)
def test_a_link_leads_to_this_installation_only(path):
    with pytest.raises(ForbiddenWords):
        own_link(path)


def test_a_link_is_whole_and_without_an_own_address_there_is_none(settings):
    assert own_link("/v/abc") == own_link("https://jobs.example/v/abc") == "https://jobs.example/v/abc"
    with pytest.raises(ForbiddenWords):
        own_link("https://jobs.example.elsewhere/v")
    settings.ADDRESS = ""
    with pytest.raises(NoAddress):
        own_link("/v/abc")
