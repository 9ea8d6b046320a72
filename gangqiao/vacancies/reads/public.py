"""Which open vacancies the public page shows, in which order, and what is like one that is gone."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass

from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.places.reads import county_path
from gangqiao.vacancies import search
from gangqiao.vacancies.reads.postings import Posting, published
from gangqiao.vacancies.reads.public_board import Board, Gone, Row, board, row_of
from gangqiao.vacancies.reads.public_wishes import Wish

PER_PAGE = 20
SIMILAR = 5
_FAR = float("inf")


@dataclass(frozen=True, slots=True)
class Shown:
    """One posting of a page. `km`: estimated road from the reader's township, null when not asked or not known."""

    posting: Posting
    km: float | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of what was found. `total` may count what closed in the last seconds; `shown` never has it."""

    shown: list[Shown]
    total: int
    number: int
    pages: int


def find(wish: Wish) -> Page:
    """What is open and fits the wish, one page of it."""
    now = board()
    fitting = _sorted(_by_words(now, wish.words), wish, now) if wish.narrows or wish.order else now.rows
    pages = max(1, -(-len(fitting) // PER_PAGE))
    number = min(wish.page, pages)
    chosen = fitting[(number - 1) * PER_PAGE : number * PER_PAGE]
    km = now.km_from(wish.home) if wish.home else {}
    # Facts may have changed since the board was read: what no longer fits is not shown as if it did.
    shown = [Shown(p, km.get(p.place)) for p in _in_order(chosen) if _fits(row_of(p), wish, county_path())]
    return Page(shown, len(fitting), number, pages)


def _in_order(rows: Iterable[Row]) -> list[Posting]:
    wanted = [row.uuid for row in rows]
    found = {posting.uuid: posting for posting in published(uuids=wanted)}
    return [found[uuid] for uuid in wanted if uuid in found]


def _by_words(now: Board, words: str) -> list[Row]:
    """The rows with the words, best first; all of them when there are none."""
    if not words:
        return now.rows
    worth = search.ranked(words)
    return sorted((row for row in now.rows if row.pk in worth), key=lambda row: -worth[row.pk])


def _sorted(rows: list[Row], wish: Wish, now: Board) -> list[Row]:
    county = county_path()
    fitting = [row for row in rows if _fits(row, wish, county)]
    if wish.order == "pay":
        fitting.sort(key=lambda row: -(row.monthly or 0))
    elif wish.order == "near":
        km = now.km_from(wish.home)
        fitting.sort(key=lambda row: km.get(row.place, _FAR))
    return fitting


def _fits(row: Row, wish: Wish, county: str) -> bool:
    if not wish.ticks <= row.ticks:
        return False
    if wish.pay and (row.monthly is None or row.monthly < wish.pay * 100):
        return False
    return _lies(row.place, wish, county)


def _lies(place: str, wish: Wish, county: str) -> bool:
    province = county[: KEY_LENGTH[Level.PROVINCE]]
    if wish.where == "away":
        return bool(place) and not place.startswith(province)
    within = {"": "", "township": wish.home, "county": county, "province": province}[wish.where]
    return place.startswith(within)


def like(gone: Gone) -> list[Posting]:
    """A few open vacancies of the same sort of work, else near the same place: what somebody may want instead."""
    classes = [gone.occupation[:length] for length in (1, 4, 7, 10) if len(gone.occupation) >= length]
    around = [gone.place[: KEY_LENGTH[level]] for level in (Level.PROVINCE, Level.PREFECTURE, Level.COUNTY)]

    def alike(row: Row) -> int:
        same = sum(row.occupation.startswith(code) for code in classes)
        return 4 * same + sum(row.place.startswith(key) for key in around)

    # One more than are shown for each that may just have closed.
    return _in_order(heapq.nlargest(SIMILAR * 2, board().rows, key=alike))[:SIMILAR]
