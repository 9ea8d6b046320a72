"""What an employer sees behind the link of a message: no account, no script, three answers."""

from __future__ import annotations

import time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from gangqiao.accounts.sign_in import client_address
from gangqiao.kernel.errors import Refusal
from gangqiao.places.reads import path_names
from gangqiao.vacancies.actions import links
from gangqiao.vacancies.reads.paywords import pay_words
from gangqiao.vacancies.refusals.posts import LinkVoid
from gangqiao.vacancies.states import Status
from gangqiao.vacancies.views.public import show
from gangqiao.vacancies.views.public_pace import Pace, public_page

# Enough for somebody who looks after many vacancies behind one address; far too few to guess a token of 96 bits.
pace = Pace(60)


@public_page
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show the vacancy, and take the answer."""
    if not pace.admits(client_address(request), time.monotonic()):
        return _void(request, _("Too many questions in a minute. Wait a moment, then tap the link again."), 429)
    try:
        if request.method == "POST" and (words := _answer(request, token)) is not None:
            return words
        return _page(request, token, said=request.GET.get("said", ""))
    except LinkVoid as void:
        return _void(request, str(void), 410)
    except Refusal as refusal:
        return _page(request, token, fault=str(refusal))


def _answer(request: HttpRequest, token: str) -> HttpResponse | None:
    """Do what was answered; null when nothing was."""
    given = request.POST.get
    act = given("act", "")
    if act == "confirm":
        links.confirm_by_link(token)
    elif act == "hired":
        links.hired_by_link(token, _number(given("number", "")), _number(given("before", "")))
    elif act == "close":
        links.close_by_link(token, given("note", "")[:200])
        return _void(request, _("Thank you. Nobody sees the vacancy any more."), 200)
    else:
        return None
    return redirect(f"{request.path}?said={act}")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 5 else 0


def _page(request: HttpRequest, token: str, *, said: str = "", fault: str = "") -> HttpResponse:
    with links.opened(token, to_act=False) as vacancy:
        shown: dict[str, Any] = {
            "title": vacancy.title,
            "employer": vacancy.employer.name,
            "number": vacancy.number,
            "hired": vacancy.hired,
            "pay": pay_words(vacancy.pay_form, vacancy.pay_min, vacancy.pay_max),
            "place": "".join(path_names(vacancy.place_id)[-2:]) if vacancy.place_id else "",
            "valid_until": vacancy.valid_until,
            "confirmed_on": vacancy.confirmed_on,
            "is_open": vacancy.status == Status.PUBLISHED,
            "is_paused": vacancy.status == Status.PAUSED,
        }
    thanks = {"confirm": _("Thank you. It is open and confirmed today."), "hired": _("Thank you. It was recorded.")}
    return _show(request, {**shown, "said": thanks.get(said, ""), "fault": fault}, 422 if fault else 200)


def _void(request: HttpRequest, words: str, status: int) -> HttpResponse:
    return _show(request, {"words": words}, status)


def _show(request: HttpRequest, shown: dict[str, Any], status: int) -> HttpResponse:
    response = show(request, "link.html", {**shown, "is_kept": False, "csrf_token": get_token(request)}, status=status)
    response["Cache-Control"] = "no-store"
    return response
