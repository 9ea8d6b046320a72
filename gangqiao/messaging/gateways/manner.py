"""How to speak with a gateway over HTTP, read from the settings and judged before anything is sent."""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from string import Template
from urllib.parse import quote, quote_plus, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

METHODS = ("POST", "PUT", "GET")
_ESCAPES: dict[str, Callable[[str], str]] = {
    "application/json": lambda text: json.dumps(text, ensure_ascii=False)[1:-1],
    "application/x-www-form-urlencoded": quote_plus,
}


@dataclass(frozen=True, slots=True)
class HttpSettings:
    """One gateway's manner of speaking. `$phone`, `$words` and `$reference` stand for the message.

    success  found in the answer's body when the message was taken; a group named `receipt` is the gateway's own name
             of it
    seconds  how long to wait for the line and for each answer
    """

    url: str
    method: str
    headers: dict[str, str]
    body: str
    success: re.Pattern[str]
    seconds: float

    @classmethod
    def of_installation(cls) -> HttpSettings:
        """Raises ImproperlyConfigured, which names the setting and never its value: it may be a secret."""
        found = cls(
            url=settings.SMS_HTTP_URL,
            method=settings.SMS_HTTP_METHOD.upper(),
            headers=dict(settings.SMS_HTTP_HEADERS),
            body=settings.SMS_HTTP_BODY,
            success=re.compile(settings.SMS_HTTP_SUCCESS),
            seconds=settings.SMS_HTTP_SECONDS,
        )
        found.check()
        return found

    def check(self) -> None:
        if self.method not in METHODS:
            raise ImproperlyConfigured(f"GANGQIAO_SMS_METHOD must be one of {', '.join(METHODS)}.")
        parts = urlsplit(self.url)
        if not parts.hostname or parts.scheme not in ("https", "http"):
            raise ImproperlyConfigured("GANGQIAO_SMS_URL must be a whole address that begins with https://.")
        if parts.scheme == "http" and not is_loopback(parts.hostname):
            raise ImproperlyConfigured("GANGQIAO_SMS_URL must begin with https://: people's numbers go over it.")
        if self.body and self.kind not in _ESCAPES:
            raise ImproperlyConfigured(f"GANGQIAO_SMS_HEADERS must name a Content-Type of {', '.join(_ESCAPES)}.")
        if "$phone" not in self.url + self.body or "$words" not in self.url + self.body:
            raise ImproperlyConfigured("GANGQIAO_SMS_BODY (or the address) must say where $phone and $words go.")
        if not 0 < self.seconds <= 30:
            raise ImproperlyConfigured("GANGQIAO_SMS_SECONDS must be between 0 and 30.")

    @property
    def kind(self) -> str:
        """The content type of the body, without its parameters."""
        given = {name.lower(): value for name, value in self.headers.items()}
        return given.get("content-type", "").partition(";")[0].strip().lower()

    def target(self, **message: str) -> str:
        """Path and query of one message."""
        parts = urlsplit(self.url)
        whole = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return Template(whole).safe_substitute({name: quote(value, safe="") for name, value in message.items()})

    def content(self, **message: str) -> bytes:
        """The body of one message: its values can break out of nothing."""
        if not self.body:
            return b""
        escape = _ESCAPES[self.kind]
        return Template(self.body).safe_substitute({name: escape(v) for name, v in message.items()}).encode()


def is_loopback(host: str) -> bool:
    """True for this machine itself, where nothing can be overheard."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
