"""Addresses of agreements, stations, agencies and fairs."""

from __future__ import annotations

from typing import Any

urlpatterns: list[Any] = []
