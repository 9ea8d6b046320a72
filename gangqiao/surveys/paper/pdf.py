"""The sheets of many households as one PDF, set by Typst with the font that is shipped: no network."""

from __future__ import annotations

import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.utils.translation import get_language, gettext, pgettext

from gangqiao.kernel import clock
from gangqiao.kernel.typesetting import qr_code, set_pdf
from gangqiao.people.codes import LISTS
from gangqiao.people.models import Person
from gangqiao.people.reads.masking import place_names
from gangqiao.surveys.models import Campaign, Task
from gangqiao.surveys.paper.lines import Block, Line
from gangqiao.surveys.states import Outcome

LAYOUT = Path(__file__).parent / "sheet.typ"
COLUMNS, ACROSS = 3, 23  # columns of a sheet, and full-width signs across one
LONG = 120  # lines that may not fit one sheet: such a block may be broken


def set_sheets(campaign: Campaign, sheets: Iterable[tuple[Task, list[Block]]], printed_by: str) -> bytes:
    """The PDF of these households in the active language. Raises NotSet."""
    wish = {
        "language": get_language() or "zh",
        "title": campaign.name,
        "notice": campaign.notice,
        "how": gettext(
            "What is recorded stands here filled in. Tick or write only what is different. * must be answered."
        ),
        "foot": gettext("%(survey)s · as of %(day)s · printed by %(name)s")
        % {"survey": campaign.name, "day": clock.today().isoformat(), "name": printed_by},
        "words": {
            "notice": gettext("Read out first:") + " ",
            "read_out": gettext("read out"),
            "outcome": gettext("Outcome"),
            "asked_by": pgettext("survey sheet", "Asked by") + " ",
            "asked_on": gettext("On the day") + " ",
            "signature": gettext("Signature of the household") + " ",
        },
        "outcomes": [{"n": n, "word": str(outcome.label), "known": False} for n, outcome in enumerate(Outcome, 1)],
        "sheets": _sheets(list(sheets)),
    }
    return set_pdf(LAYOUT, wish)


def code_of(task: Task) -> str:
    """The code on the sheets of a household as SVG: the number of its task and nothing of the people."""
    return qr_code(str(task.uuid))


def _sheets(sheets: list[tuple[Task, list[Block]]]) -> list[dict[str, Any]]:
    places = place_names(str(task.area_id) for task, _blocks in sheets)
    return [_sheet(task, blocks, places[str(task.area_id)]) for task, blocks in sheets]


def _sheet(task: Task, blocks: list[Block], place: str) -> dict[str, Any]:
    head = next((b.person for b in blocks if b.person is not None), None)
    name = f" {head.name}" if head is not None else ""
    return {
        "title": gettext("Household %(number)s") % {"number": task.household_no} + name,
        "place": place,
        "qr": code_of(task),
        "blocks": [_block(block) for block in blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    return {
        "title": gettext("The household") if block.person is None else block.person.name,
        "about": "" if block.person is None else _who(block.person),
        "columns": _columns([_line(line) for line in block.lines]),
        "long": len(block.lines) > LONG,
    }


def _columns(lines: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """The lines in columns of about the same height, in their order."""
    heights = [_height(line) for line in lines]
    target = sum(heights) / COLUMNS
    columns: list[list[dict[str, Any]]] = [[] for _number in range(COLUMNS)]
    reached = 0.0
    for line, height in zip(lines, heights, strict=True):
        columns[min(int((reached + height / 2) / target), COLUMNS - 1)].append(line)
        reached += height
    return columns


def _height(line: dict[str, Any]) -> float:
    """About how many lines of type an entry takes, with the rule under it."""
    width = _wide(line["label"]) + 2
    if line["choices"]:
        width += sum(_wide(choice["word"]) + 2.2 for choice in line["choices"])
    else:
        width = min(width + _wide(line["known"]), 4 * ACROSS)
    return math.ceil(width / ACROSS) + 0.45


def _wide(text: str) -> float:
    """The width of a text in full-width signs."""
    return sum(0.55 if character.isascii() else 1.0 for character in text)


def _who(person: Person) -> str:
    relation: str = LISTS["relation"].word(person.relation)
    return relation


def _line(line: Line) -> dict[str, Any]:
    return {
        "n": line.number,
        "label": line.label,
        "required": line.question.required,
        "known": line.known,
        "choices": [{"n": n, "word": word, "known": known} for n, _code, word, known in line.choices],
    }
