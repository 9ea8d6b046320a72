"""What a pasted message says of the own items of a department: by their names, their words, or their unit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from gangqiao.kernel.errors import Refusal
from gangqiao.vacancies.own_items import attribute_of, kept
from gangqiao.vacancies.pasting.found import Found
from gangqiao.vacancies.pasting.patterns import levelled, words
from gangqiao.vacancies.policy.own_items import Item

_NUMBER = r"(\d[\d,]*(?:\.\d+)?)"


def read_own_items(text: str, items: Iterable[Item]) -> Mapping[str, Found]:
    """What was read, by the name of the item; one that the message does not say, or not clearly, is absent.

    The value is as a form begins with it. Never raises for a text, whatever it holds.
    """
    said = levelled(text)
    found = {}
    for item in items:
        for one in (*_named(item, said), *_KINDS.get(item.kind, _nothing)(item, said)):
            found[item.name] = one
            break
    return found


def _named(item: Item, said: str) -> Iterator[Found]:
    """Name, colon, answer: as forms and notices write it."""
    names = "|".join(re.escape(levelled(name)) for name in sorted((item.heading, *item.also), key=len, reverse=True))
    for match in re.finditer(rf"(?:{names}){words('own_items', 'answer')}", said):
        try:
            value = kept(attribute_of(item).parse(_bare(item, match[1])))
        except Refusal:
            continue
        if value is not None:
            yield Found(item.name, value, *match.span(1), match[1])


def _bare(item: Item, answer: str) -> str:
    """The words without the unit a number carries."""
    text = answer.strip()
    for unit in item.unit.values():
        text = text.removesuffix(unit).strip()
    return text


def _choice(item: Item, said: str) -> Iterator[Found]:
    """The one answer of a list whose words stand in the message; none when there are several apart."""
    seen: dict[str, re.Match[str]] = {}
    for code, entry in item.codes.items():
        for word in (entry["zh"], *entry.get("also", ())):
            if match := re.search(re.escape(levelled(word)), said):
                seen.setdefault(code, match)
    # "Skilled and labouring" holds both of its words.
    widest = {code for code, match in seen.items() if not any(_lies_in(match, other) for other in seen.values())}
    if len(widest) == 1:
        (code,) = widest
        match = seen[code]
        yield Found(item.name, code, *match.span(), match[0], 0.8)


def _lies_in(match: re.Match[str], other: re.Match[str]) -> bool:
    return match is not other and other.start() <= match.start() and match.end() <= other.end()


def _yes_no(item: Item, said: str) -> Iterator[Found]:
    """Yes where it is said, no where it is denied just before."""
    for word in (item.heading, *item.also):
        for match in re.finditer(re.escape(levelled(word)), said):
            before = said[max(0, match.start() - 2) : match.start()]
            value = "no" if any(word in before for word in words("own_items", "denied_by")) else "yes"
            yield Found(item.name, value, *match.span(), match[0], 0.8)


def _number(item: Item, said: str) -> Iterator[Found]:
    """A number behind the name, before its unit."""
    unit = levelled(item.unit.get("zh", ""))
    for word in (item.heading, *item.also):
        pattern = rf"{re.escape(levelled(word))}\D{{0,3}}{_NUMBER}\s*{re.escape(unit)}"
        for match in re.finditer(pattern, said):
            yield Found(item.name, match[1].replace(",", ""), *match.span(1), match[1], 0.8)


def _nothing(_item: Item, _said: str) -> Iterator[Found]:
    return iter(())


_KINDS: Mapping[str, Callable[[Item, str], Iterator[Found]]] = {
    "choice": _choice,
    "yes_no": _yes_no,
    "number": _number,
}
