"""One rule of a policy: what it gives, to whom, under which conditions, and how it explains itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import polars as pl
import yaml

from gangqiao.kernel.policy import Verdict
from gangqiao.subsidies.policy.formulas import compiled
from gangqiao.subsidies.policy.numbers import DatedNumber

Words = Mapping[str, str]
SUBJECTS = ("person", "household", "employer", "provider")
PERIODS = ("once", "year", "month", "day")
ROUNDINGS = ("none", "down", "nearest")


class Standing(StrEnum):
    """How somebody stands to a rule on a day."""

    ENTITLED = "entitled"  # now, with the amount
    RECEIVING = "receiving"  # has had what the rule gives in this period
    ONE_MISSING = "one_missing"  # would be, if the one thing that is named were so, or known
    NOT_ENTITLED = "not_entitled"
    NOT_IN_FORCE = "not_in_force"


STANDING = pl.Enum([standing.value for standing in Standing])


@dataclass(frozen=True, slots=True)
class Document:
    """The document a rule stands in. confirmed: somebody holds it in hand; without, nothing is paid by the rule."""

    number: str
    title: Words
    issued_on: date | None
    source: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Condition:
    """One requirement.

    met      formula; unknown where a fact it needs is unknown
    says     the requirement as a sentence; {name} stands for a number of the rule
    article  where it stands, in the language of the documents; articles: the same in both languages, {} when the file
             gives one text for both
    can_come it can still come true by waiting or by bringing something: "entitled if"
    first, last   days on which it is asked; null: always
    """

    key: str
    met: str
    says: Words
    article: str
    can_come: bool = False
    first: date | None = None
    last: date | None = None
    articles: Words = field(default_factory=dict)

    def is_asked_on(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so much of the rule's own: of "times", "months" or "amount"; per "year" or "life".

    most  a number or step of the rule, by its key, or a whole number
    says  the sentence, where the usual one does not say it; {} the usual one
    """

    of: str
    per: str
    most: str | int
    says: Words = field(default_factory=dict)

    @property
    def column(self) -> str:
        """The fact that counts it: what was had already, not counting what is decided now."""
        return f"had_{self.of}_in_{self.per}"


class Answer(NamedTuple):
    """The answer of one condition, as it is stored with a decision and shown to the person.

    article, articles: as in the condition
    """

    key: str
    verdict: Verdict
    says: Words
    article: str
    articles: Words = MappingProxyType({})


@dataclass(frozen=True)
class Rule:
    """One rule, read from its file (`files.py`). version: digest of the file, stored with every decision by it."""

    key: str
    version: str
    title: Words
    document: Document
    fund_line: str
    subject: str
    applicants: tuple[str, ...]
    area: str
    first: date
    last: date | None
    period: str
    publicity_days: int
    evidence: tuple[Words, ...]
    excludes: tuple[str, ...]
    limits: tuple[Limit, ...]
    numbers: Mapping[str, DatedNumber]
    steps: Mapping[str, str]
    conditions: tuple[Condition, ...]
    amount: str
    unit: str
    rounding: str
    uses: tuple[str, ...] = ()
    remarks: Words = field(default_factory=dict)

    def is_in_force(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)

    def unconfirmed(self, day: date) -> list[str]:
        """What nobody has compared with a document: "document", and keys of numbers. Empty: it may pay."""
        found = [] if self.document.confirmed else ["document"]
        return found + [key for key, number in self.numbers.items() if not number.confirmed]

    def numbers_on(self, day: date) -> dict[str, Any]:
        """Its numbers as they stood. Raises NoParameterYet, NoLongerInForce (`kernel.policy`)."""
        return {key: number.on(day) for key, number in self.numbers.items()}

    @cached_property
    def history(self) -> tuple[str, ...]:
        """Columns of what was had before: of its limits, and whether an excluded rule was."""
        return (*(limit.column for limit in self.limits), *(["had_excluded"] if self.excludes else []))

    def asked_on(self, day: date) -> list[Condition]:
        """The conditions of a day, the limits and the excluded rules among them as conditions of their own."""
        own = [condition for condition in self.conditions if condition.is_asked_on(day)]
        return own + [self._of(limit) for limit in self.limits] + self._not_with

    def _of(self, limit: Limit) -> Condition:
        words = limit.says or _LIMIT_WORDS[(limit.of, limit.per)]
        most = "{" + str(limit.most) + "}" if isinstance(limit.most, str) else str(limit.most)
        says = {language: text.replace("{most}", most) for language, text in words.items()}
        return Condition(f"limit_{limit.of}_{limit.per}", f"{limit.column} < {limit.most}", says, self.document.number)

    @property
    def _not_with(self) -> list[Condition]:
        if not self.excludes:
            return []
        return [Condition("excluded", "not had_excluded", _SENTENCES["excluded"], self.document.number)]


_SENTENCES = yaml.safe_load(Path(__file__).with_name("sentences.yaml").read_text(encoding="utf-8"))
_LIMIT_WORDS: dict[tuple[str, str], Words] = {
    (of, per): words for of, by_period in _SENTENCES["limits"].items() for per, words in by_period.items()
}
LIMITS = tuple(_LIMIT_WORDS)


# --- deciding ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OnDay:
    """A rule as it stands on a day, compiled: formulas as expressions on the columns of facts.

    steps        named parts, in the order in which they are computed; each may use those before it
    conditions   each with its expression
    """

    rule: Rule
    day: date
    numbers: Mapping[str, Any]
    steps: tuple[tuple[str, pl.Expr], ...]
    conditions: tuple[tuple[Condition, pl.Expr], ...]
    amount: pl.Expr

    def answers_of(self, row: Mapping[str, Any], states: Sequence[bool | None]) -> list[Answer]:
        """The conditions with their answers and their numbers put into the sentences."""
        return [
            Answer(c.key, verdict_of(state), self.filled(c.says), c.article, c.articles)
            for (c, _expression), state in zip(self.conditions, states, strict=True)
        ]

    def filled(self, says: Words) -> dict[str, str]:
        """A sentence with the rule's numbers in it."""
        shown = {key: shown_as(value, self.rule.numbers[key].unit) for key, value in self.numbers.items()}
        return {language: text.format_map(_Kept(shown)) for language, text in says.items()}


class _Kept(dict[str, str]):
    """Leaves a brace that is no number as it is."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def on_day(rule: Rule, day: date, facts: Mapping[str, Any], numbers: Mapping[str, Any] | None = None) -> OnDay:
    """The rule compiled for a day. facts: columns it may read, by name.

    Raises NoParameterYet, NoLongerInForce for a number that has no value, WrongFormula for a name nobody declared.
    """
    values = rule.numbers_on(day) if numbers is None else dict(numbers)
    names: dict[str, Any] = {key: pl.col(key) for key in (*facts, *rule.uses, *rule.history)} | values
    steps = []
    for name, formula in rule.steps.items():
        steps.append((name, compiled(formula, names, day).alias(name)))
        names[name] = pl.col(name)
    conditions = tuple((c, compiled(c.met, names, day)) for c in rule.asked_on(day))
    return OnDay(rule, day, values, tuple(steps), conditions, _rounded(compiled(rule.amount, names, day), rule))


def decided(stood: OnDay, frame: pl.DataFrame) -> pl.DataFrame:
    """One rule on all rows of a frame: `standing`, `amount`, and a column "is:KEY" (true, false, null) a condition.

    As many rows as the frame (`Book.prepared`), in its order. The amount is null unless the standing is "entitled".
    """
    known = frame.lazy().with_columns(_nothing_had(stood.rule, frame))
    for name, step in stood.steps:
        known = known.with_columns(step.alias(name))
    columns = {f"is:{c.key}": expression.cast(pl.Boolean) for c, expression in stood.conditions}
    judged = known.with_columns(**columns, amount=stood.amount).with_columns(standing=_standing(stood))
    # Lazily, so that what several formulas share is computed once.
    return judged.select(
        "standing", pl.when(pl.col("standing") == "entitled").then(pl.col("amount")).alias("amount"), *columns
    ).collect()


def _nothing_had(rule: Rule, frame: pl.DataFrame) -> list[pl.Expr]:
    """Whoever's history is not given had nothing before: the product itself keeps it."""
    new = [name for name in rule.history if name not in frame.columns]
    return [pl.lit(False if name == "had_excluded" else 0).alias(name) for name in new]


def _standing(stood: OnDay) -> pl.Expr:
    """One word for all the answers. Whoever fails by a limit alone has had it; by one thing that can come, or is not
    known, is "entitled if"."""
    names = {c.key: pl.col(f"is:{c.key}") for c, _expression in stood.conditions}
    if not names:
        known = pl.col("amount").is_not_null()
        return pl.when(known).then(pl.lit("entitled")).otherwise(pl.lit("one_missing")).cast(STANDING)
    limits = {key for key in names if key.startswith("limit_")}
    can_come = {c.key for c, _expression in stood.conditions if c.can_come}
    wrong = pl.sum_horizontal(pl.lit(0), *((~column).fill_null(False).cast(pl.Int32) for column in names.values()))
    unknown = pl.sum_horizontal(pl.lit(0), *(column.is_null().cast(pl.Int32) for column in names.values()))
    wrong_limits = pl.sum_horizontal(pl.lit(0), *((~names[k]).fill_null(False).cast(pl.Int32) for k in limits))
    coming = pl.sum_horizontal(pl.lit(0), *((~names[k]).fill_null(False).cast(pl.Int32) for k in can_come))
    # An amount nobody can reckon is one more thing that is not known.
    unknown = unknown + ((wrong == 0) & (unknown == 0) & pl.col("amount").is_null()).cast(pl.Int32)
    return (
        pl.when((wrong == 0) & (unknown == 0)).then(pl.lit("entitled"))
        .when((wrong == wrong_limits) & (wrong > 0) & (unknown == 0)).then(pl.lit("receiving"))
        .when((wrong + unknown == 1) & ((unknown == 1) | (coming == 1))).then(pl.lit("one_missing"))
        .otherwise(pl.lit("not_entitled")).cast(STANDING)
    )  # fmt: skip


def _rounded(amount: pl.Expr, rule: Rule) -> pl.Expr:
    if rule.rounding == "none":
        return amount.cast(pl.Float64)
    up = 0.5 if rule.rounding == "nearest" else 0.0
    return (amount.cast(pl.Float64) + up + 1e-6).floor().cast(pl.Int64)


def verdict_of(state: bool | None) -> Verdict:
    """The word for an answer."""
    return Verdict.MISSING if state is None else (Verdict.MET if state else Verdict.NOT_MET)


def shown_as(value: Any, unit: str) -> str:
    """A number as people read it: fen as yuan, lists with commas."""
    if unit == "fen" and isinstance(value, int | float):
        return f"{value / 100:,.2f}".removesuffix(".00")
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def day_before(day: date) -> date:
    """The last day of a rule that another replaces on this day."""
    return day - timedelta(days=1)
