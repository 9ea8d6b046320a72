"""The targets of the plan with their nesting drawn, and whether today's results nest as they do."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.kernel import clock
from gangqiao.places.reads import county
from gangqiao.plans.reads import current_plan, current_targets, version_in_force
from gangqiao.plans.shares.alarms import broken_on
from gangqiao.plans.shares.in_force import cells_of, current_shares, issued
from gangqiao.plans.showing.shares import course_words, rule_words, tree_of
from gangqiao.plans.views import tabs


def targets(request: ActorRequest) -> HttpResponse:
    """Every target under the one it lies within, with the sum of its shares and what the pace asks for by today."""
    today, home, cascade = clock.today(), county().key, issued()
    cells = cells_of(cascade) if cascade else {}
    totals: dict[str, int] = {}
    for (target, area, month), value in cells.items():
        if not month and area != home:
            totals[target] = totals.get(target, 0) + value
    shares = current_shares()
    expected = {}
    for target in current_targets():
        owed = shares.get((target.id, home))
        pace = owed.expected_on(target.day_of(today)) if owed else None
        expected[target.id] = "" if pace is None else f"{-(-pace.numerator // pace.denominator):,}"
    sees = request.actor.may("indicators.view", home)
    shown = {
        "nodes": tree_of(current_targets(), totals, expected),
        "cascade": cascade,
        "rule": rule_words(cascade) if cascade else "",
        "course": course_words(cascade) if cascade else "",
        "version": version_in_force(),
        "plan_title": current_plan().title.in_language(request.LANGUAGE_CODE),
        "alarms": broken_on(today) if sees else [],
        "sees_results": sees,
        "today": today,
        "may_share": request.actor.may("plans.share"),
        "tabs": tabs(request, "targets"),
        "lines": [_("Made by"), _("Checked by")],
    }
    return render(request, "plans/targets.html", shown)
