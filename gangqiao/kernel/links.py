"""A place to go to, as the components of the pages take it: tabs, crumbs, chips."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Link:
    """label: words, may be lazy; is_here: the reader stands there; count: a number beside the words, "" for none."""

    label: Any
    href: str
    is_here: bool = False
    count: str = ""
