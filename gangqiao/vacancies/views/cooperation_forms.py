"""Forms about labour cooperation as pages of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.kernel.links import Link
from gangqiao.people.forms.base import ActForm


def form_page(
    request: ActorRequest,
    form: ActForm,
    act: Callable[[], Any],
    said: Any,
    *,
    title: Any,
    back: str,
    way: tuple[Link, ...] = (),
    lead: Any = "",
    to: Callable[[], str] | None = None,
) -> HttpResponse:
    """Do what a valid form asks and lead on (`to`, else `back`); show it again with its faults otherwise."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except (Refusal, Refusals) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, str(said))
            return redirect(to() if to else back)
    shown = {"form": form, "form_title": title, "back": back, "way": way, "lead_words": lead}
    # A form with faults answers 422, so that programs see it, too.
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "vacancies/cooperation_form.html", shown, status=status)


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
