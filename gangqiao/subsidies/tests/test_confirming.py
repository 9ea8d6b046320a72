"""Numbers of rules confirmed by the paper in hand: by whom, by what, and not for longer than the number stands so."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.management import call_command

from gangqiao.accounts.reads import actor_of
from gangqiao.audit.models import Event
from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere
from gangqiao.subsidies.actions.confirming import confirm
from gangqiao.subsidies.actions.rule_texts import propose, switch_on
from gangqiao.subsidies.models import Confirmation
from gangqiao.subsidies.policy.books import book_for
from gangqiao.subsidies.reads import confirming
from gangqiao.subsidies.reads.confirming import unconfirmed_of
from gangqiao.subsidies.refusals_rules import AlreadyConfirmed, NoDocument, NothingToConfirm
from gangqiao.subsidies.tests.texts import GRANT

pytestmark = pytest.mark.django_db
DAY, KEY = date(2020, 7, 1), "broker_reward"
PAGE = f"/subsidies/rules/{KEY}/?day=2020-07-01"


@pytest.fixture
def lead(officials: Any, county: Any) -> Any:
    """Who confirms and proposes."""
    return actor_of(officials["city_officer"])


@pytest.fixture
def another_lead(make_user: Any, county: Any) -> Any:
    """Who switches on what the other proposed."""
    return actor_of(make_user("headquarters_office", county.division, "second"))


def test_whatever_stands_in_no_document_is_confirmed_one_by_one(lead: Any):
    open_ = unconfirmed_of(KEY, DAY)
    assert open_, "the library has a rule that may not pay yet"
    for left, item in enumerate(open_):
        assert unconfirmed_of(KEY, DAY) == open_[left:]
        row = confirm(KEY, item, " 红人社〔2020〕5号 ", actor=lead, article="第三条", day=DAY)
        assert (row.document, row.confirmer) == ("红人社〔2020〕5号", lead.user_id)
    assert unconfirmed_of(KEY, DAY) == []
    with everywhere(reason="test"):
        events = Event.objects.filter(verb="subsidies.confirm_number")
        assert [event.fields for event in events.order_by("seq")] == [[f"{KEY}.{item}"] for item in open_]


def test_nothing_is_confirmed_without_a_document_a_right_or_a_number(lead: Any, village_officer: Any):
    item = unconfirmed_of(KEY, DAY)[0]
    with pytest.raises(NoDocument):
        confirm(KEY, item, "  ", actor=lead, day=DAY)
    with pytest.raises(NotYourVerb):
        confirm(KEY, item, "1号", actor=village_officer, day=DAY)
    for programme, what in (("nothing", "document"), (KEY, "nothing")):
        with pytest.raises(NothingToConfirm):
            confirm(programme, what, "1号", actor=lead, day=DAY)
    confirm(KEY, item, "1号", actor=lead, day=DAY)
    with pytest.raises(AlreadyConfirmed):
        confirm(KEY, item, "2号", actor=lead, day=DAY)
    assert Confirmation.objects.count() == 1
    assert unconfirmed_of("nothing", DAY) == ["document"]


def test_another_value_needs_another_look_at_the_paper(lead: Any, another_lead: Any, monkeypatch: Any):
    switch_on(propose(GRANT, actor=lead), actor=another_lead)
    assert unconfirmed_of("winter_grant", DAY) == ["document", "grant"], "a text does not confirm itself"
    for item in ("document", "grant"):
        confirm("winter_grant", item, "1号", actor=lead, day=DAY)
    assert unconfirmed_of("winter_grant", DAY) == []
    # Other words for the same number need none.
    switch_on(propose(GRANT.replace("A grant", "One grant"), actor=lead), actor=another_lead)
    assert unconfirmed_of("winter_grant", DAY) == []
    switch_on(propose(GRANT.replace("30000", "300000"), actor=lead), actor=another_lead)
    assert unconfirmed_of("winter_grant", DAY) == ["grant"]
    # The control: with a digest that sees no values, ten times the money would pass.
    said = dict(Confirmation.objects.values_list("item", "said"))
    monkeypatch.setattr(confirming, "said_of", lambda rule, item: said[item])
    assert unconfirmed_of("winter_grant", DAY) == []


def test_a_text_that_says_what_the_book_says_stays_confirmed_where_the_book_is(lead: Any, another_lead: Any):
    library = book_for(DAY).where / "outgoing_work_reward.yaml"
    own = library.read_text(encoding="utf-8")
    closed = own.replace("from: 2020-03-28", "from: 2020-03-28\nuntil: 2020-12-31", 1)
    assert unconfirmed_of("outgoing_work_reward", DAY) == []
    switch_on(propose(closed, actor=lead), actor=another_lead)
    assert unconfirmed_of("outgoing_work_reward", DAY) == []
    more = closed.replace("100000", "900000", 1)
    assert more != closed
    switch_on(propose(more, actor=lead), actor=another_lead)
    assert len(unconfirmed_of("outgoing_work_reward", DAY)) == 1


def test_the_page_of_the_rule_has_a_form_for_each_open_number_and_shows_who_confirmed(client_of: Any):
    browser = client_of("city_officer")
    item = unconfirmed_of(KEY, DAY)[0]
    said = browser.get(PAGE).content.decode()
    assert f'value="{item}"' in said
    assert f'value="{item}"' not in client_of("village_officer").get(PAGE).content.decode()
    where = f"/subsidies/rules/{KEY}/confirm/?day=2020-07-01"
    refused = browser.post(where, {"item": item, "document": ""})
    assert refused.status_code == 422
    assert not Confirmation.objects.exists()
    assert client_of("village_officer").post(where, {"item": item, "document": "1号"}).status_code == 403
    assert browser.post(where, {"item": item, "document": "红人社〔2020〕5号", "article": "第三条"}).status_code == 302
    said = browser.get(PAGE).content.decode()
    assert "红人社〔2020〕5号" in said
    assert f'value="{item}"' not in said


def test_the_list_tells_which_rules_may_not_pay_yet(client_of: Any, lead: Any):
    browser, mark = client_of("township_clerk"), "未确认，暂不发放"
    before = browser.get("/subsidies/?day=2020-07-01").content.decode().count(mark)
    for item in unconfirmed_of(KEY, DAY):
        confirm(KEY, item, "1号", actor=lead, day=DAY)
    assert browser.get("/subsidies/?day=2020-07-01").content.decode().count(mark) == before - 1


def test_the_command_shows_what_is_confirmed_by_which_document_and_what_is_not(
    lead: Any, another_lead: Any, capsys: Any
):
    with clock.frozen_at(DAY):
        first, *others = unconfirmed_of(KEY, DAY)
        confirm(KEY, first, "红人社〔2020〕5号", actor=lead, article="第三条")
        text = switch_on(propose(GRANT, actor=lead), actor=another_lead)
        call_command("policy", "check")
    said = capsys.readouterr().out.splitlines()
    assert f"county: {KEY}: {first}: confirmed by 红人社〔2020〕5号 第三条, {lead.name}, 2020-07-01" in said
    assert f"county: {KEY}: unconfirmed, pays nothing yet: {', '.join(others)}" in said
    assert f"county: winter_grant: {text.version} on since 2020-07-01" in said
