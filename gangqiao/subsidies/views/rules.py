"""Pages of the rules: all of a day, and one with its numbers, conditions and examples."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.kernel import clock
from gangqiao.kernel.paging import columns_of
from gangqiao.subsidies.actions.confirming import CONFIRM
from gangqiao.subsidies.forms.rules import ConfirmForm
from gangqiao.subsidies.policy.rules import Rule
from gangqiao.subsidies.reads.confirming import Confirmed, confirmed, open_of
from gangqiao.subsidies.reads.entitled import book_on
from gangqiao.subsidies.reads.rule_texts import versions_of
from gangqiao.subsidies.showing import changes
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
    known = confirmed()
    ordered = sorted(book.rules.values(), key=lambda rule: (not rule.is_in_force(day), rule.fund_line, rule.key))
    shown = {
        "book": showing.said(book.title),
        "day": day,
        "rows": [_row(rule, day, known) for rule in ordered],
        "waiting": sum(bool(open_of(rule, day, known)) for rule in ordered),
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


def _row(rule: Rule, day: date, known: Confirmed) -> dict[str, object]:
    return {
        "rule": rule, "title": showing.said(rule.title), "fund": showing.fund_line(rule.fund_line),
        "subject": subjects()[rule.subject], "days": showing.days_of(rule), "in_force": rule.is_in_force(day),
        "unconfirmed": open_of(rule, day, known),
    }  # fmt: skip


def subjects() -> dict[str, str]:
    """For whom a rule is."""
    return {
        "person": pgettext("subsidy", "a person"), "household": pgettext("subsidy", "a household"),
        "employer": pgettext("subsidy", "an employer"), "provider": pgettext("subsidy", "a provider or agency"),
    }  # fmt: skip


def rule_page(request: ActorRequest, rule_key: str) -> HttpResponse:
    """One rule, as its file says it."""
    return shown_rule(request, rule_key)


def shown_rule(request: ActorRequest, rule_key: str, form: ConfirmForm | None = None) -> HttpResponse:
    """The page of a rule. form: one of its numbers, sent with faults; shown again."""
    day = day_asked(request)
    book = book_on(day)
    rule = book.rules.get(rule_key)
    if rule is None:
        raise Http404
    stood = book.stood(rule.key, day if rule.is_in_force(day) else rule.first)
    shown = {
        **_row(rule, day, confirmed(rule.key)),
        "day": day,
        "conditions": [
            (showing.said(stood.filled(c.says)), showing.said_article(c.article, c.articles))
            for c, _met in stood.conditions
        ],
        "numbers": _with_forms(showing.numbers_of(rule, day), request, form),
        "cases": showing.cases(book, rule),
        "evidence": [showing.said(words) for words in rule.evidence],
        "excludes": [(key, showing.said(book.rules[key].title)) for key in rule.excludes if key in book.rules],
        "remarks": showing.said(rule.remarks),
        "document": rule.document,
        "case_columns": columns_of((_("Example"), _("Day"), _("Gives"))),
        "versions": changes.versions(versions_of(rule_key, day), rule.version),
        "version_columns": columns_of(
            (pgettext("rule", "Version"), pgettext("subsidy", "In force"), pgettext("rule", "Stands"))
        ),
    }
    return render(request, "subsidies/rule.html", shown, status=422 if form is not None else 200)


def _with_forms(rows: list[dict[str, Any]], request: ActorRequest, sent: ConfirmForm | None) -> list[dict[str, Any]]:
    """The numbers, each that waits for its document with the form to confirm it, for who may."""
    may = request.actor.may(CONFIRM)
    for row in rows:
        item = row["item"]
        if may and not row["confirmed"]:
            row["form"] = sent if sent is not None and sent.data.get("item") == item else ConfirmForm(item=item)
    return rows
