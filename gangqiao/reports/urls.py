"""The addresses of reports, each with its rule."""

from django.urls import URLPattern

app_name = "reports"

urlpatterns: list[URLPattern] = []
