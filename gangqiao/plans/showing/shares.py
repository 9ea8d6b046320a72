"""The shares of the targets as tables: units beside targets, and units beside the months of one target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext

from gangqiao.indicators.targets import Target
from gangqiao.kernel.actor import Actor
from gangqiao.places.models import Division
from gangqiao.places.reads import county
from gangqiao.plans.models import Cascade
from gangqiao.plans.reads import current_targets
from gangqiao.plans.shares.cascading import months_of
from gangqiao.plans.shares.checking import Cell, Fault
from gangqiao.plans.shares.in_force import by_hand_in, cells_of, faults_in
from gangqiao.plans.shares.rules import COURSES, RULES

BETWEEN = "|"  # in the name of an entry: target, area, month


@dataclass(frozen=True, slots=True)
class CellShown:
    """One number. value: null where there is none; name: of its entry, "" where nobody writes it."""

    label: str
    value: int | None
    unit: str = ""
    name: str = ""
    by_hand: bool = False
    is_wrong: bool = False


@dataclass(frozen=True, slots=True)
class RowShown:
    """A unit, the county or the sum. noted_on: when the unit took note of it, null when it has not."""

    name: str
    cells: list[CellShown]
    kind: str = "unit"
    noted_on: date | None = None
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class TableShown:
    columns: list[dict[str, Any]]
    rows: list[RowShown]


@dataclass
class Shares:
    """One version as a reader sees it: the county's row and those of the units in their scope.

    is_whole  the reader sees every unit, so that sums can be shown
    """

    cascade: Cascade
    actor: Actor
    cells: dict[Cell, int]
    targets: tuple[Target, ...] = field(default_factory=current_targets)

    def __post_init__(self) -> None:
        self.home = county()
        keys = {area for _target, area, _month in self.cells} - {self.home.key}
        every = list(Division.objects.filter(key__in=keys).order_by("key"))
        self.areas = [area for area in every if self.actor.may("plans.view", area.key)]
        self.is_whole = len(self.areas) == len(every)
        self.by_hand = by_hand_in(self.cascade)
        self.targets = tuple(
            target for target in self.targets if (target.id, self.home.key, _last(target)) in self.cells
        )
        self.faults: list[Fault] = faults_in(self.cascade, self.cells) if self.is_whole else []
        receipts = self.cascade.receipts.values_list("unit__area", "acknowledged_on")
        self.noted: dict[str | None, date] = dict(receipts)

    def by_target(self) -> TableShown:
        """Units beside targets, with the sum over the units and what it is above the county's number."""
        columns = [{"label": gettext("Unit")}, *({"label": label_of(t), "is_number": True} for t in self.targets)]
        if self.cascade.issued_on:
            columns.append({"label": gettext("Took note")})
        places = [(target, "") for target in self.targets]
        return TableShown(columns, self._rows(places, [label_of(t) for t in self.targets]))

    def by_month(self, target: Target) -> TableShown:
        """Units beside the ends of the months of one target, counted from January."""
        months = months_of(target)
        columns = [{"label": gettext("Unit")}, *({"label": month, "is_number": True} for month in months)]
        return TableShown(columns, self._rows([(target, month) for month in months], months))

    def _rows(self, places: Sequence[tuple[Target, str]], labels: Sequence[str]) -> list[RowShown]:
        named = list(zip(places, labels, strict=True))
        rows = [RowShown(self.home.name, [self._county(t, m, label) for (t, m), label in named], "county")]
        for area in self.areas:
            cells = [self._cell(target, area.key, month, label) for (target, month), label in named]
            rows.append(RowShown(area.name, cells, noted_on=self.noted.get(area.key)))
        if self.is_whole:
            rows.append(
                RowShown(gettext("Sum of the units"), [self._sum(t, m, label) for (t, m), label in named], "sum")
            )
        return rows

    def _county(self, target: Target, month: str, label: str) -> CellShown:
        if not month:
            return CellShown(label, target.value, _unit(target))
        cell = (target.id, self.home.key, month)
        is_open = month != _last(target) and not target.figure.denominator
        return self._shown(cell, target, label, is_open=is_open)

    def _cell(self, target: Target, area: str, month: str, label: str) -> CellShown:
        is_open = month != _last(target) and not target.figure.denominator
        return self._shown((target.id, area, month), target, label, is_open=is_open)

    def _shown(self, cell: Cell, target: Target, label: str, *, is_open: bool) -> CellShown:
        return CellShown(
            label=label,
            value=self.cells.get(cell),
            unit=_unit(target),
            name=BETWEEN.join(cell) if is_open else "",
            by_hand=cell in self.by_hand,
            is_wrong=any((f.target, f.area, f.month) == cell for f in self.faults),
        )

    def _sum(self, target: Target, month: str, label: str) -> CellShown:
        if target.figure.denominator:
            return CellShown(label, None)
        total = sum(self.cells.get((target.id, area.key, month), 0) for area in self.areas)
        is_short = any((f.target, f.area, f.month) == (target.id, "", month) for f in self.faults)
        return CellShown(label, total, is_wrong=is_short)


def shares_shown(cascade: Cascade, actor: Actor, cells: dict[Cell, int] | None = None) -> Shares:
    """The version, or what it would be with other numbers in its cells."""
    return Shares(cascade, actor, cells_of(cascade) if cells is None else cells)


def label_of(target: Target) -> str:
    return f"{target.id} {target.words.in_language(get_language())}"


def rule_words(cascade: Cascade) -> Any:
    return RULES[cascade.rule]


def course_words(cascade: Cascade) -> Any:
    return COURSES[cascade.course]


def read_cells(posted: Mapping[str, str]) -> tuple[dict[Cell, int], list[str]]:
    """The numbers of a form, and the entries that are no whole number of at least 0. What is left blank is left out."""
    cells: dict[Cell, int] = {}
    wrong = []
    for name, text in posted.items():
        parts = name.split(BETWEEN)
        if len(parts) != 3 or not text.strip():
            continue
        digits = text.strip().replace(",", "").replace("\uff0c", "")
        if digits.isdecimal() and len(digits) <= 9:
            cells[parts[0], parts[1], parts[2]] = int(digits)
        else:
            wrong.append(text.strip())
    return cells, wrong


def _last(target: Target) -> str:
    return months_of(target)[-1]


def _unit(target: Target) -> str:
    return "%" if target.figure.denominator else ""


# --- the nesting of the targets --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NodeShown:
    """A target with those that lie within it. also: further targets it lies within, beside the one it stands under."""

    target: Target
    words: str
    unit: str
    also: list[str]
    total: int | None
    expected: str
    inner: list[NodeShown]


def tree_of(targets: Sequence[Target], totals: Mapping[str, int], expected: Mapping[str, str]) -> list[NodeShown]:
    """The targets as trees. One that lies within several stands under the narrowest of them, and names the others."""
    ids = {target.id for target in targets}
    values = {target.id: (target.value, target.id) for target in targets}
    under = {t.id: min((o for o in t.within if o in ids), key=lambda o: values[o], default="") for t in targets}

    def node(target: Target) -> NodeShown:
        return NodeShown(
            target=target,
            words=target.words.in_language(get_language()),
            unit=_unit(target),
            also=[outer for outer in target.within if outer in ids and outer != under[target.id]],
            total=totals.get(target.id),
            expected=expected.get(target.id, ""),
            inner=[node(one) for one in targets if under[one.id] == target.id],
        )

    return [node(target) for target in targets if not under[target.id]]
