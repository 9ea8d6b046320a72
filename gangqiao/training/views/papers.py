"""The papers of a class, one click each; the slip of a learner."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.kernel.errors import Refusal
from gangqiao.people.views.subjects import say_refusal
from gangqiao.training.papers import making
from gangqiao.training.views.learner import enrolment_or_404
from gangqiao.training.views.learners import class_or_404, head


def papers(request: ActorRequest, held: UUID) -> HttpResponse:
    """What can be printed of the class."""
    found = class_or_404(request, held)
    shown = head(found, request.actor, "papers") | {"papers": making.papers_for(found, request.actor)}
    return render(request, "training/papers.html", shown)


@never_cache
def print_paper(request: ActorRequest, held: UUID) -> HttpResponse:
    """One paper as a file."""
    found, key = class_or_404(request, held), request.POST.get("paper", "")
    if key not in making.PAPERS:
        raise Http404
    try:
        name, content = making.print_paper(found, key, request.POST.get("how", "pdf"), actor=request.actor)
    except Refusal as refusal:
        say_refusal(request, refusal)
        return redirect("training:papers", found.uuid)
    return _file(name, content)


@never_cache
def print_slip(request: ActorRequest, enrolment: UUID) -> HttpResponse:
    """The slip of one learner."""
    found = enrolment_or_404(request, enrolment)
    try:
        name, content = making.print_slip(found, actor=request.actor)
    except Refusal as refusal:
        say_refusal(request, refusal)
        return redirect("training:learner", found.uuid)
    return _file(name, content)


def _file(name: str, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type=making.TYPES[name.rpartition(".")[2]])
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return response
