"""The own forms of the departments: what is asked now, and what an answer was asked by."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation

from gangqiao.accounts.models import Unit
from gangqiao.vacancies.models import CityItem, OwnForm
from gangqiao.vacancies.own_items import answers_of, said, words_of
from gangqiao.vacancies.policy.collecting import DEPARTMENTS
from gangqiao.vacancies.policy.own_items import DECLARED, Item


@dataclass(frozen=True, slots=True)
class Form:
    """What the vacancies of a department are asked beside the common facts. unit: "" for none; items in order."""

    unit: str = ""
    items: tuple[Item, ...] = ()

    def find(self, key: str) -> Item | None:
        """The item of a key; null when it is not asked."""
        return next((item for item in self.items if item.key == key), None)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer in words. is_asked: its item is still asked."""

    item: Item
    words: str
    is_asked: bool

    @property
    def label(self) -> str:
        return said(self.item.label)


def form_of(unit: str) -> Form:
    """The form in force of a department; without items for a unit that is none."""
    return forms([unit])[unit] if unit else Form()


def forms(units: Iterable[str]) -> dict[str, Form]:
    """The forms in force of these departments: what is declared and not closed, then what the city added."""
    asked = list(units)
    rows = list(CityItem.objects.filter(unit__in=asked))
    found = {}
    for unit in asked:
        own = [row for row in rows if row.unit == unit]
        closed = {row.key for row in own if row.is_declared and row.ended_at is not None}
        items = [item for item in DECLARED.get(unit, ()) if item.key not in closed]
        items += [row.item for row in own if not row.is_declared and row.ended_at is None]
        found[unit] = Form(unit, tuple(items))
    return found


def departments() -> dict[str, str]:
    """The departments that collect, by code, with their names, in the order of the policy."""
    names = dict(Unit.objects.filter(code__in=list(DEPARTMENTS)).values_list("code", "name"))
    return {code: names[code] for code in DEPARTMENTS if code in names}


def digest_of(form: Form) -> str:
    """What names a version: the same items have the same."""
    canonical = json.dumps([item.as_json() for item in form.items], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(f"{form.unit}\n{canonical}".encode()).hexdigest()


def versions_of(units: Iterable[str]) -> Mapping[str, list[OwnForm]]:
    """The versions of the forms of these departments, newest first."""
    found: dict[str, list[OwnForm]] = {unit: [] for unit in units}
    for version in OwnForm.objects.filter(unit__in=list(found)).order_by("-pk"):
        found[version.unit].append(version)
    return found


def items_by(vacancy: Any, versions: Mapping[str, list[OwnForm]] | None = None) -> dict[str, Item]:
    """The items by which the answers of a vacancy were asked: of its version, else of the newest one before."""
    stamp, wanted = (vacancy.own_items or {}).get("form"), answers_of(vacancy).keys()
    if stamp is None:
        return {}
    known = versions or versions_of([vacancy.unit])
    found: dict[str, Item] = {}
    for version in known.get(vacancy.unit, ()):
        if version.pk <= stamp:
            for item in version.items:
                found.setdefault(item.key, item)
    return {key: item for key, item in found.items() if key in wanted}


def asked_of(vacancy: Any) -> tuple[Item, ...]:
    """The items of the version a vacancy was handed in under; none when it has none."""
    stamp = (vacancy.own_items or {}).get("form")
    version = OwnForm.objects.filter(pk=stamp).first() if stamp is not None else None
    return version.items if version is not None else ()


def answered(vacancy: Any) -> list[Answer]:
    """The answers of a vacancy, those still asked first, in the order of the form."""
    answers = answers_of(vacancy)
    if not answers:
        return []
    items = items_by(vacancy)
    now = [item.key for item in form_of(vacancy.unit).items]
    order = [key for key in now if key in answers] + [key for key in answers if key not in now]
    return [Answer(items[key], words_of(items[key], answers[key]), key in now) for key in order if key in items]


def public_answers(rows: Iterable[Any]) -> Mapping[Any, tuple[tuple[str, str, str, str], ...]]:
    """Of each vacancy with any, by primary key, its public answers: label and words, Chinese and English."""
    given = [row for row in rows if answers_of(row)]
    if not given:
        return {}
    versions, found = versions_of({row.unit for row in given}), {}
    for row in given:
        answers = answers_of(row)
        items = [item for item in items_by(row, versions).values() if item.is_public]
        found[row.pk] = tuple(_in_both(item, answers[item.key]) for item in items)
    return found


def _in_both(item: Item, value: Any) -> tuple[str, str, str, str]:
    words = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            words += [said(item.label), words_of(item, value)]
    return words[0], words[1], words[2], words[3]
