"""The checks run by the system and settled by people: once for each thing, never by who had a hand in the claim."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gangqiao.accounts.reads import actor_of
from gangqiao.audit.models import Event
from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.subsidies.actions import checking
from gangqiao.subsidies.actions.moving import move
from gangqiao.subsidies.jobs import checking as jobs
from gangqiao.subsidies.models import Claim, Finding, Hand
from gangqiao.subsidies.refusals import StillBlocked
from gangqiao.subsidies.refusals_findings import (
    FindingNeedsWords,
    HandSettlesNothing,
    SettledAlready,
    UnknownOutcome,
)
from gangqiao.subsidies.tests.test_findings import DAY, changed, claim_of
from gangqiao.subsidies.tests.test_findings import honest as honest

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("D11")]


@pytest.fixture(autouse=True)
def _summer() -> Any:
    with clock.frozen_at(DAY):
        yield


def findings(claim: Claim) -> list[Finding]:
    with everywhere(reason="test"):
        return list(Finding.objects.filter(claim=claim).order_by("pk"))


def open_keys(claim: Claim) -> set[str]:
    return {one.check_key for one in findings(claim) if one.gone_on is None and one.outcome != "cleared"}


@pytest.fixture
def wrong(honest: Any) -> Claim:
    """A claim from another fund line than the rule's."""
    return claim_of(honest(), fund_line="rural")


def test_a_second_run_changes_nothing_and_what_is_mended_ends(wrong: Claim, honest: Any):
    right = claim_of(honest())
    assert checking.run_for([wrong, right]) == 1
    assert (open_keys(wrong), open_keys(right)) == ({"fund_line"}, set())
    events = Event.objects.filter(verb=checking.RUN)
    assert [(one.person, one.fields, one.actor_name) for one in events] == [
        (wrong.person_uuid, ["fund_line"], "system")
    ]
    assert checking.run_for([wrong, right]) == 0
    assert len(findings(wrong)) == 1
    changed(wrong, fund_line="employment")
    assert checking.run_for([wrong]) == 1
    assert [one.gone_on for one in findings(wrong)] == [DAY]
    # The same comes back: the same row stands open again.
    changed(wrong, fund_line="rural")
    assert checking.run_for([wrong]) == 1
    assert [one.gone_on for one in findings(wrong)] == [None]


def test_what_was_cleared_stays_cleared_while_the_same_is_found(wrong: Claim, township_clerk: Any):
    checking.run_for([wrong])
    with scope_of(township_clerk):
        checking.settle(findings(wrong)[0], "cleared", "文件已核对", actor=township_clerk)
    assert checking.run_for([wrong]) == 0
    assert open_keys(wrong) == set()
    changed(wrong, fund_line="local")
    checking.run_for([wrong])
    assert open_keys(wrong) == {"fund_line"}, "something else was found: it is open anew"
    assert [one.outcome for one in findings(wrong)] == ["cleared", ""]


def test_what_was_paid_or_came_to_nothing_keeps_its_findings_as_they_were(wrong: Claim):
    checking.run_for([wrong])
    changed(wrong, status="rejected", fund_line="employment")
    assert checking.run_for([wrong]) == 0
    assert [one.gone_on for one in findings(wrong)] == [None]


def test_nobody_settles_what_speaks_against_a_claim_of_the_own_hand(wrong: Claim, township_clerk: Any, make_user: Any,
                                                                     county: Any):  # fmt: skip
    checking.run_for([wrong])
    (found,) = findings(wrong)
    with everywhere(reason="test data"):
        own = Hand.objects.create(
            area_id=wrong.area_id, claim=wrong, hand="township_check", by=township_clerk.user_id, by_name="x"
        )
    with scope_of(township_clerk), pytest.raises(HandSettlesNothing):
        checking.settle(found, "cleared", "没有问题", actor=township_clerk)
    assert findings(wrong)[0].outcome == ""
    # The control: a colleague of the same post, and the same clerk once the hand was laid in an earlier round.
    colleague = actor_of(make_user("township_clerk", county.xinshao))
    with scope_of(colleague):
        for fault, given in ((UnknownOutcome, ("fine", "x")), (FindingNeedsWords, ("cleared", " "))):
            with pytest.raises(fault):
                checking.settle(found, *given, actor=colleague)
    changed(own, round=1)
    with scope_of(township_clerk):
        settled = checking.settle(found, "cleared", "没有问题", actor=township_clerk)
        assert (settled.settler, settled.settled_on) == (township_clerk.user_id, DAY)
        with pytest.raises(SettledAlready):
            checking.settle(found, "confirmed", "再来", actor=township_clerk)
    assert not Event.objects.filter(reason__contains="没有问题").exists(), "the words stand sealed, not in the log"


def test_the_guard_is_what_refuses_the_own_hand(wrong: Claim, township_clerk: Any, monkeypatch: Any):
    checking.run_for([wrong])
    with everywhere(reason="test data"):
        Hand.objects.create(area_id=wrong.area_id, claim=wrong, hand="make", by=township_clerk.user_id, by_name="x")
    monkeypatch.setattr(checking, "_has_a_hand", lambda claim, user: False)
    with scope_of(township_clerk):
        assert checking.settle(findings(wrong)[0], "cleared", "x", actor=township_clerk).outcome == "cleared"


def test_the_village_and_another_township_settle_nothing(wrong: Claim, village_officer: Any, stranger: Any):
    checking.run_for([wrong])
    (found,) = findings(wrong)
    with scope_of(village_officer), pytest.raises(NotYourVerb):
        checking.settle(found, "cleared", "x", actor=village_officer)
    with scope_of(stranger), pytest.raises(Claim.DoesNotExist):
        checking.settle(found, "cleared", "x", actor=stranger)


def test_a_blocking_finding_holds_the_check_back_and_a_cleared_one_lets_it_pass(
    wrong: Claim, make_user: Any, county: Any, township_clerk: Any
):
    changed(wrong, status="township_checked")
    checking.run_for([wrong])
    clerk = actor_of(make_user("funds_clerk", county.division))

    def check() -> Claim:
        with scope_of(clerk):
            return move(wrong, "subsidies.check_city", actor=clerk, hand="city_check")

    with pytest.raises(StillBlocked):
        check()
    with scope_of(township_clerk):
        checking.settle(findings(wrong)[0], "confirmed", "资金渠道确实错了", actor=township_clerk)
    with pytest.raises(StillBlocked):
        check()
    with everywhere(reason="test data"):
        Finding.objects.filter(claim=wrong).update(outcome="cleared")
    assert check().status == "city_checked"


def test_a_warning_holds_nothing_back(honest: Any, make_user: Any, county: Any):
    claim = claim_of(honest(), status="township_checked", rule_version="older")
    checking.run_for([claim])
    assert open_keys(claim) == {"rule_changed"}
    clerk = actor_of(make_user("funds_clerk", county.division))
    with scope_of(clerk):
        assert move(claim, "subsidies.check_city", actor=clerk, hand="city_check").status == "city_checked"


def test_the_night_looks_at_all_that_may_still_be_paid_in_portions(honest: Any, monkeypatch: Any):
    monkeypatch.setattr(checking, "AT_ONCE", 2)
    claims = [claim_of(honest(), fund_line="rural", status=status) for status in ("submitted", "approved", "failed")]
    paid, draft = (claim_of(honest(), fund_line="rural", status=status) for status in ("paid", "draft"))
    for _twice in range(2):
        jobs.look_at_claims()
    assert [open_keys(claim) for claim in claims] == [{"fund_line"}] * 3
    assert open_keys(paid) == open_keys(draft) == set()


def test_a_death_holds_back_what_is_on_its_way_at_once(honest: Any, settings: Any):
    claim = claim_of(honest(), status="approved")
    checking.run_for([claim])
    assert open_keys(claim) == set()
    changed(claim.person, life="dead", died_on=date(2020, 6, 1))
    event = Event.objects.filter(verb=checking.RUN).first() or Event(person=claim.person_uuid)
    event.person = claim.person_uuid
    jobs.after_record(event)
    assert "dead" in open_keys(claim)


def test_what_was_handed_in_is_looked_at_soon_and_waits_in_the_queue_once(wrong: Claim):
    from django_tasks_db.models import DBTaskResult

    changed(wrong, submitted_on=DAY)
    for _claim in range(3):
        jobs.after_submit(Event())
    assert DBTaskResult.objects.filter(task_path=jobs.look_at_new.module_path).count() == 1
    jobs.look_at_new.func()
    assert open_keys(wrong) == {"fund_line"}
