"""Reads YAML and remembers on which line each value stands, and which keys are written twice."""

from __future__ import annotations

from typing import Any

import yaml


def read_lines(text: str) -> tuple[Any, dict[str, int], list[str]]:
    """The document, the line of each place (`tasks[0].due_on`: 12), and the places written twice.

    Raises yaml.YAMLError. An empty document is None.
    """
    loader = yaml.SafeLoader(text)
    try:
        node = loader.get_single_node()
        lines: dict[str, int] = {}
        twice: list[str] = []
        if node is not None:
            _walk(node, "", lines, twice)
        return (None if node is None else loader.construct_document(node)), lines, twice
    finally:
        loader.dispose()


def _walk(node: yaml.Node, place: str, lines: dict[str, int], twice: list[str]) -> None:
    lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        for number, child in enumerate(node.value):
            _walk(child, f"{place}[{number}]", lines, twice)
    elif isinstance(node, yaml.MappingNode):
        for key, child in node.value:
            below = f"{place}.{key.value}" if place else str(key.value)
            if below in lines:
                twice.append(below)
            lines[below] = key.start_mark.line + 1
            _walk(child, below, lines, twice)
