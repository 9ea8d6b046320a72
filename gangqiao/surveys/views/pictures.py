"""The pictures of a visit: a photo, a signature, or what stands on paper. Each look is written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel.actor import Actor, Level
from gangqiao.kernel.files import FileGone
from gangqiao.people.reads.masking import name_for
from gangqiao.surveys.models import Picture, Purpose, Task
from gangqiao.surveys.reads import facts
from gangqiao.sync.reads.blobs import content_of

VERB = "surveys.view_picture"


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as the household's page names it. name: whose it is."""

    picture: Picture
    purpose: str
    name: str
    href: str


def pictures_of(task: Task, actor: Actor) -> list[Shown]:
    """The pictures of a household that the reader may see, in the order they came."""
    if not _may(actor, task.area_id):
        return []
    found = Picture.objects.filter(task=task).select_related("person").order_by("made_at", "pk")
    return [
        Shown(
            one,
            str(Purpose(one.purpose).label),
            name_for(one.person, actor) if one.person else _("The household"),
            reverse("surveys:picture", args=[one.uuid]),
        )
        for one in found
    ]


def _may(actor: Actor, area: Any) -> bool:
    return actor.may(VERB, area) and actor.level_in(area) >= Level.PERSONAL


@never_cache
def picture(request: ActorRequest, picture: UUID) -> HttpResponse:
    """One picture. What a phone has promised and never brought is said on the page of the household."""
    found: Any = Picture.objects.select_related("task__household", "person").filter(uuid=picture).first()
    if found is None or not _may(request.actor, found.area_id):
        raise Http404
    seen = [found.person] if found.person else facts.members(found.task.household)
    looked(VERB, actor=request.actor, persons=[p.uuid for p in seen], subject=found.task)
    try:
        kept = content_of(found.blob)
    except FileGone:
        messages.warning(request, _("This picture is not kept here any more."))
        return redirect("surveys:household", found.task.uuid)
    response = HttpResponse(kept.content, content_type=kept.kind)
    response["Content-Disposition"] = "inline"
    response["X-Content-Type-Options"] = "nosniff"
    return response
