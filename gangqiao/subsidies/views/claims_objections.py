"""Objections to claims: those to be answered, and what became of them."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel.buttons import pressed
from gangqiao.kernel.links import Link
from gangqiao.kernel.paging import columns_of, key_to_go_on, pager_of
from gangqiao.subsidies.actions import objecting
from gangqiao.subsidies.reads import claims as reads
from gangqiao.subsidies.showing import claims as showing


def objection_list(request: ActorRequest) -> HttpResponse:
    """The objections of a look, those due first."""
    look = request.GET.get("look", "")
    look = look if look in reads.OBJECTION_LOOKS else ""
    found, counts, more = reads.objections_page(look, key_to_go_on(request) or 0)
    looked(objecting.ANSWER, actor=request.actor, persons=[one.person_uuid for one in found if one.person_uuid])
    words = {
        "": pgettext("objections to claims", "to be answered"), "overdue": pgettext("objections to claims", "overdue"),
        "answered": pgettext("objections to claims", "answered"),
    }  # fmt: skip
    here = reverse("subsidies:claim_objections")
    shown = {
        "rows": showing.objection_rows(found, request.actor), "is_empty": not found, "count": counts[look],
        "looks": [Link(label, f"{here}?look={key}", key == look, f"{counts[key]:,}") for key, label in words.items()],
        "outcomes": [("upheld", pgettext("objection to a claim", "upheld")),
                     ("rejected", pgettext("objection to a claim", "not upheld"))],
        "columns": columns_of((
            pgettext("claim", "For whom"), _("What is said"), _("Answer by"), _("Outcome"),
        )),
        **pager_of(request, more),
    }  # fmt: skip
    return render(request, "subsidies/claim_objections.html", shown)


def answer_objection(request: ActorRequest, claim_objection: UUID) -> HttpResponse:
    """Answer one, with what was found out."""
    found = reads.find_objection(claim_objection)
    if found is None:
        raise Http404
    outcome, words = request.POST.get("reason_code", ""), request.POST.get("reason", "")
    is_upheld = outcome == "upheld"
    said = (
        _("Answered. The claim stays held back: reject it, or send it back.") if is_upheld
        else _("Answered. The claim goes on.")
    )  # fmt: skip
    pressed(request, lambda: objecting.answer(found, is_upheld, words, actor=request.actor), said)
    return redirect("subsidies:claim_objections")
