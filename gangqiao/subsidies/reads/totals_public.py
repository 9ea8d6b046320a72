"""What everybody may see of the sums: by township, of whole months that are over, small numbers hidden.

A number of people from 1 to 9 is hidden with its sum; so are the next larger ones until the hidden people, whose sum
follows from the total, are so many that any of them could be ten or more. The same rule hides counts of the published
figures (`indicators.suppression`, an app above this one). Only whole months are told: from one day to the next the
page does not change, so the difference of two visits is no single payment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.subsidies.reads.totals import Total, paid_claims

SMALL = 10


@dataclass(frozen=True, slots=True)
class PublicRow:
    """One township. people, fen: null when hidden."""

    area: str
    people: int | None
    fen: int | None


@dataclass(frozen=True, slots=True)
class PublicTotals:
    """A year up to a month that is over. people, fen: of all townships together, null when hidden.

    until   the last day counted; null: no month of the year is over
    units   paid to employers and providers, in fen: no personal data
    """

    year: int
    until: date | None
    rows: list[PublicRow]
    people: int | None
    fen: int | None
    units: int


def hidden_rows(counts: Sequence[int]) -> tuple[frozenset[int], bool]:
    """Which counts of a line are hidden, and whether their total is: so that none below ten can be worked out."""
    hidden = {number for number, count in enumerate(counts) if 0 < count < SMALL}
    others = sorted((count, number) for number, count in enumerate(counts) if count and number not in hidden)
    while hidden and (len(hidden) < 2 or sum(counts[n] for n in hidden) < SMALL + len(hidden) - 1):
        if not others:
            return frozenset(hidden), True
        hidden.add(others.pop(0)[1])
    return frozenset(hidden), False


def public_totals(year: int, today: date, townships: Sequence[str]) -> PublicTotals:
    """The year by township, as everybody may see it. townships: keys of all, also of those where nobody was paid."""
    first = date(today.year, today.month, 1)
    length = KEY_LENGTH[Level.TOWNSHIP]
    found: dict[str, Total] = {key: Total() for key in townships}
    units = 0
    rows = paid_claims(year).filter(paid_on__lt=first).order_by()
    for key, payee, person, fen, paid in rows.values_list("area_id", "payee", "person_id", "amount", "paid_on"):
        if payee == "person" and person is not None:
            found.setdefault(str(key)[:length], Total()).add(person, fen, None, paid)
        else:
            units += fen
    keys = sorted(found)
    counts = [len(found[key].people) for key in keys]
    hidden, no_total = hidden_rows(counts)
    shown = [
        PublicRow(key, None if n in hidden else counts[n], None if n in hidden else found[key].fen)
        for n, key in enumerate(keys)
    ]
    return PublicTotals(
        year, _last_day(year, today), shown, None if no_total else sum(counts),
        None if no_total else sum(one.fen for one in found.values()), units,
    )  # fmt: skip


def _last_day(year: int, today: date) -> date | None:
    """The end of the last whole month of a year."""
    if year < today.year:
        return date(year, 12, 31)
    first = date(today.year, today.month, 1)
    last = date.fromordinal(first.toordinal() - 1)
    return last if last.year == year else None
