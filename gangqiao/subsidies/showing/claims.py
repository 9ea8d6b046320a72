"""Claims as lists show them, and the words around them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.money import format_yuan
from gangqiao.kernel.policy import WrongPolicyFile
from gangqiao.people.reads.masking import name_for, place_name, place_names
from gangqiao.subsidies.models import Claim, ClaimObjection
from gangqiao.subsidies.policy import claims as policy
from gangqiao.subsidies.reads.entitled import book_on
from gangqiao.subsidies.showing.desks import desk_words
from gangqiao.subsidies.showing.rules import said
from gangqiao.subsidies.states import ClaimStatus

C = ClaimStatus
TONES = {
    C.DRAFT: "busy", C.APPROVED: "good", C.PAID: "good", C.IN_PAYMENT: "busy", C.REISSUED: "busy", C.FAILED: "bad",
    C.REJECTED: "calm", C.WITHDRAWN: "calm", C.UNDER_RECOVERY: "bad", C.RECOVERED: "calm",
}  # fmt: skip
TOLD_AT_ONCE = 5


def tone_of(claim: Claim) -> str:
    """How the state of a claim looks; what is being checked waits for somebody."""
    return TONES.get(ClaimStatus(claim.status), "warn")


def applicant_words(applicants: Iterable[str]) -> str:
    """Who applies, in words: "the person, the village"; a word nobody knows stands as it is."""
    words = {
        "person": pgettext("applicant", "the person"), "village": pgettext("applicant", "the village"),
        "employer": pgettext("applicant", "the employer"), "provider": pgettext("applicant", "the provider"),
        "agency": pgettext("applicant", "the agency"),
    }  # fmt: skip
    return ", ".join(words.get(one, one) for one in applicants)


def owner_words(desk: str) -> str:
    """Whose desk it is."""
    words = {
        "village": pgettext("owner of a desk", "village"), "township": pgettext("owner of a desk", "township"),
        "city": pgettext("owner of a desk", "city office"),
        "headquarters": pgettext("owner of a desk", "headquarters"),
    }  # fmt: skip
    return words.get(policy.OWNERS.get(desk, ""), "")


def rule_title(programme: str, day: date) -> str:
    """What a rule is called in the book of a day; its key where no book has it."""
    try:
        rule = book_on(day).rules.get(programme)
    except WrongPolicyFile:
        return programme
    return said(rule.title) if rule is not None else programme


def titles_of(claims: Iterable[Claim]) -> dict[tuple[str, date], str]:
    """The titles of the rules of many claims, each looked up once for a year of days."""
    found: dict[tuple[str, date], str] = {}
    for claim in claims:
        key = (claim.programme, claim.decided_for)
        if key not in found:
            found[key] = rule_title(*key)
    return found


def period_words(period: str) -> str:
    """For what time a claim is; what a class gives once says so."""
    if period.startswith("class:"):
        return pgettext("period of a claim", "one class")
    return pgettext("period of a claim", "once") if period == "once" else period


def who_of(claim: Claim, actor: Actor) -> str:
    """About whom a claim is, as deep as the reader may see; a unit by its name."""
    return name_for(claim.person, actor) if claim.person is not None else claim.payee_name


def rows(claims: Iterable[Claim], actor: Actor) -> list[dict[str, Any]]:
    """The rows of a list of claims."""
    found, today = list(claims), clock.today()
    places = place_names({str(one.area_id) for one in found})
    titles = titles_of(found)
    return [_row(one, actor, places, titles, today) for one in found]


def _row(
    claim: Claim, actor: Actor, places: dict[str, str], titles: dict[tuple[str, date], str], today: date
) -> dict[str, Any]:
    desk = policy.next_desk(claim.route, claim.status, today)
    return {
        "claim": claim, "who": who_of(claim, actor), "place": places.get(str(claim.area_id), ""),
        "title": titles[(claim.programme, claim.decided_for)], "period": period_words(claim.period),
        "amount": format_yuan(claim.amount), "status": ClaimStatus(claim.status).label, "tone": tone_of(claim),
        "desk": desk_words(desk) if desk else "", "owner": owner_words(desk), "due": claim.due_on,
        "is_late": claim.due_on is not None and claim.due_on < today,
        "may_see": claim.person is not None and actor.may("people.view", str(claim.area_id)),
    }  # fmt: skip


def what_became(done: int, refused: list[tuple[Claim, Refusal]]) -> list[tuple[str, str]]:
    """What is told of an act on many claims: (level, sentence), how many were done, and of the others why not."""
    told = []
    if done or not refused:
        told.append(("success", _("Done for %(many)s claims.") % {"many": f"{done:,}"}))
    if refused:
        reasons: dict[str, list[str]] = {}
        for claim, refusal in refused:
            reasons.setdefault(str(refusal), []).append(claim.code)
        told.append(("error", _("Refused for %(many)s claims:") % {"many": f"{len(refused):,}"}))
        for sentence, codes in reasons.items():
            more = "…" if len(codes) > TOLD_AT_ONCE else ""
            told.append(("error", f"{', '.join(codes[:TOLD_AT_ONCE])}{more}: {sentence}"))
    return told


def objection_rows(objections: Iterable[ClaimObjection], actor: Actor) -> list[dict[str, Any]]:
    """The rows of a list of objections."""
    today = clock.today()
    return [
        {
            "objection": one, "claim": one.claim, "who": who_of(one.claim, actor),
            "place": place_name(str(one.area_id)), "outcome": outcome_words(one),
            "tone": "bad" if one.upheld is None and one.due_on < today else "warn" if one.upheld is None else "calm",
            "may_answer": one.upheld is None and actor.may("subsidies.answer_objection", str(one.area_id)),
        }
        for one in objections
    ]  # fmt: skip


def outcome_words(objection: ClaimObjection) -> str:
    """What became of an objection; "" while it is open."""
    if objection.upheld is None:
        return ""
    return pgettext("objection to a claim", "upheld") if objection.upheld else pgettext(
        "objection to a claim", "not upheld"
    )  # fmt: skip
