"""Addresses of assistance and of public posts. Records are named by uuid."""

from typing import Any

from gangqiao.assistance.urls import cases, duty, pictures, posts, workplaces

app_name = "assistance"
urlpatterns: list[Any] = [
    *cases.urlpatterns,
    *duty.urlpatterns,
    *workplaces.urlpatterns,
    *pictures.urlpatterns,
    *posts.urlpatterns,
]
