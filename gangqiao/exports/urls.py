"""The addresses of exports, each with its rule."""

from django.urls import URLPattern

app_name = "exports"

urlpatterns: list[URLPattern] = []
