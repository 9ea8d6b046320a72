"""Policies: dated numbers with the document they come from, and named conditions on columns.

One person is a table of one row, so that the same lines decide a claim, give its reasons and scan the county. Each
condition has three answers: met, not met, missing. Unknown is never yes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
import yaml

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say

Number = int | float | str | tuple[str, ...]


class NoParameterYet(Refusal):
    """A number is asked for a day before its first document."""


class NoLongerInForce(NoParameterYet):
    """A number was ended by a later document and not replaced."""


class WrongPolicyFile(ValueError):
    """A policy file cannot be read: a fault of whoever edits it, named with file and key."""


# --- dated numbers ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number of a policy over time.

    reference  the document and article it comes from
    confirmed  somebody compared it with the document; unconfirmed numbers are shown as such
    values     day from which each holds, ascending; null ends it
    """

    key: str
    description: str
    unit: str
    reference: str
    confirmed: bool
    values: Mapping[date, Number | None]

    def on(self, day: date) -> Number:
        """The number in force on a day. Raises NoParameterYet, or NoLongerInForce."""
        since = max((start for start in self.values if start <= day), default=None)
        if since is None:
            raise NoParameterYet(
                Say(
                    "“%(what)s” has no value on %(day)s: the first one holds from %(first)s. "
                    "Enter the document that was in force on that day.",
                    what=self.description,
                    day=day,
                    first=min(self.values),
                )
            )
        number = self.values[since]
        if number is None:
            raise NoLongerInForce(
                Say(
                    "“%(what)s” is no longer in force since %(since)s. Look for the document that replaced it.",
                    what=self.description,
                    since=since,
                )
            )
        return number


class Parameters:
    """The numbers of one policy file."""

    def __init__(self, parameters: Sequence[Parameter]) -> None:
        self._by_key = {parameter.key: parameter for parameter in parameters}

    @classmethod
    def from_yaml(cls, path: Path) -> Parameters:
        """Read a file `{key: {description, unit, reference, confirmed, values: {date: number}}}`.

        Raises WrongPolicyFile for a missing entry, a word where a date must stand, or a date given twice.
        """
        read = yaml.load(path.read_text(encoding="utf-8"), Loader=NothingTwice)  # noqa: S506  a SafeLoader
        if not isinstance(read, dict):
            raise WrongPolicyFile(f"{path}: the file has no parameters")
        return cls([_parameter(path, str(key), entry) for key, entry in read.items()])

    def on(self, day: date) -> Numbers:
        """The numbers as they stood on a day, as attributes."""
        return Numbers(self, day)

    def __iter__(self) -> Iterator[Parameter]:
        return iter(self._by_key.values())

    def __getitem__(self, key: str) -> Parameter:
        return self._by_key[key]

    def __contains__(self, key: object) -> bool:
        return key in self._by_key


class Numbers:
    """The numbers of a policy on one day: `p.cap`. One that had no value then raises NoParameterYet when it is read."""

    # When read, not before: a number that came later must not forbid decisions that never needed it.
    def __init__(self, parameters: Parameters, day: date) -> None:
        self._parameters = parameters
        self._day = day

    def __getattr__(self, key: str) -> Any:
        if key.startswith("_") or key not in self._parameters:
            raise AttributeError(f"the policy has no number {key!r}")
        return self._parameters[key].on(self._day)


class NothingTwice(yaml.SafeLoader):
    """YAML lets the last of two equal keys win; in a policy the first would vanish without a word."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _value in node.value]
        if twice := {str(key) for key in keys if keys.count(key) > 1}:
            raise WrongPolicyFile(f"line {node.start_mark.line + 1}: {', '.join(sorted(twice))} is given twice")
        return super().construct_mapping(node, deep)


def _parameter(path: Path, key: str, entry: Any) -> Parameter:
    wanted = {"description", "unit", "reference", "confirmed", "values"}
    if not isinstance(entry, dict) or set(entry) != wanted:
        raise WrongPolicyFile(f"{path}: {key} must have exactly {', '.join(sorted(wanted))}")
    if not isinstance(entry["confirmed"], bool):
        raise WrongPolicyFile(f"{path}: {key}: confirmed must be true or false")
    if not isinstance(entry["values"], dict) or not entry["values"]:
        raise WrongPolicyFile(f"{path}: {key} has no values")
    values: dict[date, Number | None] = {}
    for day, number in sorted(entry["values"].items(), key=lambda pair: str(pair[0])):
        if type(day) is not date:
            raise WrongPolicyFile(f"{path}: {key}: {day!r} is not a date like 2020-03-16")
        values[day] = tuple(map(str, number)) if isinstance(number, list) else number
    description, unit, reference = (str(entry[name]) for name in ("description", "unit", "reference"))
    return Parameter(key, description, unit, reference, confirmed=entry["confirmed"], values=values)


# --- conditions and decisions ----------------------------------------------------------------------------------------


class Verdict(StrEnum):
    """The answer of one condition. Only `MET` is true: missing is not yes."""

    MET = "met"
    NOT_MET = "not_met"
    MISSING = "missing"

    def __bool__(self) -> bool:
        return self is Verdict.MET


_VERDICT = pl.Enum([verdict.value for verdict in Verdict])


class Reason(NamedTuple):
    """One condition of a decision, as it is stored with it and shown to the person."""

    state: Verdict
    says: Any
    article: str


@dataclass(frozen=True, slots=True)
class Condition:
    """One requirement of a policy.

    key      name of the column in `explain_many`
    met      boolean expression on the facts; null where a fact it needs is null
    says     the requirement as a sentence; article: where it stands
    """

    key: str
    met: pl.Expr
    says: Any
    article: str


@dataclass(frozen=True)
class Policy:
    """Who is entitled, to how much, and why.

    name        of the policy, for messages
    parameters  its dated numbers
    facts       the columns it reads, with their types
    conditions  from the numbers of a day: the requirements, all of which must be met
    amounts     from the numbers of a day: columns of the decision; nought for who is not entitled
    """

    name: str
    parameters: Parameters
    facts: Mapping[str, Any]
    conditions: Callable[[Numbers], Sequence[Condition]]
    amounts: Callable[[Numbers], Mapping[str, pl.Expr]] = field(default=lambda _numbers: {})

    def frame_of(self, facts: Mapping[str, Any]) -> pl.DataFrame:
        """A frame of one row; a fact not named is null. Raises KeyError for a fact the policy does not read."""
        if strange := facts.keys() - self.facts.keys():
            raise KeyError(f"{self.name} reads no fact {', '.join(sorted(strange))}")
        return pl.DataFrame({key: [facts.get(key)] for key in self.facts}, schema=dict(self.facts))

    def explain(self, facts: pl.DataFrame, on: date) -> list[Reason]:
        """The conditions with their answers for one person (one row), by the numbers in force on a day."""
        if facts.height != 1:
            raise ValueError(f"explain() is about one row, not {facts.height}; use explain_many()")
        conditions = self.conditions(self.parameters.on(on))
        answers = _columns(facts, {c.key: _state(c.met) for c in conditions}).row(0)
        return [Reason(Verdict(answer), c.says, c.article) for answer, c in zip(answers, conditions, strict=True)]

    def explain_many(self, facts: pl.DataFrame, on: date) -> pl.DataFrame:
        """A column of "met", "not_met", "missing" for each condition; as many rows as `facts`, in the same order."""
        return _columns(facts, {c.key: _state(c.met) for c in self.conditions(self.parameters.on(on))})

    def decide(self, facts: pl.DataFrame, on: date) -> pl.DataFrame:
        """The decisions: `state`, `eligible` (never null) and the amounts; as many rows as `facts`, in the same order.

        `state` is "not_met" when any condition is, else "missing" when any fact is missing, else "met".
        """
        numbers = self.parameters.on(on)
        # Kleene's "and": one false decides whatever is unknown.
        met = pl.all_horizontal(pl.lit(True), *(c.met for c in self.conditions(numbers)))
        entitled = met.fill_null(False)
        amounts = {key: pl.when(entitled).then(a).otherwise(pl.lit(0)) for key, a in self.amounts(numbers).items()}
        return _columns(facts, {"state": _state(met), "eligible": entitled, **amounts})


def _columns(facts: pl.DataFrame, columns: Mapping[str, pl.Expr]) -> pl.DataFrame:
    """The columns computed for every row of the facts."""
    # Polars holds NaN greater than every number: an unknown from a float column would pass "at least three months".
    known = facts.with_columns(pl.selectors.float().fill_nan(None))
    # Not `select`: a condition that is the same for all would give one row.
    return known.with_columns(**columns).select(columns.keys())


def _state(met: pl.Expr) -> pl.Expr:
    answers = {verdict: pl.lit(verdict.value, dtype=_VERDICT) for verdict in Verdict}
    return (
        pl.when(met.is_null())
        .then(answers[Verdict.MISSING])
        .when(met)
        .then(answers[Verdict.MET])
        .otherwise(answers[Verdict.NOT_MET])
    )


# --- cases -----------------------------------------------------------------------------------------------------------


class Case(NamedTuple):
    """One example of a policy: a test and a line of its documentation."""

    name: str
    day: date
    facts: dict[str, Any]
    gives: dict[str, Any]

    def check(self, policy: Policy) -> None:
        """Raise AssertionError unless the policy gives what the case says."""
        decision = policy.decide(policy.frame_of(self.facts), on=self.day).row(0, named=True)
        given = {key: decision[key] for key in self.gives}
        if given != self.gives:
            raise AssertionError(f"{self.name}: gives {given}, not {self.gives}")


def cases(path: Path) -> list[Case]:
    """The cases of a YAML file: a list of {name, day, facts, gives}. For pytest: `parametrize("case", cases(path))`.

    Raises WrongPolicyFile when the file has none: a test without cases would pass for ever.
    """
    read = yaml.load(path.read_text(encoding="utf-8"), Loader=NothingTwice)  # noqa: S506  a SafeLoader
    if not isinstance(read, list) or not read:
        raise WrongPolicyFile(f"{path}: the file has no cases")
    return [_case(path, entry) for entry in read]


def _case(path: Path, entry: Any) -> Case:
    if not isinstance(entry, dict) or set(entry) != {"name", "day", "facts", "gives"}:
        raise WrongPolicyFile(f"{path}: a case must have exactly name, day, facts, gives: {entry}")
    if type(entry["day"]) is not date or not entry["gives"]:
        raise WrongPolicyFile(f"{path}: {entry['name']}: day must be a date, and gives must say something")
    return Case(**entry)
