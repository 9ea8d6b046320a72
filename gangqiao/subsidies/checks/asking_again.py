"""Checks that ask the rule again: in force, its fund line, its version, and its amount with the facts of today."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from gangqiao.assistance.models import DutyLine
from gangqiao.kernel.money import format_yuan
from gangqiao.kernel.policy import NoParameterYet
from gangqiao.subsidies.checks.batch import Batch, uuid_of
from gangqiao.subsidies.checks.register import Found, Pair, check, pair, phrase
from gangqiao.subsidies.models import Claim
from gangqiao.subsidies.policy.books import Book, Decision
from gangqiao.subsidies.policy.rules import Standing
from gangqiao.subsidies.reads import facts_history
from gangqiao.subsidies.reads.claims_facts import FROM_APPLICANT, PROMISE
from gangqiao.subsidies.reads.facts import county_facts
from gangqiao.subsidies.reads.scanning import with_all
from gangqiao.training.codes import LISTS as TRAINING_LISTS

# Their amount is that of a sheet or of days in class, which is compared by itself.
BY_SHEET = ("post", "class")
PROMISE_KIND = "promise"


@check("rule_gone")
def rule_gone(batch: Batch) -> Found:
    """No rule of this name was in force on the day of the decision."""
    found: Found = {}
    for claim in batch.claims:
        rule, day = batch.rule(claim), claim.decided_for
        if rule is None or not rule.is_in_force(day):
            said = f"{claim.programme}, {day}"
            found[claim.pk] = [phrase("not_in_force", said=said)]
    return found


@check("rule_changed")
def rule_changed(batch: Batch) -> Found:
    """The rule is read by another text now than on the day of the decision."""
    found: Found = {}
    for claim in batch.claims:
        rule = batch.rule(claim)
        if rule is not None and rule.version != claim.rule_version:
            said = f"{claim.rule_version} → {rule.version}"
            found[claim.pk] = [phrase("other_version", said=said)]
    return found


@check("fund_line")
def fund_line(batch: Batch) -> Found:
    """The money of the claim comes from another fund line than the rule says."""
    found: Found = {}
    for claim in batch.claims:
        rule = batch.rule(claim)
        if rule is not None and rule.fund_line != claim.fund_line:
            zh, en = ([_fund(one, language) for one in (claim.fund_line, rule.fund_line)] for language in ("zh", "en"))
            found[claim.pk] = [phrase("fund_line_differs", own_zh=zh[0], rule_zh=zh[1], own_en=en[0], rule_en=en[1])]
    return found


def _fund(key: str, language: str) -> str:
    codes = TRAINING_LISTS["fund_line"]
    return codes.words[key][language] if key in codes else key


@check("amount")
def amount(batch: Batch) -> Found:
    """Asked again with what is known today; or compared with the line of the sheet it comes from."""
    found = _of_sheets(batch, [c for c in batch.with_person if c.source == "post"])
    again = [c for c in batch.claims if c.source not in BY_SHEET and batch.rule(c) is not None]
    groups: dict[tuple[date, str], list[Claim]] = defaultdict(list)
    for claim in again:
        if batch.county.book(claim.decided_for).rules[claim.programme].is_in_force(claim.decided_for):
            groups[claim.decided_for, claim.programme].append(claim)
    frames: dict[date, pl.DataFrame] = {}
    for (day, programme), claims in groups.items():
        try:
            for claim, decision in _asked(batch, day, programme, claims, frames):
                found |= _differs(claim, decision)
        except NoParameterYet:
            said = phrase("number_missing")
            found |= {claim.pk: [said] for claim in claims}
    return found


def _asked(
    batch: Batch, day: date, programme: str, claims: list[Claim], frames: dict[date, pl.DataFrame]
) -> list[tuple[Claim, Decision | None]]:
    people = [claim for claim in claims if claim.person is not None]
    if people and day not in frames:
        frames[day] = _facts(batch, day)
    units = [(claim, _of_unit(batch, claim)) for claim in claims if claim.person is None]
    return [*_decided(batch, day, programme, people, frames.get(day)), *units]


def _facts(batch: Batch, day: date) -> pl.DataFrame:
    """What the register knows of a day, without what was had: that is counted without the claim itself."""
    frame = county_facts(day, [c.person_id for c in batch.with_person if c.decided_for == day])
    return frame.drop([name for name in frame.columns if ":had_" in name])


def _decided(
    batch: Batch, day: date, programme: str, claims: list[Claim], frame: pl.DataFrame | None
) -> list[tuple[Claim, Decision]]:
    """What the rule says now; whoever is not on the register any more is left out: another check says so."""
    if not claims or frame is None:
        return []
    book, rows = batch.county.book(day), {claim.person_id: claim for claim in claims}
    whole = _with_had(batch, book, day, _with_claims(batch, book, frame, rows), rows)
    result, stood = book.decide(whole, day, [programme])[programme], book.stood(programme, day)
    found = []
    for at, row in enumerate(whole.iter_rows(named=True)):
        claim = rows.get(row["person"])
        if claim is not None:
            said = result.row(at, named=True)
            answers = stood.answers_of(row, [said[f"is:{c.key}"] for c, _expression in stood.conditions])
            decision = Decision(book.rules[programme], Standing(said["standing"]), said["amount"], answers)
            found.append((claim, decision))
    return found


def _with_claims(batch: Batch, book: Book, frame: pl.DataFrame, rows: Mapping[int, Claim]) -> pl.DataFrame:
    """The frame with what each claim declared where the register knows nothing, and its promises."""
    whole = with_all(book, frame)
    said = {pk: json.loads(claim.facts) for pk, claim in rows.items()}
    for pk, claim in rows.items():
        said[pk][PROMISE] = PROMISE_KIND in batch.evidence[claim.pk]
    persons = whole["person"].to_list()
    columns = []
    for key in sorted({name for one in said.values() for name in one} & book.facts.keys()):
        fact = book.facts[key]
        given = pl.Series(key, [_typed(fact.type, said.get(pk, {}).get(key)) for pk in persons], dtype=fact.dtype)
        first, second = (given, whole[key]) if fact.comes_from == FROM_APPLICANT else (whole[key], given)
        columns.append(first.zip_with(first.is_not_null(), second).alias(key))
    return whole.with_columns(columns)


def _with_had(
    batch: Batch, book: Book, day: date, frame: pl.DataFrame, rows: Mapping[int, Claim]
) -> pl.DataFrame:  # fmt: skip
    """The frame with what each had by other claims than the one that is looked at."""
    other = [
        (pk, one.programme, one.period, one.amount, int(one.period[:4]) if one.period[:4].isdigit() else
         one.decided_for.year)
        for pk, claim in rows.items()
        for one in batch.others[claim.subject]
        if one.pk != claim.pk
    ]  # fmt: skip
    claimed = pl.DataFrame(other, schema=CLAIMED, orient="row")
    known = frame.join(facts_history.history(claimed, day, book), on="person", how="left", maintain_order="left")
    return known.with_columns(**facts_history.nothing(book, known))


CLAIMED = {
    "person": pl.Int64, "programme": pl.String, "period": pl.String, "amount": pl.Int64, "year": pl.Int64,
}  # fmt: skip


def _typed(kind: str, value: Any) -> Any:
    return date.fromisoformat(value) if kind == "date" and isinstance(value, str) else value


def _of_unit(batch: Batch, claim: Claim) -> Decision | None:
    """A unit's own claim is asked again with what it declared: no other amount than the rule's leaves the house."""
    book, day = batch.county.book(claim.decided_for), claim.decided_for
    said = json.loads(claim.facts)
    facts = {key: _typed(book.facts[key].type, value) for key, value in said.items() if key in book.facts}
    if PROMISE in book.facts:
        facts[PROMISE] = PROMISE_KIND in batch.evidence[claim.pk]
    return next((one for one in book.explain(facts, day) if one.rule.key == claim.programme), None)


def _differs(claim: Claim, decision: Decision | None) -> Found:
    if decision is None:
        return {}
    if decision.standing != Standing.ENTITLED:
        facts = [pair(one.says.get("zh", ""), one.says.get("en", "")) for one in decision.open]
        return {claim.pk: [phrase("asked_again_not_entitled"), *facts]}
    if int(decision.amount or 0) != claim.amount:
        return {claim.pk: [_sums(claim.amount, int(decision.amount or 0), phrase("asked_again"))]}
    return {}


def _sums(claimed: int, now: int, who: Pair) -> Pair:
    zh, en = who
    return phrase("sums_differ", one=format_yuan(claimed), other=format_yuan(now), zh=zh, en=en)


def _of_sheets(batch: Batch, claims: list[Claim]) -> Found:
    """A claim of a monthly sheet says what its line says, and the line is not blocked."""
    if not claims:
        return {}
    rows = DutyLine.objects.filter(holder__person__in={c.person_id for c in claims})
    lines: dict[Any, DutyLine] = {}
    for row in rows.select_related("sheet", "holder").order_by("pk"):
        lines[row.uuid] = row
        lines[row.holder.person_id, f"{row.month:%Y-%m}", row.number] = row
    found: Found = {}
    for claim in claims:
        line = lines.get(uuid_of(claim.source_key)) or lines.get((claim.person_id, claim.period, claim.number))
        if line is None:
            found[claim.pk] = [phrase("no_such_line")]
        elif line.sheet.status != "final" or line.blocked:
            found[claim.pk] = [phrase("sheet_not_final")]
        elif line.amount != claim.amount:
            found[claim.pk] = [_sums(claim.amount, line.amount, phrase("the_sheet_says"))]
    return found
