"""The worker's slip."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.followup.actions import slips
from gangqiao.kernel.buttons import pressed
from gangqiao.kernel.errors import Refusal
from gangqiao.people.views.subjects import person_or_404


def print_slip(request: ActorRequest, person: UUID) -> HttpResponse:
    """The slip as a PDF."""
    subject = person_or_404(person)
    looked("followup.give_slip", actor=request.actor, person=subject)
    try:
        content = slips.print_slip(subject.pk, actor=request.actor)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("people:person", subject.uuid)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="slip.pdf"'
    answer["Cache-Control"] = "no-store, private"
    return answer


def send_slip(request: ActorRequest, person: UUID) -> HttpResponse:
    """The slip as an SMS."""
    subject = person_or_404(person)
    pressed(request, lambda: slips.send_slip(subject.pk, actor=request.actor), _("The slip goes out as an SMS."))
    return redirect("people:person", subject.uuid)
