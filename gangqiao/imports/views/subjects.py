"""Finds the workbook an address names, within the scope. What is out of scope answers like what does not exist."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest

from gangqiao.imports import reads
from gangqiao.imports.models import Import


def import_or_404(uuid: UUID) -> Import:
    found = reads.find_import(uuid)
    if found is None:
        raise Http404
    return found


def is_part(request: HttpRequest) -> bool:
    """True when a script asks for a piece of the page."""
    return request.headers.get("HX-Request") == "true"
