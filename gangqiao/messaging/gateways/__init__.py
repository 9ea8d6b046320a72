"""Ways out for SMS. Which one is used is a setting; by itself nothing leaves this machine."""

from __future__ import annotations

from django.conf import settings

from gangqiao.messaging.gateways.file import FileGateway
from gangqiao.messaging.gateways.http import HttpGateway
from gangqiao.messaging.gateways.none import NoGateway
from gangqiao.messaging.gateways.port import Gateway, NotTaken, Unsure

__all__ = ["GATEWAYS", "Gateway", "NotTaken", "Unsure", "gateway_in_use", "messages_leave"]

GATEWAYS: dict[str, type[Gateway]] = {"file": FileGateway, "http": HttpGateway, "none": NoGateway}


def gateway_in_use() -> Gateway:
    """The gateway the settings name. Raises KeyError (there is none of this name), or ImproperlyConfigured."""
    return GATEWAYS[settings.SMS_GATEWAY]()


def messages_leave() -> bool:
    """True when messages really leave this machine; when not, pages say so."""
    return GATEWAYS[settings.SMS_GATEWAY].leaves
