"""What of a rule is confirmed by a document in hand, and what exactly is said by it. No Django."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import Any

from gangqiao.subsidies.policy.numbers import Scale
from gangqiao.subsidies.policy.rules import Rule

DOCUMENT = "document"


def said_of(rule: Rule, item: str) -> str:
    """The digest of what is confirmed: the values, table and unit of a number, or the entry of the document.

    item: DOCUMENT, or the key of a number. Words and references do not count: they may be put better without a new
    look at the paper. Raises KeyError for an item the rule does not have.
    """
    if item == DOCUMENT:
        document = rule.document
        content: Any = [document.number, document.source, str(document.issued_on or ""), dict(document.title)]
    else:
        number = rule.numbers[item]
        content = [number.unit, [[day.isoformat(), _plain(value)] for day, value in sorted(number.values.items())]]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def by_paper_only(rule: Rule, former: Rule | None) -> Rule:
    """A rule brought in as text, with nothing confirmed but what the rule it replaces says in the same way.

    Whoever writes a text cannot confirm it by a word in it.
    """

    def stays(item: str) -> bool:
        if former is None or (item != DOCUMENT and item not in former.numbers):
            return False
        was = former.document.confirmed if item == DOCUMENT else former.numbers[item].confirmed
        return was and said_of(former, item) == said_of(rule, item)

    numbers = {key: replace(number, confirmed=stays(key)) for key, number in rule.numbers.items()}
    return replace(rule, document=replace(rule.document, confirmed=stays(DOCUMENT)), numbers=numbers)


def _plain(value: Any) -> Any:
    return [value.kind, list(map(list, value.brackets))] if isinstance(value, Scale) else value
