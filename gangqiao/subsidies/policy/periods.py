"""For which period a claim is: once, a year, a month or a day. No Django."""

from __future__ import annotations

from datetime import date

from gangqiao.subsidies.policy.rules import Rule

_WRITTEN = {"year": "%Y", "month": "%Y-%m", "day": "%Y-%m-%d"}


def period_of(rule: Rule, day: date) -> str:
    """The period of a rule a day lies in: "once", "2020", "2020-03", "2020-03-05"; a month is the month of the day."""
    return f"{day:{_WRITTEN[rule.period]}}" if rule.period in _WRITTEN else "once"


def lies_in_year(period: str, year: int) -> bool | None:
    """Whether a period lies in a year; null for one that names none ("once", "class:7")."""
    written = period[:4]
    return int(written) == year if written.isascii() and written.isdigit() else None
