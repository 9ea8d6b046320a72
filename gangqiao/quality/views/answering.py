"""One doubt, and what the reader says about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel.errors import Refusal
from gangqiao.quality import actions
from gangqiao.quality.models import Doubt
from gangqiao.quality.showing import REASONS, show
from gangqiao.quality.views.subjects import doubt_or_404


def doubt(request: ActorRequest, doubt: UUID) -> HttpResponse:
    """What was found, about whom, and what can be said about it."""
    found = doubt_or_404(doubt)
    looked("quality.view", actor=request.actor, person=found.person)
    shown = show(found, request.actor)
    return render(request, "quality/doubt.html", {"shown": shown, "reasons": list(REASONS.items())})


def send(request: ActorRequest, doubt: UUID) -> HttpResponse:
    """Ask the village."""
    return _answered(request, doubt, actions.send, _("Sent to the village."))


def confirm(request: ActorRequest, doubt: UUID) -> HttpResponse:
    """It is wrong: on to the page on which it is mended."""
    found = doubt_or_404(doubt)
    response = _answered(request, doubt, actions.confirm, _("Noted. Mend it here; the doubt closes by itself."))
    mend_href = show(doubt_or_404(doubt), request.actor).mend_href
    return HttpResponseRedirect(mend_href) if mend_href and found.status != "confirmed" else response


def refute(request: ActorRequest, doubt: UUID) -> HttpResponse:
    """It is right as it stands, and why."""
    code, words = request.POST.get("reason_code", ""), request.POST.get("reason", "").strip()
    reason = ": ".join(part for part in (str(REASONS.get(code, "")), words) if part)
    return _answered(
        request, doubt, actions.refute, _("Noted as right. It stays quiet until the facts change."), reason=reason
    )


def mend(request: ActorRequest, doubt: UUID) -> HttpResponse:
    """It is mended: checked at once."""
    return _answered(request, doubt, actions.mend, _("Checked: it is mended."))


def close(request: ActorRequest, doubt: UUID) -> HttpResponse:
    """Put it away."""
    return _answered(request, doubt, actions.close, _("Closed."))


def _answered(request: ActorRequest, uuid: UUID, act: Callable[..., Doubt], said: str, **more: Any) -> HttpResponse:
    found = doubt_or_404(uuid)
    try:
        act(found.pk, actor=request.actor, **more)
    except Refusal as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, said)
    return redirect("quality:doubt", found.uuid)
