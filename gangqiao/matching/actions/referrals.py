"""Put a vacancy to a person: suggested by the office, offered by whoever speaks with the person, withdrawn."""

from __future__ import annotations

import json
from collections.abc import Iterable
from uuid import UUID

from django.db import IntegrityError, transaction

from gangqiao.audit.events import record_many
from gangqiao.audit.steps import require
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.matching.actions.referrals_notices import take_back_offered, tell_offered
from gangqiao.matching.actions.referrals_reach import both_ends, lock, lock_all_of, own, step
from gangqiao.matching.actions.referrals_showing import hide
from gangqiao.matching.models import Referral
from gangqiao.matching.policy import referrals as policy
from gangqiao.matching.refusals import EnoughOffers, OfferedAlready, RecordClosed, SaidNoLately, VacancyGone
from gangqiao.matching.states import OPEN, Status
from gangqiao.people.actions.locking import lock_person
from gangqiao.people.models import Person
from gangqiao.people.refusals import NotLive
from gangqiao.vacancies.reads.postings import Posting, published

SUGGEST, OFFER, WITHDRAW = "matching.suggest", "matching.offer", "matching.withdraw"
AT_A_TIME = 200  # rows in one transaction


def offer(person_id: int, vacancy: UUID, *, actor: Actor, source: str = "screen", made: bool = False) -> Referral:
    """Put an open vacancy to a person, who has until `answer_by` to say yes or no. One suggested before is used.

    Raises Person.DoesNotExist, NotYourVerb, VacancyGone, OfferedAlready, SaidNoLately, EnoughOffers, RecordClosed.
    """
    require(actor, OFFER, Person.objects.get(pk=person_id))
    posting = _posting(vacancy)
    with both_ends():
        rows = lock_all_of(person_id)
        person = _live(person_id)
        referral = next((r for r in rows.values() if r.vacancy == vacancy and r.status == Status.SUGGESTED), None)
        _refuse(rows.values(), vacancy, referral)
        if referral is None:
            referral = _keep(_new(person, posting, actor, source, made))
        _step_to_offered(referral, person, actor, source)
    return referral


def offer_suggested(referral_id: int, *, actor: Actor, source: str = "screen") -> Referral:
    """Put a suggested vacancy to the person. Raises as `offer`, and NotAllowedNow."""
    found = own(referral_id, OFFER, actor)
    Referral.LIFE_CYCLE.check(OFFER, found.status)
    return offer(found.person_id, found.vacancy, actor=actor, source=source)


def suggest(person_id: int, vacancy: UUID, *, actor: Actor, source: str = "screen") -> Referral | None:
    """Propose a vacancy for a person to the officers of the village; null when there is nothing to propose.

    A proposal, never an order. Raises Person.DoesNotExist, NotYourVerb, VacancyGone.
    """
    person = Person.objects.get(pk=person_id)
    require(actor, SUGGEST, person)
    made = suggest_many([(person.pk, vacancy)], actor=actor, source=source)
    return made[0] if made else None


def suggest_many(pairs: Iterable[tuple[int, UUID]], *, actor: Actor, source: str) -> list[Referral]:
    """The same for many people (keys) and vacancies: what an allocation sends. The pairs it may not are left out.

    Left out: people out of the scope of the moment, where the actor may not suggest, or closed; vacancies that are not
    open; what is under way, or was said no to lately. A second call with the same pairs adds nothing.
    """
    wanted = list(dict.fromkeys(pairs))
    postings = {one.uuid: one for one in published(uuids={vacancy for _person, vacancy in wanted})}
    made: list[Referral] = []
    for start in range(0, len(wanted), AT_A_TIME):
        some = [pair for pair in wanted[start : start + AT_A_TIME] if pair[1] in postings]
        made += _suggest_some(some, postings, actor, source)
    return made


def withdraw(referral_id: int, reason: str, *, actor: Actor) -> Referral:
    """End a referral that nobody wants any more, with a reason in words. Raises NotAllowedNow, NoteNeeded."""
    found = own(referral_id, WITHDRAW, actor)
    with both_ends():
        referral = lock(found)
        with step(referral, WITHDRAW, actor=actor, note=reason):
            referral.words, referral.reason = reason[:200], ""
            hide(referral)
        take_back_offered(referral)
    return referral


def _suggest_some(
    pairs: list[tuple[int, UUID]], postings: dict[UUID, Posting], actor: Actor, source: str
) -> list[Referral]:
    people = {p.pk: p for p in Person.objects.filter(pk__in={person for person, _vacancy in pairs})}
    people = {pk: p for pk, p in people.items() if p.is_live and actor.may(SUGGEST, p.area_id)}
    with transaction.atomic():
        rows: dict[int, list[Referral]] = {}
        for row in Referral.objects.filter(person__in=list(people)):
            rows.setdefault(row.person_id, []).append(row)
        new = [
            _new(people[person], postings[vacancy], actor, source, made=False)
            for person, vacancy in pairs
            if person in people and _why_not(rows.get(person, ()), vacancy) is None
        ]
        Referral.objects.bulk_create(new)
        record_many(SUGGEST, new, actor=actor, source=source)
    return new


def _posting(vacancy: UUID) -> Posting:
    found = next(iter(published(uuids=[vacancy])), None)
    if found is None:
        raise VacancyGone
    return found


def _live(person_id: int) -> Person:
    try:
        return lock_person(person_id)
    except NotLive as refusal:
        raise RecordClosed from refusal


def _refuse(rows: Iterable[Referral], vacancy: UUID, suggested: Referral | None) -> None:
    others = [row for row in rows if row is not suggested]
    if (why := _why_not(others, vacancy)) is not None:
        raise why
    most = policy.NUMBERS.on(clock.today()).most_offers
    if sum(row.status in OPEN and row.status != Status.SUGGESTED for row in others) >= most:
        raise EnoughOffers(most)


def _why_not(rows: Iterable[Referral], vacancy: UUID) -> OfferedAlready | SaidNoLately | None:
    """Why the vacancy is not put to somebody now; null: it may be."""
    today = clock.today()
    for row in rows:
        if row.vacancy != vacancy:
            continue
        if row.status in (*OPEN, *policy.WORKING):
            return OfferedAlready()
        if row.status == Status.DECLINED and row.answered_on and row.answered_on > policy.refused_since(today):
            return SaidNoLately(row.answered_on + (today - policy.refused_since(today)))
    return None


def _new(person: Person, posting: Posting, actor: Actor, source: str, made: bool) -> Referral:
    """A suggested referral, not yet stored."""
    return Referral(
        area_id=person.area_id,
        person=person,
        person_uuid=person.uuid,
        vacancy=posting.uuid,
        facts=json.dumps(posting.as_facts(), ensure_ascii=False),
        title=posting.title[:100],
        employer=posting.employer_name[:100],
        employer_uuid=posting.employer_uuid,
        suggested_by=actor.name[:100],
        suggested_at=clock.now(),
        source=source[:100],
        made=made,
    )


def _keep(referral: Referral) -> Referral:
    try:
        with transaction.atomic():
            referral.save(force_insert=True)
    except IntegrityError as error:
        # Two officers at the same moment: the other one was faster.
        raise OfferedAlready from error
    return referral


def _step_to_offered(referral: Referral, person: Person, actor: Actor, source: str) -> None:
    with step(referral, OFFER, actor=actor, source=source):
        referral.offered_on, referral.offered_by = clock.today(), actor.name[:100]
        referral.answer_by = policy.answer_by(clock.today())
    tell_offered(referral, person, actor=actor)
