"""Addresses of the monthly release."""

from __future__ import annotations

from typing import Any

urlpatterns: list[Any] = []
