"""Every address of the product says who may use it; one that says nothing does not start (security.md, control 13)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, path

PUBLIC = "public"  # anybody, signed in or not
SIGNED_IN = "signed_in"  # any user with an account; the page itself shows only the reader's own things


@dataclass(frozen=True, slots=True)
class AddressRule:
    """Who may use an address.

    who      PUBLIC, SIGNED_IN, or the key of a verb
    methods  the HTTP methods the address answers
    kind     of which record the first path argument is the key ("person", "household", ...), "" when it names none;
             the matrix test asks such addresses with keys of own, sibling and parent areas
    door     by what one comes in: "" the session of a browser, else a device of this kind (`accounts.doors`): no
             session, no cookie, no form of another site, never a redirect
    """

    who: str
    methods: tuple[str, ...]
    kind: str = ""
    door: str = ""


def address(
    route: str,
    view: Callable[..., Any],
    *,
    who: str,
    name: str,
    methods: tuple[str, ...] = ("GET",),
    kind: str = "",
    door: str = "",
) -> URLPattern:
    """A URL pattern that carries its rule. The middleware of `accounts` enforces it."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs)

    # On the view itself: the middleware meets the view function, not the pattern.
    guarded.rule = AddressRule(who, methods, kind, door)  # type: ignore[attr-defined]
    if door:
        # Another site can make a browser send its cookies, but not a device's token: nothing to guard against here.
        guarded.csrf_exempt = True  # type: ignore[attr-defined]
    return path(route, guarded, name=name)


def rules() -> Iterator[tuple[str, URLPattern, AddressRule | None]]:
    """Every address of the product: full route, pattern, and its rule (None: undeclared)."""
    yield from _walk(get_resolver().url_patterns, "")


def _walk(patterns: Any, prefix: str) -> Iterator[tuple[str, URLPattern, AddressRule | None]]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        else:
            yield route, pattern, rule_of(pattern.callback)


def rule_of(view: Callable[..., Any]) -> AddressRule | None:
    """The rule an address declared, or None when it declared none."""
    return getattr(view, "rule", None)
