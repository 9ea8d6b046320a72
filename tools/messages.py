"""Keeps each app's messages and their Chinese together, without GNU gettext.

python -m tools.messages update [APP ...]   collect messages from Python and templates into the app's django.po
python -m tools.messages compile [FILE ...] make the .mo files that are older than their .po
python -m tools.messages check              fail on missing, fuzzy or unused messages, on placeholders that differ,
                                            on half-width punctuation in a Chinese sentence, and on one English
                                            sentence that two apps put into different Chinese
"""

from __future__ import annotations

import io
import os
import re
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "gangqiao"
LOCALE = "zh_Hans"
KEYWORDS = {
    "Say": None,  # kernel.words: sentences of modules without Django
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
NOT_SOURCE = {"tests", "migrations", "locale", "static", "node_modules"}
UNSTEADY = re.compile(r'^"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By|Report-Msgid)')
_TEXT = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"""n?p?gettext\((?:[^()'"]|{_TEXT})*\)|(?<![\w.])_\({_TEXT}\)""")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
# What stands beside punctuation in a Chinese sentence: an ideograph, a placeholder (masked as U+FFFC), a mark.
_CHINESE = r"\u4e00-\u9fff\ufffc"
HALF_WIDTH = re.compile(
    rf"(?<=[{_CHINESE}”》）])[,;:?!]|[,;:?!](?=[{_CHINESE}“《])|[()](?=[{_CHINESE}])|(?<=[{_CHINESE}”])[()]"
)
# Names of formats, tags and addresses keep their own punctuation.
NOT_PROSE = re.compile(r"<[^>]*>|https?://\S+|%\(\w+\)(?:\.\d+)?[sdf]|%[sd]|\{\w*\}")


def apps() -> list[str]:
    return sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))


def po_path(app: str) -> Path:
    return PACKAGE / app / "locale" / LOCALE / "LC_MESSAGES" / "django.po"


# --- collecting ------------------------------------------------------------------------------------------------------


def collect(app: str) -> Catalog:
    """Every message of the app's Python and templates. Lines are left out, so that a moved line changes nothing."""
    if not settings.configured:
        settings.configure()
    catalog = Catalog(domain="django", charset="utf-8")
    for path in sources(app):
        where = path.relative_to(PACKAGE / app).as_posix()
        for message, comments, context in messages_of(path):
            catalog.add(message, locations=[(where, None)], auto_comments=comments, context=context)
    return catalog


def sources(app: str) -> Iterator[Path]:
    for path in sorted((PACKAGE / app).rglob("*")):
        parts = path.relative_to(PACKAGE / app).parts
        is_source = path.suffix == ".py" or (path.suffix in {".html", ".txt"} and "templates" in parts)
        if is_source and not NOT_SOURCE & set(parts):
            yield path


def messages_of(path: Path) -> Iterator[tuple[str | tuple[str, ...], list[str], str | None]]:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # Django writes a template's messages as Python calls among filler; only the calls are kept.
        text = "\n".join(CALL.findall(templatize(text, origin=str(path))))
    for _, message, comments, context in extract("python", io.BytesIO(text.encode()), KEYWORDS, ["Translators:"]):
        yield message, list(comments), context


# --- the three commands ----------------------------------------------------------------------------------------------


def read(app: str) -> Catalog:
    """The app's Chinese as it stands, empty when there is none yet."""
    path = po_path(app)
    if not path.exists():
        return Catalog(locale=LOCALE, domain="django", charset="utf-8")
    with path.open("rb") as source:
        return read_po(source, locale=LOCALE, domain="django")


def update(app: str) -> None:
    """Add new messages with no translation, drop unused ones. Nothing is guessed from similar sentences."""
    found = collect(app)
    if not len(found):
        return
    catalog = read(app)
    catalog.update(found, no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    catalog.fuzzy, catalog.header_comment, catalog.project, catalog.version = False, "", "Gangqiao", "1"
    path = po_path(app)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as target:
        write_po(target, catalog, width=116, omit_header=False, sort_output=True, include_lineno=False)
    # A date would change with each run and mean nothing.
    kept = [line for line in path.read_text(encoding="utf-8").splitlines() if not UNSTEADY.match(line)]
    path.write_text("\n".join(kept).strip() + "\n", encoding="utf-8")
    missing = sum(1 for message in messages(catalog) if not translated(message))
    print(f"{app}: {len(messages(catalog))} messages, {missing} without Chinese")


def compile_file(path: Path) -> None:
    """Write the .mo beside a .po. Written aside and moved, so that a running server never reads half of it."""
    with path.open("rb") as source:
        catalog = read_po(source, locale=LOCALE, domain="django")
    target = path.with_suffix(".mo")
    aside = target.with_suffix(f".mo.{os.getpid()}")
    with aside.open("wb") as output:
        write_mo(output, catalog)
    aside.replace(target)


def faults(app: str) -> Iterator[str]:
    """What is wrong with the app's Chinese, one sentence each."""
    wanted = {key(m): m for m in messages(collect(app))}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        catalog = read(app)
    had = {key(m): m for m in messages(catalog)}
    for missing in wanted.keys() - had.keys():
        yield f"not in django.po: {missing[0]!r} (run `make messages`)"
    for unused in had.keys() - wanted.keys():
        yield f"no longer used: {unused[0]!r} (run `make messages`)"
    for identity in wanted.keys() & had.keys():
        if fault := fault_of(identity[0], had[identity]):
            yield fault
    if catalog.obsolete:
        yield f"{len(catalog.obsolete)} obsolete messages"


def fault_of(english: str, message: Message) -> str:
    """What is wrong with one message's Chinese; "" when nothing is."""
    if message.fuzzy:
        return f"marked as a guess: {english!r}"
    if not translated(message):
        return f"no Chinese: {english!r}"
    if not same_placeholders(message):
        return f"placeholders differ: {english!r} and {message.string!r}"
    if half_width(message):
        return f"half-width punctuation: {message.string!r} (a Chinese sentence has ，；：（）？！)"
    return ""


def messages(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def key(message: Message) -> tuple[str, str | None]:
    return (message.id[0] if isinstance(message.id, tuple | list) else message.id, message.context)


def translated(message: Message) -> bool:
    texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(texts)


def same_placeholders(message: Message) -> bool:
    """Chinese has one plural form; it must carry what the English plural carries."""
    source = message.id[-1] if isinstance(message.id, tuple | list) else message.id
    texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(sorted(set(PLACEHOLDER.findall(text))) == sorted(set(PLACEHOLDER.findall(source))) for text in texts)


def half_width(message: Message) -> bool:
    """True when a Chinese sentence carries punctuation of the English keyboard."""
    texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return any(
        HALF_WIDTH.search(NOT_PROSE.sub("\ufffc", text)) for text in texts if re.search(r"[\u4e00-\u9fff]", text)
    )


def fights() -> dict[str, list[str]]:
    """By app, the messages for which another app has other Chinese: the product shows one of the two everywhere."""
    said: dict[tuple[str, str | None], dict[str, list[str]]] = {}
    for app in apps():
        for message in messages(read(app)) if po_path(app).exists() else ():
            words = message.string if isinstance(message.string, str) else message.string[0]
            said.setdefault(key(message), {}).setdefault(words, []).append(app)
    wrong: dict[str, list[str]] = {}
    for (english, _context), by_words in said.items():
        for words, those in by_words.items() if len(by_words) > 1 else ():
            others = ", ".join(sorted(a for w, group in by_words.items() if w != words for a in group))
            sentence = f"{english!r} is {words!r} here and something else in {others} (one Chinese, or a context)"
            for app in those:
                wrong.setdefault(app, []).append(sentence)
    return wrong


def check(chosen: list[str]) -> int:
    between = fights()
    wrong = {app: sorted([*faults(app), *between.get(app, [])]) for app in chosen}
    for app, sentences in wrong.items():
        for sentence in sentences:
            print(f"{app}: {sentence}")
    total = sum(len(sentences) for sentences in wrong.values())
    print(f"{total} faults in messages" if total else "Every message has its Chinese.")
    return 1 if total else 0


def main(arguments: list[str]) -> int:
    command, *rest = arguments
    if command == "update":
        for app in rest or apps():
            update(app)
        return 0
    if command == "compile":
        for path in [Path(name) for name in rest] or [po_path(a) for a in apps() if po_path(a).exists()]:
            compile_file(path)
        return 0
    return check(rest or apps())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
