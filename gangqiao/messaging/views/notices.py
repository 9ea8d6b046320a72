"""A reader's own notices."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel.paging import key_to_go_on, pager_of
from gangqiao.messaging import actions, showing
from gangqiao.messaging.reads.notices import own_page


@never_cache
def notices(request: ActorRequest) -> HttpResponse:
    """What was sent to the reader, the newest first; what is new is marked until it is read."""
    found, more = own_page(request.actor, key_to_go_on(request))
    rows = [showing.notice_shown(row, request.actor) for row in found]
    if persons := [row.message.person_uuid for row in rows if row.words and row.message.person_uuid]:
        looked("messaging.read", actor=request.actor, persons=persons)
    any_unread = any(row.is_unread for row in rows)
    return render(
        request, "messaging/notices.html", {"rows": rows, "any_unread": any_unread, **pager_of(request, more)}
    )


def read(request: ActorRequest, notice: UUID) -> HttpResponse:
    """Note one as read; with a piece of page for htmx, else back to the list. No such notice: nothing happens."""
    actions.read(notice, actor=request.actor)
    return redirect(_back(request))


def read_all(request: ActorRequest) -> HttpResponse:
    """Note all as read."""
    actions.read_all(actor=request.actor)
    return redirect("messaging:notices")


def _back(request: ActorRequest) -> str:
    # Only the page of the notice itself or the list: never an address that was sent along.
    return reverse("messaging:notices")
