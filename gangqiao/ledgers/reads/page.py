"""One page of a ledger, as one reader may see it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from gangqiao.kernel.actor import Actor, Level, covers
from gangqiao.kernel.errors import Refusal
from gangqiao.ledgers.models import ColumnChoice
from gangqiao.ledgers.reads import asking, counting
from gangqiao.ledgers.reads.columns import HEAD, Column, Row
from gangqiao.ledgers.reads.counting import Count
from gangqiao.ledgers.reads.filters import Filter
from gangqiao.ledgers.reads.finding import INITIALS, PINYIN, Find, in_scope, open_find
from gangqiao.ledgers.reads.ledgers import Ledger
from gangqiao.ledgers.reads.loading import rows_of
from gangqiao.ledgers.reads.orders import Order, piece
from gangqiao.ledgers.refusals import PlaceLost
from gangqiao.places.models import Division

VERB = "people.view_list"
AREA, FIND, MARK, COUNT = "area", "find", "from", "count"


class UnknownArea(LookupError):
    """The area does not exist, or is not the reader's: the page answers the same to both."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks of a ledger.

    area   null: the whole of the reader's areas;  level: the reader's
    query  what was understood, as an address says it again
    """

    ledger: Ledger
    query: dict[str, str]
    area: Division | None
    values: dict[Filter, Any]
    find: Find | None
    mark: str
    level: Level
    faults: list[Refusal]

    @property
    def offered(self) -> list[Filter]:
        return [one for one in self.ledger.filters if one.level <= self.level]

    @property
    def order(self) -> Order:
        return self.ledger.order(self.find, self.values)

    @property
    def rows(self) -> Any:
        return self.ledger.asked(self.area.key if self.area else "", self.values, self.find)


@dataclass(frozen=True, slots=True)
class Page:
    """What the page shows. `other` is a second reading of the letters typed, which finds people, too."""

    asked: Asked
    columns: list[Column]
    rows: list[Row]
    count: Count
    back: str
    next: str
    is_first: bool
    faults: list[Refusal]
    other: Find | None = None

    @property
    def persons(self) -> list[UUID]:
        """Whom the page shows, for the log."""
        shown = (row.record if hasattr(row.record, "person_no") else row.beside.get(HEAD) for row in self.rows)
        return [person.uuid for person in shown if person is not None]


def read(ledger: Ledger, query: Mapping[str, str], actor: Actor) -> Asked:
    """What the query string asks for. Raises UnknownArea. Wrong filters are left out and told."""
    area = find_area(query.get(AREA, ""), actor)
    level = level_of(actor, area)
    offered = [one for one in ledger.filters if one.level <= level]
    values, wrong = asking.read_all(offered, query)
    faults: list[Refusal] = list(wrong)
    token = query.get(FIND, "")
    find = open_find(token, actor.user_id or 0) if token else None
    if token and find is None:
        faults.append(PlaceLost())
    said = {one.key: query[one.key].strip() for one in values}
    if area is not None:
        said[AREA] = area.key
    if find is not None:
        said[FIND] = token
    return Asked(ledger, said, area, values, find, query.get(MARK, ""), level, faults)


def find_area(key: str, actor: Actor) -> Division | None:
    """The area asked for, inside the reader's own; null when none is asked for."""
    if not key:
        return None
    if not (key.isascii() and key.isalnum() and any(covers(own, key) for own in actor.areas(VERB))):
        raise UnknownArea
    found = Division.objects.filter(key=key).first()
    if found is None:
        raise UnknownArea
    return found


def level_of(actor: Actor, area: Division | None) -> Level:
    """The level that holds in every part of what is listed."""
    areas = [area.key] if area else list(actor.areas(VERB))
    return min((actor.level_in(a) for a in areas), default=Level.PUBLIC)


def page_of(asked: Asked, actor: Actor, *, is_counted: bool = False) -> Page:
    """The page, its neighbours and its honest count."""
    begun = time.perf_counter()
    shown = columns_for(asked.ledger, actor, asked.level)
    found = piece(asked.rows, asked.order, asked.mark)
    took = time.perf_counter() - begun
    if found.is_first and not found.next:
        count = Count(len(found.rows), is_exact=True)
    elif is_counted:
        count = counting.exact(asked.rows)
    else:
        is_dated = any(one.model is not None for one in asked.values)
        count = counting.cheaply(asked.rows, took, is_dated=is_dated)
    needs = [*shown, *(c for c in asked.ledger.columns if c.needs in asked.ledger.needs_always)]
    faults = [*asked.faults, *([PlaceLost()] if found.is_lost else [])]
    rows = rows_of(found.rows, needs, home_of(actor))
    return Page(asked, shown, rows, count, found.back, found.next, found.is_first, faults, _other_reading(asked))


def _other_reading(asked: Asked) -> Find | None:
    """Letters that were read as pinyin may be meant as initials: "man" begins Man Li, and is Ma Ai Nan in short."""
    if asked.find is None or asked.find.how != PINYIN or asked.mark:
        return None
    other = Find(INITIALS, asked.find.text)
    return other if in_scope(other) else None


def home_of(actor: Actor) -> str:
    """The reader's area, which every row shares and no row needs to repeat."""
    areas = actor.areas(VERB)
    return areas[0] if len(areas) == 1 else ""


def columns_for(ledger: Ledger, actor: Actor, level: Level) -> list[Column]:
    """The columns the reader chose, or the declared ones; without those of which the reader would see only stars."""
    shown = ledger.chosen(chosen_keys(ledger, actor))
    if level >= Level.PERSONAL:
        return shown
    return [c for c in shown if c.level <= level or c.is_partly_shown or c.key == ledger.link]


def chosen_keys(ledger: Ledger, actor: Actor) -> list[str] | None:
    """The keys the reader chose; null when there is no choice yet."""
    choice = ColumnChoice.objects.filter(user_id=actor.user_id, ledger=ledger.key).first()
    return list(choice.columns) if choice else None
