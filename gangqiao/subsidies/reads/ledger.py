"""Sums of the fund lines, whether the ledger adds up, and which lines near their end. All sums in fen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Sum

from gangqiao.kernel import clock
from gangqiao.kernel.scope import get_scope
from gangqiao.subsidies.models import Account, Budget, Payment, PaymentBatch, Transfer
from gangqiao.subsidies.states import PaymentStatus


class Line(NamedTuple):
    """One fund line and year. granted: what the budgets gave; share: in percent, of it bound, paid or owed.

    alarm_percent  of the newest budget; 0: none was entered
    """

    fund_line: str
    year: int
    granted: int
    free: int
    reserved: int
    paid: int
    owed: int
    alarm_percent: int
    share: float


class Alarm(NamedTuple):
    """A fund line whose share has reached its alarm. empty_on: when it ends at the pace so far; null: no pace yet."""

    line: Line
    empty_on: date | None


class Difference(NamedTuple):
    """Something that does not add up. what: "sum", "account", "reserved" or "paid"; is, should: in fen."""

    what: str
    fund_line: str
    year: int
    kind: str
    has: int
    should: int


def sums() -> list[Line]:
    """All fund lines, the newest year first. Empty before the first budget."""
    found: dict[tuple[int, str], dict[str, int]] = defaultdict(dict)
    for row in Account.objects.all():
        found[-row.year, row.fund_line][row.kind] = row.balance
    alarms = {(b.fund_line, b.year): b.alarm_percent for b in Budget.objects.order_by("pk")}
    return [_line(line, -year, kinds, alarms.get((line, -year), 0)) for (year, line), kinds in sorted(found.items())]


def _line(fund_line: str, year: int, kinds: dict[str, int], alarm: int) -> Line:
    granted, free = -kinds.get("granted", 0), kinds.get("free", 0)
    share = 100 * (granted - free) / granted if granted else 0.0
    return Line(
        fund_line, year, granted, free, kinds.get("reserved", 0), kinds.get("paid", 0), kinds.get("owed", 0), alarm,
        round(share, 1),
    )  # fmt: skip


def alarms() -> list[Alarm]:
    """The lines whose bound or paid share has reached the alarm of their budget."""
    reached = [line for line in sums() if line.alarm_percent and line.granted and line.share >= line.alarm_percent]
    return [Alarm(line, empty_on(line)) for line in reached]


def empty_on(line: Line, today: date | None = None) -> date | None:
    """The day the money ends if the year goes on as it began; null without a pace, or when it lasts the year."""
    day = today or clock.today()
    first = date(line.year, 1, 1)
    days, spent = (day - first).days + 1, line.granted - line.free
    if days <= 0 or spent <= 0 or day.year != line.year:
        return None
    last = first.toordinal() + days * line.granted // spent
    return date.fromordinal(last) if last <= date(line.year, 12, 31).toordinal() else None


def is_balanced() -> bool:
    """True when nothing differs."""
    return not check()


def check() -> list[Difference]:
    """What does not add up: the sum of all accounts, each account and its movements, the reserved and its payments."""
    accounts = list(Account.objects.order_by("pk"))
    total = sum(row.balance for row in accounts)
    found = [Difference("sum", "", 0, "", total, 0)] if total else []
    given, taken = _moved("giver"), _moved("taker")
    for row in accounts:
        should = taken.get(row.pk, 0) - given.get(row.pk, 0)
        if row.balance != should:
            found.append(Difference("account", row.fund_line, row.year, row.kind, row.balance, should))
    # Who sees a part of the county's payments cannot compare their sum with the whole.
    return found + _against_payments(accounts) if get_scope().is_whole else found


def _moved(side: str) -> dict[int, int]:
    return dict(Transfer.objects.order_by().values_list(side).annotate(fen=Sum("fen")))


def _against_payments(accounts: Iterable[Account]) -> list[Difference]:
    """Reserved is what waits in batches; paid and owed together are what was paid, less what came back."""
    waiting, paid = _payments(PaymentStatus.WAITING), _payments(PaymentStatus.PAID)
    back = {
        (row["taker__fund_line"], row["taker__year"]): row["fen"]
        for row in Transfer.objects.order_by().filter(giver__kind="owed", taker__kind="free")
        .values("taker__fund_line", "taker__year").annotate(fen=Sum("fen"))
    }  # fmt: skip
    balances: dict[tuple[str, int], dict[str, int]] = defaultdict(dict)
    for row in accounts:
        balances[row.fund_line, row.year][row.kind] = row.balance
    found = []
    for (line, year), kinds in balances.items():
        reserved, out = kinds.get("reserved", 0), kinds.get("paid", 0) + kinds.get("owed", 0)
        if reserved != waiting.get((line, year), 0):
            found.append(Difference("reserved", line, year, "reserved", reserved, waiting.get((line, year), 0)))
        should = paid.get((line, year), 0) - back.get((line, year), 0)
        if out != should:
            found.append(Difference("paid", line, year, "paid", out, should))
    return found


def _payments(status: str) -> dict[tuple[str, int], int]:
    """Sums of the payments by fund line and year of their batch."""
    lines = {pk: (line, year) for pk, line, year in PaymentBatch.objects.values_list("pk", "fund_line", "year")}
    found: dict[tuple[str, int], int] = defaultdict(int)
    for batch, fen in Payment.objects.filter(status=status).values_list("batch").annotate(fen=Sum("fen")).order_by():
        found[lines[batch]] += fen
    return found
