"""Checks of public posts and of days: a stand-in, and two things on one day."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from gangqiao.assistance.models import DutyDay, SpotCheck
from gangqiao.assistance.policy.duty import BAD_FINDINGS
from gangqiao.subsidies.checks.batch import POST, TRAINING, TRANSPORT, WORK, Batch, overlap, runs_on
from gangqiao.subsidies.checks.register import Found, check, phrase
from gangqiao.subsidies.models import Claim
from gangqiao.training.models import Attendance

FAR_AWAY = ("other_county", "other_prefecture", "other_province", "abroad")
SHOWN = 5  # days named in a finding; how many there are is always said
FINDINGS = {"not_found": phrase("not_found_on_duty"), "stand_in": phrase("somebody_stood_in")}


@check("overlapping_days")
def overlapping_days(batch: Batch) -> Found:
    """Days in class, or on duty, on which the person was at work elsewhere, or in the other of the two."""
    in_class, on_duty = batch.about(TRAINING), batch.about(POST)
    if not in_class and not on_duty:
        return {}
    persons = {claim.person_id for claim in (*in_class, *on_duty)}
    came = _days_in_class(persons)
    duty = _days_on_duty(persons)
    found: Found = {}
    for claims, mine, others, said in (
        (in_class, came, duty, phrase("on_public_post_duty")),
        (on_duty, duty, came, phrase("in_class")),
    ):
        for claim in claims:
            first, last = batch.span(claim)
            days = {day for day in mine[claim.person_id] if first <= day <= last}
            facts = []
            if both := sorted(days & others[claim.person_id]):
                facts.append(phrase("on_the_same_day", zh=said[0], days=_listed(both), en=said[1]))
            if away := sorted(day for day in days if _is_away(batch, claim, day)):
                facts.append(phrase("at_work_elsewhere_on", days=_listed(away)))
            if facts:
                found[claim.pk] = facts
    return found


def _days_in_class(persons: set[int]) -> dict[int, set[date]]:
    # Lessons online can be followed from anywhere.
    rows = Attendance.objects.filter(
        enrolment__person__in=persons, struck_on=None, minutes__gt=0, session__is_online=False
    )
    found: dict[int, set[date]] = defaultdict(set)
    for person, day in rows.values_list("enrolment__person_id", "session__on"):
        found[person].add(day)
    return found


def _days_on_duty(persons: set[int]) -> dict[int, set[date]]:
    rows = DutyDay.objects.filter(holder__person__in=persons, struck_at=None, mark="present", half=False)
    found: dict[int, set[date]] = defaultdict(set)
    for person, day in rows.values_list("holder__person_id", "on"):
        found[person].add(day)
    return found


def _is_away(batch: Batch, claim: Claim, day: date) -> bool:
    # The first and the last day of work elsewhere are days of travel: only a day between them is held against anybody.
    return any(
        spell.area_level in FAR_AWAY
        and spell.is_full_time
        and spell.started_on < day
        and (spell.ended_on is None or day < spell.ended_on)
        for spell in batch.spells[claim.person_id]
    )


def _listed(days: list[date]) -> str:
    more = f" … ({len(days)})" if len(days) > SHOWN else ""
    return ", ".join(day.isoformat() for day in days[:SHOWN]) + more


@check("post_and_work")
def post_and_work(batch: Batch) -> Found:
    """An allowance for work elsewhere, or for the journey to it, while a public post is held."""
    found: Found = {}
    for claim in batch.about(TRANSPORT, WORK):
        day = claim.decided_for
        for holder in batch.holders[claim.person_id]:
            ended = holder.ended_on or holder.ends_on
            if holder.status != "suspended" and runs_on(holder.begins_on, ended, (day, day)):
                found[claim.pk] = [phrase("post_agreement", begins_on=holder.begins_on, ended=ended)]
    return found


@check("stand_in")
def stand_in(batch: Batch) -> Found:
    """A spot-check of a month claimed for found somebody else, or nobody, and it was not cleared up."""
    claims = batch.about(POST)
    if not claims:
        return {}
    rows = SpotCheck.objects.filter(
        holder__person__in={c.person_id for c in claims}, result__in=BAD_FINDINGS, settled_on=None
    )
    by_person: dict[int, list[tuple[date, str]]] = defaultdict(list)
    for person, month, result in rows.order_by("pk").values_list("holder__person_id", "month", "result"):
        by_person[person].append((month, result))
    found: Found = defaultdict(list)
    for claim in claims:
        for month, result in by_person[claim.person_id]:
            if overlap(batch.span(claim), (month, month.replace(day=28))):
                zh, en = FINDINGS[result]
                found[claim.pk].append(phrase("spot_check_of", month=month, zh=zh, en=en))
    return dict(found)
