"""The work queue: entries of phones that were not taken in, each with its owner and age."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.paging import columns_of, key_to_go_on, pager_of
from gangqiao.sync import actions, showing
from gangqiao.sync.models import Op
from gangqiao.sync.reads.phones import entries_page
from gangqiao.sync.states import Result

SETTLE = "sync.settle"


def entries(request: ActorRequest) -> HttpResponse:
    """What was not taken in, the oldest first."""
    found, count, more = entries_page(key_to_go_on(request))
    rows = [showing.entry_shown(op, request.actor) for op in found]
    persons = [person for row in rows for person in row.persons]
    if persons:
        looked(SETTLE, actor=request.actor, persons=persons)
    labels = (_("Entry"), _("Why not taken in"), _("Officer"), _("Waits for"), _("State"))
    return render(
        request,
        "sync/entries.html",
        {"rows": rows, "is_empty": not rows, "columns": columns_of(labels), "count": count, **pager_of(request, more)},
    )


def entry(request: ActorRequest, op: UUID) -> HttpResponse:
    """One entry with everything the phone sent, and what can be done about it."""
    found = _entry_or_404(op)
    shown = showing.entry_shown(found, request.actor, with_lines=True)
    # Whoever it is about: what was sent is shown, so the look is written also when no record is known.
    looked(SETTLE, actor=request.actor, persons=shown.persons, subject=found)
    may_try = found.is_open and found.claimed is None and request.actor.may(SETTLE, found.area_id)
    return render(request, "sync/entry.html", {"shown": shown, "may_try": may_try})


def again(request: ActorRequest, op: UUID) -> HttpResponse:
    """Try to take it in once more, now that what stood in the way is mended."""
    done = _act(request, op, lambda: actions.try_again(op, actor=request.actor))
    if done is not None:
        if done.is_open:
            messages.warning(request, done.said()["say"] or _("It was not taken in."))
        else:
            messages.success(request, _("It is taken in."))
    return redirect("sync:entry", op)


def close(request: ActorRequest, op: UUID) -> HttpResponse:
    """Take it out of the queue with a reason; it stays to be read."""
    reason = request.POST.get("reason", "")
    done = _act(request, op, lambda: actions.close(op, actor=request.actor, reason=reason))
    if done is None:
        return redirect("sync:entry", op)
    messages.success(request, _("It is closed. What the phone sent stays to be read here."))
    return redirect("sync:entries")


def _entry_or_404(uuid: UUID) -> Op:
    found: Op | None = Op.objects.select_related("user", "device", "area", "closed_by").filter(uuid=uuid).first()
    # What was taken in is the register's matter: it is read there, by its own rules.
    if found is None or (found.result in (Result.APPLIED, Result.CONFLICT) and found.closed_at is None):
        raise Http404
    return found


def _act(request: ActorRequest, uuid: UUID, act: Callable[[], Op]) -> Any:
    _entry_or_404(uuid)
    try:
        return act()
    except Refusal as refusal:
        messages.error(request, str(refusal.sentence))
        return None
