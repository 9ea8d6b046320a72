"""Runs every check over the columns in one pass; the same lines serve the county and a single person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl

from gangqiao.quality.policy.frames import Frames, Subjects, subjects
from gangqiao.quality.policy.registry import NUMBERS, RULES
from gangqiao.quality.policy.rule import About, Rule

FINDINGS: dict[str, Any] = {
    "rule": pl.String,
    "about": pl.String,
    "record": pl.Int64,
    "person_id": pl.Int64,
    "household_id": pl.Int64,
    "area_id": pl.String,
    "detail": pl.String,
    "facts": pl.String,
}
_RECORD = {About.PERSON: "person_id", About.SPELL: "spell_id", About.HOUSEHOLD: "household_id"}


def findings(frames: Frames, day: date, rules: Sequence[Rule] = tuple(RULES.values())) -> pl.DataFrame:
    """What the checks find on a day: `rule about record person_id household_id area_id detail facts`.

    record  key of the person, spell or household the finding is about; a rule finds a record once
    person_id, household_id  whom it is shown with; the head for a household, null when there is none
    detail  JSON object with what the sentence names; facts: the values the rule read, for comparing only
    """
    asked = subjects(frames, day)
    found = [_found(rule, asked, day) for rule in rules]
    return pl.concat(found).sort("area_id", "household_id", "person_id", "rule", "record")


def _found(rule: Rule, asked: Subjects, day: date) -> pl.DataFrame:
    table: pl.DataFrame = getattr(asked, rule.about.value)
    # `filter` drops null like false: what is not known is no finding.
    hit = table.filter(rule.found(NUMBERS.on(day)))
    detail = (
        pl.struct([named.alias(name) for name, named in rule.detail.items()]).struct.json_encode()
        if rule.detail
        else pl.lit("{}")
    )
    return hit.select(
        rule=pl.lit(rule.key),
        about=pl.lit(rule.about.value),
        record=pl.col(_RECORD[rule.about]),
        person_id=pl.col("person_id"),
        household_id=pl.col("household_id"),
        area_id=pl.col("area_id"),
        detail=detail,
        facts=pl.concat_str([_text(table, name) for name in rule.reads], separator="\x1f"),
    ).cast(FINDINGS)  # type: ignore[arg-type]


def _text(table: pl.DataFrame, name: str) -> pl.Expr:
    column = pl.col(name)
    text = column.bin.encode("hex") if table.schema[name] == pl.Binary else column.cast(pl.String)
    return text.fill_null("\x00")
