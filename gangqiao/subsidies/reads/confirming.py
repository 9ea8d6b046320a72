"""Which numbers of a rule stand in a document somebody has in hand."""

from __future__ import annotations

from collections.abc import Set
from datetime import date

from gangqiao.subsidies.models import Confirmation
from gangqiao.subsidies.policy.confirmable import DOCUMENT, said_of
from gangqiao.subsidies.policy.rules import Rule
from gangqiao.subsidies.reads.entitled import book_on

# Programme, item and what was said: one confirmation.
Confirmed = Set[tuple[str, str, str]]


def unconfirmed_of(programme: str, day: date) -> list[str]:
    """What of a rule nobody has confirmed: "document", and keys of numbers. Empty: it may pay.

    A rule that does not exist pays nothing: ["document"].
    """
    rule = book_on(day).rules.get(programme)
    return [DOCUMENT] if rule is None else open_of(rule, day, confirmed(programme))


def confirmed(programme: str = "") -> Confirmed:
    """What was confirmed, of one rule or ("") of all, in one statement: for `open_of`."""
    rows = Confirmation.objects.filter(programme=programme) if programme else Confirmation.objects.all()
    return set(rows.values_list("programme", "item", "said"))


def open_of(rule: Rule, day: date, found: Confirmed) -> list[str]:
    """What of a rule neither its file calls confirmed nor a confirmation covers, as it says it now."""
    return [item for item in rule.unconfirmed(day) if (rule.key, item, said_of(rule, item)) not in found]


def confirmations_of(rule: Rule) -> dict[str, Confirmation]:
    """The confirmations that cover what the rule says now, by item."""
    said = {item: said_of(rule, item) for item in (DOCUMENT, *rule.numbers)}
    rows = Confirmation.objects.filter(programme=rule.key, said__in=said.values()).order_by("pk")
    return {row.item: row for row in rows if said.get(row.item) == row.said}
