"""Which issues somebody sees, and who has to act on one now.

An issue is seen by the posts over its area. A department has no area: it opens the single issues it raised or was
assigned to, through `IssueParty`, and acts on them as if it had a post over the area of that issue.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from uuid import UUID

from gangqiao.accounts.models import Unit
from gangqiao.headquarters.models import Issue, IssueLevel, IssueParty
from gangqiao.headquarters.states import OPEN, IssueStatus
from gangqiao.kernel.actor import Actor, Post, covers
from gangqiao.kernel.scope import scope_of
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.plans.reads import answers_for, units_answered_for
from gangqiao.plans.standing import Standing, standing_of

VIEW = "headquarters.view_issues"
AS_PARTY = frozenset({VIEW, "headquarters.start_issue", "headquarters.report_issue"})
_LONGEST_POST = {
    IssueLevel.VILLAGE: KEY_LENGTH[Level.VILLAGE],
    IssueLevel.TOWNSHIP: KEY_LENGTH[Level.TOWNSHIP],
    IssueLevel.HEADQUARTERS: KEY_LENGTH[Level.COUNTY],
}


def handles(actor: Actor, verb: str, issue: Issue) -> bool:
    """Whether a post over the issue's area, at its level or above, gives the verb."""
    longest = _LONGEST_POST[IssueLevel(issue.level)]
    return any(verb in p.verbs and covers(p.area, issue.area_id) and len(p.area) <= longest for p in actor.posts)


def works_on(actor: Actor, verb: str, issue: Issue) -> bool:
    """Whether the issue is the actor's to solve: assigned to a unit, that unit's; else the level's own."""
    if issue.unit_id:
        return answers_for(actor, issue.unit_id, verb)
    return handles(actor, "headquarters.accept_issue", issue)


def may_verify(actor: Actor, issue: Issue) -> bool:
    """Whether the actor is another than who reported it solved, and not of the unit that solved it."""
    if issue.reported_by_id == actor.user_id or not handles(actor, "headquarters.verify_issue", issue):
        return False
    return not (issue.unit_id and answers_for(actor, issue.unit_id, "headquarters.report_issue"))


def level_of(area_path: str) -> IssueLevel:
    """The level at which an area's issues begin."""
    if len(area_path) >= KEY_LENGTH[Level.VILLAGE]:
        return IssueLevel.VILLAGE
    return IssueLevel.TOWNSHIP if len(area_path) >= KEY_LENGTH[Level.TOWNSHIP] else IssueLevel.HEADQUARTERS


def parties_of(actor: Actor) -> list[IssueParty]:
    """The issues the actor's units have to do with, wherever they lie."""
    units = units_answered_for(actor, "headquarters.report_issue")
    return list(IssueParty.objects.filter(unit__in=units, ended_on=None).order_by("-pk")[:200])


@contextmanager
def through_party(actor: Actor, party: IssueParty) -> Iterator[Actor]:
    """Open one issue for a unit that has to do with it: inside, the actor holds a post over its area."""
    post = Post(role=actor.roles[0] if actor.roles else "", unit="", area=party.area_path, verbs=AS_PARTY)
    with scope_of([party.area_path]):
        yield replace(actor, posts=(*actor.posts, post))


@contextmanager
def opened(actor: Actor, uuid: UUID) -> Iterator[tuple[Issue, Actor]]:
    """The issue with the actor as they stand to it. Raises Issue.DoesNotExist for whom it is none of their business."""
    found = Issue.objects.filter(uuid=uuid).select_related("area", "unit", "raised_unit").first()
    if found is not None and actor.may(VIEW, found.area_id):
        yield found, actor
        return
    units = units_answered_for(actor, "headquarters.report_issue")
    party = IssueParty.objects.filter(issue_key=uuid, unit__in=units, ended_on=None).first()
    if party is None:
        raise Issue.DoesNotExist
    with through_party(actor, party) as acting:
        yield Issue.objects.select_related("area", "unit", "raised_unit").get(uuid=uuid), acting


def seen_by(actor: Actor, *, is_open: bool, limit: int = 200) -> list[Issue]:
    """The issues of the actor's areas and of their units, the open or the verified ones. Needs the actor's scope."""
    states = OPEN if is_open else (IssueStatus.VERIFIED,)
    wanted = Issue.objects.filter(status__in=states).select_related("area", "unit", "raised_unit").order_by("-pk")
    found = {issue.pk: issue for issue in wanted[:limit]}
    for party in parties_of(actor):
        with through_party(actor, party):
            issue = wanted.filter(uuid=party.issue_key).first()
        if issue is not None:
            found.setdefault(issue.pk, issue)
    return list(found.values())


def standing_of_issue(issue: Issue, today: date) -> Standing:
    """Red, yellow or green by the working calendar; an issue not accepted in three working days is yellow."""
    told = {"raised": "given"}.get(issue.status, issue.status)
    return standing_of(
        told,
        due_on=issue.due_on,
        issued_on=issue.raised_on,
        given_on=issue.waits_since,
        reported_on=issue.reported_on,
        today=today,
    )


def own_unit(actor: Actor) -> Unit | None:
    """The unit of the actor's account; null for the system."""
    return Unit.objects.filter(users__pk=actor.user_id).first() if actor.user_id else None
