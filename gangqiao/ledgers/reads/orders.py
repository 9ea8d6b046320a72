"""Pages by keys: page 500 costs what page 1 costs, because a page begins where the one before ended (stack.md)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db.models import Q, QuerySet

from gangqiao.ledgers.refusals import PlaceLost

PAGE = 50
_SALT = "ledgers.place"


@dataclass(frozen=True, slots=True)
class Order:
    """An order of rows, served by one index.

    columns   attribute names, the last one unique
    is_plain  the columns hold keys only, so that a mark may carry them; names are looked up by the row's key instead
    """

    key: str
    columns: tuple[str, ...]
    is_plain: bool = True

    def sorted(self, rows: QuerySet[Any], *, back: bool = False) -> QuerySet[Any]:
        return rows.order_by(*(f"-{c}" if back else c for c in self.columns))

    def place_of(self, row: Any) -> list[Any]:
        """Where a row stands."""
        return [getattr(row, column) for column in self.columns]

    def beyond(self, rows: QuerySet[Any], place: list[Any], *, back: bool = False) -> QuerySet[Any]:
        """The rows after a place, or before it.

        Written `a >= x AND (a > x OR ...)`: with the OR alone the database walks from the beginning (stack.md).
        """
        strict, loose = ("lt", "lte") if back else ("gt", "gte")
        beyond = Q(**{f"{self.columns[-1]}__{strict}": place[-1]})
        for column, value in reversed(list(zip(self.columns[:-1], place[:-1], strict=True))):
            beyond = Q(**{f"{column}__{strict}": value}) | Q(**{column: value}) & beyond
        return rows.filter(Q(**{f"{self.columns[0]}__{loose}": place[0]}) & beyond)


LEDGER = Order("ledger", ("area_id", "household_id", "id"))
BY_NAME = Order("name", ("name", "id"), is_plain=False)
BY_PINYIN = Order("pinyin", ("name_pinyin", "id"), is_plain=False)
BY_INITIALS = Order("initials", ("name_initials", "id"), is_plain=False)
BY_AREA = Order("area", ("area_id", "id"))


@dataclass(frozen=True, slots=True)
class Piece:
    """One page of rows. `back` and `next` are marks for the addresses, "" where there is nothing."""

    rows: list[Any]
    back: str
    next: str
    is_first: bool
    is_lost: bool = False  # the mark asked for was no good, so this is the first page


def piece(rows: QuerySet[Any], order: Order, mark: str = "") -> Piece:
    """The page a mark leads to; the first one without a mark, or with one that leads nowhere."""
    if not mark:
        return _first(rows, order)
    try:
        back, place = _read(mark, order, rows)
    except PlaceLost:
        first = _first(rows, order)
        return Piece(first.rows, "", first.next, True, is_lost=True)
    found = list(order.sorted(order.beyond(rows, place, back=back), back=back)[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    if back and not more:
        return _first(rows, order)  # less than a page lies before: a full first page is shown instead
    if back:
        found.reverse()
    return Piece(
        found,
        back=_mark(order, found[0], back=True) if found and (more or not back) else "",
        next=_mark(order, found[-1]) if found and (more or back) else "",
        is_first=False,
    )


def _first(rows: QuerySet[Any], order: Order) -> Piece:
    found = list(order.sorted(rows)[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    return Piece(found, back="", next=_mark(order, found[-1]) if more else "", is_first=True)


def _mark(order: Order, row: Any, *, back: bool = False) -> str:
    """The signed mark of a place. It carries keys only, no names: it stands in addresses and bookmarks."""
    place = order.place_of(row) if order.is_plain else [row.pk]
    return signing.dumps([order.key, int(back), place], salt=_SALT)


def mark_after(order: Order, row: Any) -> str:
    """The mark of the page that begins after a row."""
    return _mark(order, row)


def _read(mark: str, order: Order, rows: QuerySet[Any]) -> tuple[bool, list[Any]]:
    """Direction and place of a mark. Raises PlaceLost when it is not ours, of another order, or its row is gone."""
    try:
        key, back, place = signing.loads(mark, salt=_SALT)
    except (signing.BadSignature, ValueError):
        raise PlaceLost from None
    if key != order.key:
        raise PlaceLost
    if not order.is_plain:
        row = rows.model._default_manager.filter(pk=place[0]).only(*order.columns).first()
        if row is None:
            raise PlaceLost
        place = order.place_of(row)
    return bool(back), place
