"""Which claims wait to be paid, by fund line; which are held back, and why; which the bank returned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.money import format_yuan
from gangqiao.subsidies.models import Claim, Payment
from gangqiao.subsidies.reads.holding import held_back
from gangqiao.subsidies.showing.rules import fund_line
from gangqiao.subsidies.states import ClaimStatus

AT_ONCE = 5_000  # claims asked about in one question: databases take no more keys than so many thousands


@dataclass(slots=True)
class Waiting:
    """The approved claims of one fund line. reasons: why claims are held back, each with how many."""

    key: str
    claims: list[Claim] = field(default_factory=list)
    held: int = 0
    held_fen: int = 0
    reasons: dict[str, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return fund_line(self.key)

    @property
    def many(self) -> int:
        return len(self.claims)

    @property
    def sum(self) -> str:
        """Of those that may be paid, in yuan."""
        return format_yuan(sum(claim.amount for claim in self.claims))

    @property
    def held_sum(self) -> str:
        return format_yuan(self.held_fen)


def approved() -> list[Claim]:
    """The approved claims within the reader's scope, the oldest first, with what `held_back` reads of them."""
    rows = Claim.objects.filter(status=ClaimStatus.APPROVED).order_by("approved_on", "pk")
    return list(rows.defer("reasons", "facts", "end_reason"))


def waiting(claims: Sequence[Claim]) -> list[Waiting]:
    """By fund line; without those that are held back, which are counted by their reason."""
    stopped: dict[int, Refusal] = {}
    for part in _parts(claims):
        stopped |= held_back(part, for_money=True)
    found: dict[str, Waiting] = {}
    for claim in claims:
        line = found.setdefault(claim.fund_line, Waiting(claim.fund_line))
        refusal = stopped.get(claim.pk)
        if refusal is None:
            line.claims.append(claim)
            continue
        line.held, line.held_fen = line.held + 1, line.held_fen + claim.amount
        words = str(refusal)
        line.reasons[words] = line.reasons.get(words, 0) + 1
    return [found[key] for key in sorted(found)]


def chosen(lines: Sequence[Waiting], key: str, year: int, programme: str = "", area: str = "") -> list[Claim]:
    """The claims of a fund line that were decided for a year and may be paid; programme, area: "" all."""
    return [
        claim
        for line in lines if line.key == key
        for claim in line.claims
        if claim.decided_for.year == year
        and (not programme or claim.programme == programme) and str(claim.area_id).startswith(area)
    ]  # fmt: skip


def returned() -> list[Payment]:
    """The last try of each claim the bank returned, its claim at hand; the oldest first."""
    rows = Payment.objects.filter(claim__status=ClaimStatus.FAILED, status="failed").select_related("claim")
    last = {one.claim_id: one for one in rows.order_by("attempt", "pk")}
    return sorted(last.values(), key=lambda one: (one.answered_on is not None, one.answered_on, one.pk))


def held_words(line: Waiting) -> list[dict[str, Any]]:
    """Why claims of a fund line are held back, the most frequent first."""
    ordered = sorted(line.reasons.items(), key=lambda pair: (-pair[1], pair[0]))
    return [{"words": words, "many": _("%(many)d claims") % {"many": many}} for words, many in ordered]


def _parts(claims: Sequence[Claim]) -> Iterator[Sequence[Claim]]:
    return (claims[at : at + AT_ONCE] for at in range(0, len(claims), AT_ONCE))
