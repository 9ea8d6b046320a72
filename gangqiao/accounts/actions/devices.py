"""Devices: make a code, connect a phone with it, revoke a phone."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.db import transaction

from gangqiao.accounts.models import Device, DeviceKind, Enrolment, User
from gangqiao.accounts.reads import actor_of
from gangqiao.accounts.refusals import CodeNotValid, NoReason
from gangqiao.audit.events import record
from gangqiao.audit.steps import NotYourVerb, require
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor

CODE_LASTS = timedelta(minutes=15)
# Without letters that are taken for digits, in type and in speech: 10 of them are 50 bits.
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 10


def make_code(*, actor: Actor, area: Any, verb: str, kind: str = DeviceKind.PHONE) -> str:
    """A code that connects one device of the actor to an area, once, within a quarter of an hour.

    area  a division; `verb` (what the device is for) must be the actor's there. Earlier unused codes stop working.
    Raises NotYourVerb.
    """
    require(actor, verb, area=area.pk)
    if actor.user_id is None:
        raise NotYourVerb  # the system itself carries no phone
    code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
    now = clock.now()
    with transaction.atomic():
        Enrolment.objects.filter(user_id=actor.user_id, kind=kind, used_at=None).delete()
        made = Enrolment.objects.create(
            user_id=actor.user_id, kind=kind, area=area, code=_digest(code), made_at=now, expires_at=now + CODE_LASTS
        )
        record("accounts.make_device_code", actor=actor, subject=made, area=area.pk, fields=[kind])
    return code


def enrol(code: str, *, name: str, kind: str = DeviceKind.PHONE) -> tuple[Device, str]:
    """Connect a device by its code. Gives it and its token, which is stored nowhere. Raises CodeNotValid."""
    with transaction.atomic():
        digest = _digest(normal_code(code))
        found = Enrolment.objects.select_for_update().filter(code=digest, kind=kind).first()
        if found is None or not found.is_open(clock.now()):
            raise CodeNotValid
        user = User.objects.get(pk=found.user_id)
        if not user.is_active:
            raise CodeNotValid
        device, token = add_device(user, actor=actor_of(user), area=found.area, name=name, kind=kind, source="phone")
        found.used_at, found.device = device.made_at, device
        found.save(update_fields=["used_at", "device"])
    return device, token


def add_device(
    user: User, *, actor: Actor, area: Any, name: str, kind: str, source: str = "screen", **fields: Any
) -> tuple[Device, str]:
    """A device of a user with a new token, with its event. The caller has asked whether the actor may."""
    token = secrets.token_urlsafe(32)
    called = " ".join(name.split())[:60] or str(DeviceKind(kind).label)
    with transaction.atomic():
        device = Device.objects.create(
            user=user, kind=kind, area=area, name=called, token=token_digest(token), made_at=clock.now(), **fields
        )
        record("accounts.enrol_device", actor=actor, subject=device, fields=[kind], source=source)
    return device, token


def revoke(device: Device, *, actor: Actor, verb: str, reason: str) -> Device:
    """Close a device for good: at its next request it is told to forget everything. A second call changes nothing.

    The own device by anybody; another's by who holds `verb` over its area. Raises NotYourVerb and NoReason.
    """
    if device.user_id != actor.user_id:
        require(actor, verb, area=device.area_id)
    said = " ".join(reason.split())[:200]
    if not said:
        raise NoReason
    with transaction.atomic():
        locked = Device.objects.select_for_update().get(pk=device.pk)
        if locked.is_revoked:
            return locked
        locked.revoked_at, locked.revoked_by_id, locked.reason = clock.now(), actor.user_id, said
        locked.save(update_fields=["revoked_at", "revoked_by", "reason"])
        record("accounts.revoke_device", actor=actor, subject=locked, reason=said)
    return locked


def normal_code(text: str) -> str:
    """A typed code as it was made: capital letters without spaces and hyphens."""
    return "".join(c for c in text.upper() if c.isalnum())


def token_digest(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _digest(code: str) -> str:
    return hashlib.sha256(b"enrolment:" + code.encode()).hexdigest()
