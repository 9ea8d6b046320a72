"""Rules the county brings in as text: proposed by one user, looked at, and switched on by another; off with a reason.

A text never changes after it was proposed: another text takes its place.
"""

from __future__ import annotations

from django.conf import settings
from django.db import IntegrityError, transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import require
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.errors import Refusals
from gangqiao.kernel.policy import NoParameterYet, WrongPolicyFile
from gangqiao.places.reads import county_path
from gangqiao.subsidies.models import RuleText
from gangqiao.subsidies.policy.books import book_for
from gangqiao.subsidies.policy.checking import check_rule
from gangqiao.subsidies.policy.files import rule_with_cases
from gangqiao.subsidies.policy.rules import Rule
from gangqiao.subsidies.reads.rule_texts import overlaid
from gangqiao.subsidies.refusals_rules import (
    AlreadyProposed,
    NoReason,
    NotProposedAnyMore,
    NotSwitchedOn,
    ProposerSwitches,
    WrongRule,
)

PROPOSE, SWITCH = "subsidies.propose_rule", "subsidies.switch_rule"
WHERE = "text"
MOST = 60_000  # characters of a text


def propose(text: str, *, actor: Actor) -> RuleText:
    """Keep a rule as text; nothing changes by it yet. Behind a line `---` may stand its cases, which are tried.

    Raises NotYourVerb, AlreadyProposed, and Refusals with a WrongRule for everything that is wrong.
    """
    require(actor, PROPOSE, area=county_path())
    text = text.replace("\r\n", "\n").strip() + "\n"
    rule = read(text)
    try:
        with transaction.atomic():
            row = RuleText.objects.create(
                programme=rule.key, text=text, version=rule.version, proposed_by=actor.name[:100],
                proposer=actor.user_id,
            )  # fmt: skip
            record(PROPOSE, actor=actor, subject=row, area=county_path(), reason=rule.key)
    except IntegrityError as fault:
        raise AlreadyProposed from fault
    return row


def read(text: str) -> Rule:
    """The rule a text describes, tried within the county's book. Raises Refusals with everything that is wrong."""
    if len(text) > MOST:
        raise Refusals([WrongRule(f"{WHERE}: {len(text)} > {MOST}")])
    try:
        rule, cases = rule_with_cases(text, WHERE)
        day = max(rule.first, clock.today())
        book = overlaid(book_for(day, settings.POLICY_BOOK), day).with_rule(rule, cases)
        faults = check_rule(book, rule.key)
    except (WrongPolicyFile, NoParameterYet) as error:
        faults = str(error).splitlines()
    if faults:
        raise Refusals([WrongRule(fault) for fault in faults])
    return rule


def switch_on(text: RuleText, *, actor: Actor) -> RuleText:
    """Let a proposed text count from now on, for the days it names.

    Raises NotYourVerb, ProposerSwitches, NotProposedAnyMore, and Refusals when it does not fit the book any more.
    """
    require(actor, SWITCH, area=county_path())
    with transaction.atomic():
        row = RuleText.objects.select_for_update().get(pk=text.pk)
        if row.switched_on is not None or row.off_on is not None:
            raise NotProposedAnyMore
        if actor.user_id is None or actor.user_id == row.proposer:
            raise ProposerSwitches
        read(row.text)
        row.switched_on, row.switched_on_by, row.switcher = clock.today(), actor.name[:100], actor.user_id
        row.save(update_fields=["switched_on", "switched_on_by", "switcher"])
        record(SWITCH, actor=actor, subject=row, area=county_path(), fields=["switched_on"], reason=row.programme)
    return row


def switch_off(text: RuleText, reason: str, *, actor: Actor) -> RuleText:
    """Read a text no more from today; also one that was never switched on. Claims keep the version they were made by.

    Raises NotYourVerb, NoReason, NotSwitchedOn.
    """
    require(actor, SWITCH, area=county_path())
    if not reason.strip():
        raise NoReason
    with transaction.atomic():
        row = RuleText.objects.select_for_update().get(pk=text.pk)
        if row.off_on is not None:
            raise NotSwitchedOn
        row.off_on, row.off_reason = clock.today(), reason.strip()[:200]
        row.save(update_fields=["off_on", "off_reason"])
        record(SWITCH, actor=actor, subject=row, area=county_path(), fields=["off_on"], reason=row.off_reason)
    return row
