"""The list of exports, one export, the decision on it, and the file."""

from __future__ import annotations

import secrets
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.exports import actions, limits, reads
from gangqiao.exports.kinds import kind_of
from gangqiao.exports.models import Export
from gangqiao.exports.views.subjects import export_or_404
from gangqiao.kernel.errors import Refusal

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
# Without letters and digits that are taken for one another when they are read out.
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


def exports(request: ActorRequest) -> HttpResponse:
    """What waits for the reader's decision, and the reader's own exports."""
    waiting = [reads.shown(one, request.actor) for one in reads.to_decide(request.actor)]
    own = [reads.shown(one, request.actor) for one in reads.own(request.actor)]
    columns = (_("Number"), _("What"), _("Way of writing"), _("Rows"), _("Asked by"), _("Asked at"), _("State"))
    return render(
        request,
        "exports/exports.html",
        {
            "waiting": waiting,
            "waiting_words": _many(len(waiting)),
            "own": own,
            "own_words": _many(len(own)),
            "columns": [{"label": label, "is_number": label == _("Rows")} for label in columns],
        },
    )


def _many(n: int) -> str:
    return ngettext("%(n)s export", "%(n)s exports", n) % {"n": n}


@never_cache
def export(request: ActorRequest, export: UUID) -> HttpResponse:
    """One export: what, who, why, its state, and what the reader may do now."""
    return _page(request, export_or_404(export))


def _page(request: ActorRequest, row: Export, fault: Refusal | None = None, typed: str = "") -> HttpResponse:
    more: dict[str, Any] = {
        "shown": reads.shown(row, request.actor),
        "days": limits.days_kept(),
        "shortest": limits.SHORTEST_PASSWORD,
        "fault": fault,
        "password": typed or new_password(),
    }
    return render(request, "exports/export.html", more, status=422 if fault else 200)


def new_password() -> str:
    """A password to offer: four groups that can be read out over the telephone."""
    while True:
        groups = ["".join(secrets.choice(SIGNS) for _sign in range(4)) for _group in range(4)]
        if any(sign.isdigit() for group in groups for sign in group):
            return "-".join(groups)


def approve(request: ActorRequest, export: UUID) -> HttpResponse:
    """Let it be made."""
    row = export_or_404(export)
    try:
        actions.approve(row.uuid, actor=request.actor, note=request.POST.get("reason", ""))
    except Refusal as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, _("Approved. The file is made, and only who asked can fetch it."))
    return redirect("exports:export", row.uuid)


def refuse(request: ActorRequest, export: UUID) -> HttpResponse:
    """Refuse it, with a reason."""
    row = export_or_404(export)
    try:
        actions.refuse(row.uuid, actor=request.actor, note=request.POST.get("reason", ""))
    except Refusal as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, _("Refused. Who asked reads your reason."))
    return redirect("exports:export", row.uuid)


def again(request: ActorRequest, export: UUID) -> HttpResponse:
    """Make a file once more whose job was cut off."""
    try:
        row = actions.make_again(export, actor=request.actor)
    except Export.DoesNotExist:
        raise Http404 from None
    return redirect("exports:export", row.uuid)


@never_cache
@sensitive_post_parameters()
def download(request: ActorRequest, export: UUID) -> HttpResponse:
    """The file, to who asked for it."""
    password = request.POST.get("password", "")
    try:
        row, content = actions.fetch(export, actor=request.actor, password=password)
    except Export.DoesNotExist:
        raise Http404 from None
    except Refusal as refusal:
        return _page(request, export_or_404(export), refusal, typed=password)
    name = kind_of(row).file_name(row)
    response = HttpResponse(content, content_type=TYPES[name.rpartition(".")[2]])
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["Cache-Control"] = "no-store, private"
    return response
