"""Addresses of rule changes."""

from __future__ import annotations

from typing import Any

urlpatterns: list[Any] = []
