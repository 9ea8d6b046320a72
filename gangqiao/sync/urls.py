"""The addresses of phones: the wire under /phone/, the pages of the desk under /phones/."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern

from gangqiao.kernel.addresses import PUBLIC, address
from gangqiao.sync.views import ops, phone, shell

app_name = "sync"
POST = ("POST",)


def _wire(route: str, view: Callable[..., Any], name: str, methods: tuple[str, ...] = ("GET",)) -> URLPattern:
    """An address only a connected phone enters."""
    return address(f"phone/{route}", view, who="sync.carry", name=name, methods=methods, door="phone")


urlpatterns = [
    address("phone/", shell.shell, who=PUBLIC, name="shell"),
    address("phone/sw.js", shell.worker, who=PUBLIC, name="worker"),
    address("phone/manifest.webmanifest", shell.manifest, who=PUBLIC, name="manifest"),
    address("phone/enrol/", phone.enrol, who=PUBLIC, name="enrol", methods=POST, door="phone"),
    _wire("me/", phone.me, "me"),
    _wire("receipt/", phone.receipt, "receipt"),
    _wire("packages/<str:village>/", phone.package, "package"),
    _wire("changes/<str:village>/", phone.changes, "changes"),
    _wire("ops/", ops.ops, "ops", POST),
    _wire("blobs/<str:sha256>/", ops.blob, "blob", ("HEAD", "PUT")),
]
