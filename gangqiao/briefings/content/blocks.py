"""The blocks of a paper, as plain data: what Word, PDF, Excel and the page are all written from.

A `ref` says what stands behind a number without saying who asks; `showing.links` turns it into an address for one
reader. It is "" where nothing stands behind it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from gangqiao.kernel.charts import Chart
from gangqiao.kernel.charts.chart import Cell as ChartCell
from gangqiao.kernel.charts.chart import Kind, Table

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a sentence: plain words, or a number with what stands behind it and how it is counted.

    persons  how many people the number stands for; null where it counts none
    """

    text: str
    ref: str = ""
    definition: str = ""
    persons: int | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence made by a rule; rule: its name, "" for words that state no number."""

    parts: tuple[Part, ...]
    rule: str = ""

    @property
    def text(self) -> str:
        return "".join(part.text for part in self.parts)


@dataclass(frozen=True, slots=True)
class Column:
    """wide: share of the width beside the other columns; counts: what its numbers are when they count no people."""

    label: str
    is_number: bool = False
    definition: str = ""
    wide: int = 1
    counts: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """text: as it is read; value: the number of it, null for words and for what is not known.

    persons     how many people the number stands for; null where it counts none
    definition  how it is counted, where that is not said by the head of its column
    counts      what a number is that leads to no people, in one word for tests; "" where its column says it
    """

    text: str
    value: float | None = None
    ref: str = ""
    persons: int | None = None
    definition: str = ""
    counts: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. key: a short name, unique in the paper, for the sheet of the workbook."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart of the product. Its addresses are refs."""

    chart: Chart


@dataclass(frozen=True, slots=True)
class Listing:
    entries: tuple[str, ...]


Block = Heading | Sentence | Grid | Drawing | Listing
_KINDS: dict[str, Any] = {"heading": Heading, "sentence": Sentence, "grid": Grid, "drawing": Drawing, "list": Listing}
_NAMES = {kind: name for name, kind in _KINDS.items()}


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper in one language.

    head      title of the series; title: of this paper; unit: who issues it; about: area and days
    status    words under the head: draft or number; filled in when a document is written
    basis     how current the figures are and where they come from
    appendix  blocks after the signature
    """

    head: str
    title: str
    unit: str
    about: str
    basis: tuple[str, ...]
    blocks: tuple[Block, ...]
    appendix: tuple[Block, ...]
    is_provisional: bool
    is_public: bool = False
    provisional_words: str = ""
    language: str = "zh-hans"
    labels: Json = field(default_factory=dict)

    @property
    def every_block(self) -> tuple[Block, ...]:
        return (*self.blocks, *self.appendix)


def to_json(paper: Paper) -> Json:
    plain = asdict(paper)
    plain["blocks"] = [_block(one) for one in paper.blocks]
    plain["appendix"] = [_block(one) for one in paper.appendix]
    return plain


def from_json(kept: Json) -> Paper:
    values = dict(kept)
    for name in ("blocks", "appendix"):
        values[name] = tuple(_of_block(one) for one in values[name])
    values["basis"] = tuple(values["basis"])
    return Paper(**values)


def _block(block: Block) -> Json:
    return {"is": _NAMES[type(block)], **asdict(block)}


def _of_block(kept: Json) -> Block:
    values = dict(kept)
    return _READ[values.pop("is")](values)


def _sentence(values: Json) -> Sentence:
    return Sentence(tuple(Part(**part) for part in values["parts"]), values["rule"])


def _grid(values: Json) -> Grid:
    return Grid(
        values["key"],
        values["title"],
        tuple(Column(**column) for column in values["columns"]),
        tuple(tuple(Cell(**cell) for cell in row) for row in values["rows"]),
        values["note"],
    )


def _drawing(values: Json) -> Drawing:
    chart = dict(values["chart"])
    rows = tuple(tuple(ChartCell(**cell) for cell in row) for row in chart["table"]["rows"])
    chart["table"] = Table(tuple(chart["table"]["columns"]), rows)
    chart["kind"] = Kind(chart["kind"])
    return Drawing(Chart(**chart))


_READ: dict[str, Any] = {
    "heading": lambda values: Heading(**values),
    "sentence": _sentence,
    "grid": _grid,
    "drawing": _drawing,
    "list": lambda values: Listing(tuple(values["entries"])),
}
