"""What a person says to a vacancy, and the consent to be named to its employer: two questions, asked apart."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from gangqiao.audit.events import record
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.matching.actions.referrals_notices import take_back_offered
from gangqiao.matching.actions.referrals_reach import both_ends, lock, lock_vacancy, own, refuse_without_seat, step
from gangqiao.matching.actions.referrals_showing import find_consent, hide, show_or_hide
from gangqiao.matching.codes import LISTS
from gangqiao.matching.models import Consent, Referral
from gangqiao.matching.policy import referrals as policy
from gangqiao.matching.refusals import ConsentGiven, ConsentNotNow, NoConsent, ReasonOfList
from gangqiao.matching.states import Status
from gangqiao.people.models import Intention, Person, Skill
from gangqiao.vacancies.reads.packs_people import trades_of

ACCEPT, DECLINE = "matching.accept", "matching.decline"
CONSENT, TAKE_BACK = "matching.take_consent", "matching.withdraw_consent"
MAY_CONSENT = (Status.ACCEPTED, Status.INTRODUCED, Status.HIRED)


@dataclass(frozen=True, slots=True)
class Given:
    """How a consent was given: a code of the list `consent_way`."""

    way: str


def accept(referral_id: int, *, actor: Actor, consent: Given | None = None, source: str = "screen") -> Referral:
    """The person says yes; a seat is held from now on. `consent` when the person agrees to be named, too.

    Without it the office introduces by telephone. Raises NotAllowedNow, VacancyGone, NoSeatLeft, ReasonOfList.
    """
    found = own(referral_id, ACCEPT, actor)
    with both_ends():
        vacancy = lock_vacancy(found.vacancy)
        referral = lock(found)
        Referral.LIFE_CYCLE.check(ACCEPT, referral.status)
        refuse_without_seat(vacancy)
        with step(referral, ACCEPT, actor=actor, source=source):
            referral.answered_on = clock.today()
            referral.mask = json.dumps(_mask_of(referral.person_id), ensure_ascii=False)
        take_back_offered(referral)
        if consent is not None:
            _keep_consent(referral, consent, actor, source)
    return referral


def decline(
    referral_id: int, reason: str = "not_said", words: str = "", *, actor: Actor, source: str = "screen"
) -> Referral:
    """The person says no, before or after a yes. It has no consequence: the vacancy is not offered again for a while.

    Raises NotAllowedNow, ReasonOfList.
    """
    found = own(referral_id, DECLINE, actor)
    if reason not in LISTS["decline_reason"]:
        raise ReasonOfList
    with both_ends():
        referral = lock(found)
        with step(referral, DECLINE, actor=actor, source=source):
            referral.answered_on, referral.reason, referral.words = clock.today(), reason, words.strip()[:200]
            hide(referral)
        end_consents(referral, actor)
        take_back_offered(referral)
    return referral


def take_consent(referral_id: int, given: Given, *, actor: Actor, source: str = "screen") -> Referral:
    """The person agrees to be named to this employer for this vacancy. Raises ConsentNotNow, ConsentGiven."""
    found = own(referral_id, CONSENT, actor)
    with both_ends():
        referral = lock(found)
        _keep_consent(referral, given, actor, source)
    return referral


def withdraw_consent(referral_id: int, *, actor: Actor, source: str = "screen") -> Referral:
    """The person no longer agrees: the employer sees neither name nor number from now on. Raises NoConsent."""
    found = own(referral_id, TAKE_BACK, actor)
    with both_ends():
        referral = lock(found)
        if not end_consents(referral, actor):
            raise NoConsent
        hide(referral)
        referral.save()
        record(TAKE_BACK, actor=actor, subject=referral, fields=["consent"], source=source)
    return referral


def end_consents(referral: Referral, actor: Actor) -> int:
    """Take back what was agreed to about a locked referral; returns how many there were."""
    rows = Consent.objects.filter(referral=referral, withdrawn_on=None)
    return rows.update(withdrawn_on=clock.today(), withdrawn_by=actor.name[:100])


def _keep_consent(referral: Referral, given: Given, actor: Actor, source: str) -> None:
    if given.way not in LISTS["consent_way"]:
        raise ReasonOfList("way")
    if referral.status not in MAY_CONSENT:
        raise ConsentNotNow
    if find_consent(referral) is not None:
        raise ConsentGiven
    end_consents(referral, actor)  # one that has run out
    today = clock.today()
    Consent.objects.create(
        area_id=referral.area_id,
        referral=referral,
        person_id=referral.person_id,
        vacancy=referral.vacancy,
        title=referral.title,
        employer=referral.employer,
        way=given.way,
        text=policy.consent_text(today).version,
        on=today,
        until=policy.consent_until(today),
        taken_by=actor.name[:100],
    )
    show_or_hide(referral, status=referral.status)
    referral.save()
    record(CONSENT, actor=actor, subject=referral, fields=["consent"], source=source)


def _mask_of(person_id: int) -> dict[str, Any]:
    person = Person.objects.get(pk=person_id)
    return policy.as_mask(
        sex=str(person.sex or ""),
        age=person.age_on(clock.today()),
        education=str(person.education or ""),
        trades=_trades(person),
    )


def _trades(person: Person) -> set[str]:
    """Trades the person is skilled in; those wished when no skill is recorded."""
    now = Q(recorded_to=None, valid_to=None)
    found: set[str] = set()
    for code, name in Skill.objects.filter(now, person=person).values_list("occupation_code", "name"):
        found |= trades_of(code or "", name or "")
    if not found:
        wished = Intention.objects.filter(now, person=person).values_list("wished_trades", flat=True).first()
        found = set(wished or ())
    return found
