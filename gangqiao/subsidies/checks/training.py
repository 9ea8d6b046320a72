"""The check of training: the list, the days, the hours, and the doubts about the class (domain notes 3.3)."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from datetime import date
from typing import Any

from gangqiao.subsidies.checks.batch import CLASS, TRAINING, Batch
from gangqiao.subsidies.checks.register import Found, Pair, check, phrase
from gangqiao.subsidies.models import Claim
from gangqiao.training.codes import LISTS
from gangqiao.training.models import Attendance, Class, OnlineMinutes, Session
from gangqiao.training.policy.guards import NUMBERS
from gangqiao.training.reads import guards


@check("training")
def training(batch: Batch) -> Found:
    """What is claimed for a class against its list, its timetable, who signed in, and its open doubts."""
    claims = [c for c in batch.with_person if c.period.startswith(CLASS) or c.source == "class"]
    if not claims:
        return {}
    came, held_on = _attended(batch), _taught(batch)
    found: Found = {}
    for claim in claims:
        facts = _of_one(batch, claim, came, held_on)
        if facts:
            found[claim.pk] = facts
    return found


def _of_one(
    batch: Batch, claim: Claim, came: dict[int, Counter[date]], held_on: dict[int, set[date]]
) -> list[Pair]:  # fmt: skip
    held = batch.class_of(claim)
    if held is None:
        return [phrase("no_such_class")]
    place = batch.enrolments.get((held.pk, claim.person_id))
    if place is None:
        return [phrase("not_on_class_list")]
    facts = []
    if place.objected_on is not None:
        facts.append(phrase("said_not_enrolled", on=place.objected_on))
    facts += _days(claim, held, came[place.pk], held_on[held.pk])
    most = int(NUMBERS.on(held.begins_on).hours_a_day) * int(NUMBERS.on(held.begins_on).minutes_of_hour)
    if long := sorted(day for day, minutes in came[place.pk].items() if minutes > most):
        said = ", ".join(map(str, long[:5]))
        facts.append(phrase("too_many_minutes", most=most, said=said))
    facts += [
        phrase("class_doubt", zh=_guard(one.guard, "zh"), en=_guard(one.guard, "en"))
        for one in _doubts(batch, held)
        if one.enrolment in (None, place.pk)
    ]
    return facts


def _guard(code: str, language: str) -> str:
    return str(LISTS["guard"].words[code][language]) if code in LISTS["guard"] else code


def _days(claim: Claim, held: Class, came: Counter[date], taught: set[date]) -> list[Pair]:
    claimed = json.loads(claim.facts).get(TRAINING)
    if not isinstance(claimed, int):
        return []
    whole = len(taught) or (held.ends_on - held.begins_on).days + 1
    facts = []
    if claimed > whole:
        facts.append(phrase("longer_than_the_class", claimed=claimed, whole=whole))
    if claimed > len(came):
        facts.append(phrase("more_days_than_attended", claimed=claimed, came=len(came)))
    return facts


def _attended(batch: Batch) -> dict[int, Counter[date]]:
    """Minutes by day that stand, by place in a class: signed in, and online."""
    keys = [row.pk for row in batch.enrolments.values()]
    found: dict[int, Counter[date]] = defaultdict(Counter)
    signed = Attendance.objects.filter(enrolment__in=keys, struck_on=None, minutes__gt=0)
    online = OnlineMinutes.objects.filter(enrolment__in=keys, minutes__gt=0)
    rows = [
        *signed.values_list("enrolment_id", "session__on", "minutes"),
        *online.values_list("enrolment_id", "on", "minutes"),
    ]
    for key, day, minutes in rows:
        found[key][day] += minutes
    return found


def _taught(batch: Batch) -> dict[int, set[date]]:
    """Days on which a class was held by its timetable."""
    found: dict[int, set[date]] = defaultdict(set)
    rows = Session.objects.filter(held__in=[one.pk for one in batch.classes.values()])
    for held, day in rows.values_list("held_id", "on"):
        found[held].add(day)
    return found


def _doubts(batch: Batch, held: Class) -> list[Any]:
    """What stands in the way of a class now: looked through once for a run, whatever many claims it has."""
    key = ("doubts", held.pk)
    if key not in batch.county.kept:
        batch.county.kept[key] = guards.unsettled(held)
    kept: list[Any] = batch.county.kept[key]
    return kept
