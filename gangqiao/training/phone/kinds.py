"""What an operation of a phone about a class does: it ends in the action the desk calls.

Two phones that sign in the same learner say one thing: the second changes nothing. What comes after the class is
assessed is refused and stands in the work queue of the desk.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.words import Say
from gangqiao.people.reads.masking import place_name
from gangqiao.sync.bodies import Body
from gangqiao.sync.kinds import About, Outcome
from gangqiao.training.actions import attending
from gangqiao.training.actions.attending import Seen
from gangqiao.training.models import Enrolment, Session
from gangqiao.training.reads.learners import name_of

if TYPE_CHECKING:
    from gangqiao.sync.models import Op

SOURCE = "phone"


def signed_in(op: Op, *, actor: Actor) -> Outcome:
    """A learner came to a session, by roll-call or by the code on the slip."""
    body = Body(op.content)
    seen = Seen(
        way=body.text("way", 8) or "list", at=moment_of(op, body), place=body.text("place", 60),
        code=body.text("code", 40), op=str(op.pk),
        source=SOURCE,
    )  # fmt: skip
    made = attending.sign_in(body.uuid("session"), [body.uuid("enrolment")], seen, actor=actor)
    return Outcome() if made else Outcome(say=Say("This learner was signed in already."))


def about(op: Op, actor: Actor) -> About | None:
    """Whom it concerns, for the work queue of the desk. None: out of the reader's areas."""
    row = Enrolment.objects.select_related("held").filter(uuid=_uuid(op, "enrolment")).first()
    session = Session.objects.filter(uuid=_uuid(op, "session")).first()
    if row is None:
        return None
    lines = [(gettext("Person"), name_of(row, actor)), (pgettext("training", "Class"), row.held.number)]
    if session is not None:
        lines.append((pgettext("paper", "Session"), f"{date_format(session.on)} {session.begins_at:%H:%M}"))
    title = gettext("Sign-in, %(place)s") % {"place": place_name(str(row.area_id))}
    return About(title, reverse("training:learner", args=[row.uuid]), lines=lines, persons=[row.person_uuid])


def moment_of(op: Op, body: Body) -> datetime:
    """When it was, by the phone while its clock goes right, never later than now."""
    claimed = body.moment("at") or op.claimed_at
    if claimed is None or op.is_skewed:
        claimed = op.received_at
    return min(claimed, clock.now())


def _uuid(op: Op, name: str) -> UUID | None:
    try:
        return UUID(str(op.content.get(name)))
    except ValueError:
        return None
