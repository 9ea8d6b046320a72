"""Where a list goes on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gangqiao.accounts.middleware import ActorRequest


def columns_of(labels: Iterable[Any]) -> list[dict[str, Any]]:
    return [{"label": label} for label in labels]


def key_to_go_on(request: ActorRequest) -> int | None:
    """The key after which the asked page begins; null for the first."""
    given = request.GET.get("after", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else None


def pager_of(request: ActorRequest, more: int | None) -> dict[str, str]:
    """The addresses of the first page and of the next."""
    query = request.GET.copy()
    query.pop("after", None)
    first = f"?{query.urlencode()}" if "after" in request.GET else ""
    if more is None:
        return {"first_href": first, "next_href": ""}
    query["after"] = str(more)
    return {"first_href": first, "next_href": f"?{query.urlencode()}"}
