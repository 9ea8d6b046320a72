"""Pages of the warnings. What they share stands here."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.kernel.links import Link
from gangqiao.warnings.reads.urges import open_urges


def tabs(request: ActorRequest, here: str) -> list[Link]:
    """The parts of the warnings. Proposals only for who urges."""
    many = open_urges(request.actor).count()
    parts = [
        ("board", _("Where the targets stand"), reverse("warnings:board"), ""),
        ("urges", _("Urging and supervision"), reverse("warnings:urges"), str(many) if many else ""),
    ]
    if request.actor.may("warnings.urge"):
        parts.append(("proposals", _("To be urged"), reverse("warnings:proposals"), ""))
    parts.append(("method", _("How it is forecast"), reverse("warnings:method"), ""))
    return [Link(label, href, key == here, count) for key, label, href, count in parts]
