"""What subsidies put on the officer's phone."""

from __future__ import annotations

from gangqiao.subsidies.phone import section
from gangqiao.sync import parcels


def register_all() -> None:
    """The section of the package, and its changes. The phone reads it; it brings nothing back."""
    parcels.register("money", section.section, section.travelling)
    parcels.register_changes("money", section.changed)
