"""The workbooks brought in, and bringing one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.imports import reads
from gangqiao.imports.actions import receiving
from gangqiao.imports.models import Import
from gangqiao.imports.views import showing
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.paging import key_to_go_on

AT_ONCE = 30  # files in one drop: a township's villages


def imports(request: ActorRequest) -> HttpResponse:
    """The workbooks of the reader's areas, newest first, with a place to drop more."""
    return _page(request)


def bring(request: ActorRequest) -> HttpResponse:
    """Take the files that were dropped. One file alone leads to its own page; several to the list."""
    files = request.FILES.getlist("file")
    faults = [] if files else [("", _("No file was chosen. Choose a workbook first."))]
    if len(files) > AT_ONCE:
        faults = [("", _("At most %(n)s files at once. Drop the rest afterwards.") % {"n": AT_ONCE})]
        files = []
    taken = []
    for file in files:
        try:
            taken.append(receiving.receive(file.name, file.read(), actor=request.actor))
        except Refusal as refusal:
            faults.append((file.name or "", str(refusal)))
    if faults:
        return _page(request, status=422, faults=faults, taken=[one.name for one in taken])
    if len(taken) == 1:
        return redirect("imports:import", taken[0].uuid)
    messages.success(request, _("%(n)s workbooks are being read.") % {"n": len(taken)})
    return redirect("imports:imports")


def _page(request: ActorRequest, status: int = 200, **more: Any) -> HttpResponse:
    before = request.GET.get("before", "")
    found, following = reads.imports_page(key_to_go_on(request, "before"))
    labels = (_("File"), _("Brought in"), _("State"), _("Rows"), "")
    shown = {
        "entries": [_entry(source, request) for source in found],
        "columns": [{"label": label} for label in labels],
        "next_href": f"?before={following}" if following else "",
        "first_href": "?" if before else "",
        "may_bring": request.actor.may("imports.upload"),
        "largest_bytes": receiving.MOST_BYTES,
        **more,
    }
    return render(request, "imports/list.html", shown, status=status)


def _entry(source: Import, request: ActorRequest) -> dict[str, Any]:
    counts = source.figures.get("fates", {}) if isinstance(source.figures, dict) else {}
    href, act = showing.next_act(source, request.actor)
    return {
        "source": source,
        "tone": showing.STATE_TONES[source.status],
        "is_working": source.status in showing.WORKING,
        "slices": showing.slices_of(counts),
        "href": href,
        "act": act,
    }
