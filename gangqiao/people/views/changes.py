"""The governed changes of the area, one of them, and taking it back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.kernel.paging import key_to_go_on
from gangqiao.people import actions
from gangqiao.people.models import GovernedChange
from gangqiao.people.reads.changes import changes_page, show_changes
from gangqiao.people.views.subjects import say_refusal


def changes(request: ActorRequest) -> HttpResponse:
    """The changes made in the reader's areas, newest first."""
    before = request.GET.get("before", "")
    rows, following = changes_page(before=key_to_go_on(request, "before"))
    shown = show_changes(rows, request.actor)
    looked("people.view_list", actor=request.actor, persons=[t.person.uuid for c in shown for t in c.touched])
    return render(
        request,
        "people/changes.html",
        {
            "changes": shown,
            "columns": [
                {"label": label} for label in (_("When"), _("What"), _("Who"), _("Reason"), _("By"), _("State"))
            ],
            "next_href": f"?before={following}" if following else "",
            "first_href": "?" if before else "",
        },
    )


def change(request: ActorRequest, change: UUID) -> HttpResponse:
    """One change: what, whom, why, by whom, and whether it was taken back."""
    (shown,) = show_changes([_change_or_404(request, change, "people.view")], request.actor)
    looked("people.view_list", actor=request.actor, persons=[t.person.uuid for t in shown.touched])
    return render(request, "people/change.html", {"shown": shown})


def undo(request: ActorRequest, change: UUID) -> HttpResponse:
    """Take a change back, whole or not at all."""
    row = _change_or_404(request, change, "people.undo")
    try:
        actions.undo(row.uuid, actor=request.actor, reason=request.POST.get("reason", ""))
    except (Refusal, Refusals) as refusal:
        say_refusal(request, refusal)
    else:
        messages.success(request, _("Taken back. Everything is as it was before the change."))
    return redirect("people:change", row.uuid)


def _change_or_404(request: ActorRequest, uuid: UUID, verb: str) -> GovernedChange:
    try:
        return actions.find_change(uuid, request.actor, verb)
    except GovernedChange.DoesNotExist:
        raise Http404 from None
