"""The fields a plan's file may have, as a table, and the check of a file against it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from gangqiao.kernel.words import Say
from gangqiao.plans.document import Cadence
from gangqiao.plans.loading.faults import Faults

Check = Callable[[Any, str, Faults], bool]


@dataclass(frozen=True, slots=True)
class Field:
    """One field: how its value is checked, and whether it must be there."""

    check: Check
    required: bool = False


Shape = dict[str, Field]


def check_shape(body: Any, shape: Shape, place: str, faults: Faults) -> bool:
    """Note every field that is missing, unknown or of the wrong kind. True when none is."""
    if not isinstance(body, Mapping):
        faults.add(
            place,
            Say("%(place)s: fields are expected here, such as “%(field)s”.", place=place, field=next(iter(shape))),
        )
        return False
    before = len(faults.found)
    for key in body:
        if key not in shape:
            _unknown(str(key), shape, place, faults)
    for key, field in shape.items():
        where = f"{place}.{key}" if place else key
        if body.get(key) in (None, ""):
            if field.required:
                faults.add(where, Say("The plan's file lacks “%(field)s”. Add it.", field=where))
        else:
            field.check(body[key], where, faults)
    return len(faults.found) == before


def _unknown(key: str, shape: Shape, place: str, faults: Faults) -> None:
    where = f"{place}.{key}" if place else key
    near = get_close_matches(key, shape, n=1)
    if near:
        faults.add(where, Say("%(place)s: this field is unknown. Is “%(near)s” meant?", place=where, near=near[0]))
    else:
        known = ", ".join(shape)
        faults.add(where, Say("%(place)s: this field is unknown. Known are: %(known)s.", place=where, known=known))


# --- the kinds of values ---------------------------------------------------------------------------------------------


def text(value: Any, place: str, faults: Faults) -> bool:
    if isinstance(value, str):
        return True
    faults.add(place, Say("%(place)s: a text is expected. Put it between quotation marks.", place=place))
    return False


def day(value: Any, place: str, faults: Faults) -> bool:
    if isinstance(value, date) and not isinstance(value, datetime):
        return True
    faults.add(place, Say("%(place)s: the deadline must be a day such as 2020-12-31.", place=place))
    return False


def whole(value: Any, place: str, faults: Faults) -> bool:
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return True
    faults.add(place, Say("%(place)s: the value must be a whole number above 0.", place=place))
    return False


def names(value: Any, place: str, faults: Faults) -> bool:
    if isinstance(value, list) and all(isinstance(name, str) for name in value):
        return True
    faults.add(place, Say("%(place)s: a list of names is expected, such as [R014].", place=place))
    return False


def month(value: Any, place: str, faults: Faults) -> bool:
    if isinstance(value, str) and re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", value):
        return True
    faults.add(place, Say('%(place)s: a month such as "2020-03" is expected, between quotation marks.', place=place))
    return False


def one_of(*known: str) -> Check:
    def check(value: Any, place: str, faults: Faults) -> bool:
        if value in known:
            return True
        says = Say(
            "%(place)s: “%(given)s” is unknown. Known are: %(known)s.", place=place, given=value, known=", ".join(known)
        )
        faults.add(place, says)
        return False

    return check


def fields(shape: Shape) -> Check:
    return lambda value, place, faults: check_shape(value, shape, place, faults)


def many(shape: Shape) -> Check:
    """A list of bodies of one shape."""

    def check(value: Any, place: str, faults: Faults) -> bool:
        if not isinstance(value, list):
            faults.add(place, Say("%(place)s: a list is expected, each entry begun with “-”.", place=place))
            return False
        before = len(faults.found)
        for number, body in enumerate(value):
            check_shape(body, shape, f"{place}[{number}]", faults)
        return len(faults.found) == before

    return check


# --- the shapes ------------------------------------------------------------------------------------------------------

WORDS: Shape = {"zh": Field(text, True), "en": Field(text, True)}
_WORDS = fields(WORDS)
SAID: Shape = WORDS | {"id": Field(text), "quote": Field(text), "line": Field(whole), "added": Field(_WORDS)}
UNIT: Shape = WORDS | {
    "id": Field(text, True),
    "code": Field(text),
    "every": Field(one_of("township", "farm_bureau", "department", "headquarters", "headquarters_office")),
}
TARGET: Shape = {
    "id": Field(text, True),
    "indicator": Field(text, True),
    "value": Field(whole, True),
    "unit": Field(text, True),
    "due_on": Field(day, True),
    "words": Field(_WORDS, True),
    "quote": Field(text, True),
    "clause": Field(_WORDS, True),
    "line": Field(whole),
    "within": Field(names),
    "unconfirmed": Field(_WORDS),
}
SHARE: Shape = {
    "unit": Field(text, True),
    "target": Field(text, True),
    "value": Field(whole, True),
    "months": Field(many({"month": Field(month, True), "value": Field(whole, True)})),
}
EVIDENCE: Shape = WORDS | {"figure": Field(text), "added": Field(_WORDS)}
TASK: Shape = {
    "id": Field(text, True),
    "words": Field(_WORDS, True),
    "quote": Field(text),
    "line": Field(whole),
    "clause": Field(_WORDS),
    "requirements": Field(names),
    "campaigns": Field(names),
    "leads": Field(names),
    "responsible": Field(names),
    "cooperating": Field(names),
    "assigned": Field(_WORDS),
    "due_on": Field(day),
    "cadence": Field(one_of(*Cadence)),
    "evidence": Field(many(EVIDENCE)),
    "added": Field(_WORDS),
    "unconfirmed": Field(_WORDS),
}
TASK["parts"] = Field(many(TASK))
PLAN: Shape = {
    "plan": Field(text, True),
    "title": Field(_WORDS, True),
    "issuer": Field(_WORDS, True),
    "issued_on": Field(day, True),
    "county_code": Field(text, True),
    "year": Field(whole, True),
    "unconfirmed": Field(_WORDS),
    "policy_basis": Field(many(SAID)),
    "principles": Field(many(SAID)),
    "campaigns": Field(many(SAID)),
    "goals": Field(many(SAID)),
    "units": Field(many(UNIT)),
    "targets": Field(many(TARGET)),
    "shares": Field(many(SHARE)),
    "tasks": Field(many(TASK)),
    "measures": Field(many(TASK)),
}
