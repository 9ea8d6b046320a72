"""Whether a certificate of training holds: for anybody who holds the paper, without an account.

Number and code come by the QR code of the paper, or are typed in and posted; then the same address is shown.
"""

from __future__ import annotations

import time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from gangqiao.accounts.sign_in import client_address
from gangqiao.training.certificates import CODE, in_groups, parts_of, typed
from gangqiao.training.reads.certificates import tell
from gangqiao.vacancies.views.public import show
from gangqiao.vacancies.views.public_pace import Pace, public_page

# Several offices behind one address of their network; 60 bits are not guessed at this pace.
pace = Pace(120)


@public_page
def ask(request: HttpRequest) -> HttpResponse:
    """Take number and code as they are typed, and lead to what they say."""
    if request.method != "POST":
        return _show(request, {"state": ""}, 200)
    number, code = (typed(request.POST.get(name, "")[:60]) for name in ("number", "code"))
    if not number or len(code) != CODE:
        return _show(request, {"state": "", "fault": _("Type number and code as they stand on the paper.")}, 422)
    return redirect("training:certificate", f"{number}{code}")


@public_page
def certificate(request: HttpRequest, token: str) -> HttpResponse:
    """Valid, revoked, or not known; the masked name, the trade, the level, the day."""
    if not pace.admits(client_address(request), time.monotonic()):
        return _show(request, {"state": "", "fault": _("Too many questions in a minute. Wait a moment.")}, 429)
    told = tell(*parts_of(token))
    if told is None:
        return _show(request, {"state": "unknown"}, 404)
    return _show(request, {"state": told.state, "told": told, "number": in_groups(told.number)}, 200)


def _show(request: HttpRequest, shown: dict[str, Any], status: int) -> HttpResponse:
    more = {"is_kept": False, "csrf_token": get_token(request)}
    response = show(request, "training/certificate.html", {**shown, **more}, status=status)
    response["Cache-Control"] = "no-store"
    return response
