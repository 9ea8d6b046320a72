"""Tells sync what the follow-up gives to phones and takes from them. Called once, when the app is ready."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gangqiao.followup.phone import kinds, section
from gangqiao.sync import parcels
from gangqiao.sync.kinds import register


def register_all() -> None:
    """The section of the package, what is due, the changes, and the kind of operation."""
    parcels.register("contacts", section.section)
    parcels.register_changes("contacts", section.changed)
    parcels.register_due("followup", section.due)
    register("followup.record", kinds.recorded, label=_("What came of a call"), about=kinds.about)
