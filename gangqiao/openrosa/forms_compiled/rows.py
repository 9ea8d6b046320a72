"""One question as a row of a form: type, words, condition, limits, and what is filled in from the list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from gangqiao.openrosa.forms_compiled import conditions
from gangqiao.openrosa.forms_compiled.guarding import guarded
from gangqiao.openrosa.forms_compiled.names import ASKED, is_kept_on_phones, node_of
from gangqiao.surveys.questions import Question, QuestionSheet

Row = dict[str, Any]
LANGUAGES = {"zh": "中文 (zh)", "en": "English (en)"}  # as the language menu of the phone shows them
TYPES = {"integer": "integer", "number": "decimal", "money": "decimal", "date": "date"}
CHOICES = frozenset({"choice", "code_list", "yes_no_unknown"})
BOUNDS = (("minimum", ">="), ("maximum", "<="))
SEARCHED = frozenset({"code_list"})
COUNTS = "https://gangqiao.example/forms"  # namespace of what only our own readers look at
_PHONE_GAPS = " -—()（）　"


@cache
def _words() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = yaml.safe_load((Path(__file__).parent / "words.yaml").read_text("utf-8"))
    return found


@dataclass(slots=True)
class Book:
    """A form under construction. languages: those it speaks, the first one by default; choices: lists by their name."""

    languages: tuple[str, ...]
    rows: list[Row] = field(default_factory=list)
    choices: dict[str, list[Row]] = field(default_factory=dict)

    def add(self, kind: str, name: str, label: Mapping[str, str] | str = "", **more: Any) -> Row:
        """Add a row. label: words by language, or the name of words of the forms."""
        row: Row = {"type": kind, "name": name, **{k: v for k, v in more.items() if v}}
        if label:
            row |= self.said("label", words(label) if isinstance(label, str) else label)
        self.rows.append(row)
        return row

    def said(self, column: str, label: Mapping[str, str]) -> Row:
        """A text in the languages of the form, under a column."""
        told = {short: label.get(short) or label["zh"] for short in self.languages}
        # The engine of the phones takes ${...} in a text for a reference, too, and stops.
        return {f"{column}::{LANGUAGES[short]}": guarded(text.replace("${", "$ {")) for short, text in told.items()}

    def list_of(self, codes: Mapping[str, Mapping[str, str]], name: str) -> str:
        """The name of a list of choices: the same list is kept once."""
        made = [{"list_name": name, "name": code, **self.said("label", said)} for code, said in codes.items()]
        bare = [{**row, "list_name": ""} for row in made]
        for known, rows in self.choices.items():
            if [{**row, "list_name": ""} for row in rows] == bare:
                return known
        self.choices[name] = made
        return name


def words(name: str) -> dict[str, str]:
    """Words of the forms by language."""
    return _words()[name]


@dataclass(frozen=True, slots=True)
class Asking:
    """How the questions of a section are asked.

    compiler  of the conditions of this section
    chosen    node of the entity whose values stand there already, with its list; "" for somebody new
    list      of the entity that the answers are saved to, as a prefix; "" when the form has one list only
    """

    compiler: conditions.Compiler
    chosen: str = ""
    entities: str = ""
    list: str = ""

    def hides(self, question: Question) -> bool:
        """Whether what is recorded is not shown: a list of entities lies open in the storage of the phone."""
        return bool(self.chosen) and not is_kept_on_phones(question)


def add_question(book: Book, question: Question, asking: Asking) -> None:
    """Add one question to the form; its answer is saved under its own name."""
    node, hidden = node_of(question.key), asking.hides(question)
    asked = ASKED + node if hidden else node
    row = book.add(_type(book, question, node), asked, _label(question), appearance=_appearance(question))
    if question.relevant is not None:
        row["relevant"] = asking.compiler.relevant(question.relevant)
    if limit := _limits(question, asking.compiler):
        row["constraint"] = limit
        row |= book.said("constraint_message", words("id_wrong" if question.kind == "person_id" else "wrong"))
    if question.required:
        row["bind::gq:counts"] = "true()"
    if help_words := _help(question, hidden=hidden):
        row |= book.said("hint", help_words)
    if hidden:
        # A node that is there and empty takes away what is recorded; one that is absent keeps it.
        answer = f"${{{asked}}}"
        row = book.add("calculate", node, calculation=answer, relevant=conditions.is_known(answer))
    elif asking.chosen:
        row["trigger"] = f"${{{asking.chosen}}}"
        row["calculation"] = value_of(asking, node)
    row["save_to"] = asking.list + node


def value_of(asking: Asking, node: str) -> str:
    """What the list says about the chosen entity."""
    return f"instance('{asking.entities}')/root/item[name = ${{{asking.chosen}}}]/{node}"


def gaps(sheet: QuestionSheet, about: str, asking: Asking) -> str:
    """How many items that must be answered are asked and have no answer. Gaps are counted; they hold nothing up.

    What is on record and not shown on the phone is no gap there.
    """
    terms = []
    for question in sheet.section(about).questions:
        if question.required and not asking.hides(question):
            asked = asking.compiler.relevant(question.relevant) if question.relevant is not None else conditions.TRUE
            empty = f"string-length(${{{node_of(question.key)}}}) = 0"
            terms.append(f"if({asked} and {empty}, 1, 0)")
    return " + ".join(terms) or "0"


def _type(book: Book, question: Question, node: str) -> str:
    if question.kind in CHOICES and question.codes:
        return f"select_one {book.list_of(question.codes, node)}"
    if question.kind == "multi_choice" and question.codes:
        return f"select_multiple {book.list_of(question.codes, node)}"
    if question.kind == "division":
        return "select_one_from_file places.csv"
    return TYPES.get(question.kind, "text")


def _appearance(question: Question) -> str:
    if question.kind in SEARCHED:
        return "minimal autocomplete"
    return {"division": "autocomplete", "phone": "numbers"}.get(question.kind, "")


def _label(question: Question) -> dict[str, str]:
    star = " *" if question.required else ""
    return {short: question.said(short) + star for short in LANGUAGES}


def _help(question: Question, *, hidden: bool) -> dict[str, str] | None:
    if hidden:
        return words("hidden_help")
    return question.help or (words("yuan_help") if question.kind == "money" else None)


def _limits(question: Question, compiler: conditions.Compiler) -> str:
    """The constraint of the question, and the limits by which the register would refuse an answer later."""
    schema = question.schema or {}
    limits = []
    if question.constraint is not None:
        limits.append(compiler.constraint(question.constraint, question.key))
    if question.kind in TYPES and question.kind != "date":
        limits += [
            f". {sign} {schema[bound]}" for sign, bound in ((">=", "minimum"), ("<=", "maximum")) if bound in schema
        ]
    elif question.kind == "phone":
        limits.append(_is_phone())
    elif question.kind in ("text", "credit_code") and "maxLength" in schema:
        limits.append(f"string-length(.) <= {schema['maxLength']}")
    return " and ".join(limits)


def _is_phone() -> str:
    digits = f"translate(., '{_PHONE_GAPS}', '')"
    mobile, fixed = r"^(\+?86)?1[3-9][0-9]{9}$", "^0[0-9]{9,11}$"
    return f"(regex({digits}, '{mobile}') or regex({digits}, '{fixed}'))"
