"""What ends by itself: offers nobody answered, consents that ran out, vacancies and people that are gone."""

from __future__ import annotations

from datetime import date, datetime, time
from uuid import UUID

from django.db.models import Q

from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM
from gangqiao.matching.actions.referrals_answers import end_consents
from gangqiao.matching.actions.referrals_notices import take_back_offered
from gangqiao.matching.actions.referrals_reach import both_ends, lock, step
from gangqiao.matching.actions.referrals_results import REFUSE, end_as_not_hired
from gangqiao.matching.actions.referrals_showing import hide, show_or_hide
from gangqiao.matching.models import Consent, Referral
from gangqiao.matching.policy.referrals import HOLDING, stale_suggestions
from gangqiao.matching.states import OPEN, Status
from gangqiao.people.models import Person

EXPIRE, WITHDRAW = "matching.expire", "matching.withdraw"
NOT_ANSWERED = (Status.SUGGESTED, Status.OFFERED)


def expire(day: date | None = None) -> int:
    """End offers without an answer and stale suggestions, in the scope of the moment; returns how many.

    May be called twice and killed at any moment: each is a transaction of its own.
    """
    today = day or clock.today()
    over = Q(status=Status.OFFERED, answer_by__lt=today)
    over |= Q(status=Status.SUGGESTED, suggested_at__lt=_begin(stale_suggestions(today)))
    return sum(_expire(key) for key in list(Referral.objects.filter(over).values_list("pk", flat=True)))


def hide_the_lapsed(day: date | None = None) -> int:
    """Employers lose name and number when the consent has run out; returns how many. Readers have lost them before."""
    lapsed = Referral.objects.filter(shown_until__lt=day or clock.today())
    keys = list(lapsed.values_list("pk", flat=True))
    for key in keys:
        with both_ends():
            referral = lock(Referral.objects.get(pk=key))
            show_or_hide(referral, status=referral.status)
            referral.save()
    return len(keys)


def vacancy_ended(vacancy: UUID, *, reason: str) -> int:
    """A vacancy is open no more: what nobody answered expires; who holds a seat is not hired, for the reason.

    reason  "filled" or "stopped"; "": it ran out, and whoever was introduced may still be hired. Returns how many.
    """
    with both_ends():
        rows = list(Referral.objects.filter(vacancy=vacancy, status__in=OPEN).order_by("pk"))
    done = 0
    for row in rows:
        if row.status in NOT_ANSWERED:
            done += _expire(row.pk)
        elif reason:
            done += _not_hired(row, reason)
    return done


def person_gone(person: UUID) -> int:
    """The record of a person was closed: nothing is open to them any more. Returns how many referrals that ended."""
    with both_ends():
        found = Person.objects.filter(uuid=person).first()
        if found is None or found.is_live:
            return 0
        rows = list(Referral.objects.filter(person=found, status__in=OPEN).order_by("pk"))
        for row in map(lock, rows):
            if row.status in OPEN:
                with step(row, WITHDRAW, actor=SYSTEM, note="\u2014", source="job"):
                    hide(row)
                end_consents(row, SYSTEM)
                take_back_offered(row)
    return len(rows)


def employer_has_account(employer: UUID) -> int:
    """An employer has users from now on: it sees whom it was introduced to and who agreed. Returns how many rows."""
    with both_ends():
        rows = list(Referral.objects.filter(employer_uuid=employer, status=Status.INTRODUCED).order_by("pk"))
        for row in map(lock, rows):
            show_or_hide(row, status=row.status)
            row.save()
    return len(rows)


def lock_referrals(households: list[int]) -> None:
    """Take the members' referrals for writing, before the members themselves."""
    rows = Referral.objects.select_for_update(of=("self",)).filter(person__household__in=households)
    list(rows.order_by("pk").values_list("pk"))


def follow(_households: list[int], persons: list[int], _before: set[str]) -> None:
    """Bring referrals and consents to where the people are now. A second call changes nothing."""
    for person in Person.objects.filter(pk__in=persons).order_by("pk"):
        for model in (Referral, Consent):
            model._default_manager.filter(person=person).exclude(area_id=person.area_id).update(area_id=person.area_id)


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=clock.TZ)


def _expire(key: int) -> int:
    with both_ends():
        referral = lock(Referral.objects.get(pk=key))
        if referral.status not in NOT_ANSWERED:
            return 0  # answered in this very moment
        with step(referral, EXPIRE, actor=SYSTEM, source="job"):
            pass
        take_back_offered(referral)
    return 1


def _not_hired(row: Referral, reason: str) -> int:
    with both_ends():
        referral = lock(row)
        if referral.status not in HOLDING:
            return 0
        end_as_not_hired(referral, REFUSE, reason, "", actor=SYSTEM, source="job")
    return 1
