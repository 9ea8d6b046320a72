"""Checks against other claims: of the same person, under another record, for a time that was paid, at the bank."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from gangqiao.people.models import Person
from gangqiao.subsidies.checks.batch import Batch, Span, overlap, span_of
from gangqiao.subsidies.checks.register import NUMBERS, Found, Pair, check, phrase
from gangqiao.subsidies.models import BankExecuted, Claim
from gangqiao.subsidies.reads.digests import payment_key
from gangqiao.subsidies.states import DEAD, ClaimStatus

PAID = (
    ClaimStatus.IN_PAYMENT, ClaimStatus.PAID, ClaimStatus.FAILED, ClaimStatus.REISSUED, ClaimStatus.UNDER_RECOVERY,
)  # fmt: skip


def named(claim: Claim) -> Pair:
    """Another claim, by its number, programme and period."""
    said = f"{claim.code} {claim.programme} {claim.period}"
    return phrase("the_other_one", said=said)


@check("double")
def double(batch: Batch) -> Found:
    """Claims of one person by programmes that exclude each other, by the book of either's day, for one time."""
    found: Found = defaultdict(list)
    for claim in batch.claims:
        span = _wide(batch.span(claim))
        for other in batch.others[claim.subject]:
            if other.pk == claim.pk or other.programme == claim.programme:
                continue
            if _exclude(batch, claim, other) and overlap(span, _wide(batch.span(other))):
                found[claim.pk].append(named(other))
    return dict(found)


def _exclude(batch: Batch, one: Claim, other: Claim) -> bool:
    for first, second in ((one, other), (other, one)):
        rule = batch.rule(first)
        if rule is not None and second.programme in rule.excludes:
            return True
    return False


def _wide(span: Span) -> Span:
    """What is given once stands against what is given in the same calendar year."""
    return (date(span[0].year, 1, 1), date(span[0].year, 12, 31)) if span[0] == span[1] else span


@check("same_person")
def same_person(batch: Batch) -> Found:
    """A live claim of the same programme and time by another record with the same name, sex and day of birth."""
    twins = _twins(batch)
    keys = {pk for pks in twins.values() for pk in pks}
    if not keys:
        return {}
    rows = Claim.objects.filter(person__in=keys, programme__in={c.programme for c in batch.claims})
    by_person: dict[int, list[Claim]] = defaultdict(list)
    for row in rows.exclude(status__in=DEAD).order_by("pk"):
        by_person[row.person_id].append(row)
    found: Found = defaultdict(list)
    for claim in batch.with_person:
        for other in (one for pk in twins[claim.person_id] for one in by_person[pk]):
            if other.programme == claim.programme and overlap(_wide(batch.span(claim)), _wide(_span(other))):
                found[claim.pk].append(named(other))
    return dict(found)


def _span(claim: Claim) -> Span:
    return span_of(claim.period, claim.decided_for)


def _twins(batch: Batch) -> dict[int, set[int]]:
    """By person, other records that say the same of name, sex and birth, and those merged into one another."""
    persons = {claim.person_id: claim.person for claim in batch.with_person}
    by_said: dict[tuple[str, str, date | None], set[int]] = defaultdict(set)
    asked = Person.objects.filter(
        name__in={one.name for one in persons.values()}, birth_date__in={one.birth_date for one in persons.values()}
    )
    for pk, name, sex, born in asked.values_list("pk", "name", "sex", "birth_date"):
        by_said[name, sex, born].add(pk)
    found: dict[int, set[int]] = defaultdict(set)
    for pk, one in persons.items():
        if one.birth_date is not None:
            found[pk] |= by_said[one.name, one.sex, one.birth_date] - {pk}
        if one.merged_into_id is not None:
            found[pk].add(one.merged_into_id)
    return found


@check("paid_period")
def paid_period(batch: Batch) -> Found:
    """The same programme was paid, or is being paid, for a time that shares days with this one.

    A late line of the same month of a sheet has a number of its own and is no second payment.
    """
    found: Found = defaultdict(list)
    for claim in batch.claims:
        for other in batch.others[claim.subject]:
            if other.pk == claim.pk or other.programme != claim.programme or other.status not in PAID:
                continue
            is_late_line = other.period == claim.period and claim.source == other.source == "post"
            if not is_late_line and overlap(batch.span(claim), batch.span(other)):
                found[claim.pk].append(named(other))
    return dict(found)


@check("bank_executed")
def bank_executed(batch: Batch) -> Found:
    """A key of a try to pay this claim is among those the bank says it has paid."""
    tries = range(int(NUMBERS.on(batch.today).attempts_most))
    keys = {payment_key(claim, attempt): claim.pk for claim in batch.claims for attempt in tries}
    found: Found = defaultdict(list)
    rows = BankExecuted.objects.filter(key__in=list(keys)).order_by("pk")
    for key, on in rows.values_list("key", "on"):
        found[keys[key]].append(phrase("bank_paid", on=on, key=key))
    return dict(found)
