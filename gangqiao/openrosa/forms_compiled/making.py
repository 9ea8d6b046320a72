"""Makes the forms: choose somebody of the list and go through the questions, or register a household found."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from pyxform.xls2xform import convert

from gangqiao.openrosa.forms_compiled import id_number
from gangqiao.openrosa.forms_compiled.conditions import Compiler, as_number, is_known
from gangqiao.openrosa.forms_compiled.guarding import unguarded
from gangqiao.openrosa.forms_compiled.names import HOUSEHOLDS, PERSONS, node_of
from gangqiao.openrosa.forms_compiled.rows import (
    COUNTS,
    LANGUAGES,
    Asking,
    Book,
    Row,
    add_question,
    gaps,
    value_of,
    words,
)
from gangqiao.people.codes import LISTS
from gangqiao.surveys.models import QuestionVersion
from gangqiao.surveys.questions import Question, QuestionSheet

ID_NUMBER = node_of("person.id_number")
HEAD = "02"  # the relation of the head to the head


@dataclass(frozen=True, slots=True)
class Notice:
    """What is read out before the first question, and the number of its wording."""

    version: int
    words: str


def xform_of(
    version: QuestionVersion, kind: str, languages: tuple[str, ...] = ("zh", "en"), notice: Notice | None = None
) -> bytes:
    """The form as XML, the same bytes for the same questions. kind: one of `KINDS`, which is also the form's id.

    Its version is the digest of the questions; with a notice, the digest, a point and eight signs of the notice.
    Without one the form only reminds of it. Raises KeyError for another kind.
    """
    return xform(version.sheet, version.digest, kind, languages, notice)


def version_of(digest: str, notice: Notice | None) -> str:
    """How a form of these questions calls its version. What stands before the point is the digest."""
    if notice is None:
        return digest
    return f"{digest}.{hashlib.sha256(f'{notice.version} {notice.words}'.encode()).hexdigest()[:8]}"


def xform(
    sheet: QuestionSheet,
    digest: str,
    kind: str,
    languages: tuple[str, ...] = ("zh", "en"),
    notice: Notice | None = None,
) -> bytes:
    """The same, of questions that no row holds. digest: of the sheet."""
    return _made(_Key(sheet, digest), kind, languages, notice)


class _Key:
    """A sheet by its digest, for remembering: the questions themselves cannot be hashed."""

    def __init__(self, sheet: QuestionSheet, digest: str) -> None:
        self.sheet, self.digest = sheet, digest

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.digest == self.digest

    def __hash__(self) -> int:
        return hash(self.digest)


@lru_cache(maxsize=32)
def _made(key: _Key, kind: str, languages: tuple[str, ...], notice: Notice | None) -> bytes:
    book = Book(languages)
    book.add("today", "on")
    book.add("calculate", "questions", calculation=f"'{key.digest}'")
    entities = KINDS[kind](book, key.sheet, notice)
    settings = {
        "form_id": kind,
        "form_title": words(kind)[languages[0]],
        "version": version_of(key.digest, notice),
        "default_language": LANGUAGES[languages[0]],
        "namespaces": f'gq="{COUNTS}"',
        # Two households may well be called alike: the name of a filled form in the phone's list tells them apart.
        "instance_name": "${label}",
    }
    rows = {
        "survey": book.rows,
        "choices": [row for rows in book.choices.values() for row in rows],
        "settings": [settings],
        "entities": entities,
    }
    # The converter looks for the names of the columns beside the rows.
    rows |= {f"{sheet}_header": [{column: None for row in found for column in row}] for sheet, found in rows.items()}
    return unguarded(convert(xlsform=rows, form_name="data").xform).encode()


def _person_update(book: Book, sheet: QuestionSheet, notice: Notice | None) -> list[Row]:
    book.add("select_one_from_file households.csv", "household", "choose_household", appearance="minimal autocomplete")
    its = "household = ${household}"
    book.add("select_one_from_file persons.csv", "person", "choose_person", choice_filter=its, required="yes")
    asking = Asking(_compiler(sheet, "person", given=("given.works",)), "person", PERSONS)
    _told(book, asking, ("label", "task", "notice_version", "given_works", "given_has_id"))
    _read_out(book, notice)
    _ask(book, sheet, "person", asking)
    return [{"list_name": PERSONS, "entity_id": "${person}"}]


def _household_update(book: Book, sheet: QuestionSheet, notice: Notice | None) -> list[Row]:
    row = book.add("select_one_from_file households.csv", "household", "choose_household", required="yes")
    row["appearance"] = "minimal autocomplete"
    asking = Asking(_compiler(sheet, "household"), "household", HOUSEHOLDS)
    _told(book, asking, ("label", "task", "notice_version"))
    _read_out(book, notice)
    _ask(book, sheet, "household", asking)
    return [{"list_name": HOUSEHOLDS, "entity_id": "${household}"}]


def _household_register(book: Book, sheet: QuestionSheet, notice: Notice | None) -> list[Row]:
    row = book.add("select_one_from_file groups.csv", "area", "choose_group", required="yes")
    row["save_to"] = f"{HOUSEHOLDS}#area"
    _read_out(book, notice)
    _ask(book, sheet, "household", Asking(_compiler(sheet, "household"), list=f"{HOUSEHOLDS}#"))
    book.add("begin_repeat", "members", "members")
    _who(book)
    asking = Asking(_compiler(sheet, "person", given=("given.works", "person.id_number")), list=f"{PERSONS}#")
    first = len(book.rows)
    _ask(book, sheet, "person", asking)
    for row in book.rows[first:]:
        _follow_the_id(row)
    book.add("end_repeat", "members_end")
    book.add("calculate", "label", calculation=f"coalesce(${{{node_of('household.address')}}}, ${{area}})")
    return [
        {"list_name": HOUSEHOLDS, "label": "${label}"},
        {"list_name": PERSONS, "label": f"${{{node_of('person.name')}}}"},
    ]


def _who(book: Book) -> None:
    """What the register must know first of somebody it does not have."""
    # The list of the phone finds the members of the new household by this before the server has seen them.
    row = book.add("calculate", "of", calculation="/data/meta/entity/@id")
    row["save_to"] = f"{PERSONS}#household"
    relations = book.list_of({c: dict(LISTS["relation"].words[c]) for c in LISTS["relation"]}, "relation")
    row = book.add(f"select_one {relations}", "relation", "relation", appearance="minimal", required="yes")
    row["constraint"] = f"(. = '{HEAD}') = (position(..) = 1)"
    row |= book.said("hint", words("relation_help")) | book.said("constraint_message", words("relation_help"))
    # Saved to no property: a number in full stands in no list.
    row = book.add("text", ID_NUMBER, "id_number")
    row["constraint"] = id_number.is_valid(".", as_number("${on}"))
    row |= book.said("constraint_message", words("id_wrong"))
    book.add("text", "id_exception", "id_exception", relevant=f"not({is_known(f'${{{ID_NUMBER}}}')})")
    row = book.add("calculate", "given_works", calculation="'no'")
    row["save_to"] = f"{PERSONS}#given_works"


KINDS: dict[str, Callable[[Book, QuestionSheet, Notice | None], list[Row]]] = {
    "person_update": _person_update,
    "household_update": _household_update,
    "household_register": _household_register,
}


def _compiler(sheet: QuestionSheet, about: str, given: tuple[str, ...] = ()) -> Compiler:
    questions = sheet.section(about).questions
    kinds = {q.key: q.kind for q in questions} | dict.fromkeys(given, "text")
    return Compiler({key: f"${{{node_of(key)}}}" for key in kinds}, kinds, "${on}")


def _told(book: Book, asking: Asking, nodes: tuple[str, ...]) -> None:
    """What the list tells beside the answers; nobody sees it."""
    for node in nodes:
        book.add("calculate", node, calculation=value_of(asking, node))


def _read_out(book: Book, notice: Notice | None) -> None:
    """The notice, unless this wording has been read out to the household already."""
    is_listed = any(row["name"] == "notice_version" for row in book.rows)
    unread = f"not(${{notice_version}} >= {notice.version})" if is_listed and notice else ""
    book.add("begin_group", "notice", appearance="field-list", relevant=unread)
    book.add("note", "notice_words", dict.fromkeys(LANGUAGES, notice.words) if notice else words("notice"))
    book.add("acknowledge", "notice_read", "notice_read", required="yes")
    if notice is not None:
        book.add("calculate", "notice_number", calculation=str(notice.version))
    book.add("end_group", "notice_end")


def _ask(book: Book, sheet: QuestionSheet, about: str, asking: Asking) -> None:
    """The questions of a section, a screen for each set; at the end how many are still open."""
    for number, (name, questions) in enumerate(groupby(sheet.section(about).questions, key=_set_of)):
        book.add("begin_group", f"set{number}_{about}", name, appearance="field-list")
        for question in questions:
            add_question(book, question, asking)
        book.add("end_group", f"set{number}_{about}_end")
    book.add("calculate", f"gaps_{about}", calculation=gaps(sheet, about, asking))
    row = book.add("note", f"gaps_{about}_words", "gaps")
    for column in [c for c in row if c.startswith("label")]:
        row[column] += f"${{gaps_{about}}}"


LEADS_TO = {"works_now": "spell", "has_skill": "skill", "has_business": "business"}


def _set_of(question: Question) -> str:
    """The set of a question; a leading question stands with what it leads to."""
    about, _dot, name = question.key.partition(".")
    return LEADS_TO.get(name, about) if about == "survey" else about


FOLLOWS_THE_ID = {
    node_of("person.sex"): id_number.sex_of,
    node_of("person.birth_date"): id_number.birth_of,
}


def _follow_the_id(row: Row) -> None:
    """Fill in sex and birthday from a number that is valid; who has none is asked."""
    made = FOLLOWS_THE_ID.get(row["name"])
    if made is not None:
        row["trigger"] = f"${{{ID_NUMBER}}}"
        # Written out: the converter reckons the way from the number, the phone from the question that is filled in.
        number = f"../../{ID_NUMBER}"
        row["calculation"] = f"if(string-length({number}) > 0, {made(number)}, '')"
