"""Sections that apps above hang into the pages of apps below: what suits a person, who suits a vacancy.

In the kernel, because whoever knows the matter stands above the app that shows the page.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

Section = Callable[[Any, Any], str]


class _Hung(NamedTuple):
    order: int
    key: str
    verb: str
    show: Section


_HUNG: dict[str, list[_Hung]] = {}


def section(page: str, key: str, *, verb: str, order: int = 50) -> Callable[[Section], Section]:
    """Decorator: the function gives HTML for a page ("person", "vacancy"), from the request and the page's record.

    It is asked only of readers who hold the verb somewhere; whether they hold it over this record it asks itself.
    "" shows nothing. A lower order stands first.
    """

    def add(show: Section) -> Section:
        hung = _HUNG.setdefault(page, [])
        if any(one.key == key for one in hung):
            raise ValueError(f"section {key} of {page} is registered twice")
        hung.append(_Hung(order, key, verb, show))
        hung.sort(key=lambda one: (one.order, one.key))
        return show

    return add


def sections_of(page: str, request: Any, record: Any) -> list[str]:
    """The sections of a page that this reader sees, in order."""
    actor = request.actor
    shown = (one.show(request, record) for one in _HUNG.get(page, ()) if actor.may(one.verb))
    return [html for html in shown if html]
