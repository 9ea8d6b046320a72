"""Connects another phone app to a village, and disconnects it."""

from __future__ import annotations

import base64
import json
import secrets
import zlib
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from gangqiao.accounts import actions as accounts
from gangqiao.accounts.models import Device, DeviceKind, User
from gangqiao.audit.steps import require
from gangqiao.kernel.actor import Actor
from gangqiao.openrosa.door import secret_of, username_of
from gangqiao.openrosa.refusals import NotAVillageHere, ReasonMissing
from gangqiao.places.levels import Level
from gangqiao.places.models import Division
from gangqiao.surveys.models import Campaign


@dataclass(frozen=True, slots=True)
class Connected:
    """A device just connected. token and password are shown once and stored nowhere in the clear."""

    device: Device
    token: str
    username: str
    password: str

    def path(self, campaign: Campaign) -> str:
        """The server's address for this device and survey, below the host."""
        return f"/v1/key/{self.token}/projects/{campaign.pk}"

    def settings(self, host: str, campaign: Campaign) -> dict[str, Any]:
        """What Collect reads from the code: where the server is, and to keep forms and submissions going by itself."""
        general = {
            "server_url": f"{host.rstrip('/')}{self.path(campaign)}",
            "form_update_mode": "match_exactly",
            "autosend": "wifi_and_cellular",
        }
        return {"general": general, "project": {"name": campaign.name[:40]}, "admin": {}}


def coded(settings: dict[str, Any]) -> str:
    """Settings as Collect's code holds them: JSON, compressed by zlib, in base64."""
    return base64.b64encode(zlib.compress(json.dumps(settings, ensure_ascii=False).encode())).decode()


def connect(village: Division, *, name: str, actor: Actor, user: User | None = None) -> Connected:
    """Connect a phone app of an officer to one village. user: whose it is; the actor's own when null.

    One's own by who may survey there; another's by who holds "openrosa.connect". Raises NotYourVerb, NotAVillageHere.
    """
    if village.level != Level.VILLAGE:
        raise NotAVillageHere
    owner = user or User.objects.get(pk=actor.user_id or 0)
    own = owner.pk == actor.user_id
    require(actor, "openrosa.collect" if own else "openrosa.connect", area=village.pk)
    with transaction.atomic():
        device, token = accounts.add_device(owner, actor=actor, area=village, name=name, kind=DeviceKind.COLLECT)
        password = secrets.token_urlsafe(12)
        username = username_of(device)
        device.secret = secret_of(username, password)
        device.save(update_fields=["secret"])
    return Connected(device, token, username, password)


def disconnect(device: Device, *, reason: str, actor: Actor) -> Device:
    """Close the device for good: nothing of it comes in any more. Raises ReasonMissing, NotYourVerb."""
    if len(reason.strip()) < 2:
        raise ReasonMissing
    return accounts.revoke(device, actor=actor, verb="openrosa.connect", reason=reason)
