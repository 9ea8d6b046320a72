"""Says what each column is: by what was remembered, by its heading, by a similar heading, by its cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gangqiao.kernel.sheets.cells import letter, names_a_person, text_of
from gangqiao.kernel.sheets.header import Header
from gangqiao.kernel.sheets.headings import Heading, take_apart, without_group_ends, year_of
from gangqiao.kernel.sheets.layout import Column
from gangqiao.kernel.sheets.vocabulary import Term, Vocabulary
from gangqiao.kernel.sheets.wire import Cell
from gangqiao.kernel.sheets.words import words

SAMPLES = 3
# A guess below it is shown and not taken.
TAKEN = 0.7
_DECLARED, _BY_LEAF = 1.0, 0.95
_DOUBTED = 0.75  # a declared heading over cells that do not fit it
_OWN = 0.01  # a heading word for word before a synonym of it in the same sheet, wherever the two stand
_FEW = 3
_PROBES: tuple[Cell, ...] = (1, "1", "12.5", "2020-03-01", "A")


def name_columns(
    header: Header, body: Sequence[list[Cell]], vocabulary: Vocabulary, remembered: Mapping[str, str]
) -> list[Column]:
    """The columns of the header, left to right. No two have the same key: the better one has it, then the left one."""
    columns: list[Column] = []
    years = _newest_years(header)
    guesses: list[tuple[float, int, Term, str]] = []
    cells_of: dict[int, list[Cell]] = {}
    left_out: set[int] = set()
    for index in _indexes(header, body):
        joined, leaf = header.headings.get(index, ("", ""))
        cells = cells_of[index] = [row[index] for row in body if index < len(row) and row[index] is not None]
        column = _column(index, joined, leaf, cells)
        columns.append(column)
        if column.normal in remembered and column.normal:
            term = vocabulary.get(remembered[column.normal])
            if term is None:
                column.how, column.confidence = "remembered", 1.0
                left_out.add(index)
                continue
            guesses.append((2.0, index, term, "remembered"))
        if year_of(joined) != years.get(leaf, ""):
            left_out.add(index)  # what was so in an earlier year, beside what is so now
            continue
        guesses.extend((score, index, term, how) for score, term, how in _by_heading(joined, leaf, cells, vocabulary))
    _settle({c.index: c for c in columns if c.index not in left_out}, guesses)
    unnamed = [c for c in columns if not c.key and c.index not in left_out]
    taken = {c.key for c in columns if c.key}
    _settle(
        {c.index: c for c in unnamed},
        [
            (share, c.index, term, "content")
            for c in unnamed
            for share, term in _by_content(c, cells_of[c.index], vocabulary)
            if term.key not in taken
        ],
    )
    return columns


def _newest_years(header: Header) -> dict[str, str]:
    """For headings that stand under groups of several years the newest one; for all others their own year."""
    newest: dict[str, str] = {}
    for joined, leaf in header.headings.values():
        newest[leaf] = max(newest.get(leaf, ""), year_of(joined))
    return newest


def _indexes(header: Header, body: Sequence[list[Cell]]) -> list[int]:
    """Columns with a heading, and those without one that have cells."""
    width = max((len(row) for row in body), default=0)
    filled = {index for index in range(width) if any(row[index] is not None for row in body if index < len(row))}
    return sorted(filled | set(header.headings))


def _column(index: int, joined: str, leaf: str, cells: list[Cell]) -> Column:
    whole, end = take_apart(joined), take_apart(leaf)
    samples = list(dict.fromkeys(text_of(cell) for cell in cells[:20]))[:SAMPLES]
    return Column(index, letter(index), joined, whole.normal, unit=end.unit or whole.unit, samples=samples)


def _by_heading(joined: str, leaf: str, cells: list[Cell], vocabulary: Vocabulary) -> list[tuple[float, Term, str]]:
    """(confidence, term, how) for what the heading may mean, best first."""
    if not joined:
        return []
    whole, end = take_apart(joined), take_apart(leaf)
    if end.normal in words("sequence"):
        return []
    found: list[tuple[float, Term, str]] = []
    grouped = take_apart(without_group_ends(joined))
    for heading, confidence in ((whole, _DECLARED), (grouped, _BY_LEAF), (end, _BY_LEAF if joined != leaf else 1.0)):
        if term := vocabulary.declared(heading):
            if heading is end and joined != leaf and not _speaks_of_the_same(whole, end):
                continue  # the name under "householder" is not the name of the person of the line
            own = _OWN if vocabulary.is_own(heading, term) else 0.0
            found.append((_weighed(confidence, term, cells, doubted=_DOUBTED) + own, term, "declared"))
            break
    if not found:
        heading = end if joined == leaf or _speaks_of_the_same(whole, end) else whole
        for score, term in vocabulary.similar(heading)[:3]:
            found.append((_weighed(0.35 + 0.5 * score, term, cells, doubted=0.4), term, "similar"))
    return found


def _speaks_of_the_same(whole: Heading, end: Heading) -> bool:
    """Whether a heading under a group asks what it would ask alone: not of somebody else, nor of another time; and a
    bare "place" or "day" asks nothing alone."""
    group = whole.normal.removesuffix(end.normal)
    is_elsewhen = any(word in group for word in words("other_times")) and not any(
        word in end.normal for word in words("other_times")
    )
    return _same_person(whole, end) and not is_elsewhen and end.normal not in words("bare")


def _same_person(whole: Heading, end: Heading) -> bool:
    return whole.people == end.people


def _weighed(confidence: float, term: Term, cells: list[Cell], *, doubted: float) -> float:
    """The confidence after a look at the cells: it falls when hardly any fits, and grows a little when all do."""
    if term.fits is None or len(cells) < _FEW:
        return confidence
    share = _share(term, cells)
    if share < 0.3:
        return min(confidence, doubted)
    return min(1.0, confidence + 0.1) if share > 0.9 and confidence < 0.9 else confidence


def _by_content(column: Column, cells: list[Cell], vocabulary: Vocabulary) -> list[tuple[float, Term]]:
    """Terms that nearly all cells fit, if they are few enough to tell. A heading that says something else counts."""
    heading = take_apart(column.heading.split(" / ")[-1])
    if len(cells) < _FEW or heading.normal in words("sequence"):
        return []
    own = [term for term in vocabulary.terms if term.fits and not take_apart(term.headings[0]).people]
    found = [(share, term) for term in own if (share := _share(term, cells)) >= 0.9]
    if sum(map(names_a_person, cells)) > 0.8 * len(cells):
        # An amount may be anything, also an ID number: the pickiest terms count.
        pickiest = min((_leniency(term) for _, term in found), default=0)
        found = [(share, term) for share, term in found if _leniency(term) == pickiest]
        sure = 0.85 if len(found) == 1 else 0.5
    else:
        sure = 0.85 if len(found) == 1 and _are_telling(cells) else 0.5
    if column.heading:
        # A number in the heading tells one of several such columns: "member 1", "second phone".
        is_other = heading.people or heading.questions or any(c.isdigit() for c in heading.normal)
        sure -= 0.3 if is_other else 0.1
    return [(min(share, sure), term) for share, term in found[:3]]


def _are_telling(cells: list[Cell]) -> bool:
    """Whether the words in the cells can say what they are. Yes and no, numbers and days may be anything."""
    texts = {text_of(cell) for cell in cells}
    return len(texts) > 1 and not texts <= words("yes_no") and not any(c.isdigit() for text in texts for c in text)


def _leniency(term: Term) -> int:
    """How many of some quite different cells fit the term."""
    return sum(bool(term.fits and term.fits(probe)) for probe in _PROBES)


def _share(term: Term, cells: list[Cell]) -> float:
    fits = term.fits
    assert fits is not None
    return sum(bool(fits(cell)) for cell in cells) / len(cells)


def _settle(columns: Mapping[int, Column], guesses: list[tuple[float, int, Term, str]]) -> None:
    """Gives each key to the column with the best claim, each column one key."""
    taken: set[str] = set()
    for confidence, index, term, how in sorted(guesses, key=lambda guess: (-guess[0], guess[1])):
        column = columns.get(index)
        if column is None or column.key or term.key in taken:
            continue
        if confidence < TAKEN:
            column.confidence = max(column.confidence, round(confidence, 2))
            continue
        column.key, column.how, column.confidence = term.key, how, round(min(confidence, 1.0), 2)
        taken.add(term.key)
