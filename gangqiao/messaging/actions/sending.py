"""Puts a notice into the queue, in the caller's transaction: it is sent if what it tells of was done, and only then."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, models, transaction

from gangqiao.accounts.models import User
from gangqiao.audit.events import name_of, record
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.identifiers import WrongPhone, parse_phone
from gangqiao.kernel.words import Say
from gangqiao.messaging import templates
from gangqiao.messaging.models import Message
from gangqiao.messaging.reads.optouts import is_stopped
from gangqiao.messaging.refusals import KeyUsed
from gangqiao.messaging.states import Status, Way
from gangqiao.messaging.templates import Template


def send(
    kind: str,
    *,
    params: Mapping[str, Any],
    key: str,
    area: str,
    actor: Actor,
    phone: str = "",
    user: User | None = None,
    recipient: str = "",
    subject: models.Model | None = None,
    person: UUID | None = None,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
) -> Message:
    """Put one notice into the queue; it goes out after the commit. The same key again gives the notice of the first.

    kind       key of a declared text; params: its values
    key        the sender's own name for this notice, without anything personal: "transfers.batch:7f3.../time"
    area       path of the division it concerns: who sees it on the desk
    phone      where an SMS goes; user: who sees it in the app. With neither it goes on paper
    recipient  whom to hand it to on paper: name and house

    What cannot go by SMS (no mobile number, a number that asked for no more) goes on paper if the text may, or is given
    up with the reason: it never stops what the caller does. Raises ForbiddenWords, NoAddress and KeyUsed; then nothing
    was written. Wrong values are a fault of the program (WrongValues).
    """
    template = templates.get(kind)
    message = Message(
        key=key,
        kind=kind,
        purpose=template.purpose,
        params=json.dumps(template.pack(params)),
        area_id=area,
        user=user,
        recipient=recipient or None,
        subject=name_of(subject),
        person_uuid=person,
        not_before=not_before,
        expires_at=expires_at or max(clock.now(), not_before or clock.now()) + timedelta(days=template.days),
    )
    _choose_way(message, template, phone)
    return _keep(message, actor)


def _choose_way(message: Message, template: Template, phone: str) -> None:
    """Set way, state and reason on a new notice."""
    if message.user is not None:
        message.way = Way.IN_APP
        if message.not_before is None:  # nothing can go wrong: it stands there at once
            message.status, message.sent_at = Status.SENT, clock.now()
        return
    message.way = Way.SMS
    found, why_not = mobile_of(phone)
    message.phone = found or None
    if message.phone and is_stopped(message.phone):
        message.is_stopped = True
        why_not = Say("This number has asked for no more messages.")
    if why_not is None:
        return
    message.note_fault(why_not)
    if template.on_paper:
        message.way = Way.PRINT
    else:
        message.status, message.ended_at = Status.GIVEN_UP, clock.now()


def mobile_of(phone: str) -> tuple[str, Say | None]:
    """The number in normal form, and why no SMS goes there; null when one does."""
    if not phone.strip():
        return "", Say("No telephone number is known.")
    try:
        found = parse_phone(phone)
    except WrongPhone:
        return "", Say("The telephone number on the register is wrong.")
    if "-" in found:
        return found, Say("A fixed line takes no SMS.")
    return found, None


def _keep(message: Message, actor: Actor) -> Message:
    """Write the notice and its event; of two at once with one key the second gets the first's."""
    found = _find(message)
    if found is not None:
        return found
    try:
        with transaction.atomic():
            message.save(force_insert=True)
            record("messaging.queue", actor=actor, subject=message, source="screen" if actor.user_id else "job")
    except IntegrityError:
        found = _find(message)
        if found is None:
            # Another area has it: no word of that one, and nothing is sent twice.
            raise KeyUsed from None
        return found
    return message


def _find(message: Message) -> Message | None:
    found: Message | None = Message.objects.filter(key=message.key).first()
    if found is not None and (found.kind, found.area_id) != (message.kind, message.area_id):
        raise KeyUsed
    return found
