"""The sheets of an area as a workbook: a line for each household and each person, filled with what is recorded."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import uuid4

import xlsxwriter
from django.utils.translation import get_language, gettext, pgettext

from gangqiao.kernel.actor import Actor
from gangqiao.people.reads.masking import place_name
from gangqiao.surveys.models import Campaign
from gangqiao.surveys.paper.entering import asked_lines
from gangqiao.surveys.paper.lines import Block, sheets_of
from gangqiao.surveys.paper.printing import wanted
from gangqiao.surveys.questions import Question
from gangqiao.surveys.reads import facts
from gangqiao.surveys.refusals import NothingToPrint, NotUnderWay

MARK = "gangqiao-survey-1"  # stands in the first cell: by it a filled workbook is known again
# Columns before the questions; the hidden ones say whom a line is about and what stood there.
FIXED = ("task", "person", "base", "household_no", "place", "name", "asked_on")
HIDDEN = 3
HEAD = 4  # lines above the first record: mark, words, headings, keys
MOST_HOUSEHOLDS = 1_500
NOT_LIVE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
LONGEST_LIST = 255  # characters of a drop-down list that stands in the cell itself


@dataclass(frozen=True, slots=True)
class Filled:
    """A workbook and whom it shows."""

    content: bytes
    persons: list[Any]


def workbook(campaign: Campaign, area: str, *, actor: Actor) -> Filled:
    """The households of an area that are still with the village. Raises NotUnderWay, NothingToPrint."""
    if campaign.questions is None:
        raise NotUnderWay
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, **NOT_LIVE})
    sheets = {about: _Sheet(book, campaign, about) for about in ("household", "person")}
    persons = []
    for task, blocks in sheets_of(wanted(campaign, area)[:MOST_HOUSEHOLDS], campaign.questions, actor):
        for block in blocks:
            sheets[block.about].write(task, block)
            if block.person is not None:
                persons.append(block.person.uuid)
    if not sheets["household"].line:
        book.close()
        raise NothingToPrint
    for sheet in sheets.values():
        sheet.finish()
    book.close()
    return Filled(out.getvalue(), persons)


class _Sheet:
    """One sheet under construction."""

    def __init__(self, book: Any, campaign: Campaign, about: str) -> None:
        version: Any = campaign.questions
        self.questions: tuple[Question, ...] = version.sheet.section(about).questions
        self.page = book.add_worksheet(pgettext("survey", "Households") if about == "household" else gettext("Persons"))
        self.line = 0
        self.place = cache(place_name)
        self.wrap = book.add_format({"text_wrap": True, "valign": "top"})
        self.text = book.add_format({"num_format": "@", "valign": "top"})
        self.grey = book.add_format({"bg_color": "#eeeeee", "valign": "top"})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#dfe8f2", "border": 1})
        self.page.write_row(0, 0, [MARK, str(campaign.uuid), str(uuid4()), version.digest, about])
        self.page.write(1, HIDDEN, _how(campaign), book.add_format({"valign": "top"}))
        words = [gettext("Household"), gettext("Group"), gettext("Name"), gettext("Asked on (notice read out first)")]
        language = get_language() or "zh"
        labels = [q.said(language) + (" *" if q.required else "") for q in self.questions]
        self.page.write_row(2, 0, [*FIXED[:HIDDEN], *words, *labels], head)
        self.page.write_row(3, 0, [*FIXED, *(q.key for q in self.questions)])

    def write(self, task: Any, block: Block) -> None:
        """One household or one person."""
        row = HEAD + self.line
        lines = {line.question.key: line for line in asked_lines(block)}
        shown = {key: "" if key in block.hidden else line.known for key, line in lines.items()}
        # What stood there, in two digests: of the value, and of the words, by which a line is seen to be as it was.
        values = facts.base_of(block.values, lines)
        base = {key: [values.get(key, ""), facts.seen(words)] for key, words in shown.items()}
        name = block.person.name if block.person is not None else ""
        fixed = [str(task.uuid), str(block.person.uuid) if block.person else "", json.dumps(base)]
        self.page.write_row(row, 0, [*fixed, task.household_no, self.place(str(task.area_id)), name], self.grey)
        self.page.write_blank(row, len(FIXED) - 1, None, self.text)
        for place, question in enumerate(self.questions, len(FIXED)):
            if question.key in shown:
                self.page.write_string(row, place, shown[question.key], self.text)
            else:
                self.page.write_blank(row, place, None, self.grey)
        self.line += 1

    def finish(self) -> None:
        """Widths, drop-down lists, and what stays in sight."""
        last = HEAD + self.line - 1
        for place, question in enumerate(self.questions, len(FIXED)):
            words = [question.word(code, get_language() or "zh") for code in question.codes or {}]
            is_short = words and sum(map(len, words)) + len(words) < LONGEST_LIST and not any("," in w for w in words)
            if is_short and question.kind != "multi_choice":
                # A warning only: numbers of the printed list may be typed, too.
                rule = {"validate": "list", "source": words, "error_type": "information", "ignore_blank": True}
                self.page.data_validation(HEAD, place, last, place, rule)
        self.page.set_column(0, HIDDEN - 1, None, None, {"hidden": True})
        self.page.set_column(HIDDEN, len(FIXED) - 1, 14)
        self.page.set_column(len(FIXED), len(FIXED) + len(self.questions), 13)
        self.page.set_row(0, None, None, {"hidden": True})
        self.page.set_row(2, 48)
        self.page.set_row(3, None, None, {"hidden": True})
        self.page.freeze_panes(HEAD, len(FIXED))
        self.page.set_landscape()
        self.page.repeat_rows(2)


def _how(campaign: Campaign) -> str:
    return gettext(
        "%(survey)s. Write the day of the visit into each line that was asked; lines without it are left out. "
        "Change only what is different; an empty cell keeps what is recorded, a dash takes it away."
    ) % {"survey": campaign.name}
