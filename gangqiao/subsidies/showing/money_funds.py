"""Fund lines as pages show them: what was granted, is free, bound, paid, to come back, and what is still to come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.kernel.money import format_yuan
from gangqiao.subsidies.models import Budget, Claim, Transfer
from gangqiao.subsidies.reads import ledger
from gangqiao.subsidies.showing.rules import fund_line
from gangqiao.subsidies.states import CHECKING, ClaimStatus

FREE, BOUND, PAID, OWED = "free", "reserved", "paid", "owed"


@dataclass(frozen=True, slots=True)
class Coming:
    """What open claims of a fund line would still need, in fen, and how many they are."""

    approved: int = 0
    approved_fen: int = 0
    checking: int = 0
    checking_fen: int = 0

    @property
    def fen(self) -> int:
        return self.approved_fen + self.checking_fen


def coming() -> dict[str, Coming]:
    """By fund line, what is approved and what is in the checks, within the reader's scope. One question."""
    asked = Claim.objects.filter(status__in=[ClaimStatus.APPROVED, *CHECKING])
    sums: dict[str, dict[bool, tuple[int, int]]] = {}
    for key, status, many, fen in asked.values_list("fund_line", "status").annotate(Count("pk"), Sum("amount")):
        heap = sums.setdefault(key, {})
        had = heap.get(status == ClaimStatus.APPROVED, (0, 0))
        heap[status == ClaimStatus.APPROVED] = (had[0] + many, had[1] + fen)
    return {key: Coming(*heap.get(True, (0, 0)), *heap.get(False, (0, 0))) for key, heap in sums.items()}


def rows(lines: Iterable[ledger.Line], wanted: dict[str, Coming], year: int) -> list[dict[str, Any]]:
    """Each fund line and year. year: the present one, against which claims are held."""
    found, moves = [], reverse("subsidies:movements")
    for line in lines:
        is_high = line.granted > 0 and 0 < line.alarm_percent <= line.share
        still = wanted.get(line.fund_line, Coming()) if line.year == year else Coming()
        found.append({
            "key": line.fund_line, "name": fund_line(line.fund_line), "year": line.year,
            "share": line.share / 100, "sentence": _sentence(line), "ends": ledger.empty_on(line),
            "tone": _tone(line, is_high),
            "state": _state(line, is_high),
            "facts": _facts(line), "short": format_yuan(still.fen - line.free) if still.fen > line.free else "",
            "coming": coming_rows(line.fund_line, still) if line.year == year else [],
            "moves_href": f"{moves}?{urlencode({'fund_line': line.fund_line, 'year': line.year})}",
        })  # fmt: skip
    return found


def _tone(line: ledger.Line, is_high: bool) -> str:
    if is_high:
        return "bad" if line.free == 0 else "warn"
    return "good"


def _state(line: ledger.Line, is_high: bool) -> str:
    if not is_high:
        return pgettext("fund line", "in order")
    return pgettext("fund line", "nothing free") if line.free == 0 else pgettext("fund line", "running out")


def _sentence(line: ledger.Line) -> str:
    words = _("%(percent)s bound or paid, warned from %(alarm)s")
    return words % {"percent": f"{line.share:g}%", "alarm": f"{line.alarm_percent}%"}


def _facts(line: ledger.Line) -> list[dict[str, str]]:
    return [
        {"label": pgettext("fund line", "Granted"), "yuan": format_yuan(line.granted), "href": ""},
        {"label": pgettext("fund line", "Free"), "yuan": format_yuan(line.free), "href": ""},
        {"label": pgettext("fund line", "Bound in batches"), "yuan": format_yuan(line.reserved),
         "href": claims_href(line.fund_line, "in_payment")},
        {"label": pgettext("fund line", "Paid"), "yuan": format_yuan(line.paid),
         "href": claims_href(line.fund_line, "paid")},
        {"label": pgettext("fund line", "To come back"), "yuan": format_yuan(line.owed),
         "href": claims_href(line.fund_line, "under_recovery")},
    ]  # fmt: skip


def coming_rows(key: str, still: Coming) -> list[dict[str, Any]]:
    """What a fund line would still need: approved, and in the checks; without what is nothing."""
    said = [
        (_("approved, not paid yet"), still.approved, still.approved_fen, claims_href(key, "approved")),
        (_("in the checks"), still.checking, still.checking_fen, claims_href(key, "")),
    ]
    return [
        {"label": label, "many": many, "yuan": format_yuan(fen), "href": href}
        for label, many, fen, href in said if many
    ]  # fmt: skip


def claims_href(key: str, status: str) -> str:
    """The claims of a fund line in a state; of all that are open for ""."""
    return f"{reverse('subsidies:claims')}?{urlencode({'look': status or 'open', 'fund_line': key})}"


def budget_rows(budgets: Iterable[Budget]) -> list[dict[str, Any]]:
    """The documents by which money was granted or cut."""
    return [
        {
            "budget": one, "name": fund_line(one.fund_line),
            "yuan": format_yuan(-one.fen if one.is_cut else one.fen),
        }
        for one in budgets
    ]  # fmt: skip


def account_words(kind: str) -> str:
    """What an account of the ledger is called."""
    return {
        "granted": pgettext("account of the ledger", "budget"), "free": pgettext("account of the ledger", "free"),
        "reserved": pgettext("account of the ledger", "bound in batches"),
        "paid": pgettext("account of the ledger", "with the people"),
        "owed": pgettext("account of the ledger", "to come back"),
    }.get(kind, kind)  # fmt: skip


def movement_rows(moves: Iterable[Transfer]) -> list[dict[str, Any]]:
    """The movements of money; their accounts must be at hand."""
    return [
        {
            "move": one, "yuan": format_yuan(one.fen), "giver": account_words(one.giver.kind),
            "taker": account_words(one.taker.kind), "words": one.words,
        }
        for one in moves
    ]  # fmt: skip
