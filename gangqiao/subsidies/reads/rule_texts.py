"""The rules the county brought in as text: which are on, and the book as it stands with them.

Of the texts of one rule that have begun by a day, the one that began last counts; of those that began together, the
one switched on last. Before its first day the rule stands as it did. A text whose `until` is over closes its rule:
nothing older opens it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from gangqiao.kernel.policy import WrongPolicyFile
from gangqiao.subsidies.models import RuleText
from gangqiao.subsidies.policy.books import Book, book_for, book_of
from gangqiao.subsidies.policy.confirmable import by_paper_only
from gangqiao.subsidies.policy.files import rule_with_cases, version_of
from gangqiao.subsidies.policy.rules import Rule

# Which text: its key, and its version, by which its content is known.
Name = tuple[int, str]


def switched_on() -> tuple[Name, ...]:
    """The texts that are on, in the order in which they were switched on. Asked anew each time, because another
    process may have switched one; it is one small statement."""
    rows = RuleText.objects.filter(switched_on__isnull=False, off_on=None).order_by("switched_on", "pk")
    return tuple(rows.values_list("pk", "version"))


def overlaid(book: Book, day: date, on: Sequence[Name] | None = None) -> Book:
    """The book as it stands on a day with the county's texts. on: which are on, in order; null: as switched.

    The same book for the same texts, so that what it has worked out once is kept. Raises WrongPolicyFile for a text
    that does not say any more what was proposed.
    """
    chosen: dict[str, Name] = {}
    names = switched_on() if on is None else on
    # Stable: of those that begin on one day, the order of switching stays.
    for name in sorted(names, key=lambda one: parsed(*one)[0].first):
        rule, _cases = parsed(*name)
        if rule.first <= day or (rule.key not in book.rules and rule.key not in chosen):
            chosen[rule.key] = name
    return _with(book.where, tuple(chosen.values())) if chosen else book


def county_book(day: date) -> Book:
    """The book of the county on a day, its own rules in it."""
    return overlaid(book_for(day, settings.POLICY_BOOK), day)


def books_around(text: RuleText, day: date) -> tuple[Book, Book]:
    """The book of a day without a text and with it, whether it is on or not."""
    own, on = (text.pk, text.version), switched_on()
    book, others = book_for(day, settings.POLICY_BOOK), [name for name in on if name[0] != text.pk]
    return overlaid(book, day, others), overlaid(book, day, on if own in on else [*others, own])


@lru_cache(maxsize=64)
def _with(where: Path, names: tuple[Name, ...]) -> Book:
    book = book_of(where)
    for name in names:
        rule, cases = parsed(*name)
        book = book.with_rule(by_paper_only(rule, book.rules.get(rule.key)), cases)
    return book


@lru_cache(maxsize=256)
def parsed(pk: int, version: str) -> tuple[Rule, list[Any]]:
    """The rule of a text, and its cases. Raises WrongPolicyFile for a text that was changed after it was proposed."""
    text = RuleText.objects.values_list("text", flat=True).get(pk=pk)
    if version_of(text) != version:
        raise WrongPolicyFile(f"rule text {pk} does not say any more what was proposed; it is not read")
    return rule_with_cases(text, f"rule text {pk}")


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a rule. text: the county's, null for the one of the book; is_on: it is read."""

    rule: Rule
    text: RuleText | None
    is_on: bool


def versions_of(key: str, day: date) -> list[Version]:
    """Every version of a rule the county knows, the newest first, the one of the book last."""
    found = [
        Version(parsed(text.pk, text.version)[0], text, text.switched_on is not None and text.off_on is None)
        for text in RuleText.objects.filter(programme=key)
    ]
    own = book_for(day, settings.POLICY_BOOK).rules.get(key)
    return [*found, Version(own, None, True)] if own is not None else found


def all_texts() -> Iterable[RuleText]:
    """Every text that was proposed, the newest first."""
    return RuleText.objects.all()
