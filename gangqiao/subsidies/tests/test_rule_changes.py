"""Rules brought in as text: looked at before they count, switched on by another, read from then on, and by date."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from gangqiao.accounts import sessions
from gangqiao.accounts.reads import actor_of
from gangqiao.audit.models import Event, Look
from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel import clock
from gangqiao.kernel.errors import Refusals
from gangqiao.kernel.policy import WrongPolicyFile
from gangqiao.kernel.scope import everywhere
from gangqiao.subsidies.actions import rule_texts as actions
from gangqiao.subsidies.actions.rule_texts import propose, switch_off, switch_on
from gangqiao.subsidies.models import RuleText
from gangqiao.subsidies.policy.books import book_for
from gangqiao.subsidies.reads import rule_texts
from gangqiao.subsidies.reads.entitled import book_on, scanned
from gangqiao.subsidies.refusals_rules import (
    AlreadyProposed,
    NoReason,
    NotProposedAnyMore,
    NotSwitchedOn,
    ProposerSwitches,
)
from gangqiao.subsidies.tests.made import make_poor, make_work
from gangqiao.subsidies.tests.texts import GRANT
from tests.rig_for_figures import faults_of_page, figures_of, listed, page_of

pytestmark = pytest.mark.django_db
DAY = date(2020, 7, 1)
NAME = "winter_grant"


@pytest.fixture
def lead(officials: Any) -> Any:
    """Who proposes."""
    return actor_of(officials["city_officer"])


@pytest.fixture
def another(make_user: Any, county: Any) -> Any:
    """The user who switches on."""
    return make_user("headquarters_office", county.division, "second")


@pytest.fixture
def poor(person: Any, make_person: Any, county: Any) -> tuple[Any, Any]:
    """Two registered-poor people who work in another province, one in a village of Xinshao, one in Hongxi."""
    other = make_person(county.hongxi, name="李远", birth_date=date(1990, 1, 1))
    with everywhere(reason="test data"):
        type(person).objects.filter(pk=person.pk).update(birth_date=date(1985, 5, 1))
    for one in (person, other):
        make_poor(one)
        make_work(one)
    return person, other


def test_a_rule_counts_only_once_another_has_switched_it_on(lead: Any, another: Any, village_officer: Any, poor: Any):
    with pytest.raises(NotYourVerb):
        propose(GRANT, actor=village_officer)
    text = propose(GRANT, actor=lead)
    assert NAME not in book_on(DAY).rules
    with pytest.raises(ProposerSwitches):
        switch_on(text, actor=lead)
    with pytest.raises(NotYourVerb):
        switch_on(text, actor=village_officer)
    switch_on(text, actor=actor_of(another))
    assert book_on(DAY).rules[NAME].version == text.version
    with pytest.raises(NotProposedAnyMore):
        switch_on(text, actor=actor_of(another))
    found = scanned(DAY, [str(poor[0].area_id)[:6]])
    assert found.counts[NAME]["entitled"] == 2
    with pytest.raises(NoReason):
        switch_off(text, " ", actor=lead)
    switch_off(text, "文件废止", actor=lead)
    assert NAME not in book_on(DAY).rules
    with pytest.raises(NotSwitchedOn):
        switch_off(text, "文件废止", actor=lead)
    with everywhere(reason="test"):
        assert Event.objects.filter(verb="subsidies.switch_rule").count() == 2


def test_the_database_refuses_a_proposer_who_switches_on(lead: Any, another: Any, monkeypatch: Any):
    text = propose(GRANT, actor=lead)
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleText.objects.filter(pk=text.pk).update(switched_on=DAY, switcher=lead.user_id)
    # The control: another user's key passes.
    RuleText.objects.filter(pk=text.pk).update(switched_on=DAY, switcher=another.pk)
    # And the action's own guard is not the database's: without it, the database still refuses.
    second = propose(GRANT.replace("冬季补助", "冬季补贴"), actor=lead)
    monkeypatch.setattr(actions, "ProposerSwitches", _Passed)
    with pytest.raises(_Passed):
        switch_on(second, actor=lead)


class _Passed(Exception):
    """Raised in place of the refusal: the guard stands in the action."""


def test_a_text_does_not_change_after_it_was_proposed(lead: Any, another: Any):
    text = switch_on(propose(GRANT, actor=lead), actor=actor_of(another))
    with pytest.raises(AlreadyProposed):
        propose(GRANT, actor=lead)
    RuleText.objects.filter(pk=text.pk).update(text=GRANT.replace("30000", "90000"))
    rule_texts.parsed.cache_clear()
    rule_texts._with.cache_clear()
    with pytest.raises(WrongPolicyFile, match="what was proposed"):
        book_on(DAY)
    RuleText.objects.filter(pk=text.pk).update(text=GRANT)
    assert NAME in book_on(DAY).rules


def test_every_fault_is_told_with_its_place(lead: Any):
    wrong = (
        GRANT.replace("fund_line: employment\nfor: person", "fund_line: employment\nfor: nobody")
        .replace("from: 2020-01-01", "from: soon")
        .replace("title: {zh: 冬季补助, en: Winter grant}", "title: 冬季补助")
    )
    assert faults(wrong, lead) == ["text: title", "text: for", "text: from"]
    assert faults(GRANT.replace("met: is_registered_poor", "met: is_regstered_poor"), lead) == [
        "winter_grant.yaml: on 2020-01-01"
    ]
    assert faults(GRANT.replace("gives: {standing: not_entitled}", "gives: {standing: entitled}"), lead) == [
        "winter_grant: Somebody else"
    ]
    assert faults(GRANT.replace("fund_line: employment\n", "fund_line: a\nfund_line: b\n"), lead) == ["text: line 1"]
    assert faults("rule: [", lead) == ["text: the file is no YAML"]
    assert faults("a: &x [1]\nb: *x\n", lead) == ["text: line 2"]
    assert faults(GRANT + "---\nmore: 1\n", lead) == [
        "text: one rule, and behind `---` its cases, are asked for; here are 3 parts"
    ]
    assert faults("x" * 60_001, lead) == ["text: 60002 > 60000"]
    assert not RuleText.objects.exists()


def faults(text: str, actor: Any) -> list[str]:
    """The faults of a text, each up to its second colon (where it has so many)."""
    with pytest.raises(Refusals) as refused:
        propose(text, actor=actor)
    said = [str(one.sentence.values["fault"]) for one in refused.value.refusals]
    return [":".join(one.split(":")[:2]) if not one.startswith("text: 6") else one for one in said]


def test_a_text_closes_a_rule_and_another_opens_one_by_date(lead: Any, another: Any):
    first = switch_on(propose(GRANT, actor=lead), actor=actor_of(another))
    more = GRANT.replace("from: 2020-01-01", "from: 2020-10-01").replace("2020-01-01: 30000", "2020-10-01: 50000")
    second = switch_on(propose(more.split("---")[0], actor=lead), actor=actor_of(another))
    assert book_on(DAY).rules[NAME].version == first.version
    assert book_on(date(2020, 10, 1)).rules[NAME].version == second.version
    until = GRANT.split("---")[0].replace("from: 2020-01-01", "from: 2020-01-01\nuntil: 2020-06-30")
    closing = switch_on(propose(until, actor=lead), actor=actor_of(another))
    assert book_on(date(2020, 6, 30)).rules[NAME].is_in_force(date(2020, 6, 30))
    assert not book_on(DAY).rules[NAME].is_in_force(DAY)
    assert book_on(date(2020, 10, 1)).rules[NAME].version == second.version
    versions = rule_texts.versions_of(NAME, DAY)
    assert [(one.rule.version, one.is_on) for one in versions] == [
        (closing.version, True), (second.version, True), (first.version, True)
    ]  # fmt: skip


def test_a_rule_of_the_book_is_replaced_from_the_first_day_of_the_text(lead: Any, another: Any):
    library = book_for(DAY).where / "outgoing_work_reward.yaml"
    text = library.read_text(encoding="utf-8").replace("from: 2020-03-28", "from: 2020-09-01", 1)
    own = book_on(DAY).rules["outgoing_work_reward"].version
    new = switch_on(propose(text, actor=lead), actor=actor_of(another))
    assert book_on(DAY).rules["outgoing_work_reward"].version == own
    assert book_on(date(2020, 9, 1)).rules["outgoing_work_reward"].version == new.version


def test_the_book_is_the_same_one_until_a_text_is_switched(lead: Any, another: Any, django_assert_num_queries: Any):
    text = switch_on(propose(GRANT, actor=lead), actor=actor_of(another))
    book = book_on(DAY)
    with django_assert_num_queries(1):
        assert book_on(DAY) is book, "formulas and order are worked out once"
    # As another process does it: nothing of this one is told.
    RuleText.objects.filter(pk=text.pk).update(off_on=DAY)
    assert NAME not in book_on(DAY).rules


@pytest.mark.requirement("R085", "R091")
def test_the_page_shows_who_gains_and_what_it_costs_and_the_people_in_the_area(
    client_of: Any, lead: Any, another: Any, poor: Any, monkeypatch: Any
):
    text = propose(GRANT, actor=lead)
    here = f"/subsidies/changes/{text.uuid}/"
    page = client_of("city_officer").get(f"{here}?day=2020-07-01").content.decode()
    assert f"{here}people/?rule={NAME}&amp;how=gains&amp;day=2020-07-01" in page
    assert "600元" in page
    assert "switch_on" not in page
    people = f"{here}people/?rule={NAME}&how=gains&day=2020-07-01"
    for who, sees in (("city_officer", (True, True)), ("village_officer", (True, False)), ("stranger", (False, True))):
        said = client_of(who).get(people).content.decode()
        assert tuple(one.name in said for one in poor) == sees, who
        assert ("300元" in said) == any(sees)
    with everywhere(reason="test"):
        assert Look.objects.filter(verb="subsidies.view_entitled").count() == 3
    page = page_of(client_of("city_officer").get(f"{here}?day=2020-07-01"))
    assert not list(faults_of_page(page, opens=True))
    (opened,) = [figure for figure in figures_of(page) if figure.persons]
    assert listed(page_of(client_of("city_officer").get(opened.href))) == (opened.persons, opened.persons) == (2, 2)
    # On, and the page says the same: what it changes, not what is left to change.
    with everywhere(reason="test"):
        switch_on(text, actor=actor_of(another))
    assert "600元" in client_of("city_officer").get(f"{here}?day=2020-07-01").content.decode()
    assert client_of("city_officer").get(f"{here}people/?rule={NAME}&how=nothing").status_code == 404
    assert client_of("city_officer").get(f"{here}?day=2019-01-01").status_code == 200
    assert client_of("city_officer").get(f"{people}&day=soon&area=%27%20OR%201").status_code == 200


def test_a_rule_is_proposed_and_switched_over_the_pages(client_of: Any, another: Any, monkeypatch: Any):
    browser, new = client_of("city_officer"), "/subsidies/changes/propose/"
    assert browser.get(new).status_code == 200
    assert browser.post(new, {"text": ""}).status_code == 422
    wrong = browser.post(new, {"text": GRANT.replace("for: person", "for: nobody")})
    assert wrong.status_code == 422
    assert "text: for" in wrong.content.decode()
    assert client_of("village_officer").get(new).status_code == 403
    file = SimpleUploadedFile("winter_grant.yaml", GRANT.encode())
    assert browser.post(new, {"text": "", "file": file}).status_code == 302
    text = RuleText.objects.get()
    assert client_of("township_clerk").get("/subsidies/changes/").status_code == 200
    assert browser.post(f"/subsidies/changes/{text.uuid}/on/").status_code == 403, "a fresh sign-in is asked first"
    monkeypatch.setattr(sessions, "is_fresh", lambda request: True)
    on, off = f"/subsidies/changes/{text.uuid}/on/", f"/subsidies/changes/{text.uuid}/off/"
    browser.post(on)
    text.refresh_from_db()
    assert text.switched_on is None
    second = client_of(another)
    second.post(on)
    text.refresh_from_db()
    assert (text.switched_on, text.switcher) == (clock.today(), another.pk)
    # Seen on the next request of anybody.
    rule = browser.get(f"/subsidies/rules/{NAME}/?day=2020-07-01").content.decode()
    assert "冬季补助" in rule
    assert "第一条" in rule
    assert text.version in rule
    second.post(off, {"reason": "文件废止"})
    assert browser.get(f"/subsidies/rules/{NAME}/?day=2020-07-01").status_code == 404


def test_an_article_is_said_in_the_language_of_the_reader(client_of: Any):
    rule = "/subsidies/rules/outgoing_work_reward/?day=2020-07-01"
    said = client_of("township_clerk").get(rule).content.decode()
    assert "业务说明3.3" in said
    assert "domain notes" not in said
