"""The addresses of imports, each with its rule."""

from django.urls import URLPattern

app_name = "imports"

urlpatterns: list[URLPattern] = []
