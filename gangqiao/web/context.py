"""What every page shows around its content: who reads, over which area, where to go, and on which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from gangqiao.accounts.roles import find_role
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor, Post
from gangqiao.messaging.reads.notices import unread_count
from gangqiao.places.reads import path_names
from gangqiao.web.navigation import Link, links_for


@dataclass(frozen=True, slots=True)
class PostShown:
    """One post of the reader in words."""

    title: str
    unit: str
    area: str


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of a page. `actor` is null for a visitor who is not signed in; unread: own notices not read yet."""

    actor: Actor | None
    navigation: list[Link]
    areas: list[str]
    posts: list[PostShown]
    may_find: bool
    unread: int
    is_demo: bool
    today: date
    version: str
    languages: list[tuple[str, str]]

    @property
    def unit(self) -> str:
        """The unit the reader works for, in the line under the name."""
        return self.posts[0].unit if self.posts else ""


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: adds `shell` to every page."""
    actor = getattr(request, "actor", None)
    signed_in = actor is not None and actor.user_id is not None
    return {
        "shell": Shell(
            actor=actor if signed_in else None,
            navigation=links_for(actor, request.path) if signed_in else [],
            areas=[area_name(path) for path in actor.areas()] if signed_in else [],
            posts=[_shown(post) for post in actor.posts] if signed_in else [],
            may_find=signed_in and actor.may("people.view_list"),
            unread=unread_count(actor) if signed_in else 0,
            is_demo=settings.DEMO,
            today=clock.today(),
            version=product_version(),
            languages=list(settings.LANGUAGES),
        )
    }


def area_name(path: str) -> str:
    """The name of one area as its own people say it: "Mile, Xinshao" and not the whole way from the nation down."""
    names = list(path_names(path))
    return names[-1] if names else ""


def _shown(post: Post) -> PostShown:
    role = find_role(post.role)
    return PostShown(title=str(role.label) if role else post.role, unit=post.unit, area=area_name(post.area))


@cache
def product_version() -> str:
    """The version that is installed, "" when the source tree runs uninstalled."""
    try:
        return version("gangqiao")
    except PackageNotFoundError:
        return ""
