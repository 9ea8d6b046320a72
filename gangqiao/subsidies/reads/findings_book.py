"""The self-audit book: which claims it is about, and what each check found about them and what came of it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet, Sum

from gangqiao.kernel.paths import upper_bound
from gangqiao.subsidies.models import Claim, Evidence, Finding, Hand, Payment, PaymentBatch
from gangqiao.subsidies.states import DEAD, ClaimStatus

SHOWN = 30  # claims of the sample list


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a book is about: a programme and period ("" all) of an area, or the payments of a batch by its number."""

    programme: str = ""
    period: str = ""
    area: str = ""
    batch: str = ""


@dataclass(slots=True)
class OfCheck:
    """What one check found: claims with a finding, and how many of its findings stand where.

    settled  rows settled, for who and in which words; gone: not found any more, unsettled; open: neither
    """

    found: set[int] = field(default_factory=set)
    cleared: int = 0
    confirmed: int = 0
    gone: int = 0
    open: int = 0
    settled: list[Finding] = field(default_factory=list)


def batch_of(number: str) -> PaymentBatch | None:
    """A batch of payments by its number."""
    found: PaymentBatch | None = PaymentBatch.objects.filter(number=number).first() if number else None
    return found


def claims_of(wanted: Wanted) -> QuerySet[Claim]:
    """The claims a book is about, in the scope of the moment: handed in at least, and not come to nothing."""
    rows = Claim.objects.exclude(status__in=(ClaimStatus.DRAFT, *DEAD))
    if wanted.batch:
        batch = batch_of(wanted.batch)
        keys = Payment.objects.filter(batch=batch).values_list("claim_id", flat=True) if batch else []
        rows = rows.filter(pk__in=list(keys))
    if wanted.programme:
        rows = rows.filter(programme=wanted.programme)
    if wanted.period:
        rows = rows.filter(period=wanted.period)
    if wanted.area:
        rows = rows.filter(area_id__gte=wanted.area, area_id__lt=upper_bound(wanted.area))
    return rows


def summed(claims: QuerySet[Claim]) -> tuple[int, int]:
    """How many claims, and their sum in fen."""
    return claims.count(), int(claims.aggregate(fen=Sum("amount"))["fen"] or 0)


def by_check(claims: QuerySet[Claim]) -> dict[str, OfCheck]:
    """What each check found about these claims; one that found nothing is absent."""
    found: dict[str, OfCheck] = defaultdict(OfCheck)
    for row in Finding.objects.filter(claim__in=claims.values("pk")).order_by("settled_on", "pk"):
        one = found[row.check_key]
        one.found.add(row.claim_id)
        if row.outcome:
            one.settled.append(row)
            one.cleared += row.outcome == "cleared"
            one.confirmed += row.outcome == "confirmed"
        else:
            one.gone += row.gone_on is not None
            one.open += row.gone_on is None
    return dict(found)


def sample_of(claims: QuerySet[Claim]) -> list[Claim]:
    """Some claims, the same ones whoever prints: by a digest of their number."""
    keys = sorted(
        claims.values_list("pk", "code"), key=lambda row: hashlib.sha256(str(row[1]).encode()).hexdigest()
    )[:SHOWN]  # fmt: skip
    rows = Claim.objects.filter(pk__in=[pk for pk, _code in keys]).select_related("person")
    return list(rows.order_by("area_id", "code"))


def evidence_of(claims: Iterable[Claim]) -> dict[int, list[str]]:
    """Kinds of evidence by claim, each once."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Evidence.objects.filter(claim__in=[one.pk for one in claims]).order_by("kind", "pk")
    for claim, kind in rows.values_list("claim_id", "kind"):
        if kind not in found[claim]:
            found[claim].append(kind)
    return found


def open_of(claims: Iterable[Claim]) -> dict[int, int]:
    """How many findings of a claim are open, or were found to be wrong."""
    found: dict[int, int] = defaultdict(int)
    rows = Finding.objects.filter(claim__in=[one.pk for one in claims], gone_on=None).exclude(outcome="cleared")
    for claim in rows.values_list("claim_id", flat=True):
        found[claim] += 1
    return found


def choices() -> tuple[list[str], list[str]]:
    """Programmes and periods of the claims of the scope, to choose from."""
    rows = Claim.objects.exclude(status__in=(ClaimStatus.DRAFT, *DEAD)).order_by()
    programmes = rows.values_list("programme", flat=True).distinct()
    periods = rows.values_list("period", flat=True).distinct()
    return sorted(programmes), sorted(periods, reverse=True)


def hands_of(user: int | None, findings: Collection[Finding]) -> set[int]:
    """Keys of the claims of these findings that a user had a hand in, in their present round."""
    if user is None or not findings:
        return set()
    rounds = {one.claim_id: one.claim.round for one in findings}
    rows = Hand.objects.filter(by=user, claim__in=list(rounds)).values_list("claim_id", "round")
    return {claim for claim, number in rows if rounds[claim] == number}
