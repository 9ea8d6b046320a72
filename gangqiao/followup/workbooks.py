"""Lists of an insurance or of wage accounts: ID numbers, names of employers, and the month."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import islice

from gangqiao.followup.refusals import NoListFound, TooManyMatched
from gangqiao.kernel.identifiers import WrongIdNumber, parse_id_number
from gangqiao.kernel.sheets import Cell, LineKind, Term, Vocabulary, open_book, records, text_of, understand
from gangqiao.people.attributes import PERSON
from gangqiao.people.attributes_dated import SPELL

MOST_LINES = 5_000  # of one workbook: they are matched while somebody waits
MEGABYTES = 5
FIRST_LINES = 60


@dataclass(frozen=True, slots=True)
class Listed:
    """One line: the ID number in normal form; employer and credit code as written, "" when there is no such column."""

    id_number: str
    employer: str
    credit_code: str = ""


@cache
def _vocabulary() -> Vocabulary:
    named = (PERSON["id_number"], PERSON["name"], SPELL["employer_name"], SPELL["credit_code"])
    return Vocabulary([Term(a.key, (a.heading, *a.synonyms)) for a in named])


def read_list(content: bytes, name: str) -> list[Listed]:
    """Every line with an ID number, of every sheet. Raises UnreadableFile, NoListFound, TooManyMatched."""
    found: list[Listed] = []
    with open_book(content, name=name) as book:
        for sheet in book.sheets:
            if sheet.hidden:
                continue
            layout = understand(list(islice(sheet.rows(), FIRST_LINES)), sheet, _vocabulary())
            at = {column.key: column.index for column in layout.columns if column.key}
            if not layout.is_ledger or "id_number" not in at:
                continue
            for _number, kind, cells, _filled in records(sheet, layout):
                if kind is LineKind.RECORD:
                    _add(found, cells, at)
    if not found:
        raise NoListFound
    return found


def _add(found: list[Listed], cells: list[Cell], at: dict[str, int]) -> None:
    def cell(key: str) -> str:
        place = at.get(key, -1)
        return text_of(cells[place]).strip() if 0 <= place < len(cells) else ""

    try:
        number = parse_id_number(cell("id_number")).text
    except WrongIdNumber:
        return
    found.append(Listed(number, cell("employer_name"), cell("credit_code")))
    if len(found) > MOST_LINES:
        raise TooManyMatched(MOST_LINES)
