"""The address where the gateway tells what became of messages, and what people answered."""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from gangqiao.accounts.sign_in import client_address
from gangqiao.kernel.identifiers import WrongPhone
from gangqiao.kernel.scope import scope_of
from gangqiao.messaging import actions
from gangqiao.messaging.answers import says_stop
from gangqiao.places.reads import county_path

# Wrong secrets from one address and from everywhere; and right ones from everywhere, in the time of one window.
WRONG, WRONG_IN_ALL, RIGHT, WINDOW_SECONDS = 20, 500, 1200, 300
MOST_BYTES, MOST_RECEIPTS = 256 * 1024, 1000
# What a gateway calls the parts of a receipt, unless the settings say otherwise.
FIELDS = {"receipt": "receipt", "reference": "reference", "status": "status", "phone": "phone", "words": "words"}


@csrf_exempt
@never_cache
def receipts(request: HttpRequest, token: str) -> HttpResponse:
    """Take receipts and answers: JSON (one, or a list) or a form. A wrong secret looks like no address at all.

    What cannot be used is passed over: a gateway that gets an error sends the same again for days.
    """
    own = f"messaging.wrong.{client_address(request)}"
    if _count(own, 0) > WRONG or _count("messaging.wrong", 0) > WRONG_IN_ALL:
        return _slow_down()
    if not settings.SMS_RECEIPT_SECRET or not hmac.compare_digest(token.encode(), settings.SMS_RECEIPT_SECRET.encode()):
        _count(own), _count("messaging.wrong")
        raise Http404
    if _count("messaging.right") > RIGHT:
        return _slow_down()
    with scope_of([county_path()]):
        for one in _told(request):
            _take(one)
    return HttpResponse("ok", content_type="text/plain")


def _told(request: HttpRequest) -> Iterator[dict[str, str]]:
    """The receipts of a request, their parts by our names."""
    names = {**FIELDS, **settings.SMS_RECEIPT_FIELDS}
    for one in _raw(request)[:MOST_RECEIPTS]:
        if isinstance(one, dict):
            yield {ours: str(one.get(theirs) or "")[:500] for ours, theirs in names.items()}


def _raw(request: HttpRequest) -> list[Any]:
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return []
    if request.content_type != "application/json":
        return [request.POST.dict()]
    try:
        told = json.loads(request.body)
    except ValueError:
        return []
    return told if isinstance(told, list) else [told]


def _take(one: dict[str, str]) -> None:
    if one["phone"] and says_stop(one["words"]):
        try:
            actions.stop_by_phone(one["phone"])
        except WrongPhone:
            return
    elif one["status"]:
        arrived = re.search(settings.SMS_RECEIPT_ARRIVED, one["status"]) is not None
        name = one["receipt"] or one["reference"]
        if not actions.take_receipt(name, arrived=arrived, code=one["status"]) and one["reference"] != name:
            actions.take_receipt(one["reference"], arrived=arrived, code=one["status"])


def _slow_down() -> HttpResponse:
    response = HttpResponse(status=429)
    response["Retry-After"] = str(WINDOW_SECONDS)
    return response


def _count(key: str, by: int = 1) -> int:
    """How often something happened in the window, this time included."""
    cache.add(key, 0, WINDOW_SECONDS)
    try:
        return int(cache.incr(key, by))
    except ValueError:  # it ran out between the two
        return by
