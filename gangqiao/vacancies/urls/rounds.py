"""Addresses of what is collected and by whom."""

from __future__ import annotations

from typing import Any

urlpatterns: list[Any] = []
