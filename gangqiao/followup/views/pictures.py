"""The picture of a contract or pay slip. Each look is written down."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.followup.models import Proof
from gangqiao.followup.reads.answers import find_proof
from gangqiao.kernel.actor import Actor, Level
from gangqiao.kernel.files import FileGone, open_kept
from gangqiao.sync.actions.blobs import kind_of

VIEW = "followup.view_proof"


def may_see(proof: Proof, actor: Actor) -> bool:
    """True for who holds the verb and may read of persons there, while the picture is kept."""
    area = str(proof.area_id)
    return bool(proof.picture) and actor.may(VIEW, area) and actor.level_in(area) >= Level.PERSONAL


@never_cache
def picture(request: ActorRequest, proof: UUID) -> HttpResponse:
    """One picture; to everybody else as if there were none."""
    found = find_proof(proof)
    if found is None or not may_see(found, request.actor):
        raise Http404
    looked(VIEW, actor=request.actor, persons=[found.person_uuid], subject=found)
    try:
        content = open_kept(found.picture)
    except FileGone:
        messages.warning(request, _("This picture is not kept here any more."))
        return redirect("people:person", found.person_uuid)
    answer = HttpResponse(content, content_type=kind_of(content))
    answer["Content-Disposition"] = "inline"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
