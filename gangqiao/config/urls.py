"""The addresses of the product. Each app declares its own in its `urls.py`, every one with its rule."""

from importlib.util import find_spec

from django.urls import include, path

APPS = ("web", "accounts", "audit", "people", "ledgers", "indicators", "plans", "api")

# An app without pages has no `urls.py`.
urlpatterns = [path("", include(f"gangqiao.{app}.urls")) for app in APPS if find_spec(f"gangqiao.{app}.urls")]
