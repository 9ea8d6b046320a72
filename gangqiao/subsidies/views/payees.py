"""Accounts of employers and providers: one enters, another verifies."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.kernel.buttons import done, pressed
from gangqiao.kernel.paging import columns_of, key_to_go_on, pager_of
from gangqiao.places.reads import county_path
from gangqiao.subsidies.actions import payees as acts
from gangqiao.subsidies.forms.money import AccountForm
from gangqiao.subsidies.models import Payee
from gangqiao.subsidies.showing import money_payees as showing

KEEP = "subsidies.keep_account"
ROWS = 50


def payee_list(request: ActorRequest) -> HttpResponse:
    """The accounts by their last digits, and the form that enters one."""
    may = request.actor.may(KEEP, county_path())
    return _page(request, AccountForm(subjects=showing.subjects()) if may else None)


def keep(request: ActorRequest) -> HttpResponse:
    """Enter an account, or another one in its place; it is verified anew then."""
    form = AccountForm(request.POST, subjects=showing.subjects())

    def act() -> None:
        given: dict[str, Any] = form.cleaned_data
        acts.keep(given["subject"], given["name"].strip(), given["again"], actor=request.actor)

    if done(request, form, act, _("Entered. A colleague compares it with the paper and verifies it.")):
        return redirect("subsidies:payees")
    return _page(request, form)


def verify(request: ActorRequest, payee: UUID) -> HttpResponse:
    """Verify an account that somebody else entered, by typing it once more from the paper."""
    found: Payee | None = Payee.objects.filter(uuid=payee).first()
    if found is None:
        raise Http404
    # Whoever verifies sees no digits here: the number is typed from the paper and has to be the one that was entered.
    if "".join(request.POST.get("account", "").split()) != "".join(found.account.split()):
        messages.error(request, _("That is not the number that was entered. Compare both with the paper of the bank."))
        return redirect("subsidies:payees")
    pressed(request, lambda: acts.verify(found, actor=request.actor), _("Verified. It can be paid to."))
    return redirect("subsidies:payees")


def _page(request: ActorRequest, form: AccountForm | None) -> HttpResponse:
    after, rows = key_to_go_on(request), Payee.objects.order_by("-pk")
    found = list((rows.filter(pk__lt=after) if after is not None else rows)[: ROWS + 1])
    shown = {
        "rows": showing.rows(found[:ROWS], request.actor), "is_empty": not found, "form": form,
        "without": showing.without_account(), "may_keep": form is not None,
        "columns": columns_of(
            (_("Employer or provider"), pgettext("payment", "Account"), pgettext("account of a unit", "Entered by"),
             pgettext("account of a unit", "Verified by"))
        ),
        **pager_of(request, found[ROWS - 1].pk if len(found) > ROWS else None),
    }  # fmt: skip
    return render(request, "subsidies/payees.html", shown, status=422 if form is not None and form.errors else 200)
