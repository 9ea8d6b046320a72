"""The addresses of duplicates, each with its rule."""

from django.urls import URLPattern

app_name = "duplicates"

urlpatterns: list[URLPattern] = []
