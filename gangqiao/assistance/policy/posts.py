"""Who may hold a public post, who comes first, and which days count. No Django.

One applicant is a table of one row; each condition is met, not met, or its fact is missing, and unknown is never yes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from gangqiao.kernel.policy import Condition, NoParameterYet, Numbers, Parameters, Policy, Reason, Verdict
from gangqiao.kernel.words import Say

NUMBERS = Parameters.from_yaml(Path(__file__).with_name("posts.yaml"))
ABLE = ("skilled", "ordinary", "weak")
# What stops somebody from doing a post whatever else is true (code list `population_category`).
NOT_HERE = ("04", "05", "06", "09", "10")
RULES = "Domain notes 3.2, 3.3"

FACTS: dict[str, Any] = {
    "is_alive": pl.Boolean,
    "is_of_village": pl.Boolean,
    "is_here": pl.Boolean,
    "age": pl.Int64,
    "sex": pl.String,
    "is_of_kind": pl.Boolean,
    "capacity": pl.String,
    "in_school": pl.Boolean,
    "works_elsewhere": pl.Boolean,
    "holds_post": pl.Boolean,
    "kin": pl.String,
    "kin_found": pl.Boolean,
    "placements": pl.Int64,
    "months": pl.Int64,
    "is_blocked": pl.Boolean,
}


def _conditions(p: Numbers) -> list[Condition]:
    oldest = pl.when(pl.col("sex") == "2").then(pl.lit(p.oldest_women)).otherwise(pl.lit(p.oldest_men))
    asked = pl.when(pl.col("kin") == "not_asked").then(None).otherwise(pl.col("kin"))
    return [
        Condition("alive", pl.col("is_alive"), Say("The person is alive and the record is open."), "S31"),
        Condition("village", pl.col("is_of_village"), Say("The person is of the village of the post."), RULES),
        Condition("here", pl.col("is_here"), Say("The person lives here and can be on duty."), "S42"),
        Condition(
            "age",
            pl.col("age").is_between(p.youngest, oldest),
            Say("The person is of age, and not over the age of a public post."),
            "Domain notes 2.4, S41",
        ),
        Condition(
            "kind",
            pl.col("is_of_kind"),
            Say("The person is of those for whom public posts are made."),
            "Work plan, L11",
        ),
        Condition("able", pl.col("capacity").is_in(ABLE), Say("The person is able to do the post."), "R099"),
        Condition("school", ~pl.col("in_school"), Say("The person is not in school."), RULES),
        Condition("work", ~pl.col("works_elsewhere"), Say("The person is not at work elsewhere."), "S34, S42"),
        Condition("one", ~pl.col("holds_post"), Say("The person holds no other public post."), "S42, S43"),
        Condition("kin", asked == "none", Say("The person has declared to be no kin of a village officer."), "S43"),
        Condition(
            "kin_found", ~pl.col("kin_found"), Say("No kinship with a village officer stands in the register."), "S43"
        ),
        Condition(
            "times",
            (pl.col("placements") < p.most_placements) & (pl.col("months") <= p.most_months),
            Say("With this one the person was placed no more often, and for no longer, than the rules allow."),
            "Domain notes 3.1",
        ),
        Condition("objection", ~pl.col("is_blocked"), Say("No objection against the person was upheld."), RULES),
    ]


ENTITLED = Policy("public posts", NUMBERS, FACTS, _conditions)


@dataclass(frozen=True, slots=True)
class Point:
    """One rule of the order that speaks for somebody. many: its points."""

    key: str
    says: Any
    many: int


_FOR = {
    "net": Say("of class C"),
    "poor": Say("of the registered poor"),
    "poorest": Say("of the poorest households"),
    "workless": Say("nobody of the household in work"),
    "relocated": Say("relocated"),
    "hard": Say("hard to employ"),
    "first": Say("held no public post before"),
}


def points(categories: Collection[str], *, is_net: bool, is_workless: bool, placements: int, day: date) -> list[Point]:
    """What speaks for an applicant by the rules in force on a day. What is not known speaks for nobody."""
    numbers = NUMBERS.on(day)
    holds = {
        "net": is_net,
        "poor": "registered_poor" in categories,
        "poorest": bool(set(categories) & set(numbers.poorest)),
        "workless": is_workless,
        "relocated": "relocated" in categories,
        "hard": "hard_to_employ" in categories,
        "first": placements == 0,
    }
    return [Point(key, _FOR[key], int(getattr(numbers, f"points_{key}"))) for key, is_so in holds.items() if is_so]


def says_of(key: str) -> Any:
    """The words of a rule of the order."""
    return _FOR.get(key, key)


def explain(facts: Mapping[str, Any], day: date) -> list[Reason]:
    """The conditions with their answers for one applicant."""
    return ENTITLED.explain(ENTITLED.frame_of(facts), on=day)


def is_entitled(reasons: Collection[Reason]) -> bool:
    """True when every condition is met; a fact that is missing is none that is met."""
    return all(reason.state is Verdict.MET for reason in reasons)


def is_for(categories: Collection[str], day: date) -> bool:
    """True when somebody is of those for whom public posts are made."""
    return bool(set(categories) & set(NUMBERS.on(day).open_to))


def is_over_age(age: int | None, sex: str, day: date) -> bool:
    """True for who is older than a public post may be held; false where the age is not known."""
    numbers = NUMBERS.on(day)
    return age is not None and age > int(numbers.oldest_women if sex == "2" else numbers.oldest_men)


def announced_until(day: date) -> date:
    """The last day of an announcement that begins on a day."""
    return day + timedelta(days=int(NUMBERS.on(day).announce_days))


def is_working(day: date) -> bool:
    """True for a working day: no weekend and no holiday, or a weekend that is worked."""
    try:
        numbers = NUMBERS.on(day)
        off, on = numbers.holidays, numbers.working_weekends
    except NoParameterYet:
        off, on = (), ()  # before the first list only weekends are known
    written = day.isoformat()
    return written in on or (day.weekday() < 5 and written not in off)


def publicity_until(begins_on: date) -> date:
    """The last day of a publicity that begins on a day: so many whole days after it, counted as the rules say."""
    numbers = NUMBERS.on(begins_on)
    left, day = int(numbers.publicity_days), begins_on
    while left > 0:
        day += timedelta(days=1)
        if numbers.publicity_counted == "calendar" or is_working(day):
            left -= 1
    return day


def answer_by(day: date) -> date:
    """The last day to answer an objection taken on a day."""
    return day + timedelta(days=int(NUMBERS.on(day).objection_days))


def months_between(first: date, last: date) -> int:
    """Months a time of duty counts as, begun ones counted."""
    whole = (last.year - first.year) * 12 + last.month - first.month
    return whole + (1 if last.day >= first.day else 0)


def add_months(day: date, many: int) -> date:
    """The last day of a term of so many months that begins on a day."""
    at = day.year * 12 + day.month - 1 + many
    first = date(at // 12, at % 12 + 1, 1)
    following = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    days_in = (following - first).days
    return first.replace(day=min(day.day, days_in)) - timedelta(days=1)


def blocks_pay(code: str, day: date) -> bool:
    """True when a finding holds the pay back until somebody looked into it."""
    return code in NUMBERS.on(day).blocks_pay
