"""The sums of subsidies as rows, as a chart by month, and as the public table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.kernel.charts import Chart, Step, trend
from gangqiao.kernel.money import format_yuan
from gangqiao.people.reads.masking import place_names
from gangqiao.subsidies.policy.books import Book
from gangqiao.subsidies.reads.totals import Total, Totals
from gangqiao.subsidies.reads.totals_public import PublicTotals
from gangqiao.subsidies.showing.rules import said

Href = Callable[..., str]


def title_of(programme: str, books: list[Book]) -> str:
    """What a rule is called in the first book that has it; its key where none does."""
    rule = next((book.rules[programme] for book in books if programme in book.rules), None)
    return said(rule.title) if rule is not None else programme


def rows(found: Totals, books: list[Book], href: Href) -> list[dict[str, Any]]:
    """By place and programme. href: the people of (area, programme), "" where the reader may not open them."""
    places = place_names({area for area, _programme in found.rows})
    listed = [
        {
            "place": places.get(area, area), "title": title_of(programme, books), **figures(total),
            "href": href(area=area, programme=programme) if total.people else "",
        }
        for (area, programme), total in found.rows.items()
    ]  # fmt: skip
    return sorted(listed, key=lambda one: (str(one["place"]), str(one["title"])))


def figures(total: Total) -> dict[str, Any]:
    """The numbers of one row."""
    many = len(total.people)
    return {
        "many": many, "text": f"{many:,}", "claims": total.claims, "money": format_yuan(total.fen),
        "average": "" if total.average is None else f"{total.average:.1f}",
        "ninetieth": "" if total.ninetieth is None else str(total.ninetieth),
    }  # fmt: skip


def months_chart(now: Totals, before: Totals, year: int, href: Href, last: int) -> Chart:
    """People paid in each month beside the year before. last: the last month that has come, 1 to 12."""

    def many(found: Totals, month: int) -> int:
        return len(found.months[month].people) if month in found.months else 0

    steps = [
        Step(
            str(month),
            many(now, month) if month <= last else None,
            many(before, month),
            href(month=month) if month <= last and many(now, month) else "",
            href(month=month, year=year - 1) if many(before, month) else "",
        )
        for month in range(1, 13)
    ]
    return trend(
        _("People paid, month by month"), steps, now=str(year), before=str(year - 1),
        unit=pgettext("subsidies in figures", "people"), as_bars=True, definition_href="#how",
    )  # fmt: skip


def public_rows(found: PublicTotals) -> list[dict[str, str]]:
    """The townships as everybody sees them; what is hidden is said to be fewer than ten or kept with them."""
    places = place_names({one.area for one in found.rows})
    return [
        {"place": places.get(one.area, one.area), "people": people_words(one.people), "money": money_words(one.fen)}
        for one in found.rows
    ]


def people_words(many: int | None) -> str:
    """A number of people, or that it is hidden."""
    return pgettext("subsidies in figures", "hidden") if many is None else f"{many:,}"


def money_words(fen: int | None) -> str:
    """A sum, or that it is hidden."""
    return pgettext("subsidies in figures", "hidden") if fen is None else format_yuan(fen)
