"""One claim as its page shows it: its way, its reasons, and what this reader may do now."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language, pgettext

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.money import format_yuan
from gangqiao.subsidies.codes import LISTS
from gangqiao.subsidies.models import Claim, Evidence, Finding, Hand, Notice
from gangqiao.subsidies.policy import claims as policy
from gangqiao.subsidies.reads import claims as reads
from gangqiao.subsidies.showing.claims import outcome_words, owner_words, rule_title
from gangqiao.subsidies.showing.desks import desk_words
from gangqiao.subsidies.showing.rules import MARKS, kept_article, said
from gangqiao.subsidies.states import AT_BANK, DEAD, ClaimStatus, PaymentStatus

C = ClaimStatus
STAGES = {"village_publicity": "village", "city_publicity": "city"}
WAY = (C.DRAFT, C.SUBMITTED, C.CITY_PUBLICITY, C.APPROVED, C.PAID)
PAY_TONES = {"waiting": "busy", "paid": "good", "failed": "bad", "cancelled": "calm"}


def way_of(claim: Claim, hands: list[Hand], notices: Mapping[str, Notice]) -> list[dict[str, Any]]:
    """The steps of a claim in order: desk, owner, who and when; `is_now` where it waits, with the day by which."""
    today = clock.today()
    waits_at = policy.next_desk(claim.route, claim.status, today)
    by_hand = {one.hand: one for one in hands if one.round == claim.round}
    steps = [_made(claim, by_hand.get("make"))]
    for desk in (*policy.desks(claim.route, claim.submitted_on or today), "pay"):
        is_now = desk == waits_at
        steps.append({
            "desk": desk_words(desk), "owner": owner_words(desk), "is_now": is_now,
            "due": claim.due_on if is_now else None,
            "is_late": is_now and claim.due_on is not None and claim.due_on < today,
            "done": _done_at(desk, claim, by_hand, notices),
        })  # fmt: skip
    return steps


def _made(claim: Claim, hand: Hand | None) -> dict[str, Any]:
    who = hand.by_name if hand is not None else claim.made_by
    return {
        "desk": pgettext("desk of claims", "made and submitted"), "owner": LISTS["claim_source"].word(claim.source),
        "is_now": claim.status == C.DRAFT, "due": None, "is_late": False,
        "done": [(who, claim.submitted_on or claim.made_on)],
    }  # fmt: skip


def _done_at(
    desk: str, claim: Claim, hands: Mapping[str, Hand], notices: Mapping[str, Notice]
) -> list[tuple[str, date | None]]:
    """(who, day) of what was done at a desk; [] for nothing yet."""
    if desk in STAGES:
        notice = notices.get(STAGES[desk])
        # A notice of an earlier round says nothing about this one.
        if notice is None or claim.status == C.DRAFT or (claim.round and notice.pk != claim.notice_id):
            return []
        return [(f"{notice.number} {notice.approved_by}".strip(), notice.first)] if notice.first else []
    if desk == "pay":
        return [("", claim.paid_on)] if claim.paid_on else []
    signed = [hands[one] for one in (("countersign", "approve") if desk == "approve" else (desk,)) if one in hands]
    return [(one.by_name, clock.day_of(one.at)) for one in signed]


def earlier(claim: Claim, hands: list[Hand]) -> list[dict[str, Any]]:
    """Hands of earlier rounds, before the claim was sent back."""
    return [
        {"hand": LISTS["hand"].word(one.hand), "who": one.by_name, "on": clock.day_of(one.at), "note": one.note}
        for one in hands
        if one.round < claim.round
    ]


def reasons_of(claim: Claim) -> list[tuple[str, str, str]]:
    """(tone, sentence, article) of every condition, as the rule answered on the day of the decision."""
    at = 3 if get_language() == "en" else 2
    return [(MARKS.get(one[1], "warn"), one[at], kept_article(one[4])) for one in json.loads(claim.reasons)]


def facts_of(claim: Claim, facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(fact, value) of what the rule read, in words. facts: those of the book of the day."""
    found = []
    for key, value in json.loads(claim.facts).items():
        fact = facts.get(key)
        if fact is not None:
            found.append((said(fact.words), fact_words(value, fact.type)))
    return found


def fact_words(value: Any, kind: str) -> str:
    """The value of a fact as people read it."""
    if isinstance(value, bool):
        return pgettext("value of a fact", "yes") if value else pgettext("value of a fact", "no")
    return format_yuan(value) if kind == "fen" and isinstance(value, int) else str(value)


def finding_rows(findings: list[Finding]) -> list[dict[str, Any]]:
    """What the checks found: sentences, how heavy, and what became of it."""
    at = 1 if get_language() == "en" else 0
    return [
        {
            "severity": LISTS["severity"].word(one.severity), "is_open": not one.outcome and one.gone_on is None,
            "tone": "calm" if one.outcome == "cleared" or one.gone_on else "bad" if one.severity == "block" else "warn",
            "said": [pair[at] for pair in _pairs(one.evidence)], "on": one.found_on,
            "outcome": LISTS["finding_outcome"].word(one.outcome) if one.outcome else "", "by": one.settled_by,
        }
        for one in findings
    ]  # fmt: skip


def _pairs(text: str) -> list[list[str]]:
    read = json.loads(text or "[]")
    return [pair for pair in read if isinstance(pair, list) and len(pair) > 1]


def evidence_rows(evidence: list[Evidence], may_open: bool) -> list[dict[str, Any]]:
    """What was brought."""
    return [
        {"evidence": one, "kind": LISTS["evidence_kind"].word(one.kind), "may_open": may_open and bool(one.picture)}
        for one in evidence
    ]


def objections_of(claim: Claim) -> list[dict[str, Any]]:
    """What was said against it, and the answers."""
    return [{"objection": one, "outcome": outcome_words(one)} for one in reads.objections_of(claim)]


def payment_rows(claim: Claim) -> list[dict[str, Any]]:
    """The tries to pay it; of an account the last two digits alone."""
    return [
        {
            "batch": number, "fen": format_yuan(one.fen), "tail": one.tail, "tone": PAY_TONES.get(one.status, "calm"),
            "status": PaymentStatus(one.status).label, "on": one.answered_on,
            "reason": LISTS["bank_reason"].word(one.reason) if one.reason else "",
        }
        for one, number in reads.payments_of(claim)
    ]  # fmt: skip


def life_of(claim: Claim) -> list[dict[str, Any]]:
    """The way in few words, for the drawing at the top; of one that came to nothing only that."""
    if claim.status in DEAD:
        return [{"label": ClaimStatus(claim.status).label, "is_past": False, "is_now": True}]
    order = list(ClaimStatus)
    at = order.index(C.IN_PAYMENT if claim.status in AT_BANK else ClaimStatus(claim.status))
    reached = [state for state in WAY if order.index(state) <= at]
    return [{"label": state.label, "is_past": state in reached[:-1], "is_now": state == reached[-1]} for state in WAY]


def acts_of(claim: Claim, actor: Actor, hands: list[Hand]) -> dict[str, Any]:
    """What this reader may do now, by name of the act, and `why_not` where an own hand forbids the next step."""
    may = {verb for verb in _verbs(claim) if any(actor.may(verb, path) for path in claim.paths)}
    desk = policy.next_desk(claim.route, claim.status, clock.today())
    own = [one for one in hands if one.round == claim.round and one.by == actor.user_id]
    is_own = bool(own) or (claim.maker is not None and claim.maker == actor.user_id)
    two = policy.needs_two(claim.amount, clock.today())
    signed = any(one.hand == "countersign" and one.round == claim.round for one in hands)
    names = {
        "submit": claim.status == C.DRAFT and "subsidies.submit" in may,
        "check": desk in reads.CHECKS and policy.VERBS[desk] in may,
        "countersign": desk == "approve" and two and not signed and "subsidies.countersign" in may,
        "approve": desk == "approve" and (signed or not two) and "subsidies.approve" in may,
    }
    forbidden = is_own and any(names[one] for one in ("check", "countersign", "approve"))
    if forbidden:
        names |= {"check": False, "countersign": False, "approve": False}
    names |= {one: f"subsidies.{one}" in may for one in ("send_back", "reject", "withdraw")}
    return {**names, "why_not": forbidden, "any": any(names.values())}


def _verbs(claim: Claim) -> set[str]:
    return {step.verb for step in Claim.LIFE_CYCLE.steps_from(claim.status)}


def title_of(claim: Claim) -> str:
    """The rule of a claim."""
    return rule_title(claim.programme, claim.decided_for)
