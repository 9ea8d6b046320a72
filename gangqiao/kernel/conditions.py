"""Conditions between facts as a small JSON syntax tree, with three answers: true, false, unknown.

A tree is an object with one operator:

    {"all": [tree, ...]}  {"any": [tree, ...]}  {"not": tree}
    {"answered": key}
    {"eq": [operand, literal]}  and ne, lt, le, gt, ge
    {"in": [operand, [literal, ...]]}

An operand is the key of a fact, or {"age": key}: whole years from that date to the day asked about. In place of a
literal {"fact": key} takes the value of another fact.

Meaning, the same here and in the offline client (both run `condition_cases.json`):

- A fact that is missing, null, "" or [] is not answered. Every comparison with it is unknown; only `answered` knows.
- all, any and not follow Kleene: one false makes `all` false, one true makes `any` true, whatever is unknown.
- eq, ne: values of different kinds differ; 1 is not "1", true is not 1. A list equals a list in the same order.
- in: is the fact among the literals? Of a list (a multiple choice): is any of its entries?
- lt, le, gt, ge: two numbers, or two ISO dates; anything else is unknown. Texts and booleans have no order.
- A date is the text "2020-03-16". Python dates count as that text.
- age: unknown for what is no date and before birth. Who is born on 29 February is a year older on 1 March.
- The comparison of an unknown is never an error: what a phone sent years ago must still be answered.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from typing import Any

from gangqiao.kernel.clock import age_on
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say

Tree = dict[str, Any]

_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
}
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


class WrongCondition(Refusal):
    """A tree that means nothing: unknown operator or fact, or a wrong shape."""


def evaluate(tree: Tree, facts: Mapping[str, Any], on: date) -> bool | None:
    """True, false, or None for unknown. `on` is the day ages are reckoned for. The tree must have passed `check`."""
    ((name, body),) = tree.items()
    if name == "all":
        return _all(evaluate(part, facts, on) for part in body)
    if name == "any":
        return _not(_all(_not(evaluate(part, facts, on)) for part in body))
    if name == "not":
        return _not(evaluate(body, facts, on))
    if name == "answered":
        return _value(body, facts, on) is not None
    left, right = _value(body[0], facts, on), _right(body[1], facts, on)
    if left is None or right is None:
        return None
    return _compare(name, left, right)


def check(tree: Any, keys: Collection[str]) -> None:
    """Raise WrongCondition unless the tree is well formed and names only these facts."""
    for key in keys_of(tree):
        if key not in keys:
            raise WrongCondition(Say("The condition asks for “%(key)s”, which is no known fact.", key=key))


def keys_of(tree: Any) -> set[str]:
    """The facts a tree asks for. Raises WrongCondition for a tree that is not well formed."""
    return set(_keys(tree))


def _keys(tree: Any) -> Iterator[str]:
    if not isinstance(tree, dict) or len(tree) != 1:
        raise WrongCondition(Say("A condition has exactly one operator; here stands %(tree)s.", tree=tree))
    ((name, body),) = tree.items()
    if name in ("all", "any"):
        for part in _listed(name, body):
            yield from _keys(part)
    elif name == "not":
        yield from _keys(body)
    elif name == "answered":
        yield _key(name, body)
    elif name in ("eq", "ne", "in", *_ORDER):
        yield from _compared(name, body)
    else:
        raise WrongCondition(Say("“%(name)s” is no operator of conditions.", name=name))


def _compared(name: str, body: Any) -> Iterator[str]:
    if len(_listed(name, body)) != 2:
        raise WrongCondition(Say("“%(name)s” compares exactly two things.", name=name))
    left, right = body
    yield _key(name, left["age"] if isinstance(left, dict) and set(left) == {"age"} else left)
    if isinstance(right, dict):
        if set(right) != {"fact"} or name == "in":
            raise WrongCondition(Say("“%(name)s” cannot compare with %(right)s.", name=name, right=right))
        yield _key(name, right["fact"])
    elif name == "in":
        _listed(name, right)
    elif right is None:
        raise WrongCondition(Say("Nothing can be compared with null. Use “answered”."))


def _listed(name: str, body: Any) -> list[Any]:
    if not isinstance(body, list):
        raise WrongCondition(Say("“%(name)s” needs a list.", name=name))
    return body


def _key(name: str, key: Any) -> str:
    if not isinstance(key, str):
        raise WrongCondition(Say("“%(name)s” needs the key of a fact, not %(key)s.", name=name, key=key))
    return key


def _all(answers: Iterator[bool | None]) -> bool | None:
    unknown = False
    for answer in answers:
        if answer is False:
            return False
        unknown = unknown or answer is None
    return None if unknown else True


def _not(answer: bool | None) -> bool | None:
    return None if answer is None else not answer


def _value(operand: Any, facts: Mapping[str, Any], on: date) -> Any:
    """The value of an operand as JSON would hold it; None when not answered."""
    if isinstance(operand, dict):
        birth = _date_of(_plain(facts.get(operand["age"])))
        age = -1 if birth is None else age_on(birth, on)
        return None if age < 0 else age
    value = _plain(facts.get(operand))
    return None if value in ("", []) else value


def _right(operand: Any, facts: Mapping[str, Any], on: date) -> Any:
    return _value(operand["fact"], facts, on) if isinstance(operand, dict) else operand


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, (list, tuple)):
        return [_plain(entry) for entry in value]
    return value


def _date_of(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and _DATE.fullmatch(value) else None
    except ValueError:
        return None


def _compare(name: str, left: Any, right: Any) -> bool | None:
    if name == "eq":
        return _same(left, right)
    if name == "ne":
        return not _same(left, right)
    if name == "in":
        entries = left if isinstance(left, list) else [left]
        return any(_same(entry, literal) for entry in entries for literal in right)
    if (_is_number(left) and _is_number(right)) or (_date_of(left) and _date_of(right)):
        return _ORDER[name](left, right)
    return None


def _same(left: Any, right: Any) -> bool:
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(_same, left, right))
    # Python holds True == 1; JSON does not.
    return isinstance(left, bool) == isinstance(right, bool) and bool(left == right)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
