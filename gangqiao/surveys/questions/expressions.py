"""The small language of relevance and constraints: `kernel.conditions`, and two tests of the shape of a text.

    {"matches": [key, pattern]}   the whole text fits the pattern; a few signs only, so that every client reads it alike
    {"id_number": key}            a valid number of an identity card (GB 11643-1999)

An unanswered fact makes both unknown, like every comparison.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from gangqiao.kernel import conditions
from gangqiao.kernel.conditions import Tree, WrongCondition
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.identifiers import parse_id_number
from gangqiao.kernel.words import Say

# Classes, single signs and counted repeats: nothing that one engine reads otherwise, nothing that runs for ever.
_SAFE_PATTERN = re.compile(r"(?:(?:\[[0-9A-Za-z-]+\]|\\d|[0-9A-Za-z-])(?:\{\d{1,2}(?:,\d{1,2})?\})?){1,20}")


def evaluate(tree: Tree, facts: Mapping[str, Any], on: date) -> bool | None:
    """True, false, or None for unknown. The tree must have passed `check`."""
    ((name, body),) = tree.items()
    if name in ("all", "any"):
        return _kleene(name, [evaluate(part, facts, on) for part in body])
    if name == "not":
        answer = evaluate(body, facts, on)
        return None if answer is None else not answer
    if name == "matches":
        text = facts.get(body[0])
        return bool(re.fullmatch(body[1], text, re.ASCII)) if isinstance(text, str) and text else None
    if name == "id_number":
        return _is_id_number(facts.get(body))
    return conditions.evaluate(tree, facts, on)


def check(tree: Any, keys: Collection[str]) -> None:
    """Raise WrongCondition unless the tree is well formed and names only these facts."""
    for leaf in _leaves(tree):
        if "matches" in leaf:
            _check_pattern(leaf["matches"], keys)
        elif "id_number" in leaf:
            _check_key(leaf["id_number"], keys)
        else:
            conditions.check(leaf, keys)


def keys_of(tree: Tree) -> set[str]:
    """The facts a checked tree asks for."""
    found: set[str] = set()
    for leaf in _leaves(tree):
        ((name, body),) = leaf.items()
        found |= {body[0]} if name == "matches" else {body} if name == "id_number" else conditions.keys_of(leaf)
    return found


def _leaves(tree: Any) -> Iterator[Any]:
    if not isinstance(tree, dict) or len(tree) != 1:
        raise WrongCondition(Say("A condition has exactly one operator; here stands %(tree)s.", tree=tree))
    ((name, body),) = tree.items()
    if name in ("all", "any"):
        if not isinstance(body, list):
            raise WrongCondition(Say("“%(name)s” needs a list.", name=name))
        for part in body:
            yield from _leaves(part)
    elif name == "not":
        yield from _leaves(body)
    else:
        yield tree


def _check_pattern(body: Any, keys: Collection[str]) -> None:
    if not isinstance(body, list) or len(body) != 2:
        raise WrongCondition(Say("“%(name)s” compares exactly two things.", name="matches"))
    _check_key(body[0], keys)
    if not isinstance(body[1], str) or not _SAFE_PATTERN.fullmatch(body[1]):
        raise WrongCondition(Say("“%(pattern)s” is no pattern that every phone reads alike.", pattern=str(body[1])))


def _check_key(key: Any, keys: Collection[str]) -> None:
    if not isinstance(key, str) or key not in keys:
        raise WrongCondition(Say("The condition asks for “%(key)s”, which is no known fact.", key=str(key)))


def _kleene(name: str, answers: list[bool | None]) -> bool | None:
    decides = name == "any"
    if decides in answers:
        return decides
    return None if None in answers else not decides


def _is_id_number(value: Any) -> bool | None:
    if value in (None, ""):
        return None
    try:
        parse_id_number(value)
    except Refusal:
        return False
    return True
