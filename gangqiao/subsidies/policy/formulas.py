"""Formulas of policy files: short expressions over facts and numbers, compiled to expressions on columns.

They are written like sentences of arithmetic, in the syntax of Python's expressions and nothing else of Python:

    age >= min_age and area_level in ["other_province", "abroad"]
    min(ticket_cost, cap) if is_poor else 0

What they mean differs from Python in one thing: an unknown fact makes everything unknown that depends on it. `and`,
`or` and `in` follow Kleene's three values; a comparison, a sum, the smaller of two and a choice by an unknown condition
are unknown. Unknown is never yes. A division by nought is unknown.
"""

from __future__ import annotations

import ast
import difflib
from collections.abc import Callable, Mapping
from datetime import date
from functools import reduce
from typing import Any

import polars as pl

from gangqiao.subsidies.policy import functions
from gangqiao.subsidies.policy.numbers import Scale

MOST_CHARACTERS = 600
Names = Mapping[str, Any]  # name -> pl.Expr (a fact, a step), a number, a text, a list, or a Scale


class WrongFormula(ValueError):
    """A formula cannot be read. The message names what is wrong with it; the file adds where it stands."""


_ARITHMETIC: dict[type, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: pl.when(b != 0).then(a / b),
    ast.FloorDiv: lambda a, b: pl.when(b != 0).then(a // b),
    ast.Mod: lambda a, b: pl.when(b != 0).then(a % b),
}
_ORDER: dict[type, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    ast.Eq: lambda a, b: a == b,
    ast.NotEq: lambda a, b: a != b,
    ast.Lt: lambda a, b: a < b,
    ast.LtE: lambda a, b: a <= b,
    ast.Gt: lambda a, b: a > b,
    ast.GtE: lambda a, b: a >= b,
}


def names_in(text: str) -> set[str]:
    """The facts, numbers and steps a formula speaks of. Raises WrongFormula."""
    tree = _parsed(text)
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and id(node) not in called}


def compiled(text: str, names: Names, day: date) -> pl.Expr:
    """The expression on columns that a formula means on a day. Raises WrongFormula for a name nobody declared."""
    return _Compiler(names, day).column(_parsed(text))


def _parsed(text: str) -> ast.expr:
    if len(text) > MOST_CHARACTERS:
        raise WrongFormula(f"a formula has at most {MOST_CHARACTERS} characters: give a part of it a name in `steps`")
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise WrongFormula(f"“{text.strip()}” is not a formula: {error.args[0]}") from error


class _Compiler:
    """Walks the tree of one formula. Whatever is not named here is refused: nothing else of Python is a formula."""

    def __init__(self, names: Names, day: date) -> None:
        self.names, self.day = names, day

    def column(self, node: ast.expr) -> pl.Expr:
        """The node as a column. Raises WrongFormula for a list or a table, which are no columns."""
        found = self.value(node)
        if isinstance(found, pl.Expr):
            return found
        if isinstance(found, list | tuple | Scale):
            raise WrongFormula(f"“{ast.unparse(node)}” is a list or a table; it stands behind `in` or in a function")
        return pl.lit(found)

    def value(self, node: ast.expr) -> Any:
        """The node as a column, or as the plain value it is."""
        read = getattr(self, f"_{type(node).__name__.lower()}", None)
        if read is None:
            raise WrongFormula(f"“{ast.unparse(node)}” is nothing a formula may hold")
        return read(node)

    def _constant(self, node: ast.Constant) -> Any:
        if node.value is None or isinstance(node.value, bool | int | float | str):
            return node.value
        raise WrongFormula(f"“{ast.unparse(node)}” is nothing a formula may hold")

    def _name(self, node: ast.Name) -> Any:
        if node.id in ("true", "false"):
            return node.id == "true"
        if node.id == "unknown":
            return None
        if node.id == "day":
            return self.day
        if node.id not in self.names:
            near = difflib.get_close_matches(node.id, [*self.names, *functions.ALL], 1)
            raise WrongFormula(f"nobody declared “{node.id}”" + (f"; is “{near[0]}” meant?" if near else ""))
        return self.names[node.id]

    def _list(self, node: ast.List) -> list[Any]:
        found = [self.value(entry) for entry in node.elts]
        if any(isinstance(entry, pl.Expr) for entry in found):
            raise WrongFormula(f"“{ast.unparse(node)}” holds a fact; a list holds words and numbers")
        return found

    def _boolop(self, node: ast.BoolOp) -> pl.Expr:
        parts = [self.column(part) for part in node.values]
        is_and = isinstance(node.op, ast.And)
        return reduce((lambda a, b: a & b) if is_and else (lambda a, b: a | b), parts)

    def _unaryop(self, node: ast.UnaryOp) -> Any:
        if isinstance(node.op, ast.Not):
            return ~self.column(node.operand)
        if isinstance(node.op, ast.USub):
            found = self.value(node.operand)
            return -found if isinstance(found, pl.Expr | int | float) else -self.column(node.operand)
        raise WrongFormula(f"“{ast.unparse(node)}” is nothing a formula may hold")

    def _binop(self, node: ast.BinOp) -> pl.Expr:
        act = _ARITHMETIC.get(type(node.op))
        if act is None:
            raise WrongFormula(f"“{ast.unparse(node)}”: a formula adds, subtracts, multiplies and divides")
        return act(self.column(node.left), self.column(node.right))

    def _ifexp(self, node: ast.IfExp) -> pl.Expr:
        # A choice by an unknown condition is unknown; Polars alone would take the other branch.
        test = self.column(node.test)
        then, other = self.column(node.body), self.column(node.orelse)
        return pl.when(test.is_null()).then(None).when(test).then(then).otherwise(other)

    def _compare(self, node: ast.Compare) -> pl.Expr:
        found, left = [], node.left
        for act, right in zip(node.ops, node.comparators, strict=True):
            found.append(self._compared(left, act, right))
            left = right
        return reduce(lambda a, b: a & b, found)

    def _compared(self, left: ast.expr, act: ast.cmpop, right: ast.expr) -> pl.Expr:
        if isinstance(act, ast.In | ast.NotIn):
            among = self.value(right)
            if not isinstance(among, list | tuple):
                raise WrongFormula(f"“{ast.unparse(right)}” is no list; `in` asks for one")
            found = self.column(left).is_in(list(among))
            return ~found if isinstance(act, ast.NotIn) else found
        order = _ORDER.get(type(act))
        if order is None:
            raise WrongFormula(f"“{ast.unparse(left)}” is compared by nothing a formula knows; use == for `is`")
        return order(self.column(left), self.column(right))

    def _call(self, node: ast.Call) -> pl.Expr:
        name = node.func.id if isinstance(node.func, ast.Name) else ast.unparse(node.func)
        function = functions.ALL.get(name)
        if function is None or node.keywords:
            near = difflib.get_close_matches(name, functions.ALL, 1)
            raise WrongFormula(f"“{name}” is no function" + (f"; is “{near[0]}” meant?" if near else ""))
        given = [self.value(part) for part in node.args]
        try:
            return function.apply(self.day, *given)
        except TypeError as error:
            raise WrongFormula(f"“{ast.unparse(node)}”: {name}{function.takes} is how it is written") from error
