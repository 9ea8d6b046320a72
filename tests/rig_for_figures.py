"""Reads the figures of people off a page, and what is wrong with one.

A figure is what carries `data-figure` (the persons behind it) and `data-how` (its definition): the template tag
`people` and the component `figure` write both. A whole number that counts no people says so by `data-plain` on itself
or around it: a target, a gap, a version.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import html

WHOLE = re.compile(r"\d{1,3}(,\d{3})*$|\d{1,6}$")  # longer ones without commas are phones and numbers of papers
# Where a number stands by itself: cells, facts, values, parts of a list.
PLACES = "//main//*[self::td or self::dd or self::li or self::strong or self::small or self::p or self::span]"
WORDS = re.compile(r"\s*(persons?|people|人)?\s*(/.*)?$")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a page. persons: None where the mark is no number; href, how: "" where there is none."""

    text: str
    persons: int | None
    href: str
    how: str


def page_of(answer: Any) -> Any:
    """The page as a tree. Scripts are left out: the options of charts repeat what the tables say."""
    tree = html.fromstring(answer.content.decode())
    for script in tree.xpath("//script"):
        script.drop_tree()
    return tree


def figures_of(tree: Any) -> Iterator[Figure]:
    for element in tree.xpath("//*[@data-figure]"):
        marked, links = element.get("data-figure"), element.xpath(".//a[@href]/@href")
        persons = int(marked) if marked.isdecimal() else None
        yield Figure(seen(element), persons, links[0] if links else "", element.get("data-how") or "")


def seen(element: Any) -> str:
    """The text without what only a screen reader says."""
    hidden = "ancestor-or-self::*[contains(@class, 'visually-hidden') or self::small]"
    return " ".join("".join(element.xpath(f".//text()[not(parent::*[{hidden}])]")).split())


def bare_figures(tree: Any) -> list[str]:
    """Whole numbers that stand by themselves, are no figure of people and do not say what else they count."""
    found = []
    for place in tree.xpath(f"{PLACES}[not(ancestor-or-self::*[@data-plain or @data-figure])]"):
        # The count of a list is the list's own, which stands below it.
        hidden = "contains(@class, 'visually-hidden') or contains(@class, 'ledger-count')"
        free = f"not(ancestor::*[@data-plain or @data-figure or {hidden}])"
        text = " ".join("".join(place.xpath(f".//text()[{free}]")).split())
        number = WORDS.sub("", text)
        if number and WHOLE.match(number):
            found.append(f"{place.tag}: {text}")
    return found


def faults_of_page(tree: Any, *, opens: bool) -> Iterator[str]:
    """What is wrong with the figures of a page before any is opened.

    opens  the reader may open names: every figure that counts somebody leads to them; else none does
    """
    yield from (f"a bare figure ({bare})" for bare in bare_figures(tree))
    hrefs = set(tree.xpath("//a[@href]/@href"))
    for figure in figures_of(tree):
        if figure.persons is None:
            yield f"{figure.text}: says no number of persons"
        elif WHOLE.match(figure.text) and int(figure.text.replace(",", "")) != figure.persons:
            yield f"{figure.text}: stands for {figure.persons} persons"
        if not figure.how or figure.how not in hrefs:
            yield f"{figure.text}: no link to its definition ({figure.how or 'none named'})"
        if opens and figure.persons and not figure.href:
            yield f"{figure.text}: no link to its {figure.persons} people"
        if not opens and figure.href:
            yield f"{figure.text}: leads to {figure.href}, which the reader may not open"


def listed(tree: Any) -> tuple[int, int]:
    """How many people a page of names says there are, and how many rows it shows; (0, 0) for an empty list."""
    counts = tree.xpath("//*[contains(@class, 'ledger-count')]")
    if not counts:
        lists = tree.xpath("//ul[@data-list]")  # a card for each, where no table is
        return sum(int(one.get("data-list")) for one in lists), sum(len(one.xpath("./li")) for one in lists)
    said = re.search(r"\d[\d,]*", counts[0].text_content())
    rows = tree.xpath("//section[contains(@class, 'ledger')]//tbody/tr")
    return int(said.group().replace(",", "")) if said else -1, len(rows)
