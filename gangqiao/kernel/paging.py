"""Where a list goes on: the key in the address after which a page begins, and the addresses of its neighbours."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest


def columns_of(labels: Iterable[Any]) -> list[dict[str, Any]]:
    """The heads of a ledger from their words."""
    return [{"label": label} for label in labels]


def key_to_go_on(request: HttpRequest, name: str = "after") -> int | None:
    """The key after which the asked page begins; null for the first, and for what is no key."""
    given = str(request.GET.get(name, ""))
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else None


def pager_of(request: HttpRequest, more: int | None) -> dict[str, str]:
    """The addresses of the first page and of the next, with all else that was asked; "" where there is none."""
    query = request.GET.copy()
    query.pop("after", None)
    first = f"?{query.urlencode()}" if "after" in request.GET else ""
    if more is None:
        return {"first_href": first, "next_href": ""}
    query["after"] = str(more)
    return {"first_href": first, "next_href": f"?{query.urlencode()}"}
