"""What cannot go by telephone: given up with the reason, put on paper, printed, handed over by the officer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction

from gangqiao.audit.events import looked
from gangqiao.audit.steps import step
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.messaging import templates
from gangqiao.messaging.models import Message
from gangqiao.messaging.reads.paper import on_paper
from gangqiao.messaging.refusals import NeverOnPaper, NothingToPrint, NotOnPaper
from gangqiao.messaging.sheets import set_sheet
from gangqiao.messaging.states import Status, Way

MOST_ON_A_SHEET = 200


def give_up(pk: int, sentence: Any, *, stopped: bool = False) -> None:
    """Give a notice up for the way it should have gone; it goes on paper if its text may and its time is not over."""
    with transaction.atomic():
        with step(Message, pk, "messaging.give_up", actor=SYSTEM, source="job") as message:
            message.note_fault(sentence)
            message.is_stopped = stopped
            message.ended_at = clock.now()
        template = templates.find(message.kind)
        if message.way == Way.SMS and template is not None and template.on_paper and not message.is_over:
            put_on_paper(pk, actor=SYSTEM)


def put_on_paper(pk: int, *, actor: Actor) -> Message:
    """Have a notice that was given up, or of which nobody knows, handed over by hand. Raises NeverOnPaper."""
    source = "job" if actor.user_id is None else "screen"
    with step(Message, pk, "messaging.put_on_paper", actor=actor, source=source) as message:
        template = templates.find(message.kind)
        if template is None or not template.on_paper:
            raise NeverOnPaper
        message.way, message.ended_at = Way.PRINT, None
    return message


def print_sheet(villages: Iterable[str], *, actor: Actor) -> bytes:
    """The PDF of what waits on paper in these villages (none named: in all of the scope) and note it as printed.

    When nothing is new, what was printed and not handed over is printed again. Raises NothingToPrint and NotSet; then
    nothing is noted.
    """
    waiting = on_paper(villages)
    new = list(waiting.filter(status=Status.QUEUED)[:MOST_ON_A_SHEET])
    rows = [row for row in new or waiting[:MOST_ON_A_SHEET] if actor.may("messaging.print", row.area_id)]
    if not rows:
        raise NothingToPrint
    # Set before anything is locked: it takes a while, and can fail.
    content = set_sheet(rows, printed_by=actor.name)
    with transaction.atomic():
        for row in rows:
            with step(Message, row.pk, "messaging.print", actor=actor) as printed:
                printed.sent_at = clock.now()
        looked("messaging.print", actor=actor, persons=[row.person_uuid for row in rows if row.person_uuid])
    return content


def hand_over(uuids: Iterable[UUID], *, actor: Actor) -> int:
    """Note that printed notices were handed over; returns how many. Raises NotOnPaper for one that is none."""
    done = 0
    with transaction.atomic():
        for message in Message.objects.filter(uuid__in=list(uuids)).order_by("pk"):
            if message.way != Way.PRINT:
                raise NotOnPaper
            with step(Message, message.pk, "messaging.hand_over", actor=actor) as given:
                given.ended_at = clock.now()
            done += 1
    return done
