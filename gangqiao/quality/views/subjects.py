"""Finds what an address of data quality names, within the scope; what is out of it does not exist."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.places.models import Division
from gangqiao.quality.models import Doubt
from gangqiao.quality.reads.health import find_area


def doubt_or_404(uuid: UUID) -> Doubt:
    doubt: Doubt | None = Doubt.objects.select_related("person", "household").filter(uuid=uuid).first()
    if doubt is None:
        raise Http404
    return doubt


def area_or_404(request: ActorRequest, key: str, verb: str) -> Division:
    area = find_area(request.actor, key, verb)
    if area is None:
        raise Http404
    return area
