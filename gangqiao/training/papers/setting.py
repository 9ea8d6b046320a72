"""What all papers of a class say alike: the sender, the number, the mark of who printed."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from gangqiao.exports.columns import OutColumn
from gangqiao.exports.sheet import Sheet, write_xlsx
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.typesetting import set_pdf
from gangqiao.people.reads.masking import place_name
from gangqiao.training.codes import LISTS
from gangqiao.training.models import Class

FOLDER = Path(__file__).parent
COMMON = FOLDER / "common.typ"


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who prints, and when: on every page."""

    name: str
    at: datetime

    def __str__(self) -> str:
        here = self.at.astimezone(clock.TZ)
        at = f"{date_format(here, 'DATE_FORMAT')} {here:%H:%M}"
        return _("Printed by %(name)s, %(at)s.") % {"name": self.name, "at": at}


def stamp_of(actor: Actor) -> Stamp:
    return Stamp(actor.name, clock.now())


def typeset(layout: str, held: Class, stamp: Stamp, title: str, wish: dict[str, Any]) -> bytes:
    """The PDF of a layout of this folder. Raises NotSet."""
    shared = {
        "title": title,
        "unit": held.provider.name,
        "zh": (get_language() or settings.LANGUAGE_CODE).startswith("zh"),
        "number": number_of(held),
        "mark": f"{held.number} \u00b7 {stamp} " + _("Holds personal data: keep it locked up."),
    }
    return set_pdf(FOLDER / f"{layout}.typ", {**shared, **wish}, after=COMMON)


def number_of(held: Class) -> str:
    """The number of the class as it stands at the head of a paper."""
    return _("Class %(number)s") % {"number": held.number}


def facts_of(held: Class) -> list[tuple[str, str]]:
    """Course, days, place, teacher and fund line, as label and words."""
    place = place_name(str(held.place_id)) if held.place_id else ""
    return [
        (pgettext("paper", "Course"), held.course.title),
        (str(_("Form")), str(LISTS["course_form"].word(held.form))),
        (pgettext("paper", "Days"), f"{date_format(held.begins_on)} – {date_format(held.ends_on)}"),
        (str(_("Class hours")), str(held.hours)),
        (str(_("Place")), f"{place}{held.address}" or "\u2014"),
        (str(_("Teacher")), held.teacher or "\u2014"),
        (str(_("Fund line")), str(LISTS["fund_line"].word(held.fund_line))),
    ]


def workbook(held: Class, stamp: Stamp, title: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """A workbook of one sheet: title and facts above, the mark of who printed at the foot of each page."""
    above = [
        f"{title} \u00b7 {number_of(held)}",
        " \u00b7 ".join(words for _label, words in facts_of(held)),
        str(stamp),
    ]
    columns = [
        OutColumn(str(n), heading, _width(rows, n, heading), lambda _rows: []) for n, heading in enumerate(headings)
    ]
    out = io.BytesIO()
    mark = f"{held.number} {stamp.name} {stamp.at:%Y-%m-%d}"
    write_xlsx(Sheet(title[:31], columns, above=above, mark=mark), rows, out)
    return out.getvalue()


def _width(rows: Sequence[Sequence[str]], n: int, heading: str) -> float:
    """Wide enough for most of the column; a sign that is no Latin one takes two places."""
    texts = [heading, *(row[n] for row in rows[:200])]
    return float(min(40, max(6, max(sum(2 if ord(c) > 255 else 1 for c in text) for text in texts) + 2)))
