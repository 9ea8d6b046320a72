"""How a page of the public face is passed on: its whole address, a picture of it, a text message."""

from __future__ import annotations

import hashlib
from functools import cache
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import segno
from django.conf import settings
from django.http import HttpRequest

STYLE = Path(__file__).resolve().parent.parent / "static/vacancies/public.css"
QUIET_ZONE = 4  # what readers of QR codes ask for around it, in modules


def absolute(request: HttpRequest, path: str) -> str:
    """The whole address of an own page: as the installation is known outside, else as it was asked for."""
    own = settings.ADDRESS.rstrip("/")
    return f"{own}{path}" if own else request.build_absolute_uri(path)


def qr_of(address: str) -> str:
    """An SVG picture of an address, black on white also where the page is dark."""
    code = segno.make(address, error="m", micro=False)
    svg = BytesIO()
    code.save(svg, kind="svg", scale=4, border=QUIET_ZONE, dark="#000", light="#fff", xmldecl=False)
    return svg.getvalue().decode()


def sms_link(words: str) -> str:
    """The beginning of a text message with these words. Every phone that can telephone knows it."""
    return f"sms:?body={quote(words)}"


@cache
def style_version() -> str:
    """A digest of the style sheet: browsers keep it until it changes."""
    return hashlib.sha256(STYLE.read_bytes()).hexdigest()[:8] if STYLE.exists() else ""
