"""Writes docs/reference from the code itself, so that it cannot be wrong.

python -m tools.reference write    write every page
python -m tools.reference check    fail when a page is not what would be written
"""

from __future__ import annotations

import os
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from tools.register import REQUIREMENTS, ROOT, Requirement, Showing, find_showings

PAGES = ROOT / "docs/reference"
NOTE = "<!-- Written by `make reference` from the code; a change by hand is lost. -->\n"
APPS = sorted(path.parent.name for path in (ROOT / "gangqiao").glob("*/__init__.py"))


def page(title: str, intro: str, *parts: str) -> str:
    return "\n".join([NOTE, f"# {title}\n", f"{intro}\n", *parts])


def table(heads: list[str], rows: list[list[Any]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines) + "\n"


def _cell(value: Any) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ")


# --- requirements ----------------------------------------------------------------------------------------------------


def requirements() -> str:
    """Each line of the plan: its words, where it lives, the tests that show it."""
    showings: dict[str, list[Showing]] = defaultdict(list)
    for showing in find_showings():
        showings[showing.number].append(showing)
    places = find_places()
    parts = [f"{sum(1 for n in REQUIREMENTS if n in showings)} of {len(REQUIREMENTS)} have a test that shows them.\n"]
    section = ""
    for requirement in REQUIREMENTS.values():
        if requirement.section != section:
            section = requirement.section
            parts.append(f"## {section}\n")
        parts.append(_entry(requirement, places.get(requirement.number, []), showings[requirement.number]))
    return page(
        "Requirements",
        "What the work plan asks for (`docs/mission/requirements.md`), the source that names it, and the tests that "
        "show it. A test shows a requirement by `@pytest.mark.requirement`.",
        *parts,
    )


def _entry(requirement: Requirement, places: list[str], showings: list[Showing]) -> str:
    lines = [f"### {requirement.number}\n", f"{requirement.words}\n"]
    if requirement.phrase and requirement.phrase not in {"—", "(none)"}:
        lines.append(f"> {requirement.phrase}\n")
    apps = sorted({showing.path.split("/")[1] for showing in showings if showing.path.startswith("gangqiao/")})
    lives = [f"`{place}`" for place in places] or [f"`gangqiao/{app}`" for app in apps]
    lines.append(f"Lives in: {', '.join(lives) if lives else 'not yet built'}\n")
    lines += [f"- `{showing.path}`: {showing.name.removeprefix('test_').replace('_', ' ')}" for showing in showings]
    return "\n".join(lines) + ("\n" if showings else "")


def find_places() -> dict[str, list[str]]:
    """The source files that name a requirement, by number."""
    number = re.compile(r"\b(?:R\d{3}|D\d{2})\b")
    places: dict[str, list[str]] = defaultdict(list)
    for path in sorted((ROOT / "gangqiao").rglob("*")):
        parts = path.relative_to(ROOT).parts
        if path.suffix in {".py", ".html", ".yaml"} and not {"tests", "migrations", "data", "static"} & set(parts):
            for found in sorted(set(number.findall(path.read_text(encoding="utf-8")))):
                if found in REQUIREMENTS:
                    places[found].append("/".join(parts))
    return places


# --- what needs the running code -------------------------------------------------------------------------------------


def start_django() -> None:
    """Load the apps with English words: the pages are the same on every machine."""
    import django
    from django.utils import translation

    os.environ["DJANGO_SETTINGS_MODULE"] = "gangqiao.config.settings"
    django.setup()
    translation.activate("en")


def modules(name: str) -> Iterator[tuple[str, Any]]:
    """The module of this name in each app that has one."""
    for app in APPS:
        if find_spec(f"gangqiao.{app}.{name}"):
            yield app, import_module(f"gangqiao.{app}.{name}")


def verbs() -> str:
    """Every verb: a permission, an entry of the log, a button."""
    from gangqiao.kernel.verbs import all_verbs

    list(modules("verbs"))
    rows = [
        [f"`{verb.key}`", verb.label, "looks" if verb.reads else "changes", "yes" if verb.step_up else ""]
        for _, verb in sorted(all_verbs().items())
    ]
    intro = "What may be done. A verb is the permission, the entry in the audit log and the button."
    return page("Verbs", intro, table(["Verb", "Says", "Kind", "Fresh confirmation"], rows))


def addresses() -> str:
    """Every address with its rule."""
    from gangqiao.kernel.addresses import rules

    rows = [
        [
            f"`/{route}`",
            ", ".join(rule.methods) if rule else "",
            f"`{rule.who}`" if rule else "**undeclared**",
            rule.kind if rule else "",
        ]
        for route, _, rule in rules()
    ]
    intro = "Every address of the product and who may use it: `public`, `signed_in`, or the holders of a verb."
    return page("Addresses", intro, table(["Address", "Methods", "Who", "Record"], rows))


def life_cycles() -> str:
    """Every life cycle as a diagram."""
    from gangqiao.kernel.lifecycle import LifeCycle

    parts = [
        f"## {app}: {name.replace('_', ' ').capitalize()}\n\n```mermaid\n{cycle.diagram().strip()}\n```\n"
        for app, module in modules("states")
        for name, cycle in sorted(vars(module).items())
        if isinstance(cycle, LifeCycle) and name.isupper()
    ]
    return page("Life cycles", "From which state a record may go to which, and by which verb.", *parts)


def attributes() -> str:
    """The data dictionary: every declared fact."""
    from gangqiao.kernel.attributes import AttributeSet

    heads = ["Key", "Label", "Excel heading", "Kind", "Level", "Required", "Source"]
    parts = []
    for app in APPS:
        for path in sorted((ROOT / "gangqiao" / app).glob("attributes*.py")):
            module = import_module(f"gangqiao.{app}.{path.stem}")
            for one in vars(module).values():
                if isinstance(one, AttributeSet):
                    parts.append(f"## {app}: {one.label}\n\n{table(heads, [_attribute_row(a) for a in one])}")
    intro = "Every fact that is declared once and shown in column, form, ledger, template, interface and survey."
    return page("Attributes", intro, *parts)


def _attribute_row(attribute: Any) -> list[Any]:
    level, required = attribute.level.name.lower(), "yes" if attribute.required else ""
    kind = type(attribute).__name__
    return [f"`{attribute.key}`", attribute.label, attribute.heading, kind, level, required, attribute.source]


# --- the engine on files ----------------------------------------------------------------------------------------------


def engine() -> str:
    """The commands of the engine: options, files with every column, limits, points."""
    from tools.reference_engine import parts

    intro = (
        "The engine on files, without a database: `gangqiao engine COMMAND`. Each command prints one JSON object. What "
        "is wrong with a file is one sentence on standard error, and the exit code is 2."
    )
    return page("The engine on files", intro, *parts(table))


WRITERS: dict[str, Callable[[], str]] = {
    "requirements": requirements,
    "verbs": verbs,
    "addresses": addresses,
    "life-cycles": life_cycles,
    "attributes": attributes,
    "engine": engine,
}


def main(arguments: list[str]) -> int:
    start_django()
    old = []
    PAGES.mkdir(parents=True, exist_ok=True)
    for name, writer in WRITERS.items():
        path, text = PAGES / f"{name}.md", writer().rstrip() + "\n"
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            old.append(path.relative_to(ROOT).as_posix())
            if arguments == ["write"]:
                path.write_text(text, encoding="utf-8")
    if arguments == ["write"]:
        print(f"Written: {', '.join(old) or 'nothing had changed'}")
        return 0
    print(f"Not up to date, run `make reference`: {', '.join(old)}" if old else "Every page is up to date.")
    return 1 if old else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
