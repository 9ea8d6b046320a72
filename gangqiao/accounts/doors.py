"""The doors of devices: how a device says who it is, and what it is told when it may not come in.

A door is named by the addresses that have it (`kernel.addresses.address(door=...)`). A session never enters one, and a
device enters nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from gangqiao.accounts.actions.devices import token_digest
from gangqiao.accounts.models import Device, DeviceKind
from gangqiao.accounts.reads import VISITOR, actor_of
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor, covers

# Written at every request it would be one write each; a minute of error in a day is none.
SEEN_EVERY = timedelta(minutes=1)


def refuse_with_json(request: HttpRequest, device: Device | None) -> HttpResponse:
    """401: `{"wipe": true}` for a device that is closed, which then forgets everything; `{}` for none of ours."""
    answer = JsonResponse({"wipe": True} if device is not None else {}, status=401)
    answer["WWW-Authenticate"] = "Bearer"
    return answer


def device_by_token(token: str, kind: str) -> Device | None:
    """The device of a kind that holds the token, closed ones too. One query."""
    if not 16 <= len(token) <= 200:
        return None
    return Device.objects.select_related("user").filter(token=token_digest(token), kind=kind).first()


def _by_bearer(request: HttpRequest, arguments: Mapping[str, Any]) -> Device | None:
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    return device_by_token(token.strip(), DeviceKind.PHONE) if scheme.lower() == "bearer" else None


def actor_of_device(device: Device) -> Actor:
    """The officer of the device, with posts cut to the area the device carries. A closed device's officer holds none.

    A post over a wider area is cut; one over another area, or over a part of it only, is left at the door: a device
    carries its whole area or nothing.
    """
    if device.is_revoked:
        return VISITOR
    actor, area = actor_of(device.user), device.area_id
    posts = tuple(replace(post, area=area) for post in actor.posts if covers(post.area, area))
    return replace(actor, posts=posts)


def seen(device: Device) -> None:
    """Note that the device came in, at most once a minute."""
    now = clock.now()
    if device.seen_at is None or now - device.seen_at >= SEEN_EVERY or now < device.seen_at:
        Device.objects.filter(pk=device.pk).update(seen_at=now)
        device.seen_at = now


@dataclass(frozen=True, slots=True)
class Door:
    """One way in.

    find    who sent the request, closed ones too, or None: a device, or what another door lets in. Gets the request
            and the arguments of the address
    refuse  the answer to who may not come in; null when it is none of ours
    acts_as who acts then; without the verb of the address the door stays shut
    seen    notes that it came in
    """

    find: Callable[[HttpRequest, Mapping[str, Any]], Any]
    refuse: Callable[[HttpRequest, Any], HttpResponse] = refuse_with_json
    acts_as: Callable[[Any], Actor] = actor_of_device
    seen: Callable[[Any], None] = seen


_DOORS: dict[str, Door] = {}


def open_door(name: str, door: Door) -> None:
    """Let devices of a kind in by this door. Called once by the app whose devices they are."""
    if name in _DOORS:
        raise ValueError(f"the door {name} is there already")
    _DOORS[name] = door


def get_door(name: str) -> Door:
    """The door of this name. Raises KeyError."""
    return _DOORS[name]


def device_of(request: HttpRequest, name: str, arguments: Mapping[str, Any] | None = None) -> Device | None:
    """The device that came to a door with this request, closed ones too; None when it is none of ours."""
    found: Device | None = get_door(name).find(request, arguments or {})
    return found


open_door("phone", Door(_by_bearer))
