"""Tells sync what training gives to phones and takes from them. Called once, when the app is ready."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gangqiao.sync import parcels
from gangqiao.sync.kinds import register
from gangqiao.training.phone import kinds, section


def register_all() -> None:
    """The section of the package, the changes, and the kind of operation."""
    parcels.register("classes", section.section)
    parcels.register_changes("classes", section.changed)
    register("training.sign_in", kinds.signed_in, label=_("Signed in to a class"), about=kinds.about)
