"""The desk of other phone apps: connect one, see which are connected, and the list of work that failed or waits."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse


def devices(request: Any) -> HttpResponse:
    raise Http404


def connect(request: Any) -> HttpResponse:
    raise Http404


def disconnect(request: Any, app: UUID) -> HttpResponse:
    raise Http404


def work(request: Any) -> HttpResponse:
    raise Http404


def again(request: Any, work: UUID) -> HttpResponse:
    raise Http404


def settle(request: Any, work: UUID) -> HttpResponse:
    raise Http404


def resolve(request: Any, entity: UUID) -> HttpResponse:
    raise Http404


def withdraw(request: Any, submission: UUID) -> HttpResponse:
    raise Http404
