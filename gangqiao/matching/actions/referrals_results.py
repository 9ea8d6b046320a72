"""Bring a person and an employer together, and what the employer answers: by one tap, by telephone, at the desk."""

from __future__ import annotations

from datetime import date
from typing import Any

from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.matching.actions.referrals_answers import end_consents
from gangqiao.matching.actions.referrals_notices import ask_employer, take_back_offered, tell_introduced
from gangqiao.matching.actions.referrals_reach import both_ends, lock, lock_all_of, lock_vacancy, own, step
from gangqiao.matching.actions.referrals_showing import hide, show_or_hide
from gangqiao.matching.actions.referrals_spells import plan_spell
from gangqiao.matching.codes import LISTS
from gangqiao.matching.models import Referral
from gangqiao.matching.refusals import NotThatDay, ReasonOfList
from gangqiao.matching.states import OPEN, Status
from gangqiao.people.models import Person
from gangqiao.vacancies.actions.posts_seats import count_hires
from gangqiao.vacancies.states import BEFORE_PUBLISHED
from gangqiao.vacancies.states import Status as VacancyStatus

INTRODUCE, HIRE, REFUSE = "matching.introduce", "matching.hire", "matching.refuse"
CLOSE_ELSEWHERE = "matching.close_elsewhere"
LONGEST_WAIT = 366  # days until somebody who was hired starts


def introduce(referral_id: int, *, actor: Actor, source: str = "screen") -> Referral:
    """Tell the employer that somebody comes. It sees name and number only while the person agrees to that.

    Raises NotAllowedNow.
    """
    found = own(referral_id, INTRODUCE, actor)
    with both_ends():
        referral = lock(found)
        with step(referral, INTRODUCE, actor=actor, source=source):
            referral.introduced_on = clock.today()
            show_or_hide(referral, status=Status.INTRODUCED)
        tell_introduced(referral, Person.objects.get(pk=referral.person_id), actor=actor)
        ask_employer(referral, actor=actor)
    return referral


def hire(referral_id: int, *, actor: Actor, starts_on: date | None = None, source: str = "screen") -> Referral:
    """The employer takes the person: the seat is filled, a spell is planned, and all else under way for them ends.

    starts_on  the first day of work; null: the vacancy's own, or today
    Raises NotAllowedNow, NotThatDay, TooManyHired.
    """
    found = own(referral_id, HIRE, actor)
    first = _first_day(found, starts_on)
    with both_ends():
        vacancy = lock_vacancy(found.vacancy)
        rows = lock_all_of(found.person_id)
        referral = rows[found.pk]
        with step(referral, HIRE, actor=actor, source=source):
            referral.result_on, referral.starts_on = clock.today(), first
            referral.is_counted = _count(vacancy, 1, actor, source)
            referral.spell = plan_spell(referral, source=source)
            show_or_hide(referral, status=Status.HIRED)
        _end_the_rest(rows, referral)
    return referral


def refuse(referral_id: int, reason: str, words: str = "", *, actor: Actor, source: str = "screen") -> Referral:
    """The employer does not take the person, or the person did not come: a reason of the list. The seat is free again.

    Raises NotAllowedNow, ReasonOfList.
    """
    found = own(referral_id, REFUSE, actor)
    if reason not in LISTS["not_hired_reason"]:
        raise ReasonOfList
    with both_ends():
        end_as_not_hired(lock(found), REFUSE, reason, words, actor=actor, source=source)
        found.refresh_from_db()
    return found


def end_as_not_hired(referral: Referral, verb: str, reason: str, words: str, *, actor: Actor, source: str) -> None:
    """Take the step on a locked referral: the employer sees nothing more, and what was agreed to ends."""
    with step(referral, verb, actor=actor, source=source):
        referral.result_on = clock.today()
        referral.reason, referral.words = reason, words.strip()[:200]
        hide(referral)
    end_consents(referral, actor)


def uncount(referral: Referral, *, actor: Actor, source: str) -> None:
    """Give back the seat of somebody who was hired and never started; the caller saves the referral."""
    if referral.is_counted:
        _count(lock_vacancy(referral.vacancy), -1, actor, source)
        referral.is_counted = False


def _count(vacancy: Any, number: int, actor: Actor, source: str) -> bool:
    """Count on the vacancy; False when it was withdrawn meanwhile and counts nobody any more."""
    if vacancy.status in (*BEFORE_PUBLISHED, VacancyStatus.WITHDRAWN):
        return False
    count_hires(vacancy.uuid, number, way="matching", by=actor, source=source)
    return True


def _end_the_rest(rows: dict[int, Referral], hired: Referral) -> None:
    """Whoever was hired has no other offers to weigh: their seats are free for others."""
    for row in rows.values():
        if row.pk != hired.pk and row.status in OPEN:
            with step(row, CLOSE_ELSEWHERE, actor=SYSTEM, source="matching"):
                hide(row)
            end_consents(row, SYSTEM)
            take_back_offered(row)


def _first_day(referral: Referral, given: date | None) -> date:
    if given is not None:
        if not 0 <= (given - clock.today()).days + LONGEST_WAIT <= 2 * LONGEST_WAIT:
            raise NotThatDay("starts_on")
        return given
    said = referral.posting.get("starts_on")
    return max(clock.today(), date.fromisoformat(said)) if said else clock.today()
