"""The slip of a claim for whoever prints it, and the person's own page behind its link."""

from __future__ import annotations

import time
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.accounts.sign_in import client_address
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.money import format_yuan
from gangqiao.subsidies.actions import slips
from gangqiao.subsidies.models import Claim
from gangqiao.subsidies.papers.slip import SIGNS, days_words, waits_words
from gangqiao.subsidies.reads import own
from gangqiao.subsidies.reads import slips as reads
from gangqiao.vacancies.views.public import show
from gangqiao.vacancies.views.public_pace import Pace, public_page
from gangqiao.vacancies.views.public_sharing import absolute

# Far too few to guess a token of 96 bits.
pace = Pace(60)


@never_cache
def print_slip(request: ActorRequest, claim: UUID) -> HttpResponse:
    """The slip as a PDF."""
    found: Any = Claim.objects.select_related("person").filter(uuid=claim).first()
    if found is None:
        raise Http404
    address = absolute(request, reverse("subsidies:own", args=[own.token_of(found)]))
    try:
        content = slips.print_slip(found, address, actor=request.actor)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("subsidies:claim", found.uuid)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="slip-{found.code}.pdf"'
    answer["Cache-Control"] = "no-store, private"
    return answer


@public_page
def own_page(request: HttpRequest, token: str) -> HttpResponse:
    """The claims of whom the slip was printed for: no account, no number, the name masked."""
    if not pace.admits(client_address(request), time.monotonic()):
        words = _("Too many questions in a minute. Wait a moment, then tap the link again.")
        return _show(request, {"words": words}, 429)
    with own.opened(token) as found:
        if found is None:
            words = _("This link opens nothing any more. Ask your village officer for a new slip.")
            return _show(request, {"words": words}, 410)
        name = reads.name_on_page(found.claims[0])
        rows = [_row(one, found.tails.get(one.pk, "")) for one in found.claims]
        return _show(request, {"rows": rows, "name": name, "until": found.until}, 200)


def _row(claim: Claim, tail: str) -> dict[str, Any]:
    one = reads.told(claim, tail)
    heads = {"met": pgettext("rule", "met"), "not_met": pgettext("rule", "not met")}
    return {
        "one": one, "amount": format_yuan(one.amount), "days": days_words(one),
        "waits": waits_words(one) if one.desk else "",
        "reasons": [
            (SIGNS.get(verdict, "?"), heads.get(verdict, pgettext("rule", "not known")), words)
            for verdict, words in one.reasons
        ],
        "ask": reads.who_to_ask(claim),
    }  # fmt: skip


def _show(request: HttpRequest, shown: dict[str, Any], status: int) -> HttpResponse:
    response = show(request, "subsidies/own.html", {**shown, "is_kept": False}, status=status)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
