"""Verify and publish a vacancy, keep it fresh, and end it."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import require, step, step_of
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.kernel.lifecycle import NotAllowedNow
from gangqiao.vacancies.actions.posts import may, refuse_unfit
from gangqiao.vacancies.models import Confirmation, Employer, Vacancy
from gangqiao.vacancies.policy.freshness import Facts, oldest_confirmation, why_not_published
from gangqiao.vacancies.reads.verifying import is_own, may_alone
from gangqiao.vacancies.refusals.posts import EnteredByYourself, HasEnded, NotYet, ReasonNeeded
from gangqiao.vacancies.states import BEFORE_PUBLISHED, ENDED, Status

VERIFY, PUBLISH, CONFIRM = "vacancies.verify", "vacancies.publish", "vacancies.confirm"
PAUSE, RESUME, EXPIRE = "vacancies.pause", "vacancies.resume", "vacancies.expire"
WAYS = ("office", "phone", "employer")
WITHDRAW, SEND_BACK = "vacancies.withdraw", "vacancies.send_back"


def send_back(vacancy_id: int, reason: str, *, actor: Actor) -> Vacancy:
    """Return it to whoever entered it, with what is to be mended. Raises NoteNeeded."""
    with step(Vacancy, vacancy_id, SEND_BACK, actor=actor, note=reason) as vacancy:
        vacancy.verified_on, vacancy.verified_by, vacancy.is_verified_alone = None, "", False
    return vacancy


def verify(vacancy_id: int, *, actor: Actor) -> Vacancy:
    """Say that the post is as it is described: the employer was asked, so it counts as confirmed today.

    Raises Refusals with what is missing or unlawful, EnteredByYourself.
    """
    with step(Vacancy, vacancy_id, VERIFY, actor=actor) as vacancy:
        refuse_unfit(vacancy)
        vacancy.is_verified_alone = is_own(vacancy, actor)
        if vacancy.is_verified_alone and not may_alone(actor):
            raise EnteredByYourself
        today = clock.today()
        vacancy.verified_on, vacancy.verified_by = today, actor.name[:100]
        _note_confirmation(vacancy, "office", actor)
    return vacancy


def publish(vacancy_id: int, *, actor: Actor) -> Vacancy:
    """Open it to everybody. Raises NotYet when it, or its employer, may not be shown today."""
    with step(Vacancy, vacancy_id, PUBLISH, actor=actor) as vacancy:
        refuse_unfit(vacancy)
        _refuse_unready(vacancy)
        vacancy.published_at = vacancy.published_at or clock.now()
        vacancy.pasted = ""
    return vacancy


def confirm(vacancy_id: int, *, actor: Actor, way: str = "office", source: str = "screen") -> Vacancy:
    """Somebody said today that it is still open; one that was paused for want of this opens again.

    way  "office", "phone" or "employer". A second call on the day by the same changes nothing.
    Raises HasEnded, NotYet (its end is past, the employer is barred).
    """
    way = way if way in WAYS else "office"
    with transaction.atomic():
        vacancy = Vacancy.objects.select_for_update().get(pk=vacancy_id)
        require(actor, CONFIRM, vacancy)
        confirm_locked(vacancy, actor=actor, way=way, verb=CONFIRM, source=source)
    return vacancy


def confirm_locked(vacancy: Any, *, actor: Actor, way: str, verb: str, source: str) -> None:
    """The same for a vacancy that the caller has read and locked; the caller has asked whether the actor may."""
    if vacancy.status in ENDED or vacancy.status == Status.DRAFT:
        raise HasEnded
    said = Confirmation.objects.filter(vacancy=vacancy, on=clock.today(), by=actor.name[:100], way=way)
    if vacancy.status != Status.PAUSED and vacancy.confirmed_on == clock.today() and said.exists():
        return
    _note_confirmation(vacancy, way, actor)
    record(verb, actor=actor, subject=vacancy, source=source)
    if vacancy.status == Status.PAUSED:
        _refuse_unready(vacancy)
        with step_of(vacancy, RESUME, actor=SYSTEM, source=source):
            pass
    else:
        vacancy.save()


def pause(vacancy_id: int, *, actor: Actor, note: str = "") -> Vacancy:
    """Take it off every page until somebody confirms it."""
    with step(Vacancy, vacancy_id, PAUSE, actor=actor, note=note) as vacancy:
        pass
    return vacancy


def withdraw(vacancy_id: int, reason: str, note: str, *, actor: Actor) -> Vacancy:
    """End it for a reason of the list and in words. Raises ReasonNeeded, NoteNeeded."""
    if not reason:
        raise ReasonNeeded
    with step(Vacancy, vacancy_id, WITHDRAW, actor=actor, note=note) as vacancy:
        end(vacancy, reason)
    return vacancy


def end_all_of(employer: Employer, reason: str, note: str, *, actor: Actor) -> int:
    """Withdraw every vacancy of an employer nobody is sent to any more; verifying it again opens none of them.

    Returns how many. By the actor where their post gives the verb, else by the system itself. In the caller's
    transaction, with the employer locked.
    """
    live = Vacancy.objects.select_for_update().filter(employer=employer).exclude(status__in=ENDED).order_by("pk")
    rows = list(live)
    for vacancy in rows:
        hand = actor if may(actor, WITHDRAW, vacancy) else SYSTEM
        with step_of(vacancy, WITHDRAW, actor=hand, note=note):
            end(vacancy, reason)
    return len(rows)


def end(vacancy: Any, reason: str) -> None:
    """Note on a vacancy why it ends today; its links are void then."""
    vacancy.closed_on, vacancy.closed_reason = clock.today(), reason
    vacancy.link_epoch += 1


def freshen(day: Any = None) -> dict[str, int]:
    """Expire what has run out and pause what nobody confirmed, in the scope of the moment. Returns how many of each.

    May be called twice and killed at any moment: each vacancy is a transaction of its own.
    """
    today = day or clock.today()
    over = Vacancy.objects.filter(
        status__in=(*BEFORE_PUBLISHED, Status.PUBLISHED, Status.PAUSED), valid_until__lt=today
    )
    done = {EXPIRE: 0, PAUSE: 0}
    for key in list(over.values_list("pk", flat=True)):
        done[EXPIRE] += _stepped(key, EXPIRE)
    stale = Vacancy.objects.filter(status=Status.PUBLISHED, confirmed_on__lt=oldest_confirmation(today))
    for key in list(stale.values_list("pk", flat=True)):
        done[PAUSE] += _stepped(key, PAUSE)
    return done


def _stepped(key: int, verb: str) -> bool:
    """Take one step of the night; False when somebody else was there first."""
    try:
        with step(Vacancy, key, verb, actor=SYSTEM, source="job") as vacancy:
            if verb == EXPIRE:
                end(vacancy, "")
    except NotAllowedNow:
        return False
    return True


def _refuse_unready(vacancy: Any) -> None:
    why = why_not_published(Facts.of(vacancy), clock.today())
    if why is not None:
        raise NotYet(why)


def _note_confirmation(vacancy: Any, way: str, actor: Actor) -> None:
    today = clock.today()
    Confirmation.objects.create(
        area_id=vacancy.area_id,
        unit=vacancy.unit,
        party=vacancy.party,
        vacancy=vacancy,
        on=today,
        way=way,
        by=actor.name[:100],
        at=clock.now(),
    )
    vacancy.confirmed_on = today
