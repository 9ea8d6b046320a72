"""Pages of the rules: all of a day, and one with its numbers, conditions and examples."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.kernel import clock
from gangqiao.kernel.paging import columns_of
from gangqiao.subsidies.policy.rules import Rule
from gangqiao.subsidies.reads.entitled import book_on
from gangqiao.subsidies.showing import rules as showing


def day_asked(request: ActorRequest) -> date:
    """The day of `?day=`, or today for none and for what is no day."""
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return clock.today()


def rule_list(request: ActorRequest) -> HttpResponse:
    """Every rule of the county's book, those in force on the day first."""
    day = day_asked(request)
    book = book_on(day)
    ordered = sorted(book.rules.values(), key=lambda rule: (not rule.is_in_force(day), rule.fund_line, rule.key))
    shown = {
        "book": showing.said(book.title),
        "day": day,
        "rows": [_row(rule, day) for rule in ordered],
        "columns": columns_of(
            (
                pgettext("subsidy", "Rule"),
                _("Fund line"),
                pgettext("subsidy", "For whom"),
                pgettext("subsidy", "In force"),
                pgettext("subsidy", "Document"),
            )
        ),
    }
    return render(request, "subsidies/rules.html", shown)


def _row(rule: Rule, day: date) -> dict[str, object]:
    return {
        "rule": rule, "title": showing.said(rule.title), "fund": showing.fund_line(rule.fund_line),
        "subject": subjects()[rule.subject], "days": showing.days_of(rule), "in_force": rule.is_in_force(day),
        "unconfirmed": rule.unconfirmed(day),
    }  # fmt: skip


def subjects() -> dict[str, str]:
    """For whom a rule is."""
    return {
        "person": pgettext("subsidy", "a person"), "household": pgettext("subsidy", "a household"),
        "employer": pgettext("subsidy", "an employer"), "provider": pgettext("subsidy", "a provider or agency"),
    }  # fmt: skip


def rule_page(request: ActorRequest, rule_key: str) -> HttpResponse:
    """One rule, as its file says it."""
    day = day_asked(request)
    book = book_on(day)
    rule = book.rules.get(rule_key)
    if rule is None:
        raise Http404
    stood = book.stood(rule.key, day if rule.is_in_force(day) else rule.first)
    shown = {
        **_row(rule, day),
        "conditions": [(showing.said(stood.filled(c.says)), c.article) for c, _met in stood.conditions],
        "numbers": showing.numbers_of(rule),
        "cases": showing.cases(book, rule),
        "evidence": [showing.said(words) for words in rule.evidence],
        "excludes": [(key, showing.said(book.rules[key].title)) for key in rule.excludes],
        "remarks": showing.said(rule.remarks),
        "document": rule.document,
        "case_columns": columns_of((_("Example"), _("Day"), _("Gives"))),
    }
    return render(request, "subsidies/rule.html", shown)
