"""The agenda of a meeting: proposed from what is open, put in order and completed by hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from django.db import transaction
from django.db.models import Max

from gangqiao.audit.events import record
from gangqiao.audit.steps import require
from gangqiao.headquarters.models import AgendaItem, AgendaKind, Meeting
from gangqiao.headquarters.reads.lagging import matters_for
from gangqiao.headquarters.refusals import NotWhileSo, WordsMissing
from gangqiao.headquarters.states import AHEAD, MeetingStatus
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.scope import scope_of

VERB = "headquarters.plan_meeting"


def bring_up_to_date(meeting: Meeting, *, actor: Actor) -> int:
    """Add what is open and not on the agenda yet, and count anew what is; how many items were added.

    What was left out by hand stays out. What is no longer open stays, for the meeting to see, with its facts of before.
    """
    with scope_of(actor), transaction.atomic():
        there = {item.key: item for item in meeting.agenda.select_for_update()}
        position = max((item.position for item in there.values()), default=0)
        added = 0
        for matter in matters_for(meeting, clock.today()):
            if (item := there.get(matter.key)) is not None:
                if item.facts != matter.facts:
                    item.facts = matter.facts
                    item.save()
                continue
            position, added = position + 1, added + 1
            AgendaItem.objects.create(
                meeting=meeting, position=position, kind=matter.kind, key=matter.key, facts=matter.facts
            )
    return added


def renew_agenda(meeting_id: int, *, actor: Actor) -> int:
    """Bring the agenda up to date by hand; how many items were added. Raises NotWhileSo."""
    require(actor, VERB)
    with transaction.atomic():
        meeting = _open_agenda(meeting_id)
        added = bring_up_to_date(meeting, actor=actor)
        record(VERB, actor=actor, subject=meeting, fields=["agenda"])
    return added


def add_item(meeting_id: int, words: str, *, actor: Actor, source: str = "screen") -> AgendaItem:
    """Add an item in own words; also while the meeting is held. Raises WordsMissing, NotWhileSo."""
    require(actor, VERB)
    if not words.strip():
        raise WordsMissing
    with transaction.atomic():
        meeting = _open_agenda(meeting_id, *AHEAD, MeetingStatus.HELD)
        last = meeting.agenda.aggregate(last=Max("position"))["last"] or 0
        item = AgendaItem.objects.create(
            meeting=meeting,
            position=last + 1,
            kind=AgendaKind.FREE,
            key=f"free:{uuid4()}",
            words=words.strip()[:500],
        )
        record(VERB, actor=actor, subject=meeting, fields=["agenda"], source=source)
    return item


def change_item(item_id: int, words: str, *, actor: Actor) -> AgendaItem:
    """Write a sentence of one's own to an item; an empty one takes it away again. Raises WordsMissing."""
    with _changing(item_id, actor) as item:
        if not words.strip() and item.kind == AgendaKind.FREE:
            raise WordsMissing
        item.words = words.strip()[:500] or None
        item.save()
    return item


def leave_out(item_id: int, *, actor: Actor) -> AgendaItem:
    """Take an item off the agenda. It is not proposed again."""
    with _changing(item_id, actor) as item:
        item.is_out = True
        item.save()
    return item


def put_back(item_id: int, *, actor: Actor) -> AgendaItem:
    """Put an item that was left out on the agenda again, at its end."""
    with _changing(item_id, actor) as item:
        last = item.meeting.agenda.aggregate(last=Max("position"))["last"] or 0
        item.is_out, item.position = False, last + 1
        item.save()
    return item


def move_item(item_id: int, up: bool, *, actor: Actor) -> AgendaItem:
    """Change places with the neighbour above or below; the first and the last stay where they are."""
    with _changing(item_id, actor) as item:
        others = [one for one in item.meeting.agenda.select_for_update() if not one.is_out]
        here = [one.pk for one in others].index(item.pk)
        there = here - 1 if up else here + 1
        if 0 <= there < len(others):
            others[here], others[there] = others[there], others[here]
            for position, one in enumerate(others, start=1):
                if one.position != position:
                    one.position = position
                    one.save()
    item.refresh_from_db()
    return item


@contextmanager
def _changing(item_id: int, actor: Actor) -> Iterator[AgendaItem]:
    """A transaction in which one item of an agenda that is still open is changed, with its event. Raises NotWhileSo."""
    require(actor, VERB)
    with transaction.atomic():
        item = AgendaItem.objects.get(pk=item_id)
        item.meeting = _open_agenda(item.meeting_id, *AHEAD, MeetingStatus.HELD)
        yield item
        record(VERB, actor=actor, subject=item.meeting, fields=["agenda"])


def _open_agenda(meeting_id: int, *states: str) -> Meeting:
    meeting = Meeting.objects.select_for_update().get(pk=meeting_id)
    if meeting.status not in (states or AHEAD):
        raise NotWhileSo
    return meeting
