"""What an operation of a phone about a call does: it ends in the actions the desk calls."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from gangqiao.followup.actions import recording
from gangqiao.followup.actions.recording import Heard
from gangqiao.followup.codes import LISTS
from gangqiao.followup.models import Contact
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.people.reads.masking import name_for, place_name
from gangqiao.sync.bodies import Body, Malformed
from gangqiao.sync.kinds import About, Outcome

if TYPE_CHECKING:
    from gangqiao.sync.models import Op

SOURCE = "phone"
NOT_REACHED = "not_reached"


def recorded(op: Op, *, actor: Actor) -> Outcome:
    """Somebody was spoken to, or was not reached (`result` "not_reached")."""
    body = Body(op.content)
    contact = Contact.objects.get(uuid=body.uuid("contact"))
    result, way = body.text("result", 12), body.text("way", 8) or "call"
    if result == NOT_REACHED:
        recording.miss(contact.pk, actor=actor, way=way, source=SOURCE)
        return Outcome()
    heard = Heard(
        result=result,
        spoke_with=body.text("spoke_with", 8) or "self",
        way=way,
        on=_day_of(op),
        left_on=_day(body, "left_on"),
        kept=_kept(body),
        words=body.text("words"),
        case=body.text("case", 10),
        wants=body.text("wants", 8),
    )
    recording.record(contact.pk, heard, actor=actor, source=SOURCE)
    return Outcome()


def about(op: Op, actor: Actor) -> About | None:
    """Whom it concerns, for the work queue of the desk. None: out of the reader's areas."""
    try:
        uuid = UUID(str(op.content.get("contact")))
    except ValueError:
        return None
    contact = Contact.objects.select_related("person").filter(uuid=uuid).first()
    if contact is None:
        return None
    result = str(op.content.get("result") or "")
    said = LISTS["result"].word(result) if result in LISTS["result"] else gettext("not reached")
    lines = [(gettext("Person"), name_for(contact.person, actor)), (gettext("What was said"), said)]
    if words := str(op.content.get("words") or ""):
        lines.append((gettext("In words"), words))
    title = gettext("Call, %(place)s") % {"place": place_name(str(contact.area_id))}
    href = reverse("followup:contact", args=[contact.uuid])
    return About(title, href, lines=lines, persons=[contact.person_uuid])


def _kept(body: Body) -> dict[str, str]:
    given: Any = body.content.get("kept") or {}
    if not isinstance(given, Mapping):
        raise Malformed("kept")
    return {str(key): str(said) for key, said in given.items()}


def _day(body: Body, name: str) -> date | None:
    text = body.text(name, 10)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Malformed(name) from error


def _day_of(op: Op) -> date:
    """The day by the phone while its clock goes right, never after today."""
    today = clock.today()
    return today if op.claimed_at is None or op.is_skewed else min(clock.day_of(op.claimed_at), today)
