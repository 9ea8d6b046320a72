"""The desk, paper, numbers that want none, and a reader's own notices."""

import pytest
from django.urls import reverse

from gangqiao.kernel.identifiers import WrongPhone
from gangqiao.kernel.scope import scope_of
from gangqiao.messaging import actions
from gangqiao.messaging.models import Message, OptOut
from gangqiao.messaging.states import Status, Way
from gangqiao.messaging.tests.conftest import RECONFIRM

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_home(settings, tmp_path):
    settings.HOME = tmp_path


def test_the_desk_says_what_did_not_go_and_why_and_hides_the_number(morning, notify, client_of, settings):
    message = notify(phone="", kind=RECONFIRM, recipient="李四商店")
    browser = client_of("township_clerk")
    page = browser.get(reverse("messaging:messages")).content.decode()
    assert "李四商店" in page
    assert message.says in page
    waiting = notify("w")
    page = browser.get(reverse("messaging:message", args=[waiting.uuid])).content.decode()
    assert "139****0001" in page
    assert "13987300001" not in page


def test_every_page_says_that_nothing_leaves_until_something_does(client_of, county, operator, settings):
    browser = client_of("township_clerk")
    names = ("messaging:messages", "messaging:days")
    assert not [name for name in names if "note-warning" in browser.get(reverse(name)).content.decode()]
    settings.SMS_GATEWAY = "file"
    assert not [name for name in names if "note-warning" not in browser.get(reverse(name)).content.decode()]


@pytest.mark.parametrize("part", ["trouble", "waiting", "paper", "sent", "ended"])
def test_every_part_is_shown(part, morning, notify, work, client_of):
    notify("a"), notify("b", phone=""), notify("c", phone="", kind=RECONFIRM)
    work()
    assert client_of("city_officer").get(f"/messages/?part={part}").status_code == 200


def test_figures_by_day_count_notices(morning, notify, work, client_of):
    notify("a"), notify("b")
    work()
    page = client_of("township_clerk").get(reverse("messaging:days")).content.decode()
    assert "<strong>2</strong>" in page


def test_a_clerk_sends_again_and_withdraws(morning, notify, again, client_of, county):
    message = notify()
    with scope_of([county.key]):
        Message.objects.filter(pk=message.pk).update(status=Status.UNKNOWN)
    browser = client_of("township_clerk")
    browser.post(reverse("messaging:retry", args=[message.uuid]))
    assert again(message).status == Status.QUEUED
    browser.post(reverse("messaging:withdraw", args=[message.uuid]), {"reason": ""})
    assert again(message).status == Status.QUEUED
    browser.post(reverse("messaging:withdraw", args=[message.uuid]), {"reason": "停运"})
    assert again(message).status == Status.WITHDRAWN


def test_another_townships_notice_does_not_exist(morning, notify, client_of):
    message = notify()
    browser = client_of("stranger")
    assert browser.get(reverse("messaging:message", args=[message.uuid])).status_code == 404
    assert browser.post(reverse("messaging:retry", args=[message.uuid])).status_code == 404


# --- on paper ---


def test_the_village_prints_hands_over_and_notes_it(morning, notify, again, client_of, county):
    first, second = notify("a", phone="", recipient="张三"), notify("b", phone="", recipient="李四")
    elsewhere = notify("c", phone="", area=county.villages[1].key)
    browser = client_of("village_officer")
    sheet = browser.post(reverse("messaging:print"), {"village": county.villages[0].key})
    assert sheet["Content-Type"] == "application/pdf"
    assert sheet.content.startswith(b"%PDF")
    assert again(first).status == again(second).status == Status.SENT
    assert again(elsewhere).status == Status.QUEUED
    browser.post(reverse("messaging:hand_over"), {"pick": [str(first.uuid), str(elsewhere.uuid), "x"]})
    assert (again(first).status, again(second).status) == (Status.DELIVERED, Status.SENT)
    assert again(elsewhere).status == Status.QUEUED
    assert "李四" in browser.get(reverse("messaging:paper")).content.decode()


def test_nothing_to_print_is_said(client_of, county):
    answer = client_of("village_officer").post(reverse("messaging:print"), follow=True)
    assert answer.redirect_chain


def test_what_is_printed_is_printed_again_until_it_is_handed_over(morning, notify, village_officer):
    notify(phone="")
    with scope_of(village_officer.areas()):
        assert actions.print_sheet([], actor=village_officer)
        assert actions.print_sheet([], actor=village_officer)


# --- numbers ---


def test_an_officer_notes_that_a_number_wants_none_and_wants_again(client_of, morning, notify, work, again):
    browser = client_of("township_clerk")
    browser.post(reverse("messaging:stop"), {"phone": "139 8730 0001", "said": "不要再发"})
    browser.post(reverse("messaging:stop"), {"phone": "13987300001", "said": "不要再发"})
    assert OptOut.objects.count() == 1
    page = browser.get(reverse("messaging:numbers")).content.decode()
    assert "139****0001" in page
    assert notify("a").way == Way.PRINT
    browser.post(reverse("messaging:start"), {"phone": "13987300001"})
    assert notify("b").way == Way.SMS


def test_a_wrong_number_is_told_at_the_field(client_of, township_clerk):
    page = client_of("township_clerk").post(reverse("messaging:stop"), {"phone": "1398"}).content.decode()
    assert "field-error" in page
    with pytest.raises(WrongPhone):
        actions.opt_out("1398", actor=township_clerk)


# --- own notices ---


def test_the_bell_counts_what_is_new_until_it_is_read(morning, notify, officials, client_of, again):
    message = notify(user=officials["village_officer"])
    browser, other = client_of("village_officer"), client_of("stranger")
    assert "bell-count" in browser.get("/notices/").content.decode()
    assert "张三" in browser.get("/notices/").content.decode()
    assert "张三" not in other.get("/notices/").content.decode()
    other.post(reverse("messaging:read", args=[message.uuid]))
    assert again(message).status == Status.SENT
    browser.post(reverse("messaging:read", args=[message.uuid]))
    assert again(message).status == Status.DELIVERED
    assert "bell-count" not in browser.get("/notices/").content.decode()


def test_all_are_read_at_once(morning, notify, officials, client_of):
    notify("a", user=officials["auditor"]), notify("b", user=officials["auditor"])
    browser = client_of("auditor")
    browser.post(reverse("messaging:read_all"))
    assert "bell-count" not in browser.get("/notices/").content.decode()


def test_who_lost_the_area_reads_no_name_of_it(morning, notify, officials, client_of):
    notify(user=officials["stranger"])
    page = client_of("stranger").get("/notices/").content.decode()
    assert "张三" not in page
    assert "bell-count" in page


def test_a_notice_leads_to_its_own_page(morning, notify, officials, client_of):
    notify(user=officials["village_officer"], kind=RECONFIRM)
    assert 'href="/v/abc"' in client_of("village_officer").get("/notices/").content.decode()


def test_the_list_of_work_names_what_did_not_go_out_and_what_goes_by_hand(morning, notify, client_of):
    notify("a", phone="", kind=RECONFIRM), notify("b", phone="")
    page = client_of("township_clerk").get("/").content.decode()
    assert "/messages/?part=trouble" in page
    assert "/messages/paper/" in page
