"""Which class the stated rules propose for somebody of the registered poor, and why. No Django.

The conditions are expressions on columns: one person is a table of one row, so the page of one case, the decision that
is stored with its reasons and the scan of the county are the same lines. An answer is met, not met, or missing; missing
is never yes. Health and capacity are read for the class alone; nobody's refusal counts against anybody.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from gangqiao.assistance.policy.classes_conditions import FACTS, conditions, settled_out
from gangqiao.kernel.policy import Condition, Numbers, Parameters, Policy, Reason, Verdict

_HERE = Path(__file__)
NUMBERS = Parameters.from_yaml(_HERE.with_name("classes.yaml"))
FAR, NEAR, NET, NONE = "far", "near", "net", "none"
CLASSES = (FAR, NEAR, NET)
MARKS = {Verdict.MET: "m", Verdict.NOT_MET: "n", Verdict.MISSING: "?"}
_RULES = (_HERE.with_name("classes.yaml"), _HERE, _HERE.with_name("classes_conditions.py"))
# Names exactly these rules and numbers: what was judged by others is judged anew.
VERSION = hashlib.sha256(b"".join(path.read_bytes() for path in _RULES)).hexdigest()[:12]


def _of_class(kind: str, numbers: Numbers) -> Sequence[Condition]:
    return conditions(numbers)[kind]


POLICIES: dict[str, Policy] = {kind: Policy(kind, NUMBERS, FACTS, partial(_of_class, kind)) for kind in CLASSES}


class Judged(NamedTuple):
    """What the rules say about one person.

    kind     class; "none" with a reason; "" while data is missing, or when the rules fit no class
    reasons  (class, condition, answer, sentence, article) of every condition
    """

    kind: str
    none_reason: str
    reasons: list[Why]

    @property
    def missing(self) -> list[Why]:
        """What is to be asked: what is missing for a class that is not out of the question already."""
        return asked_for(self.reasons) if not self.kind else []

    @property
    def net_is_met(self) -> bool:
        """True when the four conditions of a public post are met (R099)."""
        return all(why.answer == Verdict.MET for why in self.reasons if why.kind == NET)


class Why(NamedTuple):
    """One condition of one class with its answer."""

    kind: str
    key: str
    answer: Verdict
    says: Any
    article: str


@dataclass(frozen=True, slots=True)
class Number:
    """How many days something may take, on a day."""

    assess_again: int
    plan: int
    first: int
    again: int


def days_on(day: date) -> Number:
    """The intervals in force on a day."""
    numbers = NUMBERS.on(day)
    return Number(
        int(numbers.assess_again_days), int(numbers.plan_days), int(numbers.first_days), int(numbers.again_days)
    )


def judge_many(facts: pl.DataFrame, day: date) -> pl.DataFrame:
    """Columns `kind`, `none_reason`, `answers`, `is_asked`; as many rows as `facts`, in the same order."""
    states, marks = [], []
    for kind, policy in POLICIES.items():
        answers = policy.explain_many(facts, day)
        texts = [pl.col(name).cast(pl.String) for name in answers.columns]
        marks.append(answers.select(pl.concat_str([_mark(text) for text in texts]).alias(kind)))
        states.append(answers.select(_state(texts).alias(f"is_{kind}")))
    frame = pl.concat([facts, *states, *marks], how="horizontal")
    return frame.with_columns(none_reason=settled_out(NUMBERS.on(day))).select(
        kind=_chosen(), none_reason=pl.col("none_reason"), answers=pl.concat_str([pl.col(kind) for kind in CLASSES]),
        is_asked=(_chosen() == "") & pl.concat_str([pl.col(kind) for kind in CLASSES]).str.contains("?", literal=True),
    )  # fmt: skip


def judge(facts: pl.DataFrame, day: date) -> Judged:
    """The same for one person (one row), with sentences."""
    row = judge_many(facts, day).row(0, named=True)
    reasons = [
        Why(kind, condition.key, reason.state, reason.says, reason.article)
        for kind, policy in POLICIES.items()
        for condition, reason in zip(policy.conditions(NUMBERS.on(day)), policy.explain(facts, day), strict=True)
    ]
    return Judged(str(row["kind"]), str(row["none_reason"]), reasons)


def asked_for(reasons: Sequence[Why]) -> list[Why]:
    """The missing answers of the classes of which no condition fails; of all, when only why none fits is open."""
    failing = {why.kind for why in reasons if why.answer == Verdict.NOT_MET}
    missing = [why for why in reasons if why.answer == Verdict.MISSING]
    return [why for why in missing if why.kind not in failing] or missing


def condition_keys(kind: str, day: date) -> list[str]:
    """The conditions of a class by key, in the order of the answers."""
    return [condition.key for condition in conditions(NUMBERS.on(day))[kind]]


def frame_of(facts: Mapping[str, Any]) -> pl.DataFrame:
    """A table of one row; what is not named is not known. Raises KeyError for a fact the rules do not read."""
    return POLICIES[FAR].frame_of(facts)


def _mark(text: pl.Expr) -> pl.Expr:
    return text.replace_strict({str(k): v for k, v in MARKS.items()}, return_dtype=pl.String)


def _state(texts: Sequence[pl.Expr]) -> pl.Expr:
    """True, false, or null while something is missing: one condition that fails decides whatever is unknown."""
    fails = pl.any_horizontal([text == Verdict.NOT_MET for text in texts])
    misses = pl.any_horizontal([text == Verdict.MISSING for text in texts])
    return pl.when(fails).then(pl.lit(value=False)).when(misses).then(None).otherwise(pl.lit(value=True))


def _chosen() -> pl.Expr:
    """The first class that is met, when no class before it is undecided; "none" when there is a reason for that."""
    chosen: Any = pl.when(pl.col("none_reason") != "").then(pl.lit(NONE))
    for kind in CLASSES:
        chosen = chosen.when(pl.col(f"is_{kind}").is_null()).then(pl.lit(""))
        chosen = chosen.when(pl.col(f"is_{kind}")).then(pl.lit(kind))
    found: pl.Expr = chosen.otherwise(pl.lit(""))
    return found


__all__ = ["CLASSES", "FACTS", "FAR", "NEAR", "NET", "NONE", "NUMBERS", "VERSION", "Judged", "Reason", "Why", "judge"]
