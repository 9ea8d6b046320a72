"""Addresses of referrals. They are named by uuid."""

from __future__ import annotations

from typing import Any

urlpatterns: list[Any] = []
