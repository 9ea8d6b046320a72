"""The addresses of data quality, each with its rule."""

from django.urls import URLPattern

app_name = "quality"

urlpatterns: list[URLPattern] = []
