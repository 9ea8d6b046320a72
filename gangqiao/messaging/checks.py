"""What is asked when the product starts: whether the gateway is set up, and whether every declared text fits."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.core.exceptions import ImproperlyConfigured

from gangqiao.messaging import templates
from gangqiao.messaging.gateways import GATEWAYS, gateway_in_use


@register()
def check_gateway(**kwargs: Any) -> list[CheckMessage]:
    """The gateway named by the settings exists and can be spoken with."""
    if settings.SMS_GATEWAY not in GATEWAYS:
        return [Error(f"GANGQIAO_SMS_GATEWAY must be one of {', '.join(GATEWAYS)}.", id="messaging.E001")]
    try:
        gateway_in_use()
    except (ImproperlyConfigured, re.error) as fault:
        return [Error(str(fault), id="messaging.E002")]
    return []


@register()
def check_texts(**kwargs: Any) -> list[CheckMessage]:
    """Every text is as long as it may be at most, with the longest values it can have."""
    faults = [fault for template in templates.all_templates().values() for fault in template.faults()]
    # No error: a text that is not translated yet is too long, and would keep everybody from starting. The tests fail.
    return [Warning(fault, id="messaging.W003") for fault in faults]
