"""Connect a phone, and revoke one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction

from gangqiao.accounts import actions as accounts
from gangqiao.accounts.models import Device, DeviceKind
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.scope import scope_of
from gangqiao.sync.models import Phone

CARRY, REVOKE = "sync.carry", "sync.revoke"


def connect(area: Any, *, actor: Actor) -> str:
    """A code that connects one phone of the actor, which then carries this area. Raises NotYourVerb."""
    return accounts.make_code(actor=actor, area=area, verb=CARRY, kind=DeviceKind.PHONE)


def enrol(code: str, *, name: str) -> tuple[Device, str]:
    """Connect a phone by its code. Gives the device and its token, which is stored nowhere. Raises CodeNotValid."""
    with transaction.atomic():
        device, token = accounts.enrol(code, name=name, kind=DeviceKind.PHONE)
        with scope_of(device.area_id):
            Phone.objects.create(area_id=device.area_id, device=device)
    return device, token


def revoke(phone: UUID, *, actor: Actor, reason: str) -> Device:
    """Close a phone: at its next message it forgets everything. What it brought stays.

    Raises Phone.DoesNotExist (also out of scope), NotYourVerb and NoReason.
    """
    device = Phone.objects.select_related("device").get(uuid=phone).device
    return accounts.revoke(device, actor=actor, verb=REVOKE, reason=reason)
