"""Answers to the own items of a department: read, kept with the vacancy, and what of them is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.vacancies.models import OwnForm
from gangqiao.vacancies.own_items import answers_of, attribute_of, kept
from gangqiao.vacancies.pasting.terms import find_fees
from gangqiao.vacancies.pasting.units import message
from gangqiao.vacancies.policy.own_items import OWN, Item
from gangqiao.vacancies.reads.own_items import Form, asked_of, digest_of, form_of
from gangqiao.vacancies.refusals.own_items import NotAskedHere
from gangqiao.vacancies.refusals.posts import AsksMoney, Incomplete
from gangqiao.vacancies.states import Status


def read_answers(form: Form, typed: Mapping[str, Any]) -> dict[str, Any]:
    """The answers meant by what was typed, by key, as they are stored; null for one that was left empty.

    Raises Refusals with every fault, each at the item's name, also of money that is asked of the worker.
    """
    faults: list[Refusal] = []
    values: dict[str, Any] = {}
    for key, raw in typed.items():
        item = form.find(key)
        try:
            values[key] = _read(item, key, raw)
        except Refusal as refusal:
            faults.append(refusal)
    if faults:
        raise Refusals(faults)
    return values


def _read(item: Item | None, key: str, raw: Any) -> Any:
    if item is None:
        if raw in (None, ""):
            return None
        raise NotAskedHere(key, f"{OWN}{key}")
    value = kept(attribute_of(item).parse(raw))
    if item.kind == "text" and value and (fees := find_fees(message(value))):
        raise AsksMoney(fees[0].sentence, item.name)
    return value


def put_answers(vacancy: Any, typed: Mapping[str, Any] | None) -> list[str]:
    """Put what was typed beside the answers a vacancy has, under the form in force. Returns the names of what changed.

    typed  by key; null: nobody was asked, and nothing changes. Answers to items that are no longer asked stay.
    In the caller's transaction; the caller saves. Raises Refusals.
    """
    if typed is None:
        return []
    form = form_of(vacancy.unit)
    before = dict(answers_of(vacancy))
    values = read_answers(form, typed)
    changed = [key for key, value in values.items() if before.get(key) != value]
    if changed:
        after = {key: value for key, value in (before | values).items() if value is not None}
        vacancy.own_items = {"form": version_of(form).pk, "answers": after}
    return [f"{OWN}{key}" for key in changed]


def stamp(vacancy: Any) -> None:
    """Say that a vacancy is handed in under the form in force now."""
    form = form_of(vacancy.unit)
    if form.items or vacancy.own_items:
        vacancy.own_items = {"form": version_of(form).pk, "answers": dict(answers_of(vacancy))}


def version_of(form: Form) -> OwnForm:
    """The version of a form; made when there is none yet."""
    version, _made = OwnForm.objects.get_or_create(
        unit=form.unit, digest=digest_of(form), defaults={"stored": [item.as_json() for item in form.items]}
    )
    return version


def missing(vacancy: Any) -> list[Refusal]:
    """What its department needs and nobody answered: of a draft by the form in force, later by that of its version.

    An item that the city adds does not undo what was handed in before.
    """
    items = form_of(vacancy.unit).items if vacancy.status == Status.DRAFT else asked_of(vacancy)
    return missing_of(items, answers_of(vacancy))


def missing_of(items: Iterable[Item], answers: Mapping[str, Any]) -> list[Refusal]:
    """The required items among these that have no answer."""
    return [
        Incomplete(attribute_of(item).label, item.name)
        for item in items
        if item.required and answers.get(item.key) is None
    ]
