"""Any gateway that takes a message by one HTTP request: the county's own platform, or an operator's."""

from __future__ import annotations

import http.client
from typing import ClassVar
from urllib.parse import urlsplit

from gangqiao.kernel.words import Say
from gangqiao.messaging.gateways.manner import HttpSettings
from gangqiao.messaging.gateways.port import NotTaken, Unsure

MOST_READ = 64 * 1024  # of an answer
TRY_LATER = (429, 503)
REFUSED = range(400, 500)


class HttpGateway:
    """Asks once and follows nothing: no redirect, no second try of its own."""

    leaves: ClassVar[bool] = True

    def __init__(self, given: HttpSettings | None = None) -> None:
        self.given = given or HttpSettings.of_installation()

    def send(self, phone: str, words: str, *, reference: str = "") -> str:
        line = self._line()
        try:
            # Until the line stands nothing was said: such a failure is no doubt.
            line.connect()
        except OSError as fault:
            raise NotTaken(Say("The gateway could not be reached.")) from fault
        try:
            message = {"phone": phone, "words": words, "reference": reference}
            content = self.given.content(**message)
            line.request(self.given.method, self.given.target(**message), content or None, self.given.headers)
            answer = line.getresponse()
            return self._receipt(answer.status, answer.read(MOST_READ).decode("utf-8", "replace"))
        except (OSError, http.client.HTTPException) as fault:
            raise Unsure(Say("The line to the gateway broke before it answered.")) from fault
        finally:
            line.close()

    def _line(self) -> http.client.HTTPConnection:
        parts = urlsplit(self.given.url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        return kind(str(parts.hostname), parts.port, timeout=self.given.seconds)

    def _receipt(self, status: int, text: str) -> str:
        """The gateway's own name of the message. What it answers is not kept: it may repeat the message."""
        if status in TRY_LATER:
            raise NotTaken(Say("The gateway asks to try later (%(status)s).", status=status))
        if status in REFUSED:
            raise NotTaken(Say("The gateway refused the message (%(status)s).", status=status), lasting=status != 408)
        if not 200 <= status < 300:
            # A fault of its own, perhaps after it had taken the message.
            raise Unsure(Say("The gateway answered with a fault of its own (%(status)s).", status=status))
        found = self.given.success.search(text)
        if found is None:
            raise NotTaken(Say("The gateway did not take the message."))
        return str(found.groupdict().get("receipt") or "")[:100]
