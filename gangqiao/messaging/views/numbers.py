"""Telephone numbers that want no messages."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.kernel.buttons import done
from gangqiao.kernel.paging import columns_of
from gangqiao.messaging import actions, showing
from gangqiao.messaging.forms import NumberForm
from gangqiao.messaging.reads.optouts import stopped
from gangqiao.messaging.refusals import NeverStopped

MOST_SHOWN = 100


def numbers(request: ActorRequest) -> HttpResponse:
    """The numbers, masked, and a form for one more."""
    return _page(request, NumberForm())


def stop(request: ActorRequest) -> HttpResponse:
    """Note that a number wants no messages."""
    form = NumberForm(request.POST)
    given = form.cleaned_data if form.is_valid() else {}
    if done(
        request,
        form,
        lambda: actions.opt_out(given["phone"], actor=request.actor, said=given["said"]),
        _("This number gets no more messages."),
    ):
        return redirect("messaging:numbers")
    return _page(request, form)


def start(request: ActorRequest) -> HttpResponse:
    """Note that a number wants messages again. It is typed anew: the list shows none in full."""
    form = NumberForm(request.POST)
    given = form.cleaned_data if form.is_valid() else {}

    def begin_again() -> None:
        if not actions.opt_in(given["phone"], actor=request.actor):
            raise NeverStopped

    if done(request, form, begin_again, _("This number gets messages again.")):
        return redirect("messaging:numbers")
    return _page(request, form)


def _page(request: ActorRequest, form: NumberForm) -> HttpResponse:
    found = stopped()
    rows = [showing.number_shown(row) for row in found[:MOST_SHOWN]]
    heads = (_("Telephone number"), _("Since"), _("How"), _("What the person said"))
    shown = {"form": form, "rows": rows, "is_empty": not rows, "columns": columns_of(heads), "count": found.count()}
    return render(request, "messaging/numbers.html", shown)
