"""What the checks before payment found, as pages show it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext

from gangqiao.kernel.actor import Actor, Level
from gangqiao.kernel.money import format_yuan
from gangqiao.people.reads.masking import name_for, place_names
from gangqiao.subsidies.checks import BLOCK, CHECKS, Check
from gangqiao.subsidies.codes import LISTS
from gangqiao.subsidies.models import Finding
from gangqiao.subsidies.reads.findings import pairs_of
from gangqiao.subsidies.showing.claims import rule_title
from gangqiao.subsidies.showing.rules import said

SETTLE = "subsidies.settle_finding"


def title_of(key: str) -> str:
    """What a check is called; its key for one that is not run any more."""
    return said(CHECKS[key].title) if key in CHECKS else key


def says_of(key: str) -> str:
    """What a check looks for, in one sentence."""
    return said(CHECKS[key].says) if key in CHECKS else ""


def outcomes() -> list[tuple[str, Any]]:
    """How a finding can be settled."""
    return [(code, LISTS["finding_outcome"].word(code)) for code in LISTS["finding_outcome"]]


def rows(found: Iterable[Finding], actor: Actor, own: Iterable[int] = ()) -> list[dict[str, Any]]:
    """The rows of the list. own: keys of claims the reader had a hand in, who settles nothing there."""
    listed = list(found)
    places, hands = place_names({str(one.area_id) for one in listed}), set(own)
    return [_row(one, places, actor, hands) for one in listed]


def _row(one: Finding, places: dict[str, str], actor: Actor, own: set[int]) -> dict[str, Any]:
    claim, area = one.claim, str(one.area_id)
    is_open = not one.outcome and one.gone_on is None
    return {
        "finding": one, "claim": claim, "title": title_of(one.check_key), "says": says_of(one.check_key),
        "facts": [pair[1] if get_language() == "en" else pair[0] for pair in pairs_of(one)],
        "name": name_for(claim.person, actor) if claim.person is not None else claim.payee_name,
        "place": places.get(area, ""), "programme": rule_title(claim.programme, claim.decided_for),
        "amount": format_yuan(claim.amount),
        "tone": "bad" if one.severity == BLOCK else "warn", "severity": LISTS["severity"].word(one.severity),
        "since": date_format(one.found_on, "Y-m-d"),
        "outcome": LISTS["finding_outcome"].word(one.outcome) if one.outcome else "",
        "outcome_tone": "good" if one.outcome == "cleared" else "bad",
        "words": (one.words or "") if actor.level_in(area) >= Level.PERSONAL else "",
        "settled": date_format(one.settled_on, "Y-m-d") if one.settled_on else "", "by": one.settled_by,
        "gone": date_format(one.gone_on, "Y-m-d") if one.gone_on else "",
        "is_own": is_open and one.claim_id in own,
        "may_settle": is_open and one.claim_id not in own and actor.may(SETTLE, area),
        "href": reverse("subsidies:claim", args=[claim.uuid]),
    }  # fmt: skip


def severity_words(one: Check) -> str:
    """Whether a check holds payment back, in words."""
    return pgettext("check before payment", "blocks") if one.severity == BLOCK else pgettext(
        "check before payment", "warns"
    )  # fmt: skip
