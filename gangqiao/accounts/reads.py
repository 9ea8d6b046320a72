"""Who acts, and who may sign in where: questions about users and their posts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Prefetch, Q, prefetch_related_objects

from gangqiao.accounts.models import ADMINISTRATOR_ROLES, Grant, User
from gangqiao.accounts.roles import find_role, role_label
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor, Post, path_of_unit
from gangqiao.kernel.requests import current_request_id

VISITOR = Actor(user_id=None, name="")


def actor_of(user: User | AnonymousUser, on: date | None = None) -> Actor:
    """The user with the posts in force on the day (today). One query. A visitor or a disabled user holds none."""
    if not isinstance(user, User) or not user.is_active:
        return VISITOR
    grants = Grant.objects.filter(user=user).in_force(on or clock.today())
    # Asked at every request: the columns that count, and not three rows as wide as they are.
    held = grants.values_list("role", "area", "user__unit__name", "user__unit__code")
    posts = _apart(tuple(post for grant in held if (post := _post_of(*grant))))
    return Actor(user_id=user.pk, name=user.display_name, posts=posts, request_id=current_request_id())


def _apart(posts: tuple[Post, ...]) -> tuple[Post, ...]:
    """Posts that may be held together. The acts refuse any others; this is for a row that came past them.

    An administrator acts as administrator only, and who holds two of the three posts acts as nobody.
    """
    administrators = [post for post in posts if post.role in ADMINISTRATOR_ROLES]
    if not administrators:
        return posts
    return tuple(administrators) if len(administrators) == 1 else ()


def _post_of(key: str, area: str | None, unit: str, code: str) -> Post | None:
    role = find_role(key)
    if role is None:
        return None
    return Post(
        role=role.key,
        unit=unit,
        area=area or "",
        verbs=role.verbs,
        level=role.level,
        reveal=role.reveal,
        keeps="" if area else path_of_unit(code),
    )


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A grant as a page shows it. `state` is "now", "later" or "ended"."""

    grant: Grant
    role: Any
    area: str
    state: str

    @property
    def last_day(self) -> date | None:
        """The last day the post holds; null when no end is set, or when it never held."""
        end = self.grant.valid_to
        return end - timedelta(days=1) if end and end > self.grant.valid_from else None


def posts_of(user: User, on: date | None = None) -> list[HeldPost]:
    """Every post the user holds, will hold or held: those in force first, then the coming, then the ended."""
    day = on or clock.today()
    grants = Grant.objects.filter(user=user).select_related("area", "granted_by", "ended_by")
    order = {"now": 0, "later": 1, "ended": 2}
    return sorted((_held(g, day) for g in grants), key=lambda held: order[held.state])


def _held(grant: Grant, day: date) -> HeldPost:
    state = "now" if grant.holds_on(day) else "later" if grant.valid_from > day else "ended"
    if grant.valid_to is not None and grant.valid_to <= grant.valid_from:
        state = "ended"
    return HeldPost(grant, role_label(grant.role), grant.area.name if grant.area else "", state)


PAGE = 50


def users_page(*, q: str = "", unit: str = "", state: str = "", after: str = "") -> tuple[list[User], str, int]:
    """One page of users by user name, the name to go on after ("" on the last page), and the honest count."""
    found = User.objects.select_related("unit")
    if q:
        found = found.filter(Q(username__contains=q.lower()) | Q(display_name__contains=q))
    if unit:
        found = found.filter(unit__code=unit)
    held = Grant.objects.filter(user=OuterRef("pk")).in_force(clock.today())
    if state == "disabled":
        found = found.filter(is_active=False)
    elif state == "without_post":
        found = found.filter(~Exists(held), is_active=True)
    elif state == "active":
        found = found.filter(is_active=True)
    count = found.count()
    page = list(found.filter(username__gt=after).order_by("username")[: PAGE + 1])
    more = page[PAGE - 1].username if len(page) > PAGE else ""
    page = page[:PAGE]
    prefetch_related_objects(page, Prefetch("grants", Grant.objects.in_force(clock.today()).select_related("area")))
    return page, more, count


def has_second_factor(user: User) -> bool:
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
