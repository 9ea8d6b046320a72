"""The rules of the house that no linter knows. Exceptions stand in exceptions.yaml, each with its reason."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable

import pytest
import yaml

from tests.source import PACKAGE, ROOT, functions, length, python_files, relative, templates, texts

EXCEPTIONS: dict[str, dict[str, str]] = yaml.safe_load((ROOT / "tests/exceptions.yaml").read_text(encoding="utf-8"))
CHINESE = re.compile(r"[\u3400-\u9fff]")


def hold(rule: str, breaches: Iterable[str]) -> None:
    """Fail on a breach that is not excepted, and on an exception that is not a breach."""
    found, allowed = set(breaches), set(EXCEPTIONS[rule])
    assert found == allowed, f"new: {sorted(found - allowed)}; no longer needed: {sorted(allowed - found)}"


@pytest.mark.parametrize("rule", EXCEPTIONS)
def test_every_exception_has_a_reason(rule):
    for place, reason in EXCEPTIONS[rule].items():
        assert len(reason.split()) > 3, place


# --- data are reached by one door ------------------------------------------------------------------------------------

BEHIND_THE_SCOPE = {"_base_manager", "_raw_delete", "cursor", "raw", "RawSQL", "extra", "execute_sql"}


@pytest.mark.requirement("D14")
def test_nothing_outside_the_kernel_goes_behind_the_scope():
    """Raw SQL, cursors and unscoped managers are where a forgotten area becomes a leak."""
    hold(
        "raw_sql",
        {
            path
            for path, tree in python_files().items()
            if not path.startswith("gangqiao/kernel/") and BEHIND_THE_SCOPE & set(names_used(tree))
        },
    )


def names_used(tree: ast.Module) -> Iterable[str]:
    """Methods and functions called, and attributes that begin with an underscore."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr.startswith("_"):
            yield node.attr
        if isinstance(node, ast.Call) and not is_method_of_a_form(node):
            yield getattr(node.func, "attr", getattr(node.func, "id", ""))


def is_method_of_a_form(call: ast.Call) -> bool:
    """True for `form.raw()`: the queryset's `raw` must be told the SQL."""
    return getattr(call.func, "attr", "") == "raw" and not call.args


@pytest.mark.requirement("D14")
def test_the_whole_county_is_seen_only_where_it_is_listed():
    hold(
        "everywhere",
        {
            path
            for path, tree in python_files().items()
            if not path.startswith("gangqiao/kernel/") and "everywhere" in set(names_used(tree))
        },
    )


def test_nothing_happens_behind_a_signal():
    """What follows from a change subscribes to its event, where it can be read."""
    for path, tree in python_files().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module == "django.db.models.signals":
                # After a migration there is no event to subscribe to.
                assert {name.name for name in node.names} <= {"post_migrate"}, path


@pytest.mark.requirement("R005")
def test_there_is_one_clock():
    """Tests and the demonstration move the day; a second clock would not follow."""
    asked = {("date", "today"), ("datetime", "now"), ("datetime", "today"), ("timezone", "now"), ("time", "time")}
    for path, tree in python_files().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                owner = getattr(node.func.value, "id", getattr(node.func.value, "attr", ""))
                is_clock = path == "gangqiao/kernel/clock.py"
                assert is_clock or (owner, node.func.attr) not in asked, f"{path}:{node.lineno} asks {owner}"


# --- words -----------------------------------------------------------------------------------------------------------


def test_chinese_stands_in_messages_and_data_not_in_code():
    """Excel headings, synonyms and names of things are data too, but are declared in Python: attributes.py, names."""

    def may_name(path: str) -> bool:
        return path.split("/")[-1].startswith("attributes") or "/attributes/" in path

    hold(
        "chinese",
        {
            path
            for path, tree in python_files().items()
            if not may_name(path) and any(CHINESE.search(str(text.value)) for text in texts(tree))
        }
        | {path for path, text in templates().items() if CHINESE.search(re.sub(COMMENT, "", text))},
    )


COMMENT = re.compile(r"{% comment %}.*?{% endcomment %}|{#.*?#}", re.DOTALL)
EMPTY_WORDS = {"utils", "util", "helpers", "helper", "manager", "managers", "misc", "common", "services", "signals"}


def test_no_file_has_an_empty_name():
    for path in python_files():
        assert not EMPTY_WORDS & set(path.removesuffix(".py").split("/")[1:]), path


def test_no_class_has_an_empty_name():
    for path, tree in python_files().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                assert not re.search(r"(Helper|Utils?|Info|Service|Repository)$", node.name), f"{path}: {node.name}"


def test_every_module_says_what_it_is_for():
    for path, tree in python_files().items():
        is_plumbing = path.endswith(("__init__.py", "apps.py"))
        assert is_plumbing or ast.get_docstring(tree), path


# --- pages -----------------------------------------------------------------------------------------------------------


def test_every_component_says_what_it_takes():
    for path, text in templates().items():
        if "/cotton/" in path:
            assert text.lstrip().startswith("{% comment %}"), f"{path} does not begin with what it takes"


def test_no_page_carries_script_or_style_of_its_own():
    """The security policy forbids both; a browser would drop them silently."""
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)[^>]*>|<style|\sstyle=|\son[a-z]+=|javascript:"
    )
    for path, text in templates().items():
        found = inline.search(re.sub(COMMENT, "", text))
        assert not found, f"{path}: {found and found.group()}"


@pytest.mark.requirement("D16")
def test_no_page_names_another_machine():
    for path, text in templates().items():
        strange = re.findall(r"""(?:src|href|action)=["'](?:https?:)?//[^"']+""", text)
        assert not strange, f"{path}: {strange}"


# --- size ------------------------------------------------------------------------------------------------------------

LINES_OF_A_FILE, LINES_OF_A_FUNCTION, LINES_OF_A_TEMPLATE = 300, 40, 120


def test_files_and_functions_fit_on_a_page():
    hold("size", {*long_files(), *long_functions(), *long_templates()})


def long_files() -> Iterable[str]:
    return (path for path in python_files() if len((ROOT / path).read_text().splitlines()) > LINES_OF_A_FILE)


def long_functions() -> Iterable[str]:
    for path, tree in python_files().items():
        for function in functions(tree):
            if length(function) > LINES_OF_A_FUNCTION:
                yield f"{path}::{function.name}"


def long_templates() -> Iterable[str]:
    return (path for path, text in templates().items() if len(text.splitlines()) > LINES_OF_A_TEMPLATE)


# --- tests -----------------------------------------------------------------------------------------------------------


def test_no_test_is_skipped():
    """A skipped test shows nothing, and does so on the machine where it matters."""
    excused = re.compile(r"pytest\.(skip|importorskip)\b|mark\.(skip|skipif|xfail)\b")
    for path in [*PACKAGE.glob("**/tests/**/*.py"), *(ROOT / "tests").glob("test_*.py")]:
        if path.name != "test_architecture.py":
            found = excused.search(path.read_text(encoding="utf-8"))
            assert not found, f"{relative(path)}: {found and found.group()}"
