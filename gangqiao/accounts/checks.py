"""The product does not start with an address that says nothing about who may use it."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register

from gangqiao.kernel.addresses import PUBLIC, SIGNED_IN, rules
from gangqiao.kernel.verbs import all_verbs


@register(Tags.urls)
def every_address_declares_its_rule(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """One error for each address without a rule or with a verb nobody declared."""
    known = {PUBLIC, SIGNED_IN, *all_verbs()}
    faults: list[CheckMessage] = []
    for route, _pattern, rule in rules():
        if rule is None:
            faults.append(
                Error(f"the address /{route} declares no rule; use kernel.addresses.address()", id="accounts.E001")
            )
        elif rule.who not in known:
            faults.append(Error(f"the address /{route} asks for the unknown verb {rule.who}", id="accounts.E002"))
    return faults
