"""The addresses of phones: the wire under /phone/, the pages of the desk under /phones/."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern

from gangqiao.kernel.addresses import PUBLIC, address
from gangqiao.sync.views import desk, entries, ops, phone, shell

app_name = "sync"
POST = ("POST",)


def _wire(route: str, view: Callable[..., Any], name: str, methods: tuple[str, ...] = ("GET",)) -> URLPattern:
    """An address only a connected phone enters."""
    return address(f"phone/{route}", view, who="sync.carry", name=name, methods=methods, door="phone")


def _entry(route: str, view: Callable[..., Any], name: str, methods: tuple[str, ...] = ("GET",)) -> URLPattern:
    """An address of one entry of the work queue."""
    path = f"phones/entries/<uuid:op>/{route}"
    return address(path, view, who="sync.settle", name=name, methods=methods, kind="phone_op")


urlpatterns = [
    address("phones/", desk.mine, who="sync.carry", name="phones"),
    address("phones/connect/", desk.connect, who="sync.carry", name="connect", methods=POST),
    address("phones/mine/<uuid:phone>/revoke/", desk.revoke_mine, who="sync.carry", name="revoke_mine", methods=POST),
    address("phones/all/", desk.everybodys, who="sync.view_phones", name="everybodys"),
    address(
        "phones/all/<uuid:phone>/revoke/", desk.revoke, who="sync.revoke", name="revoke", methods=POST, kind="phone"
    ),
    address("phones/entries/", entries.entries, who="sync.settle", name="entries"),
    _entry("", entries.entry, "entry"),
    _entry("again/", entries.again, "again", POST),
    _entry("close/", entries.close, "close", POST),
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
