"""A book of policies: the rules of a county, the facts they may read, and the cases that show and test them.

A book is a folder: `book.yaml` (title, facts), a file for each rule, and beside it `RULE.cases.yaml`.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from gangqiao.kernel.policy import WrongPolicyFile
from gangqiao.subsidies.policy.files import loaded, read_rule
from gangqiao.subsidies.policy.formulas import WrongFormula, compiled
from gangqiao.subsidies.policy.functions import HOUSEHOLD, numbered
from gangqiao.subsidies.policy.rules import Answer, OnDay, Rule, Standing, Words, decided, on_day

LIBRARY = Path(__file__).parent / "library"
TYPES: dict[str, Any] = {
    "integer": pl.Int64,
    "number": pl.Float64,
    "fen": pl.Int64,
    "boolean": pl.Boolean,
    "text": pl.String,
    "date": pl.Date,
}


@dataclass(frozen=True, slots=True)
class Fact:
    """A column rules may read. comes_from: where the product has it from; the sentence also says what to ask."""

    key: str
    type: str
    words: Words
    comes_from: str

    @property
    def dtype(self) -> Any:
        return TYPES[self.type]


class Decision(NamedTuple):
    """One rule about one person, with its reasons."""

    rule: Rule
    standing: Standing
    amount: float | None
    answers: list[Answer]

    @property
    def open(self) -> list[Answer]:
        """The conditions that are not met, or not known."""
        return [answer for answer in self.answers if not answer.verdict]


@dataclass(frozen=True)
class Book:
    """The rules of a county. cases: examples of rules that came with their text, by rule; the others have files."""

    key: str
    title: Words
    facts: Mapping[str, Fact]
    steps: Mapping[str, str]
    rules: Mapping[str, Rule]
    where: Path
    first: date = date.min
    cases: Mapping[str, list[Any]] = field(default_factory=dict)

    @classmethod
    def load(cls, where: Path) -> Book:
        """The book of a folder. Raises WrongPolicyFile with what is wrong, where, and how to mend it."""
        index = where / "book.yaml"
        if not index.is_file():
            raise WrongPolicyFile(f"{where}: has no book.yaml; a book begins with one")
        read = loaded(index.read_text(encoding="utf-8"), "book.yaml")
        if not isinstance(read, dict) or not {"title", "facts"} <= read.keys():
            raise WrongPolicyFile("book.yaml: needs title and facts")
        facts = {str(key): _fact(str(key), entry) for key, entry in read["facts"].items()}
        paths = sorted(p for p in where.glob("*.yaml") if p.name != "book.yaml" and not p.name.endswith(".cases.yaml"))
        rules = [read_rule(path) for path in paths]
        for rule, path in zip(rules, paths, strict=True):
            if rule.key != path.stem:
                raise WrongPolicyFile(
                    f"{path.name}: the rule is called “{rule.key}”; a file bears the name of its rule"
                )
        steps = {str(key): str(formula) for key, formula in (read.get("steps") or {}).items()}
        first = read.get("from", date.min)
        if type(first) is not date:
            raise WrongPolicyFile(f"book.yaml: from: {first!r} is not a day like 2020-03-28")
        return cls(where.name, read["title"], facts, steps, {rule.key: rule for rule in rules}, where, first)

    def with_rule(self, rule: Rule, cases: list[Any] | None = None) -> Book:
        """The same book with a rule added, or another version of one. cases: examples that came with it."""
        examples = self.cases if cases is None else {**self.cases, rule.key: cases}
        return replace(self, rules={**self.rules, rule.key: rule}, cases=examples)

    @cached_property
    def order(self) -> list[str]:
        """The rules, each behind those whose amounts it uses. Raises WrongPolicyFile."""
        for rule in self.rules.values():
            if strange := set(rule.uses) - set(self.rules):
                raise WrongPolicyFile(f"{rule.key}: uses: there is no rule {', '.join(sorted(strange))}")
        try:
            return list(TopologicalSorter({rule.key: rule.uses for rule in self.rules.values()}).static_order())
        except CycleError as error:
            raise WrongPolicyFile(f"rules use each other in a circle: {', '.join(error.args[1])}") from error

    @property
    def schema(self) -> dict[str, Any]:
        """The columns a frame of facts has, with their types; the household first."""
        return {HOUSEHOLD: pl.Int64} | {key: fact.dtype for key, fact in self.facts.items()}

    def frame_of(self, rows: list[Mapping[str, Any]]) -> pl.DataFrame:
        """A frame of these rows; a fact not named is unknown. Rows without a household are each their own.

        Raises KeyError for a fact the book does not know.
        """
        history = {name for rule in self.rules.values() for name in _history_columns(rule)}
        for row in rows:
            if strange := row.keys() - self.schema.keys() - history:
                raise KeyError(f"there is no fact {', '.join(sorted(strange))}")
        columns = dict(self.schema) | {name: _type_of(name) for name in history if any(name in row for row in rows)}
        homes = [row.get(HOUSEHOLD, -1 - number) for number, row in enumerate(rows)]
        data = {name: [row.get(name) for row in rows] for name in columns}
        return pl.DataFrame(data | {HOUSEHOLD: homes}, schema=columns, strict=False)

    def stood(self, key: str, day: date) -> OnDay:
        """A rule compiled for a day. Raises WrongPolicyFile for a formula that fits no facts."""
        rule = self.rules[key]
        try:
            return on_day(rule, day, dict.fromkeys([*self.schema, *self.steps]))
        except WrongFormula as error:
            raise WrongPolicyFile(f"{key}.yaml: {error}") from error

    def decide(self, frame: pl.DataFrame, day: date, only: Collection[str] | None = None) -> dict[str, pl.DataFrame]:
        """By rule, the decisions for every row (`rules.decided`). Rules not in force on the day are left out; where
        another rule uses one of them, its amount is nought, as it is for whoever is not entitled.

        Columns "RULE:had_..." hold what was had of a rule before. Raises NoParameterYet for a number without a value.
        """
        known, found = self.prepared(frame, day), {}
        wanted = self._needed(only) if only is not None else set(self.order)
        for key in self.order:
            if key not in wanted:
                continue
            rule = self.rules[key]
            if not rule.is_in_force(day):
                known = known.with_columns(pl.lit(0.0).alias(key))
                continue
            own = known.rename({f"{key}:{name}": name for name in rule.history if f"{key}:{name}" in known.columns})
            result = decided(self.stood(key, day), own)
            if only is None or key in only:
                found[key] = result
            # Whoever is not entitled has nothing of it; whose amount is not known, is not known to have nothing.
            had = (
                pl.when(_may_be_anything(result)).then(None).otherwise(pl.col("amount").cast(pl.Float64).fill_null(0.0))
            )
            known = known.with_columns(result.select(had.alias(key)).to_series())
        return found

    def prepared(self, frame: pl.DataFrame, day: date) -> pl.DataFrame:
        """The frame with its households numbered, and what the book says once for all rules (`steps`)."""
        # Polars holds NaN greater than every number: an unknown would pass "at least three months".
        known = numbered(frame)
        with_nan = [c for c, kind in known.schema.items() if kind.is_float() and math.isnan(known[c].sum() or 0.0)]
        known = known.with_columns(pl.col(with_nan).fill_nan(None)) if with_nan else known
        names = {key: pl.col(key) for key in self.schema}
        for name, formula in self.steps.items():
            try:
                known = known.with_columns(compiled(formula, names, day).alias(name))
            except WrongFormula as error:
                raise WrongPolicyFile(f"book.yaml: steps: {name}: {error}") from error
            names[name] = pl.col(name)
        return known

    def _needed(self, only: Collection[str]) -> set[str]:
        """These rules, and all whose amounts they use."""
        found, open_ = set(), list(only)
        while open_:
            if (key := open_.pop()) not in found:
                found.add(key)
                open_ += self.rules[key].uses
        return found

    def explain(
        self, facts: Mapping[str, Any], day: date, others: list[Mapping[str, Any]] | None = None
    ) -> list[Decision]:
        """All rules in force about one person, with reasons. others: the rest of the household."""
        frame = self.frame_of([{HOUSEHOLD: 1, **facts}, *({HOUSEHOLD: 1, **other} for other in others or [])])
        decisions = []
        for key, result in self.decide(frame, day).items():
            row, stood = result.row(0, named=True), self.stood(key, day)
            answers = stood.answers_of(facts, [row[f"is:{c.key}"] for c, _expression in stood.conditions])
            decisions.append(Decision(self.rules[key], Standing(row["standing"]), row["amount"], answers))
        return decisions


@cache
def book_of(where: Path) -> Book:
    """The book of a folder, read once: files of a running product do not change under it."""
    return Book.load(where)


def book_for(day: date, own: str = "") -> Book:
    """The book that holds on a day: the county's own folder when one is named, else the newest of the library.

    Raises WrongPolicyFile when the library has none for so early a day.
    """
    if own:
        return book_of(Path(own))
    begun = [book for folder in sorted(LIBRARY.glob("*/book.yaml")) if (book := book_of(folder.parent)).first <= day]
    if not begun:
        raise WrongPolicyFile(f"no book of policies holds on {day}; name the county's own in the setting POLICY_BOOK")
    return max(begun, key=lambda book: book.first)


def _may_be_anything(result: pl.DataFrame) -> pl.Expr:
    """True where an answer, or the amount, is unknown and no answer is no."""
    answers = [pl.col(column) for column in result.columns if column.startswith("is:")]
    some = pl.any_horizontal(pl.lit(False), *(answer.is_null() for answer in answers))
    no = pl.any_horizontal(pl.lit(False), *((~answer).fill_null(False) for answer in answers))
    return (some | ((pl.col("standing") == "entitled") & pl.col("amount").is_null())) & ~no


def _history_columns(rule: Rule) -> Iterator[str]:
    for name in rule.history:
        yield f"{rule.key}:{name}"


def _type_of(history: str) -> Any:
    return pl.Boolean if history.endswith("had_excluded") else pl.Int64


def _fact(key: str, read: Any) -> Fact:
    if not isinstance(read, dict) or set(read) != {"type", "zh", "en", "from"} or read["type"] not in TYPES:
        raise WrongPolicyFile(f"book.yaml: facts: {key}: give type ({', '.join(TYPES)}), zh, en and from")
    return Fact(key, read["type"], {"zh": str(read["zh"]), "en": str(read["en"])}, str(read["from"]))
