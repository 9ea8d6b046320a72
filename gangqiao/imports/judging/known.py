"""Records of the register as the lines of a file are compared with them: by raw values, made column by column."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import repeat
from typing import Any
from uuid import UUID

from gangqiao.imports.vocabulary import BY_ABOUT
from gangqiao.kernel.attributes import Attribute, Date, DivisionRef, Money, MultiChoice, Number
from gangqiao.kernel.crypto.fields import EncryptedTextField
from gangqiao.kernel.db.plain import plain_rows
from gangqiao.people.models import EmploymentSpell, Household, Intention, Person

Json = dict[str, Any]
MOST_REMEMBERED = 20_000  # distinct values of a column; beyond, the table is emptied, so that memory stays bounded


@dataclass(slots=True)
class Known:
    """One record of the register with what hangs on it, as far as the file asks for it.

    row  keys and sealed columns as the engine gives them; raw: raw values of its facts by column key, None when empty,
    sealed ones only once they have been opened
    """

    about: str
    row: Json
    raw: Json = field(default_factory=dict)
    spells: list[Known] = field(default_factory=list)
    intention: Known | None = None
    categories: frozenset[str] = frozenset()

    @property
    def pk(self) -> int:
        return int(self.row["pk"])

    @property
    def area(self) -> str:
        return str(self.row["area_id"])

    @property
    def running(self) -> Known | None:
        """The spell of work that runs today; null when there is none."""
        for spell in self.spells:
            if spell.row["ended_on"] is None and spell.row["status"] != "planned":
                return spell
        return None

    def value_of(self, key: str) -> Any:
        """The value of a declared fact as a raw value; None when empty. Sealed columns are opened here."""
        name = f"{self.about}.{key}"
        if name not in self.raw:
            self.raw[name] = self._open(key)
        return self.raw[name]

    def _open(self, key: str) -> Any:
        column, sealed = MODELS[self.about]._meta.get_field(key), self.row[key]
        assert isinstance(column, EncryptedTextField)
        opened = None if sealed is None else column.open(_Owner(self.row["uuid"]), sealed)
        return raw_of(BY_ABOUT[self.about][key], opened)


@dataclass(frozen=True, slots=True)
class _Owner:
    """Stands for the row a sealed value is bound to."""

    uuid: UUID | str


MODELS: dict[str, Any] = {"person": Person, "household": Household, "spell": EmploymentSpell, "intention": Intention}


def column_of(attribute: Attribute) -> str:
    """The column of a declared fact, as `values()` calls it."""
    return f"{attribute.key}_id" if isinstance(attribute, DivisionRef) else attribute.key


def raw_of(attribute: Attribute, value: Any) -> Any:
    """The raw value of a stored one, written in the one way in which reading a cell writes it, too."""
    return _converter_of(attribute)(value)


def _converter_of(attribute: Attribute) -> Callable[[Any], Any]:
    """Asked once for a column, not once for a value."""
    if isinstance(attribute, MultiChoice):
        return partial(_several, list(attribute.codes))
    for kind, convert in ((Date, _day), (Money, _yuan), (Number, _measured)):
        if isinstance(attribute, kind):
            return convert
    return lambda value: None if value is None or value == "" else str(value)


def _several(codes: list[str], value: Any) -> list[str] | None:
    held = json.loads(value) if isinstance(value, str) else value
    return [code for code in codes if code in held] or None if held else None


def _day(value: date | str | None) -> str | None:
    return (value.isoformat() if isinstance(value, date) else str(value)) if value else None


def _yuan(fen: int | None) -> str | None:
    if fen is None:
        return None
    return f"{fen // 100}" if fen % 100 == 0 else f"{fen // 100}.{fen % 100:02d}"


def _measured(value: Any) -> str | None:
    return None if value is None else format(Decimal(str(value)).normalize(), "f")


class RawValues(dict[Any, Any]):
    """Stored value -> raw value of one fact, worked out when it is first met."""

    def __init__(self, attribute: Attribute) -> None:
        super().__init__()
        self._raw_of = _converter_of(attribute)

    def __missing__(self, value: Any) -> Any:
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        found = self[value] = self._raw_of(value)
        return found


class Shape:
    """Which columns of one set are fetched, and how they become raw values: column by column, each value once."""

    def __init__(self, about: str, always: Sequence[str], asked: Iterable[Attribute]) -> None:
        self.about = about
        asked = list(asked)
        plain = [a for a in asked if not a.is_encrypted]
        # Kept as they come: those always asked for and the sealed ones. They stand first.
        self._kept = list(dict.fromkeys((*always, *(column_of(a) for a in asked if a.is_encrypted))))
        self.columns = list(dict.fromkeys((*self._kept, *(column_of(a) for a in plain))))
        self._keys = [f"{about}.{a.key}" for a in plain]
        self._raws = [(self.columns.index(column_of(a)), RawValues(a)) for a in plain]

    def fetch(self, found: Any) -> list[Known]:
        """The records of a query, in its order."""
        rows = plain_rows(found, *self.columns)
        if not rows:
            return []
        columns = list(zip(*rows, strict=True))
        raws = [list(map(known.__getitem__, columns[index])) for index, known in self._raws]
        of_row = zip(*raws, strict=True) if raws else repeat(())
        about, kept, keys = self.about, self._kept, self._keys
        return [
            Known(about, dict(zip(kept, row, strict=False)), dict(zip(keys, raw, strict=True)))
            for row, raw in zip(rows, of_row, strict=False)
        ]
