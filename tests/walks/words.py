"""What a page must not say: English words of ours on a Chinese page, Chinese words of ours on an English one.

Our words are the messages of the catalogs. Names of people, places and employers are data and stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from gangqiao.accounts.actions.demonstration import ACCOUNTS, AGENCY, EMPLOYER
from gangqiao.accounts.unit_list import DEPARTMENTS, HEADQUARTERS, OFFICE
from tools import messages

CHINESE = re.compile(r"[\u4e00-\u9fff]")
LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
# The switch to English, and what officials themselves write in Latin letters.
ALLOWED = {"English", "Excel", "PDF", "SQL", "yac", "ODK", "Collect", "XLSForm"}
# Written the same in both languages: names and codes of units, user names, and what a browser calls itself.
UNITS = (HEADQUARTERS, OFFICE, *DEPARTMENTS, EMPLOYER, AGENCY)
DATA = {word for unit in UNITS for word in (unit.code, unit.name)} | {account.username for account in ACCOUNTS}
DATA.add("HRSS-register")  # the name of a way of counting
BROWSERS = {"Chrome · Linux", "Chrome · Android"}
PLACEHOLDER = re.compile(r"%\(\w+\)(?:\.\d+)?[sdf]|%[sd]|\{\w*\}")

# Text of every visible piece of a page, and the words of its attributes that are read out or shown.
VISIBLE = """() => {
  const found = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (!parent.closest("script, style, template, code, [lang]:not(html)")) found.push(walker.currentNode.data);
  }
  for (const e of document.querySelectorAll("[placeholder], [aria-label], [title], [alt]"))
    for (const name of ["placeholder", "aria-label", "title", "alt"])
      if (e.getAttribute(name)) found.push(e.getAttribute(name));
  return [...new Set(found.map(t => t.replace(/\\s+/g, " ").trim()).filter(t => t))];
}"""


def faults(texts: list[str], language: str) -> list[str]:
    """The pieces of text that are in the wrong language."""
    texts = [text for text in texts if text not in DATA and text not in BROWSERS]
    return list(english_among(texts) if language == "zh-hans" else chinese_among(texts))


def english_among(texts: list[str]) -> Iterator[str]:
    """Latin words, other than those allowed. What a person typed or a county wrote is Chinese in the demonstration."""
    for text in texts:
        if set(LATIN_WORD.findall(text)) - ALLOWED:
            yield text


def chinese_among(texts: list[str]) -> Iterator[str]:
    """Pieces that are a Chinese message of ours, word for word."""
    whole, patterns = chinese_messages()
    for text in texts:
        if CHINESE.search(text) and (text in whole or any(p.fullmatch(text) for p in patterns)):
            yield text


@cache
def chinese_messages() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Every Chinese sentence of the catalogs: those without a placeholder, and patterns of the others."""
    said: set[str] = set()
    for app in messages.apps():
        for message in messages.messages(messages.read(app)):
            texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
            said |= {t for t in texts if CHINESE.search(t)}
    open_ones = {t for t in said if PLACEHOLDER.search(t)}
    # Three ideographs of ours at least: a pattern of one would take any name for a message.
    long_enough = [t for t in open_ones if len(CHINESE.findall(PLACEHOLDER.sub("", t))) >= 3]
    patterns = tuple(re.compile(".+".join(re.escape(p) for p in PLACEHOLDER.split(t))) for t in long_enough)
    return frozenset(said - open_ones), patterns
