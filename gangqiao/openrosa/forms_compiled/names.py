"""How questions are called in a form, and what the lists of entities hold."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from gangqiao.kernel.actor import Level
from gangqiao.surveys.questions import Question, QuestionSheet

PERSONS, HOUSEHOLDS = "persons", "households"
# The files beside the forms: the two lists of entities; the groups of the account's area; the places of the country.
MEDIA = {
    "person_update": ("households.csv", "persons.csv", "places.csv"),
    "household_update": ("households.csv", "places.csv"),
    "household_register": ("groups.csv", "places.csv"),
}
# What a row tells beside the answers: of a person the household, the task and how far it is; has_id: yes or no.
OF_PERSON = ("household", "task", "notice_version", "given_works", "given_has_id")
OF_HOUSEHOLD = ("area", "household_no", "task", "notice_version")
# Before the name of a question whose answer is saved only when there is one (rows.add_question).
ASKED = "asked_"


def node_of(key: str) -> str:
    """The name of a question's node, which is also its property: "person.birth_date" is person_birth_date."""
    return key.replace(".", "_", 1)


def key_of(node: str) -> str:
    """The key of a question by its node. No set has an underscore in its name, so the first one is the point."""
    return node.replace("_", ".", 1)


def is_kept_on_phones(question: Question) -> bool:
    """Whether a recorded answer may stand in a list of entities: such a list lies open in the phone's storage."""
    return question.level <= Level.PERSONAL


def person_properties(sheet: QuestionSheet) -> tuple[str, ...]:
    """The properties of a person in the list `persons`, beside name (the uuid) and label."""
    return OF_PERSON + _properties(sheet, "person")


def household_properties(sheet: QuestionSheet) -> tuple[str, ...]:
    """The properties of a household in the list `households`."""
    return OF_HOUSEHOLD + _properties(sheet, "household")


def _properties(sheet: QuestionSheet, about: str) -> tuple[str, ...]:
    return tuple(node_of(q.key) for q in sheet.section(about).questions if is_kept_on_phones(q))


def shown(question: Question, value: Any) -> str:
    """A value as a property holds it: codes parted by spaces, days as 2020-03-16, amounts in yuan; "" when unknown."""
    if value in (None, "", []):
        return ""
    if isinstance(value, (list, tuple)):
        return " ".join(str(code) for code in value)
    if question.kind == "money":
        value = Decimal(int(value)) / 100
    if isinstance(value, (Decimal, float)):
        return _plain(Decimal(str(value)))
    value = getattr(value, "pk", value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
