"""How the desk shows what an escort's phone sent and the county did not take as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from gangqiao.kernel.actor import Actor
from gangqiao.sync.kinds import About
from gangqiao.transfers.codes import LISTS
from gangqiao.transfers.models import Passenger, Trip

if TYPE_CHECKING:
    from gangqiao.sync.models import Op


def about(op: Op, actor: Actor) -> About | None:
    """The coach, and the passenger as far as the reader may see the person."""
    body = op.content
    trip = Trip.objects.select_related("batch").filter(uuid=_number(body.get("trip"))).first()
    if trip is None:
        return None
    lines: list[tuple[Any, Any]] = [(gettext("Employer"), trip.batch.employer)]
    persons = []
    one = Passenger.objects.filter(uuid=_number(body.get("passenger"))).first()
    if one is not None:
        lines.append((gettext("Passenger"), one.shown_name or ""))
        persons.append(one.person_uuid)
    for name, heading in (("code", gettext("Read at the door")), ("words", gettext("In words"))):
        if words := str(body.get(name) or ""):
            lines.append((heading, words[:300]))
    if (kind := body.get("kind")) in LISTS["incident_kind"]:
        lines.append((gettext("What happened"), LISTS["incident_kind"].word(kind)))
    title = gettext("Coach %(number)s of batch %(batch)s") % {"number": trip.number, "batch": trip.batch.number}
    may_open = any(actor.may("transfers.view", path) for path in trip.batch.paths)
    href = reverse("transfers:batch", args=[trip.batch.uuid]) if may_open else ""
    return About(title, href, lines=lines, persons=persons)


def _number(raw: Any) -> UUID | None:
    try:
        return UUID(str(raw))
    except ValueError:
        return None
