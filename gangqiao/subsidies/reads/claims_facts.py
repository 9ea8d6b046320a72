"""What a rule reads about somebody, what the register knows of it, and what the applicant is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gangqiao.subsidies.policy.books import Book, Fact
from gangqiao.subsidies.policy.formulas import names_in

PROMISE = "has_promise"
FROM_APPLICANT = "claims"


def facts_of(book: Book, programme: str) -> dict[str, Fact]:
    """The facts a rule reads, by key, in the order of the book; those of the rules it uses among them."""
    open_, seen, found = _names_of_rule(book, programme), set[str](), set[str]()
    while open_:
        name = open_.pop()
        if name in seen:
            continue
        seen.add(name)
        if name in book.facts:
            found.add(name)
        elif name in book.steps:
            open_ |= names_in(book.steps[name])
    return {key: fact for key, fact in book.facts.items() if key in found}


def _names_of_rule(book: Book, programme: str) -> set[str]:
    rule = book.rules[programme]
    formulas = [rule.amount, *rule.steps.values(), *(condition.met for condition in rule.conditions)]
    names = {name for formula in formulas for name in names_in(formula)}
    return names.union(*(_names_of_rule(book, key) for key in rule.uses))


def kept(facts: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """The facts of these names that are known: what is written down with a claim."""
    return {name: facts[name] for name in names if facts.get(name) is not None}


def asked(book: Book, programme: str, known: Mapping[str, Any]) -> list[Fact]:
    """What an applicant declares: facts only an applicant gives, and those the register does not know."""
    return [fact for key, fact in facts_of(book, programme).items() if key != PROMISE and may_say(fact, known.get(key))]


def may_say(fact: Fact, known: Any) -> bool:
    """True where what an applicant says counts: what the register knows is never overwritten."""
    return known is None or fact.comes_from == FROM_APPLICANT
