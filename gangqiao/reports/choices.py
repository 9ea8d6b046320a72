"""What may be filled into a form: the plain things, the columns of the ledgers, the figures and the targets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import get_language, gettext, gettext_lazy, override
from django.utils.translation import gettext_lazy as _

from gangqiao.engine.figures import FIGURES, MEASURES
from gangqiao.indicators.targets import Target, current_targets
from gangqiao.indicators.wording import said
from gangqiao.kernel.attributes import Attribute
from gangqiao.ledgers.reads.columns import Column
from gangqiao.ledgers.reads.ledgers import LEDGERS
from gangqiao.ledgers.showing import heading
from gangqiao.people.sets import SETS
from gangqiao.reports import teaching as t
from gangqiao.reports.refusals import WrongPlace

HERE = Path(__file__).parent
FORMS: dict[str, dict[str, str]] = yaml.safe_load((HERE / "forms.yaml").read_text(encoding="utf-8"))
WRITING: dict[str, Any] = yaml.safe_load((HERE / "writing.yaml").read_text(encoding="utf-8"))
CODE, PERCENT, SHARE, SPACED, MASKED = "code", "percent", "share", "spaced", "masked"
OR_REGISTERED = "or_registered"

_PLAIN = {
    t.TEXT: gettext_lazy("words that are always the same"),
    t.AREA: gettext_lazy("name of the area"),
    t.DAY: gettext_lazy("day of the report"),
    t.FILLER: gettext_lazy("name of who fills it"),
    t.NUMBER: gettext_lazy("running number"),
    t.COUNT: gettext_lazy("how many lines the list has"),
    t.TOTAL: gettext_lazy("sum of the list's column above"),
}
_EVERYWHERE = (t.TEXT, t.AREA, t.DAY, t.FILLER)
GENERAL, LEDGER_COLUMNS, MEASURED, COUNTED, PLANNED = (
    _("General"),
    _("Ledger"),
    _("Figures of the board"),
    _("Counts behind the figures"),
    _("Targets of the plan"),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that may go into a cell: its key (`Entry.what`), its words, and the words a heading may use for it."""

    what: str
    label: str
    group: Any
    headings: tuple[str, ...] = ()


def choices_for(kind: str) -> list[Choice]:
    """What may stand in each line of a list of this kind; "": in a single cell."""
    found = [_plain(key) for key in _EVERYWHERE]
    if kind:
        found.insert(1, _plain(t.NUMBER))
    else:
        found += [_plain(t.COUNT), _plain(t.TOTAL)]
    if kind in (t.PEOPLE, t.HOUSEHOLDS):
        return found + [_column(c, kind) for c in LEDGERS[kind].columns]
    return [*found, *_figures()]


def _plain(key: str) -> Choice:
    return Choice(key, str(_PLAIN[key]), GENERAL, _also(key))


def _also(what: str) -> tuple[str, ...]:
    return tuple(WRITING["headings"].get(what, ()))


def _column(column: Column, kind: str) -> Choice:
    what = f"{t.COLUMN}:{column.key}"
    attribute = attribute_of(kind, column.key)
    declared = (attribute.heading, *attribute.synonyms, attribute.alias) if attribute is not None else ()
    with override("zh-hans"):
        chinese = str(column.label)
    return Choice(what, heading(column), LEDGER_COLUMNS, (*declared, chinese, str(column.label), *_also(what)))


def attribute_of(kind: str, key: str) -> Attribute | None:
    """The declared attribute behind a column of a ledger; None for what is worked out."""
    about, dash, rest = key.partition("-")
    name = about if dash else {t.PEOPLE: "person", t.HOUSEHOLDS: "household"}[kind]
    declared, field = SETS.get(name), rest if dash else key
    return declared[field] if declared is not None and field in declared else None


def _figures() -> Iterator[Choice]:
    for figure in FIGURES.values():
        yield _worded(f"{t.FIGURE}:{figure.id}", figure.wording, MEASURED)
    for measure in MEASURES.values():
        yield _worded(f"{t.MEASURE}:{measure.key}", measure.name, COUNTED)
    for target in current_targets():
        for part, words in _PARTS.items():
            label = f"{target.id} {words_of(target)} · {words}"
            yield Choice(f"{part}:{target.id}", label, PLANNED, (f"{target.id} {words}",))


_PARTS = {t.RESULT: _("result"), t.GOAL: _("target value"), t.GAP: _("persons missing")}


def words_of(target: Target) -> str:
    """What a target is called, in the reader's language."""
    return target.words.in_language(get_language())


def _worded(what: str, words: str, group: Any) -> Choice:
    with override("zh-hans"):
        chinese = said(words)
    return Choice(what, said(words), group, (chinese, words, *_also(what)))


def check(entry: t.Entry, kind: str) -> t.Entry:
    """The entry when it may stand there. Raises WrongPlace."""
    if entry.what not in {c.what for c in choices_for(kind)} or entry.form not in {key for key, _w in forms()}:
        raise WrongPlace(entry.what)
    if entry.what == t.TEXT and not entry.text.strip():
        raise WrongPlace(entry.text or str(_PLAIN[t.TEXT]))
    return entry


def labels_of(entries: Mapping[str, t.Entry], kind: str) -> dict[str, str]:
    """What goes into each cell, in words; of something no longer offered its key."""
    known = {c.what: c.label for c in choices_for(kind)} if entries else {}
    return {place: e.text if e.what == t.TEXT else known.get(e.what, e.what) for place, e in entries.items()}


def forms() -> list[tuple[str, str]]:
    """How a value may be written, with words that show it."""
    shown = {key: shape(2020, 4, 5, key) for key in FORMS}
    return [
        ("", gettext("as the sheet is made")),
        (CODE, gettext("codes instead of words")),
        (PERCENT, gettext("rate as 64.2")),
        (SHARE, gettext("rate as 0.642")),
        (SPACED, gettext("ID number as 532504 19880101 001X")),
        (MASKED, gettext("sensitive values always masked")),
        (OR_REGISTERED, gettext("place of registration where none is recorded")),
        *shown.items(),
    ]


def shape(year: int, month: int, day: int, form: str) -> str:
    """A day as a form writes it."""
    return FORMS[form]["pattern"].format(y=f"{year:04}", m=month, d=day, mm=f"{month:02}", dd=f"{day:02}")
