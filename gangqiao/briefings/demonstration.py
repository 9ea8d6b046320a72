"""Fills a demonstration with papers, made and issued through the product's own acts, so that a newcomer sees them."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings

from gangqiao.accounts.models import User
from gangqiao.accounts.reads import actor_of
from gangqiao.briefings import actions, jobs
from gangqiao.briefings.models import Briefing, Kind
from gangqiao.briefings.states import Status
from gangqiao.headquarters.models import Meeting
from gangqiao.headquarters.states import AHEAD
from gangqiao.indicators.actions import publish
from gangqiao.indicators.models import Snapshot
from gangqiao.indicators.states import Status as SnapshotStatus
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.scope import scope_of
from gangqiao.places.reads import county

ISSUED = (Kind.WEEKLY, Kind.CIRCULAR, Kind.ANALYSIS)


def make_papers() -> list[Briefing]:
    """One paper of each kind, once, as of today; what was made. Only in a demonstration, and only where there is none.

    Last month's figures rest on its snapshot, which is published for it; the others on the register as known now. The
    pack of the next meeting stays a draft, so that the page has something to issue.
    """
    users = {user.username: user for user in User.objects.filter(username__in=("office", "hq"))}
    if not settings.DEMO or len(users) < 2:
        return []
    office, leader, today = actor_of(users["office"]), actor_of(users["hq"]), clock.today()
    with scope_of(office.areas("briefings.view")):
        if Briefing.objects.exists():
            return []
    month_end = today.replace(day=1) - timedelta(days=1)
    made = []
    if _publish_month(month_end, office):
        made.append(_made(Kind.MONTHLY, month_end, office, leader))
    made += [_made(kind, today, office, leader) for kind in ISSUED]
    if ahead := Meeting.objects.filter(status__in=AHEAD).order_by("day").first():
        made.append(_made(Kind.MEETING, today, office, None, meeting=ahead))
    return made


def _publish_month(day: date, office: Actor) -> bool:
    """Publish the month-end snapshot; whether there is a published one."""
    with scope_of(office.areas("indicators.publish")):
        taken = Snapshot.objects.filter(area=county(), day=day).order_by("-number").first()
        if taken is not None and taken.status == SnapshotStatus.TAKEN:
            publish(taken.uuid, actor=office)
    return taken is not None


def _made(kind: str, day: date, office: Actor, leader: Actor | None, *, meeting: Meeting | None = None) -> Briefing:
    """A paper of the county that was asked for and made; issued when there is somebody to issue it."""
    with scope_of(office.areas("briefings.make")):
        asked = actions.ask(kind, county(), day, actor=office, meeting=meeting)
    jobs.make_briefing(asked)
    with scope_of(office.areas("briefings.make")):
        made = Briefing.objects.get(pk=asked.pk)
    if leader is None or made.status != Status.DRAFT:
        return made
    with scope_of(leader.areas("briefings.issue")):
        return actions.issue(made.uuid, actor=leader)
