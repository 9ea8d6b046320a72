"""Costs in words: the lines of a batch, its sums, and the county by month and employer. Amounts in yuan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from gangqiao.kernel.links import Link
from gangqiao.kernel.money import format_yuan
from gangqiao.transfers.actions.costs_each import Paid
from gangqiao.transfers.codes import LISTS
from gangqiao.transfers.forms.costs import EACH, PERSON, TRIP, WHOLE
from gangqiao.transfers.models import Batch, Cost, Passenger, Trip
from gangqiao.transfers.reads.costs import County, Totals
from gangqiao.transfers.reads.gates_disinfection import plate_of

MANY = 120  # people that a list to choose from still holds


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the ledger."""

    line: Cost
    kind: str
    whom: str
    fund: str
    yuan: str


@dataclass(frozen=True, slots=True)
class Sums:
    """One line of a table of sums: its words, a sum for each fund line, the whole."""

    words: str
    yuan: list[str]
    total: str
    href: str = ""


def rows(lines: Iterable[Cost]) -> list[Row]:
    """Lines in words; passenger and trip must be at hand."""
    return [
        Row(
            line,
            LISTS["cost_kind"].word(line.kind),
            _whom(line),
            LISTS["fund_line"].word(line.fund_line),
            format_yuan(line.cents),
        )
        for line in lines
    ]


def totals(found: Totals) -> dict[str, Any]:
    """The sums of a batch in words."""
    return {
        "total": format_yuan(found.total),
        "by_fund": [(LISTS["fund_line"].word(code), format_yuan(cents)) for code, cents in found.by_fund.items()],
        "by_kind": [(LISTS["cost_kind"].word(code), format_yuan(cents)) for code, cents in found.by_kind.items()],
    }


def targets(batch: Batch, passengers: list[Passenger], trips: Iterable[Trip]) -> list[Any]:
    """For whom or what a line may be: the batch, a vehicle, a person."""
    found: list[Any] = [(WHOLE, _("the whole batch")), (EACH, _("the same for each person"))]
    vehicles = [(f"{TRIP}:{trip.uuid}", vehicle_words(trip)) for trip in trips]
    if vehicles:
        found.append((_("one vehicle"), vehicles))
    if people := [(f"{PERSON}:{one.uuid}", one.shown_name or "") for one in passengers]:
        found.append((_("one person"), people))
    return found


def each_words(paid: Paid) -> str:
    """For how many people a cost was recorded, and how many were left out and why."""
    said = ngettext("Recorded for %(n)s person.", "Recorded for %(n)s people.", paid.written) % {
        "n": f"{paid.written:,}"
    }
    left = (
        (paid.paid_already, ngettext("%(n)d was paid already.", "%(n)d were paid already.", paid.paid_already)),
        (paid.not_theirs, ngettext("%(n)d travels otherwise.", "%(n)d travel otherwise.", paid.not_theirs)),
    )
    return " ".join([said, *(words % {"n": many} for many, words in left if many)])


def vehicle_words(trip: Trip) -> str:
    """A vehicle as the ledger names it."""
    words = _("vehicle %(number)s") % {"number": trip.number}
    return f"{words} \u00b7 {plate}" if (plate := plate_of(trip)) else words


def county_page(found: County, year: int | None) -> dict[str, Any]:
    """The county's page."""
    here, chosen = reverse("transfers:costs"), year if year in found.years else next(iter(found.years), None)
    return {
        "years": [Link(str(one), f"{here}?year={one}", one == chosen) for one in found.years],
        "funds": [LISTS["fund_line"].word(code) for code in found.funds],
        "months": [_sums(date_format(day, "YEAR_MONTH_FORMAT"), by, found.funds) for day, by in found.months.items()],
        "employers": [
            _sums(name or pgettext("costs", "several employers"), by, found.funds)
            for name, by in found.employers.items()
        ],
        "total": format_yuan(found.total),
        "is_empty": not found.months,
    }


def _sums(words: str, by: Counter[str], funds: list[str]) -> Sums:
    return Sums(
        words, [format_yuan(by[fund]) if by[fund] else "\u2014" for fund in funds], format_yuan(sum(by.values()))
    )


def _whom(line: Cost) -> str:
    if line.passenger is not None:
        return line.passenger.shown_name or ""
    return vehicle_words(line.trip) if line.trip else _("the whole batch")
