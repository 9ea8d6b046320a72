"""What holds a claim back: the publicity, an objection, a finding that blocks, a number nobody confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from gangqiao.kernel import clock
from gangqiao.kernel.errors import Refusal
from gangqiao.subsidies.models import Claim, ClaimObjection, Finding, Notice
from gangqiao.subsidies.reads.confirming import unconfirmed_of
from gangqiao.subsidies.refusals import StillBlocked, StillPublished, Unconfirmed
from gangqiao.subsidies.states import ClaimStatus

# Verbs that do not start while something is held against the claim.
ASKED_BY = (
    "subsidies.check_township", "subsidies.check_city", "subsidies.publish_city", "subsidies.countersign",
    "subsidies.approve", "subsidies.pay", "subsidies.reissue",
)  # fmt: skip
MONEY = ("subsidies.pay", "subsidies.reissue")
PUBLISHED = (ClaimStatus.VILLAGE_PUBLICITY, ClaimStatus.CITY_PUBLICITY)


def held_back(claims: Iterable[Claim], *, for_money: bool = False) -> dict[int, Refusal]:
    """By claim, the first thing that holds it back; whoever is not in it may go on. Few queries for any number.

    for_money: also the numbers of the rule that are not confirmed.
    """
    rows: Sequence[Claim] = list(claims)
    keys = [claim.pk for claim in rows]
    found: dict[int, Refusal] = {}
    if for_money:
        found |= _unconfirmed(rows)
    for key, severity in Finding.objects.filter(claim__in=keys, severity="block", gone_on=None).exclude(
        outcome="cleared"
    ).values_list("claim_id", "outcome"):  # fmt: skip
        found[key] = StillBlocked(_("a check found something wrong") if severity else _("a finding is open"))
    submitted = {claim.pk: claim.submitted_on for claim in rows if claim.round}
    objections = ClaimObjection.objects.filter(claim__in=keys).exclude(upheld=False)
    for key, upheld, answered in objections.values_list("claim_id", "upheld", "answered_on"):
        again = submitted.get(key)
        if upheld and again is not None and answered <= again:
            continue  # it was sent back for that, put right, and goes through all desks anew
        found[key] = StillBlocked(_("an objection was upheld") if upheld else _("an objection is open"))
    last = dict(Notice.objects.filter(pk__in={c.notice_id for c in rows if c.notice_id}).values_list("pk", "last"))
    today = clock.today()
    for claim in rows:
        if claim.status in PUBLISHED and (until := last.get(claim.notice_id)) is not None and until >= today:
            found[claim.pk] = StillPublished(until)
    return found


def hold(claim: Claim, verb: str) -> None:
    """Refuse a verb while something holds the claim back. Raises StillBlocked, StillPublished, Unconfirmed."""
    if verb in ASKED_BY and (refusal := held_back([claim], for_money=verb in MONEY).get(claim.pk)):
        raise refusal


def _unconfirmed(claims: Sequence[Claim]) -> dict[int, Refusal]:
    known: dict[tuple[str, Any], list[str]] = {}
    found: dict[int, Refusal] = {}
    for claim in claims:
        asked = (claim.programme, claim.decided_for)
        if asked not in known:
            known[asked] = unconfirmed_of(*asked)
        if known[asked]:
            found[claim.pk] = Unconfirmed(", ".join(known[asked]))
    return found
