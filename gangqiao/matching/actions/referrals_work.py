"""What became of those who were hired: started, never started, still there, left."""

from __future__ import annotations

from datetime import date, timedelta

from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.matching.actions.referrals_reach import both_ends, lock, lock_vacancy, own, step
from gangqiao.matching.actions.referrals_results import end_as_not_hired, uncount
from gangqiao.matching.actions.referrals_showing import hide
from gangqiao.matching.actions.referrals_spells import begin_spell, end_spell_of, undo_spell
from gangqiao.matching.models import Referral
from gangqiao.matching.policy.referrals import EVIDENCE, days_to_stay
from gangqiao.matching.refusals import NotThatDay, ReasonOfList, TooEarly
from gangqiao.matching.states import AT_WORK, Status
from gangqiao.people.codes import LISTS as PEOPLE_LISTS

REPORT, TAKE_BACK, RETAIN, LEAVE = "matching.report", "matching.take_back", "matching.retain", "matching.leave"


def report(
    referral_id: int,
    started_on: date,
    heard_from: str,
    *,
    actor: Actor,
    area_level: str = "",
    source: str = "screen",
) -> Referral:
    """The person has started work: the spell runs from that day, with the evidence that whoever said it gives.

    Raises NotAllowedNow, NotThatDay, ReasonOfList, LevelNeeded, SpellsOverlap.
    """
    found = own(referral_id, REPORT, actor)
    if heard_from not in EVIDENCE:
        raise ReasonOfList("heard_from")
    if started_on > clock.today():
        raise NotThatDay("started_on")
    with both_ends():
        referral = lock(found)
        with step(referral, REPORT, actor=actor, source=source):
            referral.started_on = started_on
            referral.spell = begin_spell(referral, started_on, heard_from, area_level, actor=actor)
            if not referral.is_named_today:
                hide(referral)
    return referral


def take_back(referral_id: int, words: str = "", *, actor: Actor, source: str = "screen") -> Referral:
    """Hired, but never started: the spell never was, and the seat is free again. Raises NotAllowedNow."""
    found = own(referral_id, TAKE_BACK, actor)
    with both_ends():
        lock_vacancy(found.vacancy)
        referral = lock(found)
        Referral.LIFE_CYCLE.check(TAKE_BACK, referral.status)
        undo_spell(referral, actor=actor)
        uncount(referral, actor=actor, source=source)
        referral.started_on = None
        end_as_not_hired(referral, TAKE_BACK, "did_not_start", words, actor=actor, source=source)
    return referral


def retain(referral_id: int, *, actor: Actor, source: str = "screen") -> Referral:
    """The person is still there, after 30, 90 and 180 days in turn. Raises NotAllowedNow, TooEarly."""
    found = own(referral_id, RETAIN, actor)
    with both_ends():
        referral = lock(found)
        days = days_to_stay(referral.status, clock.today())
        if days is not None and referral.started_on and clock.today() < (due := _after(referral, days)):
            raise TooEarly(due)
        with step(referral, RETAIN, actor=actor, source=source):
            hide(referral)  # an employer knows its own people; the consent was for hiring
    return referral


def leave(
    referral_id: int, reason: str, ended_on: date, words: str = "", *, actor: Actor, source: str = "screen"
) -> Referral:
    """The person has left; the spell ends on its last day. Raises NotAllowedNow, ReasonOfList, NotThatDay."""
    found = own(referral_id, LEAVE, actor)
    if reason not in PEOPLE_LISTS["end_reason"]:
        raise ReasonOfList
    if ended_on > clock.today() or (found.started_on and ended_on < found.started_on):
        raise NotThatDay("ended_on")
    with both_ends():
        referral = lock(found)
        with step(referral, LEAVE, actor=actor, source=source):
            end_spell_of(referral, ended_on, reason, words, actor=actor)
            _note_end(referral, reason, ended_on, words)
    return referral


def follow_spell(spell_id: int, status: str, started_on: date, ended_on: date | None, reason: str) -> None:
    """The spell of a referral was begun or ended on the person's file: the referral follows. Twice changes nothing."""
    with both_ends():
        for found in Referral.objects.filter(spell=spell_id).order_by("pk"):
            referral = lock(found)
            if referral.status == Status.HIRED and status in ("working", "verified", "ended"):
                with step(referral, REPORT, actor=SYSTEM, source="job"):
                    referral.started_on = started_on
            if referral.status in AT_WORK and status == "ended" and ended_on is not None:
                with step(referral, LEAVE, actor=SYSTEM, source="job"):
                    _note_end(referral, reason, ended_on, "")


def _note_end(referral: Referral, reason: str, ended_on: date, words: str) -> None:
    referral.reason, referral.ended_on, referral.words = reason, ended_on, words.strip()[:200]
    hide(referral)


def _after(referral: Referral, days: int) -> date:
    assert referral.started_on is not None
    return referral.started_on + timedelta(days=days)
