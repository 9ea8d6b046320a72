"""A form as a page of its own: shown, done when it is valid, shown again with its faults."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.kernel.buttons import done
from gangqiao.kernel.links import Link
from gangqiao.people.forms.base import ActForm


def act_by_form(
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
    template: str = "training/form.html",
    **more: Any,
) -> HttpResponse:
    """Do what a valid form asks and lead on (`to`, else `back`); else the page, with 422 when it has faults."""
    if request.method == "POST" and done(request, form, act, said):
        return redirect(to() if to else back)
    shown = {"form": form, "form_title": title, "back": back, "way": way, "lead_words": lead} | more
    return render(request, template, shown, status=422 if form.is_bound and form.errors else 200)
