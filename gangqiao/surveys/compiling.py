"""Makes the questions of a version from the declared attributes and the city's own items."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.utils import translation

from gangqiao.kernel.attributes import Attribute, Choice, Codes, Date, Integer, MultiChoice, Number, Text
from gangqiao.people.sets import SETS
from gangqiao.surveys.attributes import GATES
from gangqiao.surveys.questions import Question, QuestionSheet, Section

LANGUAGES = {"zh": "zh-hans", "en": "en"}
# Asked by nobody at the door: numbers that have a verb of their own, and what only a payment needs.
LEFT_OUT = frozenset({
    "household.household_no", "household.external_no", "person.id_type", "person.id_number", "person.bank_account",
})  # fmt: skip
NOT_ASKED = frozenset({"attachment"})  # pictures are taken by the phone and travel apart from the answers
GROWN_UP = {"ge": [{"age": "person.birth_date"}, 16]}  # nobody younger is asked about work (domain notes 7.4)
WORKS = {"all": [GROWN_UP, {"eq": ["survey.works_now", "yes"]}]}
WORKED = {"all": [GROWN_UP, {"eq": ["survey.works_now", "no"]}, {"eq": ["given.works", "yes"]}]}
ENDS = frozenset({"ended_on", "end_reason", "returned_on"})
# The sets in the order of the interview, each with the question that leads to it and the condition under which it asks.
PERSON_SETS: tuple[tuple[str, str, Any], ...] = (
    ("spell", "works_now", WORKS),
    ("intention", "", GROWN_UP),
    ("skill", "has_skill", {"all": [GROWN_UP, {"eq": ["survey.has_skill", "yes"]}]}),
    ("business", "has_business", {"all": [GROWN_UP, {"eq": ["survey.has_business", "yes"]}]}),
)
OWN = "own"


def compile_sheet(own: Iterable[tuple[str, Question]] = ()) -> QuestionSheet:
    """All questions there are now. own: (what it is about, the item of the city), in order."""
    items = list(own)
    household = [_question("household", a) for a in _asked("household")]
    person = [_question("person", a) for a in _asked("person")]
    for about, gate, relevant in PERSON_SETS:
        if gate:
            person.append(_question("survey", GATES[gate], GROWN_UP))
        person += [_question(about, a, _relevant(about, a, relevant)) for a in _asked(about)]
    household += [_own(item) for about, item in items if about == "household"]
    person += [_own(item) for about, item in items if about == "person"]
    sheet = QuestionSheet((Section("household", tuple(household)), Section("person", tuple(person))))
    sheet.check()
    return sheet


def _own(item: Question) -> Question:
    """An item of the city with what its kind brings: limits and the shape of a value."""
    attribute = own_attribute(item.key.partition(".")[2], item)
    made = _question(OWN, attribute, item.relevant, required=item.required)
    return replace(made, label=item.label, codes=item.codes)


def _asked(about: str) -> list[Attribute]:
    return [a for a in SETS[about] if a.kind not in NOT_ASKED and f"{about}.{a.key}" not in LEFT_OUT]


def _relevant(about: str, attribute: Attribute, relevant: Any) -> Any:
    """The condition of the set; the end of a work is asked when a work on record has ended."""
    return WORKED if about == "spell" and attribute.key in ENDS else relevant


def _question(about: str, attribute: Attribute, relevant: Any = None, required: bool | None = None) -> Question:
    ends = about == "spell" and attribute.key in {"ended_on", "end_reason"}
    codes = getattr(attribute, "codes", None)
    own = _named(attribute.asked_if, about) if attribute.asked_if else None
    both = [tree for tree in (relevant, own) if tree is not None]
    return Question(
        key=f"{about}.{attribute.key}",
        kind=attribute.kind,
        label=_both(attribute.label),
        help=_both(attribute.help) if attribute.help else None,
        required=(attribute.required or ends) if required is None else required,
        relevant=None if not both else both[0] if len(both) == 1 else {"all": both},
        constraint=_constraint(about, attribute),
        schema=attribute.schema(),
        codes={c: {"zh": str(w["zh"]), "en": str(w["en"])} for c, w in codes.words.items()} if codes else None,
        level=int(attribute.level),
    )


def _constraint(about: str, attribute: Attribute) -> Any:
    key = f"{about}.{attribute.key}"
    if attribute.kind == "person_id":
        return {"id_number": key}
    least, most = getattr(attribute, "least", None), getattr(attribute, "most", None)
    if attribute.kind in ("integer", "number") and least is not None:
        return {"all": [{"ge": [key, _plain(least)]}, {"le": [key, _plain(most)]}]}
    return None


def _plain(number: Any) -> Any:
    return int(number) if int(number) == number else float(number)


def _named(tree: Any, about: str) -> Any:
    """A condition of a declared set, with the keys of the survey."""
    ((name, body),) = tree.items()
    if name in ("all", "any"):
        return {name: [_named(part, about) for part in body]}
    if name == "not":
        return {name: _named(body, about)}
    if name == "answered":
        return {name: f"{about}.{body}"}
    left = {"age": f"{about}.{body[0]['age']}"} if isinstance(body[0], dict) else f"{about}.{body[0]}"
    return {name: [left, body[1]]}


def _both(label: Any) -> dict[str, str]:
    said = {}
    for short, language in LANGUAGES.items():
        with translation.override(language):
            said[short] = str(label)
    return said


def attribute_of(question: Question) -> Attribute | None:
    """What reads and shows the answer to a question; null when the register no longer declares it."""
    about, _dot, key = question.key.partition(".")
    if about == OWN:
        return own_attribute(key, question)
    attributes = GATES if about == "survey" else SETS.get(about)
    return attributes[key] if attributes is not None and key in attributes else None


def own_attribute(key: str, question: Question) -> Attribute:
    """An item of the city as an attribute: read, refused and shown with the same words as a declared one."""
    label = question.said(translation.get_language() or "zh")
    common: dict[str, Any] = {"key": key, "label": label, "heading": question.label["zh"], "source": OWN}
    common |= {"required": False}
    codes = Codes(question.key, question.codes or {})
    made: dict[str, Any] = {
        "text": lambda: Text(**common, longest=200),
        "number": lambda: Number(**common, most=1_000_000_000),
        "integer": lambda: Integer(**common, most=1_000_000_000),
        "date": lambda: Date(**common, past=False),
        "choice": lambda: Choice(**common, codes=codes),
        "multi_choice": lambda: MultiChoice(**common, codes=codes),
    }
    attribute: Attribute = made[question.kind]()
    return attribute
