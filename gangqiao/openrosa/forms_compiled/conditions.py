"""The language of conditions as XPath, with its three answers.

XPath knows two. So each tree becomes two expressions: when it is true and when it is false; unknown is neither. A
question is asked when its condition is true; an answer is a fault when its constraint is false.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gangqiao.kernel.conditions import Tree
from gangqiao.openrosa.forms_compiled import id_number
from gangqiao.openrosa.forms_compiled.guarding import guarded

NUMBERS = frozenset({"integer", "number", "money"})
LISTS = frozenset({"multi_choice"})
SIGNS = {"lt": "<", "le": "<=", "gt": ">", "ge": ">="}
TRUE, FALSE = "true()", "false()"
_DATE = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Operand:
    """One side of a comparison. form: "number", "text", "day" or "list"; known: when it has a value."""

    form: str
    x: str
    known: str


@dataclass(frozen=True, slots=True)
class Compiler:
    """Compiles the conditions of one section.

    nodes  reference of each fact that the form holds, by key; a fact it does not hold is unknown
    kinds  kind of each fact; on: reference of the day that ages are reckoned for
    """

    nodes: Mapping[str, str]
    kinds: Mapping[str, str]
    on: str

    def relevant(self, tree: Tree) -> str:
        """When a question is asked."""
        return self.pair(tree)[0]

    def constraint(self, tree: Tree, key: str) -> str:
        """When an answer to `key` can be: its own value is `.`, which is judged before it is kept."""
        own = Compiler({**self.nodes, key: "."}, self.kinds, self.on)
        return f"not({own.pair(tree)[1]})"

    def pair(self, tree: Tree) -> Pair:
        """(when the tree is true, when it is false)."""
        ((name, body),) = tree.items()
        if name in ("all", "any"):
            pairs = [self.pair(part) for part in body]
            every, some = ("and", "or") if name == "all" else ("or", "and")
            empty: Pair = (TRUE, FALSE) if name == "all" else (FALSE, TRUE)
            return (_joined(every, [p[0] for p in pairs]), _joined(some, [p[1] for p in pairs])) if pairs else empty
        if name == "not":
            true, false = self.pair(body)
            return false, true
        if name == "answered":
            known = self._operand(body).known
            return known, f"not({known})"
        if name in ("matches", "id_number"):
            return self._shape(name, body)
        return self._comparison(name, body)

    def _shape(self, name: str, body: Any) -> Pair:
        operand = self._operand(body if name == "id_number" else body[0])
        if name == "matches" and operand.form not in ("text", "day"):
            return FALSE, FALSE
        if name == "id_number":
            is_so = id_number.is_valid(operand.x, as_number(self.on))
        else:
            pattern = body[1].replace("\\d", "[0-9]")
            is_so = f"regex({operand.x}, '^{pattern}$')"
        return _decided(operand.known, is_so)

    def _comparison(self, name: str, body: Any) -> Pair:
        left = self._operand(body[0])
        if left.known == FALSE:
            return FALSE, FALSE
        if name == "in":
            found = _joined("or", [_same(left, _literal(one), any_of=True) for one in body[1]]) if body[1] else FALSE
            return _decided(left.known, found)
        right = self._operand(body[1]["fact"]) if isinstance(body[1], dict) else _literal(body[1])
        known = _joined("and", [left.known, right.known])
        if name in ("eq", "ne"):
            true, false = _decided(known, _same(left, right))
            return (true, false) if name == "eq" else (false, true)
        return _ordered(SIGNS[name], left, right, known)

    def _operand(self, operand: Any) -> Operand:
        if isinstance(operand, dict):
            return self._age(operand["age"])
        x = self.nodes.get(operand)
        if x is None:
            return Operand("text", "''", FALSE)
        kind = self.kinds.get(operand, "text")
        known = is_known(x)
        if kind == "money":
            return Operand("number", f"round({x} * 100)", known)  # asked in yuan, kept in fen
        form = "number" if kind in NUMBERS else "list" if kind in LISTS else "day" if kind == "date" else "text"
        return Operand(form, x, known)

    def _age(self, key: str) -> Operand:
        x = self.nodes.get(key)
        if x is None or self.kinds.get(key, "text") in NUMBERS | LISTS:
            return Operand("number", "0", FALSE)
        born, today = as_number(x), as_number(self.on)
        real = is_known(x) if self.kinds.get(key) == "date" else is_day(x)
        # 29 February: the anniversary of a year without it is 1 March, as the difference of the numbers has it.
        return Operand("number", f"int(({today} - {born}) div 10000)", f"({real} and {born} <= {today})")


def is_known(x: str) -> str:
    """True when something is answered."""
    return f"string-length({x}) > 0"


def as_number(x: str) -> str:
    """A day as a number, 20200316: days compare as numbers, while XPath does not order texts."""
    return f"number(translate({x}, '-', ''))"


def is_day(x: str) -> str:
    """True for a text that is a day of the calendar."""
    parts = (f"number(substr({x}, {start}, {end}))" for start, end in ((0, 4), (5, 7), (8, 10)))
    return f"(regex({x}, '{_DATE}') and {id_number.day_is_real(*parts)})"


def quoted(text: str) -> str:
    """A text as XPath writes it, whatever marks stand in it."""
    text = guarded(text)
    if "'" not in text:
        return f"'{text}'"
    if '"' not in text:
        return f'"{text}"'
    return "concat(" + ", ".join(quoted(part) for part in re.findall(r"'+|[^']+", text)) + ")"


def _literal(value: Any) -> Operand:
    if isinstance(value, bool):
        return Operand("bool", TRUE, TRUE)
    if isinstance(value, (int, float)):
        return Operand("number", f"{value:f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value), TRUE)
    if isinstance(value, list):
        return Operand("list", quoted(" ".join(map(str, value))), TRUE)
    return Operand("literal", str(value), TRUE)


def _same(left: Operand, right: Operand, *, any_of: bool = False) -> str:
    """Whether two known values are equal; values of different kinds differ."""
    if left.form == "list" and any_of:
        return f"selected({left.x}, {quoted(right.x)})" if right.form == "literal" and " " not in right.x else FALSE
    texts = ("text", "day")
    if left.form in texts and right.form == "literal":
        return f"{left.x} = {quoted(right.x)}"
    if (left.form in texts and right.form in texts) or (left.form == right.form and left.form in ("number", "list")):
        return f"{left.x} = {right.x}"
    return FALSE


def _ordered(sign: str, left: Operand, right: Operand, known: str) -> Pair:
    if left.form == right.form == "number":
        return _decided(known, f"{left.x} {sign} {right.x}")
    days = [_day(side) for side in (left, right)]
    if None in days:
        return FALSE, FALSE
    known = _joined("and", [known, *(day[1] for day in days if day)])
    return _decided(known, f" {sign} ".join(day[0] for day in days if day))


def _day(side: Operand) -> Pair | None:
    """(the day as a number, when it is one); null for what is never a day."""
    if side.form == "literal":
        try:
            date.fromisoformat(side.x)
        except ValueError:
            return None
        return (side.x.replace("-", ""), TRUE) if re.fullmatch(r"\d{4}-\d\d-\d\d", side.x) else None
    if side.form == "day":
        return as_number(side.x), TRUE
    return (as_number(side.x), is_day(side.x)) if side.form == "text" else None


def _decided(known: str, is_so: str) -> Pair:
    return _joined("and", [known, is_so]), _joined("and", [known, f"not({is_so})"])


def _joined(word: str, parts: list[str]) -> str:
    """Parts joined by and/or, without those that change nothing."""
    idle, decides = (TRUE, FALSE) if word == "and" else (FALSE, TRUE)
    if decides in parts:
        return decides
    kept = list(dict.fromkeys(part for part in parts if part != idle))
    return idle if not kept else kept[0] if len(kept) == 1 else "(" + f" {word} ".join(kept) + ")"
