"""Forms about labour cooperation as pages of their own."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gangqiao.kernel.actor import Actor
from gangqiao.kernel.links import Link


def columns(*labels: Any, numbers: tuple[int, ...] = ()) -> list[dict[str, Any]]:
    """Heads of a ledger; `numbers` are the places of those with numbers below."""
    return [{"label": label, "is_number": n in numbers} for n, label in enumerate(labels)]


def tabs(here: str, actor: Actor) -> list[Link]:
    """The pages of cooperation the reader may see."""
    names = (
        ("cooperation", _("Agreements and stations"), "vacancies.view_cooperation"),
        ("fairs", _("Job fairs"), "vacancies.view_cooperation"),
        ("agencies", _("Brokers and agencies"), "vacancies.view_cooperation"),
    )
    return [Link(label, reverse(f"vacancies:{name}"), name == here) for name, label, verb in names if actor.may(verb)]
