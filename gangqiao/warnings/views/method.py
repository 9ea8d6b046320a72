"""How the forecast is made, and how well it would have done."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.engine.forecast import COVERAGE, DRAWS, WINDOW
from gangqiao.kernel import clock
from gangqiao.warnings.models import Backtest
from gangqiao.warnings.policy import NUMBERS
from gangqiao.warnings.reads.backtest import STEP
from gangqiao.warnings.showing.method import tested_rows
from gangqiao.warnings.views import tabs
from gangqiao.warnings.wording import said


def method(request: ActorRequest) -> HttpResponse:
    """The method in words, the rule of the lights with its numbers, and the backtest beside two naive methods."""
    kept, today = Backtest.objects.first(), clock.today()
    rows = tested_rows(kept.rows) if kept else []
    numbers = [
        _("Asked on"),
        _("Came"),
        _("Error of this method"),
        _("Error of the straight line"),
        _("Error of the year before"),
        _("Inside the interval"),
        _("Width of the interval"),
    ]
    page = {
        "kept": kept,
        "rows": rows,
        "worse": [row for row in rows if not row.is_ours],
        "columns": [
            {"label": _("Figure and day")},
            *({"label": label, "is_number": True} for label in numbers),
            {"label": _("Erred least")},
        ],
        "numbers": {"coverage": f"{COVERAGE:.0%}", "draws": DRAWS, "window": WINDOW, "step": STEP},
        "parameters": [(said(p.description), p.on(today), said(p.unit), said(p.reference)) for p in NUMBERS],
        "tabs": tabs(request, "method"),
    }
    return render(request, "warnings/method.html", page)
