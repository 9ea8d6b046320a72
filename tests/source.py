"""The source as the architecture tests read it: parsed once, by path relative to the repository."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "gangqiao"
NOT_OURS = {"migrations", "static", "node_modules", "__pycache__"}


@cache
def python_files() -> dict[str, ast.Module]:
    """Every Python file of the package, tests left out, by path."""
    return {
        relative(path): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
        if not (NOT_OURS | {"tests"}) & set(path.parts) and path.name != "conftest.py"
    }


@cache
def templates() -> dict[str, str]:
    """Every template of the package by path."""
    return {relative(p): p.read_text(encoding="utf-8") for p in sorted(PACKAGE.glob("*/templates/**/*.html"))}


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def docstrings(tree: ast.Module) -> set[int]:
    """The identities of the constants that are documentation."""
    owners = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, owners) and node.body and isinstance(node.body[0], ast.Expr)
    }


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function; its docstring does not count, so that nobody saves on words."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def texts(tree: ast.Module) -> Iterator[ast.Constant]:
    """Every string of the code that is not documentation."""
    documentation = docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield node
