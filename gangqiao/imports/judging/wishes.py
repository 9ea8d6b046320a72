"""Compares wishes for work and training, and the yes/no columns of dated categories."""

from __future__ import annotations

from typing import Any

from gangqiao.imports.judging.case import Case
from gangqiao.imports.judging.known import Known
from gangqiao.imports.judging.work import WORKS
from gangqiao.imports.vocabulary import BY_ABOUT, CATEGORY
from gangqiao.kernel import clock
from gangqiao.kernel.words import Say
from gangqiao.people.codes import LISTS

POOR = "registered_poor"
WHOLE_DAY = len("2020-03-16")
# Belonged to the register of the poor, whatever they are called today: "no" beside them is no contradiction.
STANDS_FOR = {POOR: frozenset({POOR, "out_of_poverty"})}


def compare_wishes(case: Case, known: Known | None) -> None:
    """A wish that differs is recorded as asked today; what the file does not ask is carried over from the last one."""
    said = {k: v for k, v in case.part("intention").items() if not (k.endswith("_on") and len(v) < WHOLE_DAY)}
    if not said:
        return
    last = known.intention if known else None
    before = _raw_of_all(last) if last else {}
    new = {k: v for k, v in said.items() if v != before.get(k)}
    if not new:
        return
    values = {**before, **new}
    if "wants_work" not in values:
        works = case.get("status") in WORKS or (known is not None and known.running is not None)
        if not works and not any(a["verb"] == "people.record_spell" for a in case.acts):
            sentence = Say("The list has a wish for training, but does not say whether the person wants to work.")
            case.doubt("wish_incomplete", sentence, f"intention.{next(iter(new))}")
            return
        values["wants_work"] = "yes"
    for key, value in new.items():
        case.change("intention", key, before.get(key), value)
    case.act("people.record_intention", values=values)


def _raw_of_all(last: Known) -> dict[str, Any]:
    values = {a.key: last.value_of(a.key) for a in BY_ABOUT["intention"]}
    return {k: v for k, v in values.items() if v is not None}


def compare_categories(case: Case, known: Known | None) -> None:
    """Yes or no beside the categories of the register."""
    for key, answer in case.record.values.items():
        if key == "poor":
            _compare(case, known, POOR, key, answer)
        elif key.startswith(CATEGORY):
            _compare(case, known, key.removeprefix(CATEGORY), key, answer)


def _compare(case: Case, known: Known | None, kind: str, key: str, answer: str) -> None:
    held = bool(known and known.categories & STANDS_FOR.get(kind, frozenset({kind})))
    area = known.area if known else ""
    may_record = case.actor.may("people.record_category", area or None)
    if known is not None and (kind in LISTS["category"].above(case.actor.level_in(area))):
        return  # whether somebody holds it must not be told by a difference either
    if (answer == "yes") == held:
        return
    word = LISTS["category"].word(kind)
    if answer == "no":
        sentence = Say(
            "The list says no, the register has the category “%(category)s”. Check which is right.", category=word
        )
        case.doubt("category_differs", sentence, key)
        return
    if not may_record:
        if known is not None:
            sentence = Say(
                "The list says yes, the register does not have the category “%(category)s”. The county office records "
                "categories: report it there.",
                category=word,
            )
            case.doubt("category_differs", sentence, key)
        return
    sentence = Say(
        "The list says yes, the register does not have the category “%(category)s”. Accept the row to record it from "
        "today.",
        category=word,
    )
    case.doubt("category_differs", sentence, key)
    today = clock.today().isoformat()
    case.change("category", kind, None, today)
    case.act("people.record_category", kind=kind, valid_from=today)
