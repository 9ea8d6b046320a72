"""Addresses of a connected phone: enrol, who am I, packages and what changed, the receipt."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags
from django.utils.translation import gettext
from django.views.decorators.gzip import gzip_page

from gangqiao.accounts.doors import actor_of_device
from gangqiao.accounts.middleware import DeviceRequest
from gangqiao.accounts.refusals import CodeNotValid
from gangqiao.accounts.sign_in import client_address
from gangqiao.audit.events import looked
from gangqiao.kernel import clock
from gangqiao.sync import actions
from gangqiao.sync.reads.receipts import current_epoch, receipt_of
from gangqiao.sync.reads.villages import (
    FORMAT,
    changes_since,
    find_village,
    is_current,
    named,
    package_of,
    persons_in,
    villages_of,
)
from gangqiao.sync.views.wire import answer, on_the_wire, read_json, refused, text_of

CARRY = "sync.carry"
# Wrong codes from one address, and from everywhere: a code has 50 bits and lives for a quarter of an hour.
WRONG_CODES, WRONG_CODES_IN_ALL, WITHIN_SECONDS = 20, 500, 900


@on_the_wire
def enrol(request: HttpRequest) -> HttpResponse:
    """Connect a phone by the code from the desk; its token is in this answer and nowhere else."""
    if _are_too_many(request):
        slow = answer({}, 429)
        slow["Retry-After"] = str(WITHIN_SECONDS)
        return slow
    given = read_json(request, 2000)
    try:
        device, token = actions.enrol(text_of(given, "code", 40), name=text_of(given, "name", 200))
    except CodeNotValid as refusal:
        _count_wrong(request)
        return refused(refusal)
    return answer({"token": token, "device": str(device.uuid), "epoch": current_epoch(), **_who(device)})


def _who(device: Any) -> dict[str, Any]:
    return {"officer": device.user.display_name, "villages": named(villages_of(actor_of_device(device)))}


def _counters(request: HttpRequest) -> tuple[tuple[str, int], ...]:
    own = f"sync.enrol.{client_address(request)}"
    return (own, WRONG_CODES), ("sync.enrol", WRONG_CODES_IN_ALL)


def _are_too_many(request: HttpRequest) -> bool:
    return any(cache.get(key, 0) >= most for key, most in _counters(request))


def _count_wrong(request: HttpRequest) -> None:
    for key, _most in _counters(request):
        cache.add(key, 0, WITHIN_SECONDS)
        try:
            cache.incr(key)
        except ValueError:  # it ran out between the two
            cache.set(key, 1, WITHIN_SECONDS)


@on_the_wire
def me(request: DeviceRequest) -> HttpResponse:
    """Whose phone this is, the villages it carries, and what day it is here."""
    now = {"epoch": current_epoch(), "now": clock.now().isoformat(), "today": clock.today().isoformat()}
    return answer({"device": str(request.device.uuid), **_who(request.device), **now})


@on_the_wire
def receipt(request: DeviceRequest) -> HttpResponse:
    """What is stored of this phone."""
    return answer({"epoch": current_epoch(), **receipt_of(request.device)})


@gzip_page
@on_the_wire
def package(request: DeviceRequest, village: str) -> HttpResponse:
    """Everything about a village; 304 when the phone has it as it is, 409 for a client that reads another format."""
    found = find_village(request.actor, village)
    if found is None:
        return answer({}, 404)
    if request.GET.get("format", "1") != str(FORMAT):
        sentence = gettext(
            "This phone has another version of the app than the server. Close the app and open it again."
        )
        return answer({"format": FORMAT, "sentence": sentence}, 409)
    held = parse_etags(request.headers.get("If-None-Match", ""))
    current = next((etag for etag in held if is_current(etag, found, request.actor)), "")
    if current:
        return _tagged(HttpResponseNotModified(), current)
    made = package_of(found, request.actor)
    looked(CARRY, actor=request.actor, persons=made.persons)
    return _tagged(answer(made.content), made.etag)


@gzip_page
@on_the_wire
def changes(request: DeviceRequest, village: str) -> HttpResponse:
    """What changed in a village since the cursor the phone names."""
    found = find_village(request.actor, village)
    if found is None:
        return answer({}, 404)
    content = changes_since(found, request.GET.get("since", ""), request.actor)
    if persons := list(persons_in(content)):
        looked(CARRY, actor=request.actor, persons=persons)
    return _kept_nowhere(answer(content))


def _tagged(response: HttpResponse, etag: str) -> HttpResponse:
    response["ETag"] = etag
    return _kept_nowhere(response)


def _kept_nowhere(response: HttpResponse) -> HttpResponse:
    # The phone keeps it sealed; the browser's own store would keep it in the clear.
    response["Cache-Control"] = "no-store, private"
    return response
