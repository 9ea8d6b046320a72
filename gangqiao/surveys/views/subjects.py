"""Finds what an address of the survey names, within the reader's areas; what is out of them does not exist."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.kernel.actor import covers
from gangqiao.places.models import Division
from gangqiao.surveys.models import Campaign, Task
from gangqiao.surveys.reads.completeness import areas_of


def campaign_or_404(request: ActorRequest, uuid: UUID) -> Campaign:
    """A survey that reaches an area of the reader."""
    found = Campaign.objects.select_related("area", "questions").filter(uuid=uuid).first()
    if found is None or not areas_of(request.actor, found):
        raise Http404
    return found


def area_or_404(request: ActorRequest, campaign: Campaign) -> Division:
    """The area a page shows: the one asked for, else the reader's own."""
    own = areas_of(request.actor, campaign)
    key = request.GET.get("area", "")
    if not key:
        return own[0]
    found = Division.objects.filter(key=key).first()
    if found is None or not any(covers(d.key, key) for d in own):
        raise Http404
    return found


def task_or_404(uuid: UUID) -> Task:
    found: Any = Task.objects.select_related("campaign__questions", "household", "area").filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found
