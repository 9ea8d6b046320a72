"""Sends what is due, at most once a try.

A try has three moments: it is noted that it begins (committed), the gateway is asked, and it is noted what came of it.
A process can be killed between any two. Killed after the first it leaves a notice that "is being sent", and nobody
knows whether the gateway has it: the machine may have died before it asked, or when the message was on its way. To send
it again could ring a telephone twice with the same words, to take it as sent could leave a passenger at home. So
neither is done: after a while the notice becomes "unknown", and a person decides (send again, take as sent, on paper,
withdraw). A receipt of the gateway, or its late answer, settles it without anybody.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import Enum
from functools import partial
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db.models import Q

from gangqiao.audit.steps import step
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.lifecycle import NotAllowedNow
from gangqiao.kernel.words import Say
from gangqiao.messaging import templates
from gangqiao.messaging.actions.paper import give_up
from gangqiao.messaging.gateways import Gateway, NotTaken, Unsure, gateway_in_use
from gangqiao.messaging.hours import is_quiet
from gangqiao.messaging.models import Message
from gangqiao.messaging.reads.due import next_due, next_moment
from gangqiao.messaging.reads.optouts import is_stopped
from gangqiao.messaging.states import Status, Way
from gangqiao.messaging.tries import AGAIN_AFTER, DOWN_AFTER, LOST_AFTER, MOST_TRIES, PAUSE

log = logging.getLogger(__name__)
DOWN = "messaging.gateway_is_down"  # remembered by each worker for itself


def work_off() -> datetime | None:
    """Send what is due in the scope, one after the other; returns when there is something to do again (null: never)."""
    lose_what_was_cut_short()
    if cache.get(DOWN):
        return clock.now() + PAUSE
    gateway, after, in_vain = gateway_in_use(), 0, 0
    while (found := next_due(after)) is not None:
        # On with the later ones whatever becomes of this: one that cannot be begun must not be met for ever.
        after = found
        in_vain = in_vain + 1 if send_one(found, gateway) == Tried.IN_VAIN else 0
        if in_vain == DOWN_AFTER:
            # A gateway that is down would keep each of thousands waiting, and use up their tries.
            cache.set(DOWN, True, PAUSE.total_seconds())
            return clock.now() + PAUSE
    return next_moment()


def lose_what_was_cut_short() -> int:
    """Say of notices whose sending began long ago that nobody knows; returns of how many."""
    lost = Message.objects.filter(status=Status.SENDING, sending_at__lte=clock.now() - LOST_AFTER)
    return sum(_lose(key, None, Say("The sending was cut short.")) for key in lost.values_list("pk", flat=True))


def close_what_is_over() -> int:
    """Give up what waits on paper and whose time is over; returns how many. The rest is met when it falls due."""
    over = Message.objects.filter(status=Status.QUEUED, way=Way.PRINT, expires_at__lte=clock.now())
    sentence = Say("It was not handed over before its time was over.")
    return sum(_quietly(partial(give_up, key, sentence)) for key in over.values_list("pk", flat=True))


class Tried(Enum):
    """What a try was good for."""

    NOT = "there was none: somebody else was first, it is quiet, or it was given up"
    IN_VAIN = "the gateway takes nothing now"
    MADE = "the gateway was asked and has said something about this notice"


def send_one(pk: int, gateway: Gateway) -> Tried:
    """Make one try."""
    message = _begin(pk)
    if message is None or message.way == Way.IN_APP:
        return Tried.NOT
    try:
        words = templates.get(message.kind).sms(message.values)
    except (KeyError, TypeError, ValueError):
        # Its text was declared anew with other values since.
        _quietly(partial(give_up, message.pk, Say("Its text could not be made any more.")))
        return Tried.NOT
    try:
        receipt = gateway.send(str(message.phone), words, reference=reference_of(message.uuid, message.tries))
    except NotTaken as fault:
        _fail(message, fault)
        return Tried.MADE if fault.lasting else Tried.IN_VAIN
    except Unsure as fault:
        _lose(message.pk, message.tries, fault.sentence)
    except Exception:
        # Without the words of the fault: they might repeat the message.
        log.error("the gateway failed in a way it must not; notice %s", message.uuid)
        _lose(message.pk, message.tries, Say("The gateway failed in an unexpected way."))
    else:
        _confirm(message, receipt)
    return Tried.MADE


def reference_of(uuid: UUID, tries: int) -> str:
    """Our name of one try, which a gateway may give back in its receipts: 35 characters without a hyphen."""
    return f"{uuid.hex}{tries:03}"


def _begin(pk: int) -> Message | None:
    """Note that a try begins. Of two workers one gets null; so does who finds that it must not be sent any more."""
    found: Message | None = Message.objects.filter(pk=pk).first()
    if found is None:
        return None
    try:
        if why_not := why_not_now(found):
            give_up(found.pk, why_not, stopped=is_stopped(found.phone))
            return None
        if found.way == Way.IN_APP:
            with step(Message, pk, "messaging.show", actor=SYSTEM, source="job") as shown:
                shown.sent_at = clock.now()
            return shown
        if is_quiet(clock.now()):
            return None
        with step(Message, pk, "messaging.begin", actor=SYSTEM, source="job") as begun:
            begun.tries += 1
            begun.sending_at, begun.not_before, begun.fault = clock.now(), None, None
        return begun
    except NotAllowedNow:
        return None


def why_not_now(message: Message) -> Say | None:
    """Why a notice is never to be sent, though it waits; null when nothing speaks against it."""
    if message.is_over:
        return Say("It could not be sent before its time was over.")
    if templates.find(message.kind) is None:
        return Say("This kind of notice is not sent any more.")
    if message.way == Way.SMS and is_stopped(message.phone):
        return Say("This number has asked for no more messages.")
    return None


def _confirm(message: Message, receipt: str) -> None:
    try:
        with step(Message, message.pk, "messaging.confirm", actor=SYSTEM, source="job") as sent:
            if sent.tries == message.tries:
                sent.receipt, sent.sent_at, sent.fault = receipt, clock.now(), None
    except NotAllowedNow:
        # Its receipt was here first, or somebody has decided meanwhile: that stands.
        Message.objects.filter(pk=message.pk, receipt="").update(receipt=receipt)


def _fail(message: Message, fault: NotTaken) -> None:
    """Certainly not sent: again later, or given up."""
    if fault.lasting or message.tries >= MOST_TRIES:
        _quietly(partial(give_up, message.pk, fault.sentence))
        return
    again = clock.now() + timedelta(minutes=AGAIN_AFTER[message.tries - 1])

    def fail() -> None:
        with step(Message, message.pk, "messaging.fail", actor=SYSTEM, source="job") as failed:
            failed.not_before = again
            failed.note_fault(fault.sentence)

    _quietly(fail)


def _lose(pk: int, tries: int | None, sentence: object) -> bool:
    """Say that nobody knows. Not of a later try than the one that is meant, when one is."""
    with_tries = Q() if tries is None else Q(tries=tries)
    if not Message.objects.filter(with_tries, pk=pk, status=Status.SENDING).exists():
        return False

    def lose() -> None:
        with step(Message, pk, "messaging.lose", actor=SYSTEM, source="job") as lost:
            lost.note_fault(sentence)

    return _quietly(lose)


def _quietly(act: Callable[[], Any]) -> bool:
    """Take a step; somebody who was faster is right."""
    try:
        act()
    except NotAllowedNow:
        return False
    return True
