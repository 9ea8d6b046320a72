"""The people between two figures, as deep as the reader may see them: a page of them, and all of them as a workbook."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import xlsxwriter
from django.utils.translation import gettext

from gangqiao.audit.models import Event
from gangqiao.kernel.actor import Actor, Level
from gangqiao.kernel.clock import day_of
from gangqiao.kernel.identifiers import mask_name
from gangqiao.kernel.verbs import labels_of_acts
from gangqiao.people.models import Person
from gangqiao.people.reads.masking import name_for, place_name
from gangqiao.reports.comparing.results import chunks, said_again

PAGE = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """One of a group. `person`: null for a line that leads to none, and for a record outside the reader's area."""

    name: str
    person: Person | None
    place: str
    line: int | None
    says: str
    last_change: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Shown]
    page: int
    pages: int
    uuids: list[UUID]


def page_of(group: list[Any], page: int, actor: Actor) -> Page:
    """One page of a group; a page beyond the last is the last."""
    pages = max(-(-len(group) // PAGE), 1)
    page = min(max(page, 1), pages)
    some = group[(page - 1) * PAGE : page * PAGE]
    rows = _shown(some, actor, with_changes=True)
    return Page(rows, page, pages, [row.person.uuid for row in rows if row.person is not None])


def _shown(some: list[Any], actor: Actor, *, with_changes: bool = False) -> list[Shown]:
    people = Person.objects.in_bulk([person for person, *_rest in some if person is not None])
    places = place_names({p.area_id for p in people.values()})
    changes = _last_changes([p.uuid for p in people.values()]) if with_changes else {}
    rows = []
    for key, line, name, say in some:
        person = people.get(key)
        words = name_for(person, actor) if person is not None else name if _reads_names(actor) else mask_name(name)
        rows.append(
            Shown(
                words or gettext("(no name)"),
                person,
                places.get(person.area_id, "") if person else "",
                line,
                said_again(say),
                changes.get(person.uuid, "") if person else "",
            )
        )
    return rows


def _reads_names(actor: Actor) -> bool:
    return min((actor.level_in(area) for area in actor.areas()), default=Level.PUBLIC) >= Level.PERSONAL


def _last_changes(uuids: list[UUID]) -> dict[UUID, str]:
    """The last act on each record, with its day: it often is what set two dates apart."""
    labels = labels_of_acts()
    found = {}
    for person, verb, at in Event.objects.filter(person__in=uuids).order_by("seq").values_list("person", "verb", "at"):
        found[person] = f"{day_of(at).isoformat()} {labels.get(verb, verb)}"
    return found


def place_names(keys: Iterable[str]) -> dict[str, str]:
    """Each area in words."""
    return {key: place_name(key) for key in keys}


def as_workbook(
    groups: list[list[Any]], titles: list[tuple[int, str]], sides: list[str], actor: Actor
) -> tuple[bytes, list[UUID]]:
    """All groups as one sheet, and whom it names. Texts stay texts; ID numbers stand nowhere in it."""
    out, persons = io.BytesIO(), []
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    )
    sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
    sheet.set_column(0, 0, 6)
    sheet.set_column(1, 5, 26)
    for row, (letter, words) in enumerate(zip("AB", sides, strict=False)):
        sheet.write_string(row, 0, letter, bold)
        sheet.write_string(row, 1, words)
    for column, word in enumerate(_headings()):
        sheet.write_string(3, column, word, bold)
    line = 4
    for group, (side, title) in zip(groups, titles, strict=True):
        for some in chunks(group):
            for one in _shown(some, actor):
                person = one.person
                persons += [person.uuid] if person else []
                number = person.person_no if person else ""
                cells = (("A", "B", "A, B")[side], title, one.name, number, one.place, str(one.line or ""), one.says)
                for column, text in enumerate(cells):
                    sheet.write_string(line, column, text)
                line += 1
    book.close()
    return out.getvalue(), persons


def _headings() -> list[str]:
    return [
        gettext("Only in"),
        gettext("Reason"),
        gettext("Name"),
        gettext("Person number"),
        gettext("Village and group"),
        gettext("Line of the list"),
        gettext("Explanation"),
    ]
