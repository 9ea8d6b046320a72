"""What other apps have to say about a person, shown at the top of the file.

In the kernel, because the apps that know it stand above the one that shows the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from gangqiao.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Remark:
    """One sentence about a person, with one act.

    tone  "error", "warning" or "info"; title: a few words before the sentence
    act   the words of the link; href: where it leads, "" leaves it out
    """

    tone: str
    title: Any
    says: Any
    act: Any = ""
    href: str = ""


Remarks = Callable[[Any, Actor], Iterable[Remark]]
_SOURCES: dict[str, tuple[str, Remarks]] = {}


def remark(key: str, *, verb: str) -> Callable[[Remarks], Remarks]:
    """Decorator: the function gives the remarks of one kind about a person, for readers who hold the verb there."""

    def add(source: Remarks) -> Remarks:
        if key in _SOURCES:
            raise ValueError(f"remarks {key} are registered twice")
        _SOURCES[key] = (verb, source)
        return source

    return add


def remarks_on(person: Any, actor: Actor) -> list[Remark]:
    """Every remark the reader may see, by source in order of registration."""
    return [
        found
        for verb, source in _SOURCES.values()
        if actor.may(verb, person.area_id)
        for found in source(person, actor)
    ]
