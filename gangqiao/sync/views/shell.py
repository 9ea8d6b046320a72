"""The shell of the phone client: one public page without a word about anybody, its service worker and its manifest."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import translation
from django.utils.translation import gettext as _

SCOPE = "/phone/"
ENTRY = "frontend/src/phone/main.tsx"
# Stricter than that of the other pages: everything is named, nothing is inherited. Pictures are taken and scanned here.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob:",
        "media-src 'self' blob:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
PERMISSIONS_POLICY = "camera=(self), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()"


def shell(request: HttpRequest) -> HttpResponse:
    """The page that the phone keeps. It is the same for everybody, whatever language the browser asks for."""
    answer = HttpResponse(_page())
    answer["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    answer["Permissions-Policy"] = PERMISSIONS_POLICY
    answer["Cache-Control"] = "no-cache"
    return answer


def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. Another shell changes its bytes, so that a phone fetches the new one."""
    try:
        script = (_built() / "worker.js").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise Http404 from None
    # The policy is part of what is kept with the page.
    revision = hashlib.sha256((_page() + CONTENT_SECURITY_POLICY + PERMISSIONS_POLICY).encode()).hexdigest()[:16]
    answer = HttpResponse(f'self.SHELL_REVISION="{revision}";\n{script}', content_type="text/javascript; charset=utf-8")
    answer["Service-Worker-Allowed"] = SCOPE
    answer["Cache-Control"] = "no-cache"
    return answer


def manifest(request: HttpRequest) -> JsonResponse:
    """What the phone needs to put the app on its first screen."""
    icons = [
        {"src": static(f"sync/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size in (192, 512)
        for purpose in ("any", "maskable")
    ]
    with translation.override(settings.LANGUAGE_CODE):
        content = {
            "id": SCOPE,
            "start_url": SCOPE,
            "scope": SCOPE,
            "name": _("Gangqiao home visits"),
            "short_name": _("Gangqiao"),
            "lang": settings.LANGUAGE_CODE,
            "display": "standalone",
            "orientation": "portrait",
            "background_color": "#f3f5f8",
            "theme_color": "#1d5fa6",
            "icons": icons,
        }
    answer = JsonResponse(content, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})
    answer["Cache-Control"] = "no-cache"
    return answer


def _page() -> str:
    # In the county's language: the phone keeps one copy, and the client translates itself.
    with translation.override(settings.LANGUAGE_CODE):
        return render_to_string("sync/shell.html", {"files": _files()})


def _files() -> dict[str, Any]:
    """The script and the styles of the built client; empty when it is not built, and the page says so."""
    try:
        chunks = json.loads((_built() / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    entry = chunks[ENTRY]
    address = f"{settings.STATIC_URL}dist/phone/"
    first = [chunks[name] for name in entry.get("imports", ())]
    styles = dict.fromkeys(sheet for chunk in (*first, entry) for sheet in chunk.get("css", ()))
    return {
        "script": address + entry["file"],
        "early": [address + chunk["file"] for chunk in first],
        "styles": [address + sheet for sheet in styles],
    }


def _built() -> Path:
    return Path(settings.DJANGO_VITE["default"]["manifest_path"]).parent / "phone"
