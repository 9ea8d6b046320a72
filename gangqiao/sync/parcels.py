"""What a phone carries away of a village: each app adds its section to the package, and says what has changed since.

sync.parcels.register("households", households_of)     the section stands under this key of the package
sync.parcels.register("households", households_of, laid_out)     and travels as `laid_out` makes it of all sections
sync.parcels.register_changes("households", changed)
sync.parcels.register_due("surveys", due_of)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from gangqiao.kernel.actor import Actor

Json = Any
# The section's content, and a text that is another one whenever the content is.
Section = Callable[[Any, Actor], tuple[Json, str]]
# How a section travels: made of all sections of the package by their keys.
Layout = Callable[[Mapping[str, Any]], Json]
# Keys of the answer to `changes` with their lists; None: cannot be told, the phone fetches the whole package.
Changed = Callable[[Any, int, Actor], Mapping[str, list[Any]] | None]
# What is due at households: {household uuid: [{"kind", "title", "until", "survey"?}]}.
Due = Callable[[Any, Actor], Mapping[UUID, list[dict[str, Any]]]]

_SECTIONS: dict[str, Section] = {}
_LAYOUTS: dict[str, Layout] = {}
_CHANGES: dict[str, Changed] = {}
_DUE: dict[str, Due] = {}


def register(name: str, section: Section, layout: Layout | None = None) -> None:
    """Add a section under the key `name` of the package; `section(village, actor)` gives it and its version.

    With a `layout` it travels otherwise than it is. What is thought of it on the server is thought of it as it is.
    """
    _add(_SECTIONS, name, section)
    if layout is not None:
        _add(_LAYOUTS, name, layout)


def register_changes(name: str, changed: Changed) -> None:
    """`changed(village, since, actor)` gives lists of what changed after event number `since`: keys of the answer."""
    _add(_CHANGES, name, changed)


def register_due(name: str, due: Due) -> None:
    """`due(village, actor)` gives what is due at households of the village: one visit, everything due."""
    _add(_DUE, name, due)


def _add(table: dict[str, Any], name: str, given: Any) -> None:
    if name in table:
        raise ValueError(f"{name} is registered twice")
    table[name] = given


def due_at(village: Any, actor: Actor) -> dict[UUID, list[dict[str, Any]]]:
    """Everything due at each household of the village, from every app, the first to end first."""
    found: dict[UUID, list[dict[str, Any]]] = {}
    for due in _DUE.values():
        for household, entries in due(village, actor).items():
            found.setdefault(household, []).extend(entries)
    for entries in found.values():
        entries.sort(key=lambda entry: entry.get("until") or "9999")
    return found


def sections_of(village: Any, actor: Actor) -> tuple[dict[str, Json], str]:
    """Every section by its key, and one text made of their versions."""
    parts = {name: section(village, actor) for name, section in _SECTIONS.items()}
    return {name: part for name, (part, _v) in parts.items()}, "|".join(f"{n}={v}" for n, (_p, v) in parts.items())


def laid_out(parts: Mapping[str, Json]) -> dict[str, Json]:
    """Every section as it travels."""
    return {name: _LAYOUTS[name](parts) if name in _LAYOUTS else part for name, part in parts.items()}


def changes_of(village: Any, since: int, actor: Actor) -> dict[str, list[Any]] | None:
    """What every app says has changed; None when one of them cannot tell."""
    found: dict[str, list[Any]] = {"surveys": [], "households": [], "gone": []}
    for changed in _CHANGES.values():
        part = changed(village, since, actor)
        if part is None:
            return None
        for key, entries in part.items():
            found.setdefault(key, []).extend(entries)
    return found
