"""The column `relevant` of an XLSForm as a condition of ours.

    ${works} = 'yes' and (${age} >= 16 or not(selected(${crops}, 'corn')))

In an XLSForm a comparison with nothing is false, never unknown: so each one asks whether there is an answer, too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say

Tree = dict[str, Any]
_TOKEN = re.compile(
    r"""\s*(?:(?P<ref>\$\{\s*[^}\s]+\s*\})|(?P<text>'[^']*'|"[^"]*")|(?P<number>-?\d+(?:\.\d+)?)"""
    r"""|(?P<op>!=|<=|>=|=|<|>)|(?P<word>[A-Za-z_][\w-]*)|(?P<sign>[(),]))"""
)
_ORDER = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge"}
NUMBERS = frozenset({"integer", "number"})
DEEPEST = 20


class CannotSay(Refusal):
    """A condition that goes beyond what can be asked on every phone."""


@dataclass(frozen=True, slots=True)
class Known:
    """An item asked before: its kind, and the codes of its list by the names they have in the file."""

    kind: str
    codes: Mapping[str, str]


def parse(text: str, known: Mapping[str, Known]) -> Tree:
    """The condition; facts are the names of the file. known: the items above it. Raises CannotSay."""
    reader = _Reader(_tokens(text), known)
    tree = reader.either(0)
    if reader.left():
        raise CannotSay(Say("The condition goes on after its end, at “%(text)s”.", text=reader.left()))
    return tree


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    text = text.strip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise CannotSay(Say("The condition cannot be read from “%(text)s” on.", text=text[at : at + 20]))
        kind = match.lastgroup or ""
        found.append((kind, match[kind]))
        at = match.end()
    return found


class _Reader:
    """Reads the tokens from left to right."""

    def __init__(self, tokens: list[tuple[str, str]], known: Mapping[str, Known]) -> None:
        self.tokens, self.known, self.at = tokens, known, 0

    def left(self) -> str:
        return " ".join(text for _kind, text in self.tokens[self.at :])[:30]

    def either(self, depth: int) -> Tree:
        parts = [self.both(depth)]
        while self._take("word", "or"):
            parts.append(self.both(depth))
        return parts[0] if len(parts) == 1 else {"any": parts}

    def both(self, depth: int) -> Tree:
        parts = [self.one(depth)]
        while self._take("word", "and"):
            parts.append(self.one(depth))
        return parts[0] if len(parts) == 1 else {"all": parts}

    def one(self, depth: int) -> Tree:
        if depth > DEEPEST:
            raise CannotSay(Say("The condition is nested too deeply."))
        if self._take("sign", "("):
            inner = self.either(depth + 1)
            self._need("sign", ")")
            return inner
        if self._take("word", "not"):
            self._need("sign", "(")
            inner = self.either(depth + 1)
            self._need("sign", ")")
            return {"not": inner}
        if self._take("word", "selected"):
            return self._selected()
        return self._compared()

    def _selected(self) -> Tree:
        self._need("sign", "(")
        name = self._reference()
        self._need("sign", ",")
        literal = self._literal()
        self._need("sign", ")")
        item = self.known[name]
        if not item.codes:
            raise CannotSay(Say("“%(name)s” has no list to select from.", name=name))
        return _answered(name, {"in": [name, [self._code(name, literal)]]})

    def _compared(self) -> Tree:
        name = self._reference()
        kind, sign = self.tokens[self.at] if self.at < len(self.tokens) else ("", "")
        if kind != "op":
            raise CannotSay(Say("After “%(name)s” a comparison is missing.", name=name))
        self.at += 1
        literal = self._literal()
        if literal == "" and sign in ("=", "!="):
            tree: Tree = {"answered": name}
            return {"not": tree} if sign == "=" else tree
        if sign in ("=", "!="):
            equal = _answered(name, {"eq": [name, self._equal(name, literal)]})
            return {"not": equal} if sign == "!=" else equal
        return _answered(name, {_ORDER[sign]: [name, self._ordered(name, literal)]})

    def _equal(self, name: str, literal: Any) -> Any:
        item = self.known[name]
        if item.kind == "multi_choice":
            raise CannotSay(Say("Several answers may be given to “%(name)s”: write selected(…).", name=name))
        if item.codes:
            return self._code(name, literal)
        return self._ordered(name, literal) if item.kind in NUMBERS or item.kind == "date" else str(literal)

    def _ordered(self, name: str, literal: Any) -> Any:
        kind = self.known[name].kind
        if kind in NUMBERS and isinstance(literal, (int, float)):
            return literal
        if kind == "date" and isinstance(literal, str) and _is_day(literal):
            return literal
        raise CannotSay(
            Say("“%(name)s” cannot be compared with “%(literal)s”. Numbers compare with numbers, days with "
                "days like '2020-03-16'.", name=name, literal=literal)
        )  # fmt: skip

    def _code(self, name: str, literal: Any) -> str:
        codes = self.known[name].codes
        if str(literal) not in codes:
            raise CannotSay(Say("“%(literal)s” is no answer of “%(name)s”.", literal=literal, name=name))
        return codes[str(literal)]

    def _reference(self) -> str:
        kind, text = self.tokens[self.at] if self.at < len(self.tokens) else ("", "")
        if kind != "ref":
            raise CannotSay(
                Say("“%(text)s” cannot stand in a condition here: only and, or, not(…), selected(…) and comparisons of "
                    "items with fixed values.", text=text)
            )  # fmt: skip
        self.at += 1
        name = text[2:-1].strip()
        if name not in self.known:
            raise CannotSay(Say("“%(name)s” is no item of this file that is asked before this one.", name=name))
        return name

    def _literal(self) -> Any:
        kind, text = self.tokens[self.at] if self.at < len(self.tokens) else ("", "")
        if kind not in ("text", "number"):
            raise CannotSay(Say("A fixed value must stand in place of “%(text)s”.", text=text))
        self.at += 1
        if kind == "text":
            return text[1:-1]
        return float(text) if "." in text else int(text)

    def _take(self, kind: str, text: str) -> bool:
        if self.at < len(self.tokens) and self.tokens[self.at] == (kind, text):
            self.at += 1
            return True
        return False

    def _need(self, kind: str, text: str) -> None:
        if not self._take(kind, text):
            raise CannotSay(Say("“%(sign)s” is missing before “%(text)s”.", sign=text, text=self.left()))


def _answered(name: str, tree: Tree) -> Tree:
    return {"all": [{"answered": name}, tree]}


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", text))
