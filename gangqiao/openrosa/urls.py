"""The addresses of other phone apps. Each of the protocol twice: with a key in it, and for name and password."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern

from gangqiao.kernel.addresses import address
from gangqiao.openrosa.views import desk, protocol

app_name = "openrosa"
GET, POST, BOTH = ("GET",), ("POST",), ("GET", "POST")
View = Callable[..., Any]
COLLECT = "openrosa.collect"
PROTOCOL: tuple[tuple[str, View, str, tuple[str, ...]], ...] = (
    ("formList", protocol.form_list, "form_list", GET),
    ("forms/<str:form_id>.xml", protocol.form_xml, "form_xml", GET),
    ("forms/<str:form_id>/manifest", protocol.manifest, "manifest", GET),
    ("forms/<str:form_id>/attachments/<str:name>", protocol.attachment, "attachment", GET),
    ("datasets/<str:list_name>/integrity", protocol.integrity, "integrity", GET),
    ("submission", protocol.submission, "submission", BOTH),
)


BASES = (("v1/key/<str:token>/projects/<int:number>/", "_by_key"), ("v1/projects/<int:number>/", ""))


def _protocol() -> Iterator[URLPattern]:
    """The addresses of devices: no session comes in by them."""
    rule: dict[str, Any] = {"who": COLLECT, "door": "collect"}
    for route, view, name, methods in PROTOCOL:
        for base, ending in BASES:
            yield address(base + route, view, name=name + ending, methods=methods, **rule)


def _desk(route: str, view: View, name: str, **rule: Any) -> URLPattern:
    return address(f"phone-apps/{route}", view, name=name, **{"who": COLLECT, **rule})


urlpatterns = [
    *_protocol(),
    _desk("", desk.devices, "devices"),
    _desk("connect/", desk.connect, "connect", methods=BOTH),
    _desk("<uuid:app>/disconnect/", desk.disconnect, "disconnect", methods=POST),
    _desk("work/", desk.work, "work"),
    _desk("work/<uuid:work>/again/", desk.again, "again", methods=POST, kind="entity_work"),
    _desk("work/<uuid:work>/settle/", desk.settle, "settle", methods=POST, kind="entity_work"),
    _desk("entities/<uuid:entity>/resolve/", desk.resolve, "resolve", methods=POST, kind="entity"),
    _desk(
        "submissions/<uuid:submission>/withdraw/",
        desk.withdraw,
        "withdraw",
        who="openrosa.connect",
        methods=POST,
        kind="submission",
    ),
]
