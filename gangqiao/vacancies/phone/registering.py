"""Tells sync what the monthly release gives to phones and takes from them. Called once, when the app is ready."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gangqiao.sync import parcels
from gangqiao.sync.kinds import register
from gangqiao.vacancies.phone import kinds, section


def register_all() -> None:
    """The section of the package, what is due, the changes, and the kinds of operations."""
    parcels.register("carry", section.section)
    parcels.register_changes("carry", section.changed)
    parcels.register_due("vacancies", section.due)
    register("vacancies.deliver", kinds.delivered, label=_("A pack was delivered"), about=kinds.about)
    register("vacancies.response", kinds.response, label=_("Answer to a vacancy"), about=kinds.about)
