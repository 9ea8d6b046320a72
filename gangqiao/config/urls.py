"""The addresses of the product. Each app declares its own in its `urls.py`, every one with its rule."""

from importlib.util import find_spec

from django.urls import include, path

APPS = (
    "web", "accounts", "audit", "people", "ledgers", "quality", "duplicates", "imports", "exports", "surveys",
    "sync", "messaging", "openrosa", "vacancies", "matching", "transfers", "training", "followup", "assistance",
    "subsidies", "indicators", "reports", "plans", "warnings", "headquarters", "briefings", "api",
)  # fmt: skip

# An app without pages has no `urls.py`.
urlpatterns = [path("", include(f"gangqiao.{app}.urls")) for app in APPS if find_spec(f"gangqiao.{app}.urls")]

# Generic, made without the request: "not yours" and "does not exist" are the same bytes.
handler400 = "gangqiao.web.errors.bad_request"
handler403 = "gangqiao.web.errors.forbidden"
handler404 = "gangqiao.web.errors.not_found"
handler500 = "gangqiao.web.errors.server_fault"
