"""Old answers under new questions: renamed ones follow, removed ones stay visible, nothing is lost (domain notes 6.2).

An upgrade map leads from one version to the next: {"renamed": {old key: new key}, "codes": {key: {old: new}}},
where the keys of "codes" are the new ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]


def upgrade(answers: Mapping[str, Any], steps: list[Json], keys: frozenset[str]) -> tuple[Json, Json]:
    """The answers as the newest version reads them, and those it no longer asks for, by their old key.

    steps  the maps from the version of the answers to the newest, oldest first
    keys   the questions of the newest version
    Where two old keys lead to the same new one, the one that bore it already wins and the other is kept apart.
    """
    moved: Json = {}
    apart: Json = {}
    # Those that keep their name first, so that they win.
    for key, value in sorted(answers.items(), key=lambda pair: _led(pair[0], pair[1], steps)[0] != pair[0]):
        new, now = _led(key, value, steps)
        if new in keys and new not in moved:
            moved[new] = now
        else:
            apart[key] = value
    return moved, apart


def _led(key: str, value: Any, steps: list[Json]) -> tuple[str, Any]:
    for step in steps:
        key = step.get("renamed", {}).get(key, key)
        value = _recoded(value, step.get("codes", {}).get(key, {}))
    return key, value


def _recoded(value: Any, codes: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [codes.get(v, v) if isinstance(v, str) else v for v in value]
    return codes.get(value, value) if isinstance(value, str) else value
