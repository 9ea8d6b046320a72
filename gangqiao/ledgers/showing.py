"""Pages of a ledger as the templates show them: words, addresses, chips. No question about people is asked here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from gangqiao.kernel.actor import Actor, Level, covers
from gangqiao.kernel.links import Link
from gangqiao.kernel.paths import ancestors_of
from gangqiao.ledgers import workbook
from gangqiao.ledgers.reads import finding, page
from gangqiao.ledgers.reads.columns import Column, Row
from gangqiao.ledgers.reads.counting import Count
from gangqiao.ledgers.reads.filters import STATE, Filter
from gangqiao.ledgers.reads.ledgers import LEDGERS, Ledger
from gangqiao.people.codes import LISTS
from gangqiao.places.models import Division
from gangqiao.places.reads import children


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a column. `is_chosen` is read by the chooser."""

    key: str
    label: str
    is_number: bool = False
    is_chosen: bool = True
    href: str = ""
    sorted: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One filter of the form."""

    key: str
    label: str
    widget: str
    value: str
    options: list[tuple[str, str]] = field(default_factory=list)


def ledger_page(shown: page.Page, actor: Actor) -> dict[str, Any]:
    """What the ledger's template shows."""
    asked, ledger = shown.asked, shown.asked.ledger
    return {
        "ledger": ledger,
        "title": str(ledger.title),
        "asked": asked,
        "find_url": reverse("ledgers:find", args=[ledger.key]),
        "entries": [_entry(one, asked) for one in asked.offered if one.widget],
        "kept": [(key, value) for key, value in asked.query.items() if key in (page.AREA, page.FIND)],
        "chips": _chips(asked),
        "clear_href": _address(ledger, {page.AREA: asked.query.get(page.AREA, "")}),
        "headings": [Heading(c.key, heading(c), c.is_number) for c in shown.columns],
        "rows": _lines(shown, actor),
        "is_empty": not shown.rows,
        "count_words": count_words(ledger, shown.count),
        "count_href": "" if shown.count.is_exact else _again(asked, count="exact"),
        "count_url": f"{reverse('ledgers:count', args=[ledger.key])}?{urlencode(asked.query)}",
        "faults": shown.faults,
        "other": _other(shown, actor),
        "tabs": _tabs(asked),
        "way": _way(asked, actor),
        "below": _below(asked, actor),
        "chooser": _chooser(shown) if actor.may("ledgers.choose_columns") else None,
        "columns_url": reverse("ledgers:columns", args=[ledger.key]),
        "carried": [*asked.query.items(), *([(page.MARK, asked.mark)] if asked.mark else [])],
        "export_href": _taken_out(asked, actor, "exports:ask", "exports.ask"),
        "print_href": _taken_out(asked, actor, "exports:print", "exports.print"),
        "templates": [
            Link(str(s.label), reverse("ledgers:template", args=[about])) for about, s in workbook.SETS.items()
        ]
        if actor.may("ledgers.view")
        else [],
        **_pager(shown),
    }


def count_words(ledger: Ledger, count: Count) -> str:
    """ "430,112 persons", or "more than 10,000 persons"."""
    n, many = count.number, f"{count.number:,}"
    if ledger.unit == "household":
        if count.is_exact:
            return ngettext("%(many)s household", "%(many)s households", n) % {"many": many}
        return gettext("more than %(many)s households") % {"many": many}
    if count.is_exact:
        return ngettext("%(many)s person", "%(many)s persons", n) % {"many": many}
    return gettext("more than %(many)s persons") % {"many": many}


def heading(column: Column) -> str:
    """The words over a column; of dated rows with what they are about, since several kinds have a "From"."""
    about, dash, _rest = column.key.partition("-")
    is_dated = dash and about in ("spell", "intention", "skill", "business") and column.key != "spell-status"
    return said(column.group, column.label) if is_dated else str(column.label)


def file_href(ledger: Ledger, record: Any, actor: Actor) -> str:
    """The file of a row; "" when the reader may not open it, or no such page is installed."""
    name, verb = ledger.file
    if not actor.may(verb, record.area_id):
        return ""
    try:
        return reverse(name, args=[record.uuid])
    except NoReverseMatch:
        return ""


def _taken_out(asked: page.Asked, actor: Actor, name: str, verb: str) -> str:
    """Where the same rows are exported or printed; "" when the reader may not, or no such page is installed."""
    if not actor.may(verb, asked.area.key if asked.area else None):
        return ""
    try:
        url = reverse(name, args=[asked.ledger.key])
    except NoReverseMatch:
        return ""
    return f"{url}?{urlencode(asked.query)}" if asked.query else url


# --- rows ------------------------------------------------------------------------------------------------------------


def _lines(shown: page.Page, actor: Actor) -> list[dict[str, Any]]:
    """The rows as shown. Words that all rows share are said once: six hundred cells stand on a page."""
    columns = shown.columns
    opening = [format_html('<td data-label="{}"{}>', heading(c), _NUMBER if c.is_number else "") for c in columns[1:]]
    return [_line(row, columns, opening, shown.asked.ledger, actor) for row in shown.rows]


def _line(row: Row, columns: list[Column], opening: list[SafeString], ledger: Ledger, actor: Actor) -> dict[str, Any]:
    level = actor.level_in(row.record.area_id)
    name, *texts = [column.text(row, level) for column in columns]
    relation = getattr(row.record, "relation", "")
    return {
        "name": name or gettext("(no name)"),
        "small": LISTS["relation"].word(relation) if relation and level >= Level.PERSONAL else "",
        "href": file_href(ledger, row.record, actor),
        "cells": format_html_join("", "{}{}</td>", zip(opening, texts, strict=True)),
    }


_NUMBER = SafeString(' class="number"')


# --- form and chips --------------------------------------------------------------------------------------------------


def _entry(one: Filter, asked: page.Asked) -> Entry:
    options = one.options()
    if one.key == STATE:
        options = options[1:]  # the first is what an empty choice means
    elif options:
        options = [("", gettext("any")), *options]
    if one.key == STATE:
        options = [("", one.options()[0][1]), *options]
    return Entry(one.key, str(one.label), one.widget, asked.query.get(one.key, ""), options)


def _chips(asked: page.Asked) -> list[Link]:
    """What is in force, each leading to the list without it."""
    chips = []
    if asked.find is not None:
        words = said(asked.find.label, asked.find.shown)
        chips.append(Link(words, _without(asked, page.FIND)))
    for one, value in asked.values.items():
        words = said(one.label, one.words(value))
        chips.append(Link(words, _without(asked, one.key)))
    return chips


def said(label: Any, value: Any) -> str:
    """Two words as label and value, with the colon of the language."""
    return gettext("%(label)s: %(value)s") % {"label": label, "value": value}


def _other(shown: page.Page, actor: Actor) -> Link | None:
    if shown.other is None:
        return None
    token = finding.seal_find(shown.other, actor.user_id or 0)
    words = said(shown.other.label, shown.other.shown)
    return Link(words, _address(shown.asked.ledger, {**shown.asked.query, page.FIND: token}))


def _chooser(shown: page.Page) -> list[Heading]:
    """Every column that can be shown; the one that leads to the file is not a choice."""
    ledger, here = shown.asked.ledger, {c.key for c in shown.columns}
    return [
        Heading(c.key, heading(c), c.is_number, is_chosen=c.key in here) for c in ledger.columns if c.key != ledger.link
    ]


# --- addresses -------------------------------------------------------------------------------------------------------


def _address(ledger: Ledger, query: dict[str, str]) -> str:
    said = {key: value for key, value in query.items() if value}
    url = reverse(f"ledgers:{ledger.key}")
    return f"{url}?{urlencode(said)}" if said else url


def _again(asked: page.Asked, **more: str) -> str:
    return _address(asked.ledger, {**asked.query, **more})


def _without(asked: page.Asked, key: str) -> str:
    return _address(asked.ledger, {k: v for k, v in asked.query.items() if k != key})


def _pager(shown: page.Page) -> dict[str, str]:
    def to(mark: str) -> str:
        return _again(shown.asked, **{page.MARK: mark}) if mark else ""

    return {
        "first_href": "" if shown.is_first else _again(shown.asked),
        "back_href": to(shown.back),
        "next_href": to(shown.next),
    }


def _tabs(asked: page.Asked) -> list[Link]:
    area = {page.AREA: asked.query.get(page.AREA, "")}
    return [Link(str(one.title), _address(one, area), is_here=one is asked.ledger) for one in LEDGERS.values()]


def _way(asked: page.Asked, actor: Actor) -> list[Link]:
    """The areas from the reader's own down to the one shown."""
    own = actor.areas(page.VERB)
    here = asked.area.key if asked.area else (own[0] if len(own) == 1 else "")
    if not here:
        return [Link(gettext("All your areas"), _with_area(asked, ""))]
    home = next(a for a in own if covers(a, here))
    steps = [key for key in ancestors_of(here) if covers(home, key)]
    names = {d.key: d.name for d in Division.objects.filter(key__in=steps).only("key", "name")}
    return [Link(names.get(key, key), _with_area(asked, "" if own == (key,) else key)) for key in steps]


def _below(asked: page.Asked, actor: Actor) -> list[Link]:
    """The areas to choose from, one level down."""
    own = actor.areas(page.VERB)
    if asked.area is None and len(own) != 1:
        divisions = list(Division.objects.filter(key__in=own).order_by("key"))
    else:
        divisions = list(children(asked.area.key if asked.area else own[0]).order_by("key"))
    return [Link(d.name, _with_area(asked, d.key)) for d in divisions]


def _with_area(asked: page.Asked, key: str) -> str:
    return _address(asked.ledger, {**asked.query, page.AREA: key})
