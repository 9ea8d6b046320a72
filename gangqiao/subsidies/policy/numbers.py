"""The dated numbers of a policy file: a number, a word, a list of words, or a table of brackets.

A number is never overwritten: a later day is added. A table (`scale`) holds, for each day, pairs of threshold and
rate or amount, the thresholds ascending.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gangqiao.kernel.policy import NoLongerInForce, NoParameterYet
from gangqiao.kernel.words import Say

SCALES = ("marginal_rate", "amount_at", "marginal_amount")


@dataclass(frozen=True, slots=True)
class Scale:
    """A table of brackets. kind: "marginal_rate" (each part of a sum by the rate of its bracket), "amount_at" (the
    amount of the bracket reached), "marginal_amount" (the amounts of all brackets passed, added up)."""

    kind: str
    brackets: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class DatedNumber:
    """One number of a rule over time.

    unit        of the number ("fen", "months", ...); reference: document and article it stands in
    confirmed   somebody compared it with the document; an unconfirmed one is shown as such and pays nothing
    values      day from which each holds, ascending; null ends it
    """

    key: str
    words: Mapping[str, str]
    unit: str
    reference: str
    confirmed: bool
    values: Mapping[date, Any]

    def on(self, day: date) -> Any:
        """The number in force on a day. Raises NoParameterYet, or NoLongerInForce."""
        since = max((start for start in self.values if start <= day), default=None)
        if since is None:
            raise NoParameterYet(
                Say(
                    "“%(what)s” has no value on %(day)s: the first one holds from %(first)s.",
                    what=self.words["zh"],
                    day=day,
                    first=min(self.values),
                )
            )
        value = self.values[since]
        if value is None:
            raise NoLongerInForce(
                Say("“%(what)s” is no longer in force since %(since)s.", what=self.words["zh"], since=since)
            )
        return value
