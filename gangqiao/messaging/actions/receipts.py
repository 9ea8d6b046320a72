"""What the gateway tells afterwards: that a message arrived, or never will."""

from __future__ import annotations

from uuid import UUID

from gangqiao.audit.steps import step
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.lifecycle import NotAllowedNow
from gangqiao.kernel.words import Say
from gangqiao.messaging.actions.paper import give_up
from gangqiao.messaging.models import Message
from gangqiao.messaging.states import Way


def take_receipt(name: str, *, arrived: bool, code: str = "") -> bool:
    """Note what became of a message in the scope; False when none is known by this name, or it is settled already.

    name  the gateway's name of the message, or our reference of the try
    code  the gateway's word for why it did not arrive, shown to the desk
    """
    message = _find(name)
    if message is None or message.way != Way.SMS:
        return False
    try:
        if arrived:
            with step(Message, message.pk, "messaging.deliver", actor=SYSTEM, source="job") as row:
                row.ended_at, row.fault = clock.now(), None
                row.sent_at = row.sent_at or clock.now()
        else:
            give_up(message.pk, Say("The network did not deliver it (%(code)s).", code=code[:20] or "-"))
    except NotAllowedNow:
        return False
    return True


def _find(name: str) -> Message | None:
    if not name or len(name) > 100:
        return None
    found: Message | None = Message.objects.filter(receipt=name).order_by("-pk").first()
    if found is None and len(name) == 35 and name.isalnum() and name[32:].isdigit():
        try:
            uuid = UUID(name[:32])
        except ValueError:
            return None
        # A receipt of an earlier try must not settle a later one.
        found = Message.objects.filter(uuid=uuid, tries=int(name[32:])).first()
    return found
