"""What a unit had by a rule before, counted from its claims, and who is barred. Of persons `facts_history` counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from gangqiao.subsidies.models import Claim, Sample
from gangqiao.subsidies.policy.books import Book
from gangqiao.subsidies.policy.periods import lies_in_year, period_of
from gangqiao.subsidies.policy.rules import Rule
from gangqiao.subsidies.states import DEAD

AT_ONCE = 500


def had_before(book: Book, programme: str, day: date, subject: str) -> dict[str, Any]:
    """The columns "RULE:had_..." of a rule and of those it uses, for one unit. Needs a scope.

    The claim of the period the day lies in is not counted: it is what is decided now.
    """
    rules = _needed(book, programme)
    about = {key for rule in rules for key in (rule.key, *rule.excludes)}
    rows = Claim.objects.filter(subject=subject, programme__in=about).exclude(status__in=DEAD)
    return _columns(rules, programme, day, list(rows.values_list("programme", "period", "amount", "decided_for")))


def _needed(book: Book, programme: str) -> list[Rule]:
    found, open_ = dict[str, Rule](), [programme]
    while open_:
        if (key := open_.pop()) not in found:
            found[key] = book.rules[key]
            open_ += book.rules[key].uses
    return list(found.values())


def _columns(rules: list[Rule], programme: str, day: date, claims: list[Any]) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for rule in rules:
        now = period_of(rule, day) if rule.key == programme else ""
        own = [one for one in claims if one[0] == rule.key and one[1] != now]
        for limit in rule.limits:
            counted = own if limit.per == "life" else [one for one in own if _in_year(one, day)]
            columns[f"{rule.key}:{limit.column}"] = sum(one[2] if limit.of == "amount" else 1 for one in counted)
        if rule.excludes:
            others = [one for one in claims if one[0] in rule.excludes]
            # What is given once excludes for ever, what is given by the year for the year.
            columns[f"{rule.key}:had_excluded"] = any(rule.period == "once" or _in_year(one, day) for one in others)
    return columns


def _in_year(claim: Any, day: date) -> bool:
    _programme, period, _amount, decided_for = claim
    said = lies_in_year(period, day.year)
    return decided_for.year == day.year if said is None else said


def barred(subjects: Iterable[str], day: date) -> Mapping[str, date]:
    """Who makes no claim yet, and until which day: a sample found that money was taken wrongly. Needs a scope."""
    found: dict[str, date] = {}
    keys = list(subjects)
    for start in range(0, len(keys), AT_ONCE):
        rows = Sample.objects.filter(claim__subject__in=keys[start : start + AT_ONCE], barred_until__gte=day)
        for subject, until in rows.values_list("claim__subject", "barred_until"):
            found[subject] = max(until, found.get(subject, until))
    return found
