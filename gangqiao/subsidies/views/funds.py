"""Fund lines: what was granted, is free, bound, paid and to come back; the movements of one."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.kernel import clock
from gangqiao.kernel.buttons import done
from gangqiao.kernel.paging import columns_of, key_to_go_on, pager_of
from gangqiao.places.reads import county_path
from gangqiao.subsidies.actions import budgets as acts
from gangqiao.subsidies.forms.money import BudgetForm
from gangqiao.subsidies.models import Budget, Transfer
from gangqiao.subsidies.reads import ledger
from gangqiao.subsidies.showing import money_funds as showing
from gangqiao.subsidies.views.batches import locked

SET = "subsidies.set_budget"
ROWS, DOCUMENTS = 50, 100


def fund_list(request: ActorRequest) -> HttpResponse:
    """Each fund line and year, the documents behind it, and the form that enters one."""
    return _page(request, BudgetForm() if request.actor.may(SET, county_path()) else None)


def set_budget(request: ActorRequest) -> HttpResponse:
    """Enter a budget, or a cut of one."""
    form = BudgetForm(request.POST)

    def act() -> None:
        given: dict[str, Any] = form.cleaned_data
        acts.grant(
            given["fund_line"], given["year"], given["amount"], given["document"].strip(), actor=request.actor,
            is_cut=given["is_cut"], alarm_percent=given["alarm_percent"],
        )  # fmt: skip

    if done(request, form, act, _("Entered. It can be paid from now on.")):
        return redirect("subsidies:funds")
    return _page(request, form)


def _page(request: ActorRequest, form: BudgetForm | None) -> HttpResponse:
    wanted, year = showing.coming(), clock.today().year
    lines = ledger.sums()
    budgeted = {line.fund_line for line in lines if line.year == year}
    shown = {
        "rows": showing.rows(lines, wanted, year), "form": form,
        "without": [
            {"name": showing.fund_line(key), "coming": showing.coming_rows(key, still)}
            for key, still in sorted(wanted.items()) if key not in budgeted
        ],
        "is_balanced": ledger.is_balanced(), "budgets": showing.budget_rows(Budget.objects.all()[:DOCUMENTS]),
        "columns": columns_of(
            (_("Fund line"), _("Year"), _("Amount (yuan)"), _("Document number"), pgettext("budget", "Entered"))
        ),
        **locked(request.actor),
    }  # fmt: skip
    return render(request, "subsidies/funds.html", shown, status=422 if form is not None and form.errors else 200)


def movements(request: ActorRequest) -> HttpResponse:
    """Every movement of money of a fund line and year, the newest first."""
    key, year = request.GET.get("fund_line", "")[:20], request.GET.get("year", "")
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        raise Http404
    line = next((one for one in ledger.sums() if (one.fund_line, one.year) == (key, int(year))), None)
    if line is None:
        raise Http404
    moves = Transfer.objects.filter(giver__fund_line=key, giver__year=line.year).order_by("-pk")
    after = key_to_go_on(request)
    found = list(
        (moves.filter(pk__lt=after) if after is not None else moves).select_related("giver", "taker")[: ROWS + 1]
    )
    shown = {
        "name": showing.fund_line(key), "year": line.year, "is_empty": not found,
        "rows": showing.movement_rows(found[:ROWS]),
        "columns": columns_of(
            (_("Day"), pgettext("movement of money", "From"), pgettext("movement of money", "To"), _("Amount (yuan)"),
             pgettext("movement of money", "What for"))
        ),
        **pager_of(request, found[ROWS - 1].pk if len(found) > ROWS else None),
    }  # fmt: skip
    return render(request, "subsidies/funds_movements.html", shown)
