"""How every employer, provider and agency stands to the rules about units on a day, with amount and reasons."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from gangqiao.kernel.actor import covers
from gangqiao.kernel.scope import scope_of
from gangqiao.places.reads import county_path
from gangqiao.subsidies.models import Claim
from gangqiao.subsidies.policy.books import Book, Decision
from gangqiao.subsidies.policy.functions import HOUSEHOLD
from gangqiao.subsidies.policy.periods import period_of
from gangqiao.subsidies.policy.rules import Standing
from gangqiao.subsidies.reads.claims_facts import facts_of, kept
from gangqiao.subsidies.reads.entitled import book_on
from gangqiao.subsidies.reads.facts_history import history, nothing, with_year
from gangqiao.subsidies.reads.units import Unit, units_on
from gangqiao.subsidies.states import DEAD

UNIT_RULES = ("employer", "provider")


@dataclass(frozen=True, slots=True)
class Stood:
    """One unit and one rule. facts: the rule read; claim, claim_uuid: code and uuid of the claim for the period of the
    day, "" none."""

    unit: Unit
    decision: Decision
    facts: dict[str, Any]
    claim: str = ""
    claim_uuid: str = ""


def scan_units(day: date, areas: Collection[str]) -> list[Stood]:
    """Every unit of these areas against every rule about its kind in force, by rule and unit.

    What is counted is counted over the county; only the list is cut to the areas.
    """
    book = book_on(day)
    with scope_of([county_path()]):
        units = [one for one in units_on(day, book) if any(covers(area, one.applying.area) for area in areas)]
        claims = _claims([one.applying.subject for one in units])
    return [one for kind in UNIT_RULES for one in _of_kind(kind, [u for u in units if u.applying.kind == kind],
                                                          book, day, claims)]  # fmt: skip


def find(subject: str, programme: str, day: date, areas: Collection[str]) -> Stood | None:
    """One unit and one rule, as the list shows it; null for what is not on it."""
    rows = (one for one in scan_units(day, areas) if one.unit.applying.subject == subject)
    return next((one for one in rows if one.decision.rule.key == programme), None)


def _of_kind(kind: str, units: list[Unit], book: Book, day: date, claims: pl.DataFrame) -> list[Stood]:
    rules = [rule for rule in book.rules.values() if rule.subject == kind and rule.is_in_force(day)]
    if not units or not rules:
        return []
    frame = book.frame_of([{HOUSEHOLD: n, **_read_by(book, one.facts)} for n, one in enumerate(units)])
    frame = frame.with_columns(subject=pl.Series([one.applying.subject for one in units]))
    had = history(claims.rename({"subject": "person"}), day, book).rename({"person": "subject"})
    joined = frame.join(had, on="subject", how="left", maintain_order="left")
    whole = joined.with_columns(**nothing(book, joined)).drop("subject")
    decided, found = book.decide(whole, day, [rule.key for rule in rules]), []
    there = {(row["subject"], row["programme"], row["period"]): row for row in claims.iter_rows(named=True)}
    rows = whole.to_dicts()
    for rule in rules:
        stood, names, period = book.stood(rule.key, day), facts_of(book, rule.key), period_of(rule, day)
        for unit, row, said in zip(units, rows, decided[rule.key].iter_rows(named=True), strict=True):
            answers = stood.answers_of(row, [said[f"is:{c.key}"] for c, _expression in stood.conditions])
            decision = Decision(rule, Standing(said["standing"]), said["amount"], answers)
            own = there.get((unit.applying.subject, rule.key, period), {"code": "", "uuid": ""})
            found.append(Stood(unit, decision, kept(row, names), own["code"], own["uuid"]))
    return found


def _read_by(book: Book, facts: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in facts.items() if key in book.facts}


def _claims(subjects: list[str]) -> pl.DataFrame:
    """`subject programme period amount year code uuid` of the claims of these units that stand."""
    rows = Claim.objects.filter(subject__in=subjects).exclude(status__in=DEAD).order_by("pk")
    asked = rows.values_list("subject", "programme", "period", "amount", "decided_for", "code", "uuid")
    listed = [(*row[:-1], str(row[-1])) for row in asked]
    kinds = {
        "subject": pl.String, "programme": pl.String, "period": pl.String, "amount": pl.Int64, "decided": pl.Date,
        "code": pl.String, "uuid": pl.String,
    }  # fmt: skip
    return with_year(pl.DataFrame(listed, schema=kinds, orient="row"))
