"""Takes a filled workbook back: each line by itself, every fault at its cell; the same file twice changes nothing."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import gettext

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.attributes import Date
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.sheets import letter, open_book, text_of
from gangqiao.surveys.models import AnswerSheet, Campaign, Task
from gangqiao.surveys.paper.entering import NotTaken, Written, enter
from gangqiao.surveys.paper.lines import Block, blocks_of
from gangqiao.surveys.paper.workbook import FIXED, HEAD, HIDDEN, MARK
from gangqiao.surveys.reads import facts
from gangqiao.surveys.refusals import NotOurWorkbook, TooManyLines

MOST_LINES = 500  # of one upload: each is a transaction of its own
ASKED_ON = Date(key="asked_on", label="", heading="", source="survey sheet")


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong in one cell of the file. cell: as the spreadsheet calls it, "F12"; who: household and name."""

    sheet: str
    cell: str
    who: str
    sentence: str


@dataclass(slots=True)
class Result:
    """What became of a file: lines taken over, lines that had been before, lines without a day of the visit."""

    taken: int = 0
    repeated: int = 0
    left: int = 0
    faults: list[CellFault] = field(default_factory=list)
    persons: list[UUID] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Line:
    """One filled line."""

    sheet: str
    number: int
    keys: list[str]
    cells: list[Any]
    file: UUID

    def text(self, key: str) -> str:
        place = self.keys.index(key)
        cell = self.cells[place] if place < len(self.cells) else None
        return "" if cell is None else str(text_of(cell)).strip()

    def cell(self, key: str) -> str:
        """The cell of a question, also by the name its attribute has on the register."""
        named = [k for k in self.keys if k == key] or [k for k in self.keys if key and k.endswith(f".{key}")]
        return f"{letter(self.keys.index(named[0]))}{self.number}" if named else f"{self.number}"

    @property
    def who(self) -> str:
        return f"{self.text('household_no')} {self.text('name')}".strip()


def take_back(content: bytes, name: str, campaign: Campaign, *, actor: Actor) -> Result:
    """Apply the lines of a filled workbook. Raises NotOurWorkbook, TooManyLines, UnreadableFile."""
    result = Result()
    lines = []
    for line in _lines(content, name, campaign):
        if line.text("asked_on"):
            lines.append(line)
        else:
            result.left += 1
    if len(lines) > MOST_LINES:
        raise TooManyLines(len(lines), MOST_LINES)
    known: dict[str, list[Block]] = {}
    for line in lines:
        _take(line, campaign, known, result, actor)
    return result


def _lines(content: bytes, name: str, campaign: Campaign) -> Iterator[_Line]:
    is_ours = False
    with open_book(content, name=name) as book:
        for sheet in book.sheets:
            rows = sheet.rows()
            head = dict(_first(rows, HEAD))
            mark = [str(cell) for cell in head.get(1, [])[:3]]
            if len(mark) < 3 or mark[:2] != [MARK, str(campaign.uuid)]:
                continue
            keys = [str(cell) for cell in head.get(HEAD, []) if cell is not None]
            if keys[: len(FIXED)] != list(FIXED):
                raise NotOurWorkbook
            is_ours = True
            for number, cells in rows:
                if any(cell is not None for cell in cells[:HIDDEN]):
                    yield _Line(sheet.name, number, keys, cells, UUID(mark[2]))
    if not is_ours:
        raise NotOurWorkbook


def _first(rows: Iterator[tuple[int, list[Any]]], last: int) -> Iterator[tuple[int, list[Any]]]:
    """The rows up to a line; the iterator stands behind it then."""
    for number, cells in rows:
        yield number, cells
        if number >= last:
            return


def _take(line: _Line, campaign: Campaign, known: dict[str, list[Block]], result: Result, actor: Actor) -> None:
    try:
        at = _day(line)
        task = _task(line, campaign)
    except Refusal as refusal:
        result.faults.append(CellFault(line.sheet, line.cell(refusal.field or ""), line.who, str(refusal)))
        return
    if str(task.uuid) not in known:
        known.clear()  # lines of a household stand together; one is kept
        known[str(task.uuid)] = blocks_of(task, campaign.questions, actor)
    blocks = known[str(task.uuid)]
    written = _written(line, at)
    if written.person is not None and all(b.person is None or b.person.uuid != written.person for b in blocks):
        sentence = gettext("This person does not belong to the household any more. Fetch the workbook anew.")
        result.faults.append(CellFault(line.sheet, line.cell("name"), line.who, sentence))
        return
    if AnswerSheet.objects.filter(change_id=written.change_id).exists():
        result.repeated += 1
        return
    try:
        enter(task, blocks, [written], source="workbook", hand_in=False, actor=actor)
    except NotTaken as refused:
        result.faults += [
            CellFault(line.sheet, line.cell(fault.key or "asked_on"), line.who, fault.sentence)
            for fault in refused.faults
        ]
    else:
        result.taken += 1
        if written.person is not None:
            result.persons.append(written.person)


def _day(line: _Line) -> dt.datetime:
    try:
        day: dt.date = ASKED_ON.parse(line.text("asked_on"))
    except Refusal as refusal:
        refusal.field = "asked_on"
        raise
    return dt.datetime.combine(day, dt.time(12), tzinfo=clock.TZ)


def _task(line: _Line, campaign: Campaign) -> Task:
    try:
        return Task.objects.select_related("household", "campaign").get(uuid=line.text("task"), campaign=campaign)
    except (Task.DoesNotExist, ValueError):
        raise NotOurWorkbook from None


def _written(line: _Line, at: dt.datetime) -> Written:
    """What differs from what stood in the cells. Its number follows from the file and the line as it is filled in."""
    try:
        base = json.loads(line.text("base"))
    except ValueError:
        raise NotOurWorkbook from None
    texts = {}
    for key, (_value, shown) in base.items():
        text = line.text(key) if key in line.keys else ""
        if text and facts.seen(text) != shown:
            texts[key] = text
    person = line.text("person")
    content = json.dumps([line.text("task"), person, at.isoformat(), texts], ensure_ascii=False, sort_keys=True)
    return Written(
        change_id=uuid5(line.file, content),
        person=UUID(person) if person else None,
        texts=texts,
        base={key: value for key, (value, _shown) in base.items()},
        at=at,
    )
