"""The addresses of imports, each with its rule. A workbook is named by its uuid, a row by nothing at all."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern

from gangqiao.imports.views import files, listing, naming, rows
from gangqiao.kernel.addresses import address

app_name = "imports"
ASK_AND_ACT = ("GET", "POST")
ASK = ("GET",)
ACT = ("POST",)


def _import(route: str, view: Callable[..., Any], verb: str, name: str, methods: tuple[str, ...] = ASK) -> URLPattern:
    return address(f"imports/<uuid:source>/{route}", view, who=verb, name=name, methods=methods, kind="import")


urlpatterns = [
    address("imports/", listing.imports, who="imports.view", name="imports"),
    address("imports/bring/", listing.bring, who="imports.upload", name="bring", methods=ACT),
    _import("", files.show, "imports.view", "import"),
    _import("progress/", files.progress, "imports.view", "progress"),
    _import("columns/", naming.columns, "imports.map_columns", "columns", ASK_AND_ACT),
    _import("rows/", rows.rows, "imports.view", "rows"),
    _import("decide/", rows.decide, "imports.decide", "decide", ACT),
    _import("apply/", files.apply, "imports.apply", "apply", ACT),
    _import("discard/", files.discard, "imports.discard", "discard", ACT),
    _import("corrections/", files.corrections, "imports.decide", "corrections"),
]
