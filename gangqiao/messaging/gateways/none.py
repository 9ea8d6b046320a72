"""No gateway: everything goes by hand."""

from __future__ import annotations

from typing import ClassVar

from gangqiao.kernel.words import Say
from gangqiao.messaging.gateways.port import NotTaken


class NoGateway:
    """Takes nothing, for good: what may go on paper does so at once."""

    leaves: ClassVar[bool] = False

    def send(self, phone: str, words: str, *, reference: str = "") -> str:
        raise NotTaken(Say("This installation sends no SMS."), lasting=True)
