"""The requirements of the work plan, read from docs/mission/requirements.md, and the tests that name them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "docs/mission/requirements.md"
# Written by the test run, read by its last line.
SHOWN_FILE = ROOT / "var/test/requirements-shown.json"

_ROW = re.compile(r"^\| (R\d{3}) \| (\w) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
_IMPLIED = re.compile(r"(D\d\d) (.+?)(?=\s+D\d\d |\s*\n\n|\s*---|\Z)", re.DOTALL)
_HEADING = re.compile(r"^## (1\.\d+) (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Requirement:
    """One line of the work plan, or one thing it implies (D01-D18)."""

    number: str
    section: str
    words: str
    phrase: str = ""  # the plan's own words


@dataclass(frozen=True, slots=True)
class Showing:
    """A test that names a requirement."""

    number: str
    path: str
    name: str


def read_requirements() -> dict[str, Requirement]:
    """Every requirement by number, in the plan's order."""
    text = SOURCE.read_text(encoding="utf-8")
    headings = [(found.start(), found.group(2)) for found in _HEADING.finditer(text)]

    def section(at: int) -> str:
        return [title for start, title in headings if start <= at][-1]

    found = {
        row.group(1): Requirement(row.group(1), section(row.start()), row.group(3), row.group(4))
        for row in _ROW.finditer(text)
    }
    start = text.index("## 1.10")
    for implied in _IMPLIED.finditer(text, text.index("D01 ", start)):
        number, words = implied.group(1), " ".join(implied.group(2).split()).rstrip(".")
        found[number] = Requirement(number, section(start + 1), words[0].upper() + words[1:])
    return found


def find_showings() -> list[Showing]:
    """Every test of the tree that carries `@pytest.mark.requirement`, in the order of files and lines.

    Read from the source, not from a run: the register must come out the same on every machine.
    """
    files = sorted([*ROOT.glob("tests/**/test_*.py"), *ROOT.glob("gangqiao/**/tests/**/test_*.py")])
    return [showing for path in files for showing in _showings_in(path)]


def _showings_in(path: Path) -> Iterator[Showing]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    everywhere = list(_numbers(_module_marks(tree)))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            inherited = [n for c in _classes_around(tree, node) for n in _numbers(c.decorator_list)]
            for number in dict.fromkeys([*everywhere, *inherited, *_numbers(node.decorator_list)]):
                yield Showing(number, path.relative_to(ROOT).as_posix(), node.name)


def _classes_around(tree: ast.Module, test: ast.FunctionDef) -> list[ast.ClassDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and test in node.body]


def _module_marks(tree: ast.Module) -> list[ast.expr]:
    """The marks of `pytestmark = ...`, which hold for every test of the file."""
    return [
        mark
        for node in tree.body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "pytestmark"
        for mark in (node.value.elts if isinstance(node.value, ast.List | ast.Tuple) else [node.value])
    ]


def _numbers(marks: list[ast.expr]) -> Iterator[str]:
    for mark in marks:
        if isinstance(mark, ast.Call) and isinstance(mark.func, ast.Attribute) and mark.func.attr == "requirement":
            yield from (str(argument.value) for argument in mark.args if isinstance(argument, ast.Constant))


REQUIREMENTS = read_requirements()
