"""The checks before payment: run by the system, any number of times, and settled by people who had no hand in it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from gangqiao.audit.events import Entry, record, record_each
from gangqiao.audit.steps import require
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.kernel.scope import scope_of
from gangqiao.places.reads import county_path
from gangqiao.subsidies.checks import CHECKS, Batch, County, look
from gangqiao.subsidies.checks.register import digest_of_evidence, evidence_text
from gangqiao.subsidies.codes import LISTS
from gangqiao.subsidies.models import Claim, Finding, Hand
from gangqiao.subsidies.reads.findings import claims_in
from gangqiao.subsidies.refusals_findings import (
    FindingNeedsWords,
    HandSettlesNothing,
    SettledAlready,
    UnknownOutcome,
)
from gangqiao.subsidies.states import CHECKING, ClaimStatus

RUN, SETTLE = "subsidies.run_checks", "subsidies.settle_finding"
CLEARED, CONFIRMED = "cleared", "confirmed"
AT_ONCE = 300
# What may still be paid. Of what was paid, or came to nothing, the findings stay as they were.
LOOKED_AT = (ClaimStatus.DRAFT, *CHECKING, ClaimStatus.APPROVED, ClaimStatus.FAILED)
Key = tuple[int, str, str]  # claim, check, digest of what was compared


def run_for(claims: Iterable[Claim], *, county: County | None = None) -> int:
    """Look at these claims with every check, wherever they lie: write what is found, end what is not found any more.

    The system acts, whoever asks. Gives the number of claims about which something changed: a second run gives 0.
    What somebody cleared stays cleared while the same is found. county: what a longer run keeps between its portions.
    """
    keys, changed, kept = sorted({claim.pk for claim in claims}), 0, county or County()
    with scope_of([county_path()]):
        for start in range(0, len(keys), AT_ONCE):
            with transaction.atomic():
                changed += _run(keys[start : start + AT_ONCE], kept)
    return changed


def _run(keys: list[int], county: County) -> int:
    # Locked in order: two runs over the same claims wait for each other and do not find anything twice.
    rows = Claim.objects.select_for_update(of=("self",)).filter(pk__in=keys, status__in=LOOKED_AT)
    batch = Batch(list(rows.order_by("pk")), county)
    if not batch.claims:
        return 0
    by_key = {claim.pk: claim for claim in batch.claims}
    now: dict[Key, str] = {}
    for check, found in look(batch).items():
        for pk, pairs in found.items():
            text = evidence_text(pairs)
            now[pk, check, digest_of_evidence(text)] = text
    known = {
        (row.claim_id, row.check_key, row.digest): row
        for row in Finding.objects.select_for_update(of=("self",)).filter(claim__in=list(by_key)).order_by("pk")
    }
    changed: dict[int, set[str]] = {}
    _write([(key, text) for key, text in now.items() if key not in known], by_key, changed)
    _turn(known, now, changed)
    record_each(
        [
            Entry(RUN, by_key[pk], "job", person=by_key[pk].person_uuid, fields=sorted(checks))
            for pk, checks in sorted(changed.items())
        ],
        actor=SYSTEM,
    )
    return len(changed)


def _write(new: list[tuple[Key, str]], claims: dict[int, Claim], changed: dict[int, set[str]]) -> None:
    rows = []
    for (pk, check, digest), text in new:
        claim = claims[pk]
        rows.append(
            Finding(
                area_id=claim.area_id, unit=claim.unit, party=claim.party, person_uuid=claim.person_uuid, claim=claim,
                check_key=check, severity=CHECKS[check].severity, evidence=text, digest=digest,
            )
        )  # fmt: skip
        changed.setdefault(pk, set()).add(check)
    Finding.objects.bulk_create(rows, batch_size=200)


def _turn(known: dict[Key, Finding], now: dict[Key, str], changed: dict[int, set[str]]) -> None:
    """End what is not found any more, and take up again what is found again, with whatever was said of it."""
    ended = [row for key, row in known.items() if key not in now and row.gone_on is None]
    again = [row for key, row in known.items() if key in now and row.gone_on is not None]
    for rows, gone_on in ((ended, clock.today()), (again, None)):
        Finding.objects.filter(pk__in=[row.pk for row in rows]).update(gone_on=gone_on)
        for row in rows:
            changed.setdefault(row.claim_id, set()).add(row.check_key)


def ask(area: str, *, actor: Actor) -> int:
    """Write down that somebody wants an area looked at again; gives how many claims that are. Raises NotYourVerb."""
    require(actor, RUN, area=area)
    with transaction.atomic():
        record(RUN, actor=actor, area=area)
    return claims_in(area).count()


def settle(finding: Finding, outcome: str, words: str, *, actor: Actor) -> Finding:
    """Say what came of a finding: "cleared" lets the claim go on, "confirmed" keeps it held back.

    Raises NotYourVerb, UnknownOutcome, FindingNeedsWords, SettledAlready, HandSettlesNothing for whoever laid a hand on
    the claim in this round.
    """
    if outcome not in LISTS["finding_outcome"]:
        raise UnknownOutcome
    with transaction.atomic():
        claim = Claim.objects.select_for_update(of=("self",)).get(pk=finding.claim_id)
        row: Finding = Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
        require(actor, SETTLE, row)
        if not words.strip():
            raise FindingNeedsWords
        if row.outcome or row.gone_on is not None:
            raise SettledAlready
        if actor.user_id is None or _has_a_hand(claim, actor.user_id):
            raise HandSettlesNothing
        row.outcome, row.words, row.settled_on = outcome, words.strip()[:500], clock.today()
        row.settled_by, row.settler = actor.name[:100], actor.user_id
        row.save()
        record(SETTLE, actor=actor, subject=row, person=row.person_uuid, fields=["outcome"])
    return row


def _has_a_hand(claim: Claim, user: int) -> bool:
    return bool(Hand.objects.filter(claim=claim, round=claim.round, by=user).exists())
