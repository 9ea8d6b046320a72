"""What the operation of a phone about a day of duty does: it ends in the action the desk calls.

Two phones may mark one day. What both say is one thing; what the second says otherwise, without having seen the first,
the township decides: the operation stands in the work queue of the desk. Nothing is refused for coming late.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from gangqiao.assistance.actions import duty
from gangqiao.assistance.actions.duty import By, Said
from gangqiao.assistance.codes import LISTS
from gangqiao.assistance.models import Holder
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.words import Say
from gangqiao.people.reads.masking import name_for, place_name
from gangqiao.sync.bodies import Body, Malformed
from gangqiao.sync.kinds import About, Outcome

if TYPE_CHECKING:
    from gangqiao.sync.models import Op

WAY = "phone"


def marked(op: Op, *, actor: Actor) -> Outcome:
    """A day of a holder was marked; `seen_mark`, `seen_half`: what the phone showed before."""
    body = Body(op.content)
    holder = Holder.objects.get(uuid=body.uuid("holder"))
    on = _day(body)
    said = Said(body.text("mark", 8), body.content.get("half") is True)
    seen = {on: Said(body.text("seen_mark", 8), body.content.get("seen_half") is True)}
    made = duty.mark(holder.pk, {on: said}, actor=actor, by=By(WAY, op=str(op.uuid)), seen=seen)
    if any(one.is_late for one in made):
        return Outcome(
            say=Say("The sheet of that month was submitted already. The day is kept, and paid with the next.")
        )
    return Outcome()


def about(op: Op, actor: Actor) -> About | None:
    """Whom it concerns, for the work queue of the desk. None: out of the reader's areas."""
    try:
        uuid = UUID(str(op.content.get("holder")))
    except ValueError:
        return None
    holder = Holder.objects.select_related("person", "post").filter(uuid=uuid).first()
    if holder is None:
        return None
    mark = str(op.content.get("mark") or "")
    said = LISTS["duty_mark"].word(mark) if mark in LISTS["duty_mark"] else gettext("nothing")
    if op.content.get("half") is True:
        said = gettext("%(mark)s, half a day") % {"mark": said}
    day = str(op.content.get("on") or "")[:10]
    lines = [(gettext("Person"), name_for(holder.person, actor)), (gettext("Day"), day), (gettext("Marked"), said)]
    title = gettext("Day of duty, %(place)s") % {"place": place_name(str(holder.post.area_id))}
    href = f"{reverse('assistance:duty')}?area={holder.post.area_id}&month={day[:7]}"
    return About(title, href, lines=lines, persons=[holder.person_uuid])


def _day(body: Body) -> date:
    try:
        return date.fromisoformat(body.text("on", 10))
    except ValueError as error:
        raise Malformed("on") from error
