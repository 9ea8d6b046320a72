"""Every answer carries the headers that keep pages inside this machine (security.md, controls 11, 39 and 52)."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from gangqiao.kernel.requests import request_numbered
from gangqiao.web.errors import with_body

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "frame-ancestors 'none'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
    )
)
PERMISSIONS_POLICY = "camera=(), microphone=(), geolocation=(self), payment=(), usb=(), interest-cohort=()"
HSTS_SECONDS = 31_536_000  # one year, control 11


class SecurityHeaders:
    """Number the request and set the security headers on the answer, whatever it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with request_numbered() as number:
            response = with_body(self.get_response(request))
        response["X-Request-ID"] = number
        # The phone client's shell brings a stricter policy of its own, and needs the camera.
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response["X-Content-Type-Options"] = "nosniff"
        response["X-Frame-Options"] = "DENY"
        response["Referrer-Policy"] = "same-origin"
        response["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if request.is_secure():
            response["Strict-Transport-Security"] = f"max-age={HSTS_SECONDS}; includeSubDomains"
        if not request.path.startswith(settings.STATIC_URL) and "Cache-Control" not in response:
            # Any page may show a person: neither a proxy nor the "back" button of a shared PC may keep it.
            response["Cache-Control"] = "no-store, private"
        return response
