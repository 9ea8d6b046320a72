"""Which numbers of a rule stand in a document somebody has in hand."""

from __future__ import annotations

from datetime import date

from gangqiao.subsidies.reads.entitled import book_on


def unconfirmed_of(programme: str, day: date) -> list[str]:
    """What of a rule nobody has confirmed: "document", and keys of numbers. Empty: it may pay.

    A rule that does not exist pays nothing: ["document"].
    """
    rule = book_on(day).rules.get(programme)
    return ["document"] if rule is None else rule.unconfirmed(day)
