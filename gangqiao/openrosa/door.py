"""The door of other phone apps: a key in the address, or name and password by Basic or Digest (RFC 7617, RFC 7616)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core import signing
from django.http import HttpRequest, HttpResponse

from gangqiao.accounts.doors import Door, device_by_token, open_door
from gangqiao.accounts.models import Device, DeviceKind
from gangqiao.openrosa.markup import writing

REALM = "Gangqiao"
NONCE_SALT = "gangqiao.openrosa.nonce"
NONCE_LASTS = 3600  # seconds; an older one is asked for anew without asking for the password
_PART = re.compile(r'(\w+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))')
ACCEPTED_BYTES = 20 * 1024 * 1024


def with_headers(response: HttpResponse) -> HttpResponse:
    """Every answer says the version of the protocol and how much is taken at once."""
    response["X-OpenRosa-Version"] = "1.0"
    response["X-OpenRosa-Accept-Content-Length"] = str(ACCEPTED_BYTES)
    return response


def secret_of(username: str, password: str) -> str:
    """What Digest compares with (HA1), kept sealed: from it alone nobody gets the password."""
    return hashlib.md5(f"{username}:{REALM}:{password}".encode(), usedforsecurity=False).hexdigest()


def username_of(device: Device) -> str:
    """The name under which a device comes in by Basic or Digest."""
    return device.uuid.hex[:12]


def find(request: HttpRequest, arguments: Mapping[str, Any]) -> Device | None:
    """The device of a request: by the key in its address, else by name and password."""
    if "token" in arguments:
        return device_by_token(str(arguments["token"]), DeviceKind.COLLECT)
    scheme, _space, rest = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "digest":
        return _by_digest(request, rest)
    if scheme.lower() == "basic" and is_private(request):
        return _by_basic(rest)
    return None


def is_private(request: HttpRequest) -> bool:
    """Whether a password may be sent as it is: over TLS, or within this machine."""
    return request.is_secure() or request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1")


def _named(username: str) -> Device | None:
    if not re.fullmatch(r"[0-9a-f]{12}", username):
        return None
    low, high = UUID(username + "0" * 20), UUID(username + "f" * 20)
    named = Device.objects.select_related("user", "area").filter(kind=DeviceKind.COLLECT, uuid__range=(low, high))
    return next((d for d in named if d.secret), None)


def _by_basic(given: str) -> Device | None:
    try:
        username, _colon, password = base64.b64decode(given.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    device = _named(username)
    if device is None or not hmac.compare_digest(secret_of(username, password), device.secret or ""):
        return None
    return device


def _by_digest(request: HttpRequest, given: str) -> Device | None:
    parts = {name.lower(): quoted or bare for name, quoted, bare in _PART.findall(given)}
    device = _named(parts.get("username", ""))
    if device is None or parts.get("realm") != REALM or not _is_ours(parts.get("nonce", "")):
        return None
    if parts.get("uri", "").split("?")[0] != request.get_full_path().split("?")[0]:
        return None
    expected = digest_of(device.secret or "", str(request.method), parts)
    return device if hmac.compare_digest(expected, parts.get("response", "")) else None


def digest_of(ha1: str, method: str, parts: Mapping[str, str]) -> str:
    """The response of RFC 7616 with MD5, the only one phones of the field know; with `qop` or the old way without."""
    ha2 = _md5(f"{method}:{parts.get('uri', '')}")
    if parts.get("qop"):
        middle = ":".join(parts.get(name, "") for name in ("nonce", "nc", "cnonce", "qop"))
        return _md5(f"{ha1}:{middle}:{ha2}")
    return _md5(f"{ha1}:{parts.get('nonce', '')}:{ha2}")


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _is_ours(nonce: str) -> bool:
    """Whether we gave this nonce within the hour. It is signed, not stored: sixteen workers need not share a table."""
    try:
        signing.loads(nonce, salt=NONCE_SALT, max_age=NONCE_LASTS)
    except signing.BadSignature:
        return False
    return True


def refuse(request: HttpRequest, device: Device | None) -> HttpResponse:
    """401 with a challenge for who says nothing; 403 for a wrong key, a wrong password or a closed device."""
    is_key = request.path.startswith("/v1/key/")
    status = 403 if is_key or device is not None else 401
    answer = HttpResponse(writing.answer("", is_error=True), status=status, content_type="text/xml; charset=utf-8")
    if status == 401:
        nonce = signing.dumps(secrets.token_hex(8), salt=NONCE_SALT)
        challenges = [f'Digest realm="{REALM}", qop="auth", nonce="{nonce}", algorithm=MD5']
        if is_private(request):
            challenges.append(f'Basic realm="{REALM}"')
        answer["WWW-Authenticate"] = ", ".join(challenges)
    return with_headers(answer)


def open_it() -> None:
    """Let phone apps in. Called once, when the app is ready."""
    open_door(DeviceKind.COLLECT, Door(find, refuse))
