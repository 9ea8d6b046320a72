"""Makes the file of an export: rows by keys in blocks, written as they come, counted, sealed and kept."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext, ngettext, override

from gangqiao.accounts.reads import actor_of
from gangqiao.exports.columns import OutColumn, sheet_columns
from gangqiao.exports.kinds import Made, Told
from gangqiao.exports.models import Export
from gangqiao.exports.profiles import PROFILES, Profile
from gangqiao.exports.refusals import NotComplete
from gangqiao.exports.sheet import Sheet, write_csv, write_xlsx
from gangqiao.exports.writing import Cell
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor, Level
from gangqiao.kernel.collecting import few_collections
from gangqiao.ledgers.reads import page
from gangqiao.ledgers.reads.columns import HEAD
from gangqiao.ledgers.reads.counting import exact
from gangqiao.ledgers.reads.ledgers import LEDGERS, Ledger
from gangqiao.ledgers.reads.loading import rows_of
from gangqiao.ledgers.showing import said
from gangqiao.people.reads.masking import place_name

BLOCK = 2_000


def make(export: Export, told: Told = lambda rows: None) -> Made:
    """The ledger of an export as its asker may have it now. Raises NotComplete, UnknownArea or a Refusal.

    Run within the area of the export. `told` is called after each block with the rows written so far.
    """
    with override(settings.LANGUAGE_CODE), few_collections():
        actor = actor_of(export.asker)
        asked = page.read(LEDGERS[export.ledger], export.query, actor)
        if asked.faults:  # a filter that no longer exists would let more rows through than were approved
            raise asked.faults[0]
        profile = PROFILES[export.profile]
        shown = [c for c in asked.ledger.columns if c.key in set(export.columns)]
        level = min(Level(export.level), asked.level)
        columns = sheet_columns(shown, profile, level=level, clear=export.clear)
        made = Made()
        rows = _lines(asked, shown, columns, actor, made, told)
        sheet = _sheet(export, asked, profile, columns)
        if profile.is_house:
            rows = _complete(rows, asked.ledger, made, len(columns))
        out = io.BytesIO()
        (write_csv if profile.file == "csv" else write_xlsx)(sheet, rows, out)
        counted = exact(asked.rows).number
        if counted != made.rows or (made.rows != len(set(made.persons)) and asked.ledger.unit == "person"):
            raise NotComplete(made.rows, counted)
        made.content = out.getvalue()
        return made


def _lines(
    asked: page.Asked,
    shown: Sequence[Any],
    columns: Sequence[OutColumn],
    actor: Actor,
    made: Made,
    told: Told,
) -> Iterator[Sequence[Cell]]:
    home = page.home_of(actor)
    needs = [*shown, *(c for c in asked.ledger.columns if c.needs in asked.ledger.needs_always)]
    for records in blocks(asked):
        rows = rows_of(records, needs, home)
        yield from zip(*(column.cells(rows) for column in columns), strict=True)
        made.rows += len(rows)
        of_persons = asked.ledger.unit == "person"
        persons = records if of_persons else [row.beside[HEAD] for row in rows if row.beside.get(HEAD)]
        made.persons += [person.uuid for person in persons]
        told(made.rows)


def blocks(asked: page.Asked) -> Iterator[list[Any]]:
    """The records in the ledger's order, each block from where the one before ended."""
    rows, order = asked.rows, asked.order
    found = list(order.sorted(rows)[:BLOCK])
    while found:
        yield found
        if len(found) < BLOCK:
            return
        found = list(order.sorted(order.beyond(rows, order.place_of(found[-1])))[:BLOCK])


def _complete(rows: Iterator[Sequence[Cell]], ledger: Ledger, made: Made, width: int) -> Iterator[Sequence[Cell]]:
    """The rows, and under them how many there are: a sheet that was cut off is seen."""
    yield from rows
    yield [count_line(ledger, made.rows), *[None] * (width - 1)]


def count_line(ledger: Ledger, rows: int) -> str:
    """What the last line of a complete sheet says."""
    many = f"{rows:,}"
    if ledger.unit == "household":
        words = ngettext("%(many)s household in all, complete", "%(many)s households in all, complete", rows)
    else:
        words = ngettext("%(many)s person in all, complete", "%(many)s persons in all, complete", rows)
    return words % {"many": many}


def _sheet(export: Export, asked: page.Asked, profile: Profile, columns: Sequence[OutColumn]) -> Sheet:
    title = str(asked.ledger.title)
    mark = mark_of(export)
    above: list[str] = []
    if profile.is_house:
        above = [f"{place_name(export.area_id)} {title}", _what_and_who(export, asked)]
    if export.is_sensitive and above:
        above.append(
            gettext("Holds sensitive data: %(mark)s. For: %(purpose)s")
            % {
                "mark": mark,
                "purpose": export.purpose,
            }
        )
    hidden = [mark, export.purpose, str(export.uuid)] if export.is_sensitive else []
    return Sheet(title, columns, above, mark, hidden, gettext("Mark"), is_faint=export.is_sensitive)


def _what_and_who(export: Export, asked: page.Asked) -> str:
    words = [gettext("As of %(day)s") % {"day": clock.today().isoformat()}]
    words += [said(one.label, one.words(value)) for one, value in asked.values.items()]
    if asked.find is not None:
        words.append(said(asked.find.label, asked.find.shown))
    words.append(gettext("Made by %(name)s") % {"name": export.asker.display_name})
    words.append(gettext("Number %(number)s") % {"number": export.number})
    return "    ".join(words)


def mark_of(export: Export) -> str:
    """Who took it out, when, under which number."""
    at = export.asked_at.astimezone(clock.TZ)
    return f"{export.number} {export.asker.display_name} {at:%Y-%m-%d %H:%M}"
