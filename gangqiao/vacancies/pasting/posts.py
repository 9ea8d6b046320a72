"""Which posts a message offers, and how many seats each has."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from gangqiao.kernel.words import Say
from gangqiao.vacancies.occupations import guess
from gangqiao.vacancies.pasting.found import Found
from gangqiao.vacancies.pasting.numerals import number
from gangqiao.vacancies.pasting.patterns import pattern, words
from gangqiao.vacancies.pasting.places import beginning
from gangqiao.vacancies.pasting.units import Message, Unit

_PLAUSIBLE = 0.5
_CERTAIN = 0.8
_LONGEST = 14
_MASK = "|"
_MOST_SEATS = 20_000


@dataclass
class Post:
    """One post: its title and where it is spoken of. `seats` is None when no number stands with it."""

    title: Found
    seats: Found | None = None
    mentions: list[int] = field(default_factory=list)
    shared_doubt: Say | None = None


def find_posts(message: Message, masked: list[tuple[int, int]]) -> list[Post]:
    """The posts in their order. Spans already read as something else are not searched for titles."""
    text = _mask(message.text, masked)
    posts: list[Post] = []
    for unit in message.units:
        _add(posts, _in_unit(unit, text[unit.start : unit.end]))
    if not posts:
        _add(posts, _anywhere(message, text))
    for post in posts:
        post.mentions = [m.start() for m in re.finditer(re.escape(post.title.text), message.text)]
    return posts


def _mask(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + _MASK * (end - start) + text[end:]
    return text


def _add(posts: list[Post], more: list[Post]) -> None:
    for post in more:
        known = next((p for p in posts if p.title.value == post.title.value), None)
        if known is None:
            posts.append(post)
        elif known.seats is None:
            known.seats = post.seats


def _in_unit(unit: Unit, text: str) -> list[Post]:
    if labelled := pattern("posts", "labelled").search(text):
        return _listed(unit, labelled["title"], labelled.start("title"), 0.95)
    counted = _counted(unit, text)
    if counted := counted or _counted_first(unit, text):
        return counted
    if called := pattern("posts", "called").search(text):
        return _listed(unit, called["title"], called.start("title"), 0.85)
    return []


def _counted(unit: Unit, text: str) -> list[Post]:
    posts: list[Post] = []
    last = 0
    for match in pattern("posts", "counted").finditer(text):
        seats = _seats(unit, match)
        if seats is None:
            continue
        # "A, B and C, ten of each": the ones before stand between the last count and this title.
        earlier = _listed(unit, text[last : match.start("title")], last, 0.85)
        own = _listed(unit, match["title"], match.start("title"), 0.93)
        together = earlier + own
        for post in together:
            if match["together"] and len(together) > 1:
                post.shared_doubt = Say("A number is given for several posts together. Ask how many of each.")
            else:
                post.seats = seats
        posts += together
        last = match.end()
    return posts


def _counted_first(unit: Unit, text: str) -> list[Post]:
    """ "Twenty women to sew": the number stands before the title."""
    match = pattern("posts", "count_first").search(text)
    seats = _seats(unit, match) if match else None
    if match is None or seats is None:
        return []
    posts = _listed(unit, match["title"], match.start("title"), 0.8)
    for post in posts:
        post.seats = seats
    return posts


def _seats(unit: Unit, match: re.Match[str]) -> Found | None:
    count = number(match["count"])
    if count is None or not 1 <= count <= _MOST_SEATS or count != int(count):
        return None
    times = 2 if match["unit"] == words("posts", "pair") else 1
    start, end = match.start("count"), max(match.end("count"), match.end("unit"))
    return Found("number", int(count) * times, unit.start + start, unit.start + end, match.string[start:end], 0.93)


def _listed(unit: Unit, text: str, offset: int, sure: float) -> list[Post]:
    """The titles in a list of them; what is no title is left out."""
    posts, at = [], 0
    for part in re.split(f"({words('posts', 'between')})", text):
        if title := _title(part, unit.start + offset + at, sure):
            posts.append(Post(title))
        at += len(part)
    return posts


def _title(part: str, offset: int, sure: float) -> Found | None:
    before = pattern("posts", "before").match(part)
    start = before.end() if before else 0
    text = pattern("posts", "after").sub("", part[start:].rstrip(f"{_MASK} "))
    start += len(text) - len(text.lstrip(f"{_MASK} "))
    text = text.strip(f"{_MASK} ")
    place = beginning(text)
    if len(text) - place >= 2:
        start, text = start + place, text[place:]
    if not is_title(text):
        return None
    return Found("title", text, offset + start, offset + start + len(text), text, sure)


def is_title(text: str) -> bool:
    """True when the text may be the name of a post."""
    if not 2 <= len(text) <= _LONGEST or pattern("posts", "never").search(text):
        return False
    guessed: list[Any] = guess(text, 1)
    return bool(pattern("posts", "endings").search(text)) or bool(guessed and guessed[0][1] >= _PLAUSIBLE)


def _anywhere(message: Message, text: str) -> list[Post]:
    """When no statement says "wanted": the statement that names a trade most surely."""
    best: Found | None = None
    for unit in message.units:
        bare = text[unit.start : unit.end].strip(f"{_MASK} ")
        cut = re.split(r"[^\u4e00-\u9fffA-Za-z]", bare)[0] if bare else ""
        for part in (bare.rpartition(":")[2], cut):
            title = _title(part, unit.start + unit.text.find(part), 0.6) if part else None
            guessed = guess(title.text, 1) if title else []
            if title and guessed and (best is None or guessed[0][1] > best.confidence + 0.1):
                best = Found("title", title.value, title.start, title.end, title.text, min(0.7, guessed[0][1]))
    return [Post(best)] if best else []
