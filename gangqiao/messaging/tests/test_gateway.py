"""A gateway over HTTP: what is sent, what its answers mean, and what it tells afterwards. With a real server."""

import datetime as dt
import json
import re
import threading

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from gangqiao.kernel import clock
from gangqiao.messaging.gateways import gateway_in_use, messages_leave
from gangqiao.messaging.gateways.manner import HttpSettings
from gangqiao.messaging.models import OptOut
from gangqiao.messaging.states import Status, Way
from gangqiao.messaging.tests.conftest import MORNING, RECONFIRM

pytestmark = pytest.mark.django_db
SECRET = "a long secret of the gateway"


def test_it_gets_number_and_words_once_and_its_name_of_the_message_is_kept(morning, operator, notify, work, again):
    message = notify()
    work(), work()
    (got,) = operator.got
    assert (got["mobile"], got["key"], got["path"]) == ("13987300001", "secret", "/send")
    assert "张三" in got["text"]
    assert got["ref"] == f"{message.uuid.hex}001"
    assert (again(message).status, again(message).receipt) == (Status.SENT, "m1")
    assert messages_leave()


def test_values_cannot_break_out_of_the_body(morning, operator, notify, work):
    notify(params={"name": '"}, {"x', "place": "a\\b\n$phone", "at": MORNING})
    work()
    assert '"}, {"x' in operator.got[0]["text"]
    assert "$phone" in operator.got[0]["text"]


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ((200, '{"code": 7}'), Status.FAILED),
        ((503, ""), Status.FAILED),
        ((429, ""), Status.FAILED),
        ((400, ""), Status.GIVEN_UP),
        ((302, ""), Status.UNKNOWN),
        ((500, ""), Status.UNKNOWN),
        (None, Status.UNKNOWN),
    ],
)
def test_what_an_answer_means(answer, status, morning, operator, notify, work, again):
    operator.answer = lambda told: answer
    message = notify(kind=RECONFIRM)
    work(), work()
    assert len(operator.got) == 1
    assert again(message).status == status
    assert again(message).says


def test_a_server_that_is_not_there_is_certain(morning, operator, notify, work, again, settings):
    settings.SMS_HTTP_URL = "http://127.0.0.1:9/send"
    message = notify()
    work()
    assert again(message).status == Status.FAILED


def test_an_answer_that_never_comes_is_unknown(morning, operator, notify, work, again, settings):
    settings.SMS_HTTP_SECONDS = 0.2
    hold = threading.Event()
    operator.answer = lambda told: hold.wait(5) and None
    message = notify()
    work()
    hold.set()
    assert again(message).status == Status.UNKNOWN


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SMS_HTTP_URL", "http://gateway.example/send"),
        ("SMS_HTTP_URL", "ftp://gateway.example"),
        ("SMS_HTTP_URL", ""),
        ("SMS_HTTP_METHOD", "DELETE"),
        ("SMS_HTTP_HEADERS", {"Content-Type": "text/xml"}),
        ("SMS_HTTP_BODY", '{"mobile": "$phone"}'),
        ("SMS_HTTP_SECONDS", 100.0),
    ],
)
def test_a_gateway_set_up_wrongly_is_found_when_the_product_starts(name, value, operator, settings):
    setattr(settings, name, value)
    with pytest.raises(ImproperlyConfigured):
        gateway_in_use()
    assert "messaging.E002" in [fault.id for fault in run_checks()]


def test_a_form_and_an_address_are_filled_in_safely():
    given = HttpSettings(
        "https://gateway.example/send?to=$phone",
        "POST",
        {"content-type": "application/x-www-form-urlencoded; charset=utf-8"},
        "m=$phone&t=$words",
        re.compile("."),
        5,
    )
    given.check()
    assert given.target(phone="1&x=2", words="", reference="") == "/send?to=1%26x%3D2"
    assert given.content(phone="1", words="a&b=c 字") == b"m=1&t=a%26b%3Dc+%E5%AD%97"


# --- what it tells afterwards ---


@pytest.fixture
def tell(settings):
    settings.SMS_RECEIPT_SECRET = SECRET
    settings.SMS_RECEIPT_FIELDS = {"receipt": "msgid", "status": "stat"}

    def post(told, secret=SECRET):
        return Client(enforce_csrf_checks=True).post(
            f"/gateway/{secret}/", json.dumps(told), content_type="application/json"
        )

    return post


def test_a_receipt_says_that_it_arrived(morning, operator, notify, work, again, tell):
    message = notify()
    work()
    assert tell([{"msgid": "m1", "stat": "DELIVRD"}, {"msgid": "unknown", "stat": "DELIVRD"}, 7]).status_code == 200
    assert again(message).status == Status.DELIVERED
    tell({"msgid": "m1", "stat": "UNDELIV"})
    assert again(message).status == Status.DELIVERED


def test_what_did_not_arrive_goes_on_paper(morning, operator, notify, work, again, tell):
    message = notify()
    work()
    tell({"msgid": "m1", "stat": "UNDELIV"})
    assert (again(message).way, again(message).status) == (Way.PRINT, Status.QUEUED)
    assert "UNDELIV" in again(message).says


def test_a_receipt_by_our_own_reference_settles_what_was_unknown(morning, operator, notify, work, again, tell):
    operator.answer = lambda told: None
    message = notify()
    work()
    reference = operator.got[0]["ref"]
    tell({"reference": reference[:-3] + "002", "stat": "DELIVRD"})  # of another try
    assert again(message).status == Status.UNKNOWN
    tell({"reference": reference, "stat": "DELIVRD"})
    assert again(message).status == Status.DELIVERED


def test_whoever_answers_stop_gets_no_more(morning, operator, notify, work, again, tell):
    tell({"phone": "+86 13987300001", "words": " ｔｄ。"})
    tell({"phone": "13987300002", "words": "谢谢，收到"})
    assert OptOut.objects.count() == 1
    message = notify()
    work()
    assert not operator.got
    assert again(message).is_stopped
    assert again(message).way == Way.PRINT


def test_a_wrong_secret_is_no_address_and_soon_too_many(tell, settings):
    answers = [tell({}, "wrong").status_code for _n in range(25)]
    assert answers[0] == 404
    assert answers[-1] == 429
    assert tell({}).status_code == 429  # also with the right one, so that nothing is learnt
    settings.SMS_RECEIPT_SECRET = ""


def test_without_a_secret_the_address_is_closed(settings, county):
    settings.SMS_RECEIPT_SECRET = ""
    assert Client().post("/gateway/x/").status_code == 404


def test_rubbish_is_passed_over(tell):
    browser = Client()
    for body in (b"", b"{", b"[[]]", b'{"msgid": {"a": 1}, "stat": []}'):
        assert browser.post(f"/gateway/{SECRET}/", body, content_type="application/json").status_code == 200
    assert browser.post(f"/gateway/{SECRET}/", {"msgid": "x", "stat": "0"}).status_code == 200


def test_who_says_stop_while_it_waits_gets_nothing_more(operator, notify, work, again, tell):
    with clock.frozen_at(MORNING):
        message = notify(not_before=MORNING + dt.timedelta(hours=1))
        tell({"phone": "13987300001", "words": "退订"})
    with clock.frozen_at(MORNING + dt.timedelta(hours=2)):
        work()
    assert not operator.got
    assert again(message).is_stopped
