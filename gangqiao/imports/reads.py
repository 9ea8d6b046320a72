"""Questions about imported workbooks and their rows, for the pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from gangqiao.imports.models import Import, Row
from gangqiao.imports.states import Decision, Fate, Outcome, Status
from gangqiao.people.models import Person

PAGE = 50
AT_ONCE = 500  # keys of one question
Place = tuple[int, int]  # number of the sheet and of the line: where a row stands, and the order of a page


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of one fate about which the same is remarkable. `open`, `take` and `leave` count what was decided.

    idle  rows from which nothing could be taken: they are mended in the file
    """

    fate: str
    reasons: str
    rows: int
    take: int
    leave: int
    idle: int = 0

    @property
    def can_be_decided(self) -> bool:
        return self.fate not in (Fate.WRONG, Fate.SAME) and self.idle < self.rows

    @property
    def open(self) -> int:
        return self.rows - self.take - self.leave


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows were taken in, were refused, or wait to be taken in."""

    waits: int = 0
    applied: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """How a workbook stands. waiting: rows chosen and not yet taken in, by fate."""

    groups: list[Group]
    tally: Tally
    waiting: dict[str, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which rows of an import a page shows; "" and null ask for nothing."""

    fate: str = ""
    reasons: str | None = None
    sheet: int | None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """One page of rows. `back` and `next` are the places where the neighbours begin; null: there is none."""

    rows: list[Row]
    back: Place | None
    next: Place | None
    is_first: bool


def imports_page(before: int | None) -> tuple[list[Import], int | None]:
    """The workbooks of the reader's areas, newest first, and the key where the next page begins."""
    found = Import.objects.exclude(status=Status.DISCARDED).select_related("sender").order_by("-pk")
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found[: PAGE + 1])
    return rows[:PAGE], rows[PAGE - 1].pk if len(rows) > PAGE else None


def find_import(uuid: UUID) -> Import | None:
    """The workbook within the scope, or None."""
    found: Import | None = Import.objects.select_related("sender").filter(uuid=uuid).first()
    return found


def standing_of(source: Import) -> Standing:
    """What was decided of the rows, and what came of those taken.

    How many rows there are is kept with the workbook since it was judged; only the decided ones are counted now.
    """
    decided = Row.objects.filter(source=source, decision__in=(Decision.TAKE, Decision.LEAVE)).order_by()
    of_group: Counter[tuple[str, str, str]] = Counter()
    came: Counter[str] = Counter()
    waiting: Counter[str] = Counter()
    for one in decided.values("decision", "outcome", "fate", "reasons").annotate(n=Count("pk")):
        of_group[one["decision"], one["fate"], one["reasons"]] += one["n"]
        if one["decision"] == Decision.TAKE:
            came[one["outcome"]] += one["n"]
            if one["outcome"] == Outcome.WAITS:
                waiting[one["fate"]] += one["n"]
    groups = [
        Group(
            g["fate"],
            g["reasons"],
            g["n"],
            take=of_group[Decision.TAKE, g["fate"], g["reasons"]],
            leave=of_group[Decision.LEAVE, g["fate"], g["reasons"]],
            idle=g.get("idle", 0),
        )
        for g in source.figures.get("groups", ())
    ]
    tally = Tally(came[Outcome.WAITS], came[Outcome.APPLIED], came[Outcome.REFUSED])
    return Standing(_largest_first(groups), tally, dict(waiting))


def groups_on(source: Import, sheet: int) -> list[Group]:
    """The rows of one sheet by fate and reasons, without what was decided of them."""
    counted = Row.objects.filter(source=source, sheet=sheet).order_by().values("fate", "reasons")
    return _largest_first(
        [Group(one["fate"], one["reasons"], one["n"], 0, 0) for one in counted.annotate(n=Count("pk"))]
    )


def _largest_first(groups: list[Group]) -> list[Group]:
    return sorted(groups, key=lambda g: (-g.rows, g.reasons))


def by_fate(groups: Iterable[Group]) -> dict[str, int]:
    """How many rows there are of every fate, in the order of the fates."""
    counts = dict.fromkeys((str(fate) for fate in Fate), 0)
    for group in groups:
        counts[group.fate] += group.rows
    return counts


def rows_asked(source: Import, asked: Asked) -> Any:
    """The rows a page asks for."""
    rows = Row.objects.filter(source=source)
    if asked.fate:
        rows = rows.filter(fate=asked.fate)
    if asked.reasons is not None:
        rows = rows.filter(reasons=asked.reasons)
    if asked.sheet is not None:
        rows = rows.filter(sheet=asked.sheet)
    return rows.filter(outcome=asked.outcome) if asked.outcome else rows


def piece(rows: Any, start: Place | None) -> Piece:
    """The page that begins at a place, in the order of the file; the first when no place is named."""
    shown = _first_of(_from(rows, start), ("sheet", "line"), PAGE + 1)
    following = place_of(shown[PAGE]) if len(shown) > PAGE else None
    back = _begin_before(rows, start) if start is not None else None
    return Piece(shown[:PAGE], back, following, is_first=back is None)


def _from(rows: Any, start: Place | None) -> list[Any]:
    """The rows from a place on: those of its sheet, then those of the sheets after it."""
    # Two questions, because an index is of no use to "this sheet from here, or any later one" asked as one.
    if start is None:
        return [rows]
    return [rows.filter(sheet=start[0], line__gte=start[1]), rows.filter(sheet__gt=start[0])]


def _first_of(parts: list[Any], order: tuple[str, ...], wanted: int) -> list[Any]:
    """The first rows of several questions one after the other."""
    found: list[Any] = []
    for part in parts:
        if len(found) < wanted:
            found += part.order_by(*order)[: wanted - len(found)]
    return found


def place_of(row: Row) -> Place:
    """Where the row stands in the workbook."""
    return row.sheet, row.line


def persons_of(rows: Iterable[Row]) -> dict[int, Person]:
    """The persons of the register whom rows were matched with, by key, as far as the scope reaches."""
    keys = {row.person for row in rows if row.person is not None}
    return {person.pk: person for person in Person.objects.filter(pk__in=keys)} if keys else {}


def to_correct(source: Import) -> list[UUID]:
    """The persons of the register whom wrong and refused rows are about, as far as the scope reaches."""
    rows = Row.objects.filter(Q(fate=Fate.WRONG) | Q(outcome=Outcome.REFUSED), source=source).exclude(person=None)
    keys = list(rows.values_list("person", flat=True))
    found: list[UUID] = []
    for start in range(0, len(keys), AT_ONCE):
        found += Person.objects.filter(pk__in=keys[start : start + AT_ONCE]).values_list("uuid", flat=True)
    return found


def _begin_before(rows: Any, start: Place) -> Place | None:
    """Where the page before a place begins; null when nothing stands before it."""
    places = rows.values_list("sheet", "line")
    earlier = [places.filter(sheet=start[0], line__lt=start[1]), places.filter(sheet__lt=start[0])]
    found = _first_of(earlier, ("-sheet", "-line"), PAGE)
    return found[-1] if found else None
