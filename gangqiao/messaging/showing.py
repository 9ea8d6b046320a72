"""Notices as pages show them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.identifiers import mask_phone
from gangqiao.kernel.lifecycle import Step
from gangqiao.messaging import templates
from gangqiao.messaging.hours import is_quiet, next_allowed
from gangqiao.messaging.lengths import parts_of
from gangqiao.messaging.models import Message, OptOut
from gangqiao.messaging.reads.desk import Day
from gangqiao.messaging.reads.notices import may_read_words
from gangqiao.messaging.states import Status, Way
from gangqiao.places.reads import path_names

S = Status
TONES = {
    S.QUEUED: "busy", S.SENDING: "busy", S.SENT: "calm", S.DELIVERED: "good", S.FAILED: "warn", S.UNKNOWN: "bad",
    S.GIVEN_UP: "bad", S.WITHDRAWN: "calm",
}  # fmt: skip
# What the desk's buttons may do, and how; the others belong to the worker and to the page of paper.
BUTTONS = ("messaging.retry", "messaging.take_as_sent", "messaging.put_on_paper", "messaging.withdraw")


@dataclass(frozen=True, slots=True)
class MessageShown:
    """One notice on the desk. phone: masked; parts: how many SMS it is, 0 when it goes by hand."""

    message: Message
    label: str
    phone: str
    place: str
    state: str
    tone: str
    says: str
    later: datetime | None
    words: str = ""
    parts: int = 0
    steps: list[Step] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class NoticeShown:
    """One own notice. words: "" when they are withheld; href: the own page it leads to."""

    message: Message
    label: str
    words: str
    href: str
    is_unread: bool


def message_shown(message: Message, actor: Actor, *, whole: bool = False) -> MessageShown:
    """A notice for the desk; with its words and buttons only where they are shown."""
    template = templates.find(message.kind)
    words = template.say(message.values, get_language()) if whole and template and not message.is_emptied else ""
    return MessageShown(
        message=message,
        label=str(template.label) if template else message.kind,
        phone=mask_phone(message.phone or ""),
        place=" ".join(path_names(message.area_id)[-2:]),
        state=state_of(message),
        tone=TONES[Status(message.status)],
        says=message.says,
        later=later_of(message),
        words=words,
        parts=parts_of(template.sms(message.values)) if words and template and message.way == Way.SMS else 0,
        steps=steps_of(message, actor) if whole else [],
    )


def state_of(message: Message) -> str:
    """The state in the words of its way: what is on paper is printed, not sent."""
    if message.way == Way.PRINT and message.status == Status.QUEUED:
        return _("to be printed")
    if message.way == Way.PRINT and message.status == Status.SENT:
        return _("printed, to be handed over")
    if message.way == Way.PRINT and message.status == Status.DELIVERED:
        return _("handed over")
    return str(message.get_status_display())


def later_of(message: Message) -> datetime | None:
    """When a waiting SMS goes, if not at once: its own time, or the end of the quiet hours."""
    if message.way != Way.SMS or message.status not in (Status.QUEUED, Status.FAILED):
        return None
    moment = max(message.not_before or clock.now(), clock.now())
    return next_allowed(moment) if is_quiet(moment) or moment > clock.now() else None


def steps_of(message: Message, actor: Actor) -> list[Step]:
    """The buttons this reader may press now."""
    found = [s for s in message.LIFE_CYCLE.steps_from(message.status) if s.verb in BUTTONS]
    found.sort(key=lambda step: BUTTONS.index(step.verb))
    template = templates.find(message.kind)
    on_paper = template is not None and template.on_paper and message.way == Way.SMS
    return [
        step
        for step in found
        if actor.may(step.verb, message.area_id) and (step.verb != "messaging.put_on_paper" or on_paper)
    ]


def notice_shown(message: Message, actor: Actor) -> NoticeShown:
    """An own notice in the reader's language. Of a person in an area that is no longer the reader's nothing is told."""
    template = templates.find(message.kind)
    label = str(template.label) if template else _("Notice")
    is_unread = message.status == Status.SENT
    if template is None or message.is_emptied or not may_read_words(message, actor, is_personal=template.is_personal):
        return NoticeShown(message, label, "", "", is_unread)
    values = message.values
    links = [values[name] for name, param in template.params.items() if param.kind == "link" and name in values]
    href = links[0].removeprefix(settings.ADDRESS.rstrip("/")) if links else ""
    # Made with an older address of the installation: then it would lead to another host.
    href = "" if urlsplit(href).netloc else href
    return NoticeShown(message, label, template.say(values, get_language()), href, is_unread)


@dataclass(frozen=True, slots=True)
class DayShown:
    day: Any
    made: int
    numbers: list[int]


DAY_STATES = (S.QUEUED, S.FAILED, S.SENDING, S.SENT, S.DELIVERED, S.UNKNOWN, S.GIVEN_UP, S.WITHDRAWN)


def day_shown(day: Day) -> DayShown:
    return DayShown(day.day, day.made, [day.by_status.get(status, 0) for status in DAY_STATES])


def day_columns() -> list[dict[str, Any]]:
    """The heads of the figures by day."""
    heads = [_("Day"), pgettext("notices", "Made"), *(str(status.label) for status in DAY_STATES)]
    return [{"label": head, "is_number": n > 0} for n, head in enumerate(heads)]


def number_shown(row: OptOut) -> dict[str, Any]:
    """A number that wants no messages, masked."""
    return {"row": row, "phone": mask_phone(row.phone)}
