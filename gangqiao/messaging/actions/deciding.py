"""What a person decides: send again, take as sent, withdraw."""

from __future__ import annotations

from gangqiao.audit.steps import step
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.messaging.models import Message
from gangqiao.messaging.reads.optouts import is_stopped
from gangqiao.messaging.refusals import NoPhone, Stopped, TooLate
from gangqiao.messaging.states import FINISHED, Status, Way


def retry(pk: int, *, actor: Actor) -> Message:
    """Send a notice again, from its first try on. The reader may get it twice if it had been sent: the page says so.

    Raises TooLate, NoPhone and Stopped.
    """
    with step(Message, pk, "messaging.retry", actor=actor) as message:
        if message.is_over:
            raise TooLate
        if message.way == Way.SMS and (not message.phone or "-" in message.phone):
            raise NoPhone
        if message.way == Way.SMS and is_stopped(message.phone):
            raise Stopped
        message.tries, message.not_before, message.fault, message.ended_at = 0, None, None, None
        message.receipt, message.is_stopped = "", False
    return message


def take_as_sent(pk: int, *, actor: Actor) -> Message:
    """Take a notice of which nobody knows as sent: somebody has asked the gateway, or the person."""
    with step(Message, pk, "messaging.take_as_sent", actor=actor) as message:
        message.sent_at = clock.now()
    return message


def withdraw(pk: int, *, actor: Actor, note: str) -> Message:
    """Take a notice out that was not sent. What is being sent at this moment can no longer be held back."""
    with step(Message, pk, "messaging.withdraw", actor=actor, note=note) as message:
        message.ended_at = clock.now()
    return message


def withdraw_key(key: str) -> bool:
    """For senders: withdraw a notice by its key, since what it says no longer holds. False: there is none, or too late.

    Inside the caller's transaction and under the caller's own verb, like `send`; who did it stands in that one's event.
    """
    found = Message.objects.filter(key=key).first()
    if found is None or found.status in (*FINISHED, Status.SENDING, Status.SENT):
        return False
    with step(Message, found.pk, "messaging.withdraw", actor=SYSTEM, note="\u2014", source="job") as message:
        message.ended_at = clock.now()
    return True
