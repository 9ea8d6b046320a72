"""The log as auditors and audit administrators read it, and the verdict on it."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.urls import reverse

from gangqiao.accounts.models import User
from gangqiao.audit.chain import get_head
from gangqiao.audit.events import looked, record
from gangqiao.audit.kinds import KINDS
from gangqiao.audit.models import Chain, Event
from gangqiao.audit.tests.test_chain import as_intruder
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.kernel.verbs import get_verb

LOG, VERIFY = reverse("audit:log"), reverse("audit:verify")


@pytest.fixture
def browser(client_of):
    return client_of("auditor")


@pytest.fixture
def many(person):
    """130 events by two people, with numbers that can be recognised on a page."""
    for number in range(130):
        name = "张审计" if number % 2 else "李会计"
        record("people.correct", actor=Actor(number % 2 + 1, name), subject=person, reason=f"reason-{number:03}")


@pytest.mark.requirement("D13")
def test_the_log_is_read_newest_first_page_by_page(browser, many):
    seen, url, pages = [], LOG, 0
    while url:
        page = browser.get(url).context["page"]
        seen += [entry.link.seq for entry in page.entries]
        pages += 1
        url = f"{LOG}?before={page.next_before}" if page.next_before else ""
    assert seen == sorted(Event.objects.values_list("seq", flat=True), reverse=True)
    assert pages >= 3


def test_the_log_is_filtered_by_act_and_by_name(browser, many):
    record("people.register", actor=SYSTEM, reason="something else")
    page = browser.get(LOG, {"verb": "people.correct", "actor": "张"}).context["page"]
    assert page.count == 65
    assert {entry.link.actor_name for entry in page.entries} == {"张审计"}
    shown = browser.get(LOG, {"verb": "people.register"}).content.decode()
    assert "something else" in shown
    assert "reason-129" not in shown


def test_an_entry_is_shown_in_words(browser, person, county):
    record("people.correct", actor=SYSTEM, subject=person, fields=["phone"], reason="typed wrong")
    shown = browser.get(LOG).content.decode()
    act, place = str(get_verb("people.correct").label), county.group_in(county.xinshao).name
    for word in (act, place, "系统", "phone", "typed wrong"):
        assert word in shown, word
    assert person.name not in shown
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "the system" in browser.get(LOG).content.decode()


def test_looks_are_a_part_of_their_own(browser, person, township_clerk):
    looked("people.view", actor=township_clerk, person=person, reason="a look")
    assert "a look" not in browser.get(LOG).content.decode()
    assert "a look" in browser.get(LOG, {"chain": "looks"}).content.decode()


@pytest.mark.parametrize("query", ["before=x", "before=-1", f"before={'9' * 30}", "chain=x", "verb=x", "actor=%00"])
def test_a_senseless_question_is_answered_calmly(browser, query):
    assert browser.get(f"{LOG}?{query}").status_code == 200


def test_an_empty_log_says_so(browser):
    assert "没有符合条件的记录" in browser.get(LOG, {"verb": "no.such"}).content.decode()


@pytest.mark.requirement("D13")
def test_the_verdict_shows_an_anchor_that_proves_the_log_later(browser, many):
    answer = browser.post(VERIFY)
    anchor = answer.context["results"][0]["head"]
    assert answer.context["results"][0]["verdict"].is_whole
    assert str(anchor) in answer.content.decode()
    record("people.correct", actor=SYSTEM)
    again = browser.post(VERIFY, {"anchor": str(anchor)})
    assert again.context["results"][0]["verdict"].is_whole
    assert Event.objects.order_by("-seq").first().verb == "audit.verify"


@pytest.mark.requirement("D13")
def test_a_touched_log_is_told_with_the_number_of_the_entry(browser, many):
    seq = Event.objects.order_by("-seq").first().seq - 7
    as_intruder("UPDATE audit_event SET reason = 'x' WHERE seq = %s", seq)
    shown = browser.post(VERIFY).content.decode()
    assert f"第 {seq} 条记录被改动" in shown
    assert "报告审计部门" in shown


def test_what_is_no_anchor_is_said_where_it_was_typed(browser):
    answer = browser.post(VERIFY, {"anchor": "events:12"})
    assert answer.status_code == 422
    assert "这不是锚点" in answer.content.decode()


@pytest.mark.parametrize("role", ["auditor", "audit_admin"])
def test_auditors_and_audit_administrators_read_and_verify(role, make_user, county, client_of):
    """Control 20."""
    browser = client_of(make_user(role, county.division if role == "auditor" else None))
    assert browser.get(LOG).status_code == 200
    assert browser.post(VERIFY).status_code == 200


@pytest.mark.parametrize("role", ["system_admin", "security_admin", "township_clerk", "headquarters_office"])
def test_nobody_else_does(role, make_user, county, client_of):
    """Control 20."""
    area = {"township_clerk": county.xinshao, "headquarters_office": county.division}.get(role)
    browser = client_of(make_user(role, area))
    assert browser.get(LOG).status_code == 403
    assert browser.post(VERIFY).status_code == 403


# --- the command -----------------------------------------------------------------------------------------------------


def test_the_command_says_that_the_log_is_whole(many, capsys):
    call_command("audit", "verify")
    assert str(get_head(Chain.EVENTS)) in capsys.readouterr().out


def test_the_command_fails_on_a_touched_log(many, capsys):
    as_intruder("UPDATE audit_event SET reason = 'x' WHERE seq = 5")
    with pytest.raises(SystemExit) as end:
        call_command("audit", "verify")
    assert end.value.code == 1
    assert "5" in capsys.readouterr().out


def test_the_command_compares_with_a_printed_anchor(many, capsys):
    call_command("audit", "anchor")
    printed = capsys.readouterr().out.split()
    record("people.correct", actor=SYSTEM)
    call_command("audit", "verify", anchor=printed)
    wrong = printed[0][:-1] + ("0" if printed[0][-1] != "0" else "1")
    with pytest.raises(SystemExit):
        call_command("audit", "verify", anchor=[wrong])
    with pytest.raises(CommandError):
        call_command("audit", "verify", anchor=["nonsense"])


def test_every_record_and_act_of_the_log_has_a_word(browser, person):
    """The tables an act names, and what the product itself writes: signing in, looking in vain."""
    known = set(KINDS)
    for app in ("accounts", "people", "ledgers"):
        tables = {m._meta.label_lower for m in apps.get_app_config(app).get_models()}
        assert tables - known <= {"accounts.invitation", "people.fact"}
    record("accounts.sign_in", actor=Actor(1, "张审计"), subject=User.objects.first())
    words = browser.get(LOG, headers={"accept-language": "en"}).content.decode()
    assert '<td data-label="Act">Signed in</td>' in words
    assert "user account" in words
