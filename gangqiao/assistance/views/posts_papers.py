"""Papers of public posts, as PDF."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.assistance.papers.agreement import set_agreement
from gangqiao.assistance.papers.announcement import set_announcement
from gangqiao.assistance.papers.applicants import set_applicants
from gangqiao.assistance.papers.publicity_choice import set_publicity
from gangqiao.assistance.reads import applicants as applicants_read
from gangqiao.assistance.views.posts import post_or_404
from gangqiao.assistance.views.posts_holders import holder_or_404
from gangqiao.audit.events import looked
from gangqiao.kernel.errors import Refusal
from gangqiao.people.reads.masking import name_for

PRINT = "assistance.print"


@never_cache
def announcement(request: ActorRequest, public_post: UUID) -> HttpResponse:
    """The announcement."""
    post = post_or_404(request, public_post)
    return _pdf(request, "announcement", post.uuid, lambda: set_announcement(post, request.actor))


@never_cache
def applicants(request: ActorRequest, public_post: UUID) -> HttpResponse:
    """The open list with masked names."""
    post = post_or_404(request, public_post)
    rows = applicants_read.of_post(post)
    looked(PRINT, actor=request.actor, persons=[row.person_uuid for row in rows])
    return _pdf(request, "applicants", post.uuid, lambda: set_applicants(post, rows, request.actor))


@never_cache
def publicity(request: ActorRequest, public_post: UUID) -> HttpResponse:
    """The published choice, masked."""
    post = post_or_404(request, public_post)
    return _pdf(request, "publicity", post.uuid, lambda: set_publicity(post, request.actor))


@never_cache
def agreement(request: ActorRequest, holder: UUID) -> HttpResponse:
    """The agreement of one holder."""
    found, actor = holder_or_404(holder), request.actor
    looked(PRINT, actor=actor, person=found.person)
    name = name_for(found.person, actor)
    return _pdf(request, "agreement", found.post.uuid, lambda: set_agreement(found, name, actor))


def _pdf(request: ActorRequest, name: str, post: UUID, make: Callable[[], bytes]) -> HttpResponse:
    try:
        content = make()
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("assistance:post", post)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return answer
