"""Pages of the work plan. Each is a function; what they share stands here."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.kernel.links import Link
from gangqiao.plans.reads import units_answered_for


def tabs(request: ActorRequest, here: str) -> list[Link]:
    """The parts of the work plan. What the own unit owes only for those who answer for one."""
    parts = [
        ("plan", _("The plan"), reverse("plans:plan")),
        ("targets", _("Targets"), reverse("plans:targets")),
        ("shares", _("Shares"), reverse("plans:shares")),
        ("matrix", _("Who does what"), reverse("plans:matrix")),
        ("units", _("All units"), reverse("plans:units")),
    ]
    own = list(units_answered_for(request.actor))
    parts += [(unit.code, unit.name, reverse("plans:unit", args=[unit.code])) for unit in own]
    return [Link(label, href, key == here) for key, label, href in parts]
