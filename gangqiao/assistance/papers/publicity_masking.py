"""The one way by which a line of a monthly sheet comes out to everybody: name, masked number, post, days, amount.

Everything else of the person stays behind: no other part of a line is at hand to whoever prints or shows it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gangqiao.assistance.models import DutyLine
from gangqiao.assistance.showing.duty import days_words
from gangqiao.assistance.showing.sheets import month_words
from gangqiao.kernel.identifiers import mask_id
from gangqiao.kernel.money import format_yuan


@dataclass(frozen=True, slots=True)
class PublicLine:
    """A line as everybody may read it."""

    name: str
    number: str
    post: str
    days: str
    amount: str


def public_lines(lines: Iterable[DutyLine]) -> list[PublicLine]:
    """The lines that are to be paid, masked; who is paid nothing is not put up."""
    return [_masked(line) for line in lines if line.amount and not line.blocked]


def _masked(line: DutyLine) -> PublicLine:
    person = line.holder.person
    days = days_words(line.days)
    return PublicLine(
        name=person.name,
        number=mask_id(person.id_number or "", birthday_shown=False),
        post=line.holder.post.title,
        days=f"{days} ({month_words(line.month)})" if line.remarks else days,
        amount=format_yuan(line.amount),
    )
