"""Tells sync what assistance gives to phones and takes from them. Called once, when the app is ready."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gangqiao.assistance.phone import kinds, section
from gangqiao.sync import parcels
from gangqiao.sync.kinds import register


def register_all() -> None:
    """The section of the package, the changes, and the kind of operation."""
    parcels.register("duty", section.section)
    parcels.register_changes("duty", section.changed)
    register("assistance.mark_duty", kinds.marked, label=_("A day of duty was marked"), about=kinds.about)
