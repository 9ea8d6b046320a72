"""Checks of the person as the register has it: alive, of the age, and at work."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date

import polars as pl

from gangqiao.people.models.registry import DEAD, LIVE, MERGED, MISSING, MOVED_OUT
from gangqiao.subsidies.checks.batch import WORK, Batch, runs_on
from gangqiao.subsidies.checks.register import Found, Pair, check, pair, phrase
from gangqiao.subsidies.models import Claim
from gangqiao.subsidies.policy.books import Book
from gangqiao.subsidies.policy.formulas import names_in
from gangqiao.subsidies.policy.rules import on_day
from gangqiao.subsidies.reads.facts_retirement import months_to_retirement

WEAK_GRADES = ("D", "E", "")
PROMISE, RETIREMENT = "promise", "months_to_retirement"
RECORDS = {
    MERGED: phrase("merged"),
    MOVED_OUT: phrase("moved_out"),
}


@check("dead")
def dead(batch: Batch) -> Found:
    """Died before the last day claimed for. What is given once is claimed for until it is paid: today."""
    found: Found = {}
    for claim in batch.with_person:
        person, facts = claim.person, []
        first, last = batch.span(claim)
        until = batch.today if first == last == claim.decided_for else last
        if person.life == DEAD and person.died_on <= until:
            facts.append(phrase("died_on", on=person.died_on))
        if person.life == MISSING:
            facts.append(phrase("recorded_as_missing"))
        if person.record != LIVE:
            facts.append(pair(*RECORDS.get(person.record, phrase("not_on_the_register"))))
        if facts:
            found[claim.pk] = facts
    return found


@check("over_age")
def over_age(batch: Batch) -> Found:
    """Asks the rule's own conditions about the age again, by the birthday of today, on the day that counts.

    For a month that is its first day: whoever comes of age in it, or leaves the age, is paid for its days.
    """
    groups: dict[tuple[str, date, date], list[Claim]] = defaultdict(list)
    for claim in batch.about("birth_date", RETIREMENT):
        first, last = batch.span(claim)
        on = first if len(claim.period) == 7 and first != last else claim.decided_for
        groups[claim.programme, claim.decided_for, on].append(claim)
    found: Found = {}
    for (programme, decided_for, on), claims in groups.items():
        book = batch.county.book(decided_for)
        if not book.rules[programme].is_in_force(decided_for):
            continue  # another check says so
        for claim, says in _not_of_age(book, programme, on, claims):
            found[claim.pk] = [_age_of(claim, on), says]
    return found


def _not_of_age(book: Book, programme: str, on: date, claims: list[Claim]) -> list[tuple[Claim, Pair]]:
    # Steps that come from the birthday alone, as the book names them.
    known = {"birth_date", RETIREMENT}
    for _deep in book.steps:
        known |= {name for name, formula in book.steps.items() if names_in(formula) <= known}
    rule = book.rules[programme]
    # Its numbers are those of the decision: the first day of the month may lie before the rule.
    values = rule.numbers_on(claims[0].decided_for)
    stood = on_day(rule, on, dict.fromkeys([*book.schema, *book.steps]), values)
    asked = [
        (condition, met)
        for condition, met in stood.conditions
        if (read := names_in(condition.met)) & known and read <= known | set(values)
    ]
    if not asked:
        return []
    frame = book.prepared(_born(book, on, claims), on)
    answers = frame.select(met.cast(pl.Boolean).alias(c.key) for c, met in asked)
    found = []
    for claim, row in zip(claims, answers.iter_rows(named=True), strict=True):
        failed = [stood.filled(c.says) for c, _met in asked if row[c.key] is not True]
        if failed:
            found.append((claim, pair(failed[0].get("zh", ""), failed[0].get("en", ""))))
    return found


def _born(book: Book, on: date, claims: list[Claim]) -> pl.DataFrame:
    """What the register says of birth and sex, with the months until retirement where the book reads them.

    Of whom the register cannot tell the months, what was declared stands.
    """
    rows = [{"birth_date": c.person.birth_date, "sex": c.person.sex or None} for c in claims]
    frame = book.frame_of([{key: value for key, value in row.items() if key in book.facts} for row in rows])
    if not {RETIREMENT, "birth_date", "sex"} <= book.facts.keys():
        return frame
    said = pl.Series([json.loads(c.facts).get(RETIREMENT) for c in claims], dtype=pl.Int64)
    return frame.with_columns(pl.coalesce(months_to_retirement(on), said).alias(RETIREMENT))


def _age_of(claim: Claim, on: date) -> Pair:
    age = claim.person.age_on(on)
    if age is None:
        return phrase("birth_unknown")
    return phrase("years_old_on", on=on, age=age)


@check("no_work")
def no_work(batch: Batch) -> Found:
    """A reward for work elsewhere, and no work ran on that day, or nobody but family and lists knows of it."""
    found: Found = {}
    for claim in batch.about(WORK):
        day = claim.decided_for
        running = [
            spell
            for spell in batch.spells[claim.person_id]
            if spell.spell_kind != "business" and runs_on(spell.started_on, spell.ended_on, (day, day))
        ]
        grades = sorted({spell.evidence or "" for spell in running})
        if not running:
            found[claim.pk] = [phrase("no_work_ran_on", day=day)]
        elif all(grade in WEAK_GRADES for grade in grades) and PROMISE not in batch.evidence[claim.pk]:
            known = ", ".join(grades) or "—"
            found[claim.pk] = [phrase("weak_evidence", known=known)]
    return found
