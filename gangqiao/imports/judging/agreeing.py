"""Doubts that fall away because the register says the same: a ledger brought in again is not accused."""

from __future__ import annotations

from gangqiao.imports.judging.case import Case
from gangqiao.imports.judging.known import Known
from gangqiao.imports.rows import Note, Severity
from gangqiao.imports.vocabulary import BY_ABOUT

# About the value alone. Whether the register's own value is right, the checks on the data ask.
OF_THE_VALUE = frozenset({"income_implausible", "place_too_coarse"})


def drop_agreed(case: Case) -> None:
    """Take out the doubts about values that are the register's own."""
    if case.person is None or not case.noted(*OF_THE_VALUE):
        return
    keys = {place.letter: key for key, place in case.places.items()}
    case.notes = [note for note in case.notes if not _agrees(case, note, keys.get(note.column, ""))]


def _agrees(case: Case, note: Note, key: str) -> bool:
    if note.code not in OF_THE_VALUE or note.severity != Severity.DOUBT:
        return False
    about, _dot, name = key.partition(".")
    known = _record_of(case, about)
    return known is not None and name in BY_ABOUT[about] and known.value_of(name) == case.get(key)


def _record_of(case: Case, about: str) -> Known | None:
    """The record of the register that a column speaks of."""
    person = case.person
    if person is None:
        return None
    if about == "household":
        return case.block.households_by_pk.get(person.row["household_id"] or 0)
    return {"person": person, "spell": person.running, "intention": person.intention}.get(about)
