"""Which public posts and quotas a reader knows of, and one post with its applicants and holders.

A post names nobody, so that no scope of rows decides it: whoever works in an area knows the posts in it and those of
the area above it; a department knows what it keeps.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from gangqiao.assistance.models import PublicPost
from gangqiao.assistance.states import PostStatus
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor, is_of_unit
from gangqiao.kernel.paths import ancestors_of, upper_bound

VIEW = "assistance.view_posts"
PER_PAGE = 30
P = PostStatus
# What waits for whom: verb -> the states in which somebody with it has something to do.
WAITS = {
    "assistance.check_post": (P.PROPOSED,),
    "assistance.approve_post": (P.CHECKED,),
    "assistance.announce_post": (P.APPROVED,),
    "assistance.choose": (P.SELECTING,),
    "assistance.sign_agreement": (P.AGREEMENT,),
}
LOOKS: dict[str, Callable[[], Q]] = {
    "": lambda: ~Q(status__in=[P.ENDED, P.REJECTED]),
    "starting": lambda: Q(status__in=[P.PROPOSED, P.CHECKED, P.APPROVED]),
    "choosing": lambda: Q(status__in=[P.ANNOUNCED, P.SELECTING, P.PUBLICITY]),
    "running": lambda: Q(status__in=[P.AGREEMENT, P.RUNNING]),
    "over": lambda: Q(status__in=[P.ENDED, P.REJECTED]),
}


def seen(actor: Actor, verb: str = VIEW, *, above: bool = False, unit: str = "unit") -> Q:
    """The clause for rows with an area that a reader knows of.

    above  also those of the areas that hold the reader's; unit: the column of the unit that keeps them, "" none
    """
    found = Q(pk__in=[])
    for area in actor.areas(verb):
        if is_of_unit(area):
            found |= Q(**{unit: area[1:-1]}) if unit else Q(pk__in=[])
        else:
            found |= within(area)
            if above:
                found |= Q(area_id__in=list(ancestors_of(area)))
    return found


def within(area: str) -> Q:
    """The clause for rows of an area and below."""
    return Q(area_id__gte=area, area_id__lt=upper_bound(area))


def visible(actor: Actor) -> QuerySet[PublicPost]:
    """The posts the reader knows of."""
    return PublicPost.objects.filter(seen(actor)).select_related("area", "quota", "quota__area")


def find(uuid: UUID, actor: Actor) -> PublicPost | None:
    """One post; null: the reader knows of none with this number."""
    return visible(actor).filter(uuid=uuid).first()


def waits_for(actor: Actor) -> Q:
    """The clause for posts in a state in which this reader has something to do."""
    found = Q(pk__in=[])
    for verb, states in WAITS.items():
        found |= Q(status__in=states) & seen(actor, verb, unit="")
    today = clock.today()
    found |= Q(status=P.ANNOUNCED, announced_until__lt=today) & seen(actor, "assistance.select_holders", unit="")
    return found | Q(status=P.PUBLICITY, publicity_until__lt=today) & seen(actor, "assistance.end_publicity", unit="")


def page_of(
    actor: Actor, look: str, *, area: str = "", department: str = "", start: int = 0
) -> tuple[list[PublicPost], dict[str, int], int | None]:
    """A page of posts, what waits longest first; how many stand behind each tab; where the next page begins."""
    found = visible(actor)
    if area:
        found = found.filter(within(area))
    if department:
        found = found.filter(quota__department=department)
    clauses = {"mine": waits_for(actor)} | {key: clause() for key, clause in LOOKS.items()}
    counts = found.aggregate(**{f"n_{key}": Count("pk", filter=clause) for key, clause in clauses.items()})
    order = ("-proposed_on", "-pk") if look in ("over", "running") else ("proposed_on", "pk")
    rows = list(found.filter(clauses[look]).order_by(*order)[start : start + PER_PAGE + 1])
    more = start + PER_PAGE if len(rows) > PER_PAGE else None
    return rows[:PER_PAGE], {key: counts[f"n_{key}"] for key in clauses}, more


def reaches(actor: Actor, verb: str, row: Any) -> bool:
    """True when a post gives the verb over the row (`audit.steps.require`)."""
    return any(actor.may(verb, path) for path in row.paths)
