"""What other apps have to show on the page of a record: a card of their own below the page's.

In the kernel, because the apps that know it stand above the one that shows the record.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from gangqiao.kernel.actor import Actor
from gangqiao.kernel.scope import scope_of


@dataclass(frozen=True, slots=True)
class Section:
    """One card. template: what is included in it, with `shown` under that name."""

    title: Any
    template: str
    shown: Mapping[str, Any]


Source = Callable[[Any, Actor], "Section | None"]
_SOURCES: dict[str, dict[str, tuple[str, Source]]] = {}


def section(page: str, key: str, *, verb: str) -> Callable[[Source], Source]:
    """Decorator: the function gives the card of a record's page, for readers who hold the verb; null shows none.

    page  "person" or "vacancy". The function is called in the reader's scope for the verb, and writes itself whom
          the reader sees by it (`audit.events.looked`).
    """

    def add(source: Source) -> Source:
        kept = _SOURCES.setdefault(page, {})
        if key in kept:
            raise ValueError(f"section {key} of {page} is registered twice")
        kept[key] = (verb, source)
        return source

    return add


def sections_on(page: str, record: Any, actor: Actor) -> list[Section]:
    """Every card of the record's page that the reader may see, in order of registration."""
    found = []
    for verb, source in _SOURCES.get(page, {}).values():
        if actor.may(verb):
            with scope_of(actor.areas(verb)):
                found.append(source(record, actor))
    return [one for one in found if one is not None]
