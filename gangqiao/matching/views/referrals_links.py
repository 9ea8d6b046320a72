"""What an employer without an account sees behind the link of a message: no name, no script, one tap an answer."""

from __future__ import annotations

import time
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from gangqiao.accounts.sign_in import client_address
from gangqiao.kernel.errors import Refusal
from gangqiao.matching.actions import referrals_links as links
from gangqiao.matching.codes import LISTS
from gangqiao.matching.showing import referrals as showing
from gangqiao.vacancies.refusals.posts import LinkVoid
from gangqiao.vacancies.views.public import show
from gangqiao.vacancies.views.public_pace import Pace, public_page

# Far too few to guess a token of 96 bits.
pace = Pace(60)
REASONS = ("did_not_come", "unreachable", "skill_missing", "health", "pay", "filled", "other")


@public_page
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show who waits for an answer, and take it."""
    if not pace.admits(client_address(request), time.monotonic()):
        words = _("Too many questions in a minute. Wait a moment, then tap the link again.")
        return _show(request, {"words": words}, 429)
    try:
        if request.method == "POST":
            _answer(request, token)
            return redirect(f"{request.path}?said=1")
        return _page(request, token)
    except LinkVoid as void:
        return _show(request, {"words": str(void)}, 410)
    except Refusal as refusal:
        return _page(request, token, fault=str(refusal))


def _answer(request: HttpRequest, token: str) -> None:
    given = request.POST.get
    try:
        referral = UUID(given("referral", ""))
    except ValueError:
        raise LinkVoid from None
    if given("act", "") == "hired":
        links.hired_by_link(token, referral)
    else:
        links.refused_by_link(token, referral, given("act", "")[:16])


def _page(request: HttpRequest, token: str, fault: str = "") -> HttpResponse:
    with links.opened(token) as waiting:
        shown: dict[str, Any] = {
            "rows": [(row, showing.mask_words(row.masked), showing.due_words(row)) for row in waiting],
            "title": waiting[0].title if waiting else "",
            "reasons": [(code, LISTS["not_hired_reason"].word(code)) for code in REASONS],
            "said": request.GET.get("said", "") == "1",
            "fault": fault,
        }
    return _show(request, shown, 422 if fault else 200)


def _show(request: HttpRequest, shown: dict[str, Any], status: int) -> HttpResponse:
    more = {"is_kept": False, "csrf_token": get_token(request)}
    response = show(request, "matching/referral_link.html", {**shown, **more}, status=status)
    response["Cache-Control"] = "no-store"
    return response
