"""Warnings of patterns over many claims: one phone, one address, everything done within a day."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from gangqiao.kernel import clock
from gangqiao.kernel.identifiers import mask_phone
from gangqiao.subsidies.checks.batch import Batch
from gangqiao.subsidies.checks.register import NUMBERS, Found, check, phrase
from gangqiao.subsidies.models import Claim, Hand
from gangqiao.subsidies.states import DEAD

MAKE = "make"
Said = tuple[str, str, str | bytes]  # programme, period, and what is said alike


@check("one_phone")
def one_phone(batch: Batch) -> Found:
    """People of more households than a phone is lent to give the same one, for one programme and time."""
    mine = {c.pk: bytes(c.person.phone_index) for c in batch.with_person if c.person.phone_index}
    homes = _households(batch, "person__phone_index", set(mine.values()))
    most, found = int(NUMBERS.on(batch.today).households_of_one_phone), {}
    for claim in batch.with_person:
        many = len(homes[claim.programme, claim.period, mine.get(claim.pk, b"")])
        if many > most:
            phone = mask_phone(claim.person.phone or "")
            found[claim.pk] = [phrase("one_phone", many=many, phone=phone)]
    return found


@check("one_address")
def one_address(batch: Batch) -> Found:
    """The same of the address of the household."""
    mine = {c.pk: str(c.person.household.address) for c in batch.with_person if c.person.household is not None}
    homes = _households(batch, "person__household__address", {one for one in mine.values() if one})
    most, found = int(NUMBERS.on(batch.today).households_of_one_phone), {}
    for claim in batch.with_person:
        many = len(homes[claim.programme, claim.period, mine.get(claim.pk, "")])
        if many > most:
            found[claim.pk] = [phrase("one_address", many=many)]
    return found


def _households(batch: Batch, field: str, values: set[Any]) -> dict[Said, set[int]]:
    """Households that claim a programme for a time, by programme, period and what they say alike."""
    found: dict[Said, set[int]] = defaultdict(set)
    if not values:
        return found
    rows = Claim.objects.filter(
        programme__in={c.programme for c in batch.claims}, period__in={c.period for c in batch.claims},
        **{f"{field}__in": list(values)},
    ).exclude(status__in=DEAD)  # fmt: skip
    for programme, period, said, home in rows.values_list("programme", "period", field, "person__household_id"):
        key = said if isinstance(said, str) else bytes(said)
        found[programme, period, key].add(home)
    return found


@check("quick_bulk")
def quick_bulk(batch: Batch) -> Found:
    """Made and checked on one day, and whoever checked last dealt with many that day."""
    last: dict[int, Hand] = {}
    for claim in batch.claims:
        checks = [hand for hand in batch.hands[claim.pk] if hand.hand != MAKE]
        if checks and clock.day_of(checks[-1].at) == claim.made_on:
            last[claim.pk] = checks[-1]
    if not last:
        return {}
    users, days = {hand.by for hand in last.values()}, {clock.day_of(hand.at) for hand in last.values()}
    counted: Counter[tuple[int, object]] = Counter()
    for by, at in Hand.objects.filter(by__in=users, at__date__in=days).values_list("by", "at"):
        counted[by, clock.day_of(at)] += 1
    least, found = int(NUMBERS.on(batch.today).bulk_least), {}
    for pk, hand in last.items():
        day = clock.day_of(hand.at)
        if (many := counted[hand.by, day]) >= least:
            found[pk] = [phrase("quick_bulk", day=day, many=many)]
    return found
