"""A pack that was carried to people, and what they said to it. Both only grow: nothing to settle, nothing lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import require, step_of
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor, covers
from gangqiao.kernel.scope import everywhere
from gangqiao.kernel.words import Say
from gangqiao.people.models import Household, Person
from gangqiao.vacancies.models import Delivery, Pack, ReleaseLine, Response, Vacancy
from gangqiao.vacancies.policy.delivering import why_not_delivered
from gangqiao.vacancies.refusals.delivering import ChangeUsed, NotSo
from gangqiao.vacancies.states import Answer, PackStatus, Way

LONGEST_WORDS, LONGEST_QUESTIONS = 200, 500
Kept = TypeVar("Kept", Delivery, Response)


@dataclass(frozen=True, slots=True)
class Told:
    """One way by which a pack reached people.

    change_id   made by the sender, unique for ever
    household   the one visited or called; null: the village as a whole
    reached     households reached; null: not known
    """

    change_id: UUID
    pack: UUID
    way: str
    on: date
    household: UUID | None = None
    reached: int | None = None
    jobs: bool = True
    policies: bool = False
    services: bool = False
    questions: str = ""
    source: str = "desk"


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said to one vacancy of a pack."""

    change_id: UUID
    pack: UUID
    person: UUID
    vacancy: UUID
    answer: str
    on: date
    words: str = ""
    source: str = "desk"


def deliver(told: Told, *, actor: Actor) -> Delivery:
    """Record that a pack reached people. The first time, the pack becomes "delivered". The same change twice is once.

    Raises Pack.DoesNotExist, Household.DoesNotExist (also out of scope), NotYourVerb, ChangeUsed, NotSo.
    """
    with transaction.atomic():
        # The lock puts two sendings of one change behind each other.
        pack = Pack.objects.select_for_update().get(uuid=told.pack)
        require(actor, "vacancies.deliver", pack)
        kept = Delivery.objects.filter(change_id=told.change_id).first()
        if kept is not None:
            return _same(kept, kept.pack_id == pack.pk)
        household = Household.objects.get(uuid=told.household) if told.household else None
        _check(told, pack, household)
        made = Delivery.objects.create(
            area_id=pack.area_id,
            change_id=told.change_id,
            pack=pack,
            on=told.on,
            way=told.way,
            household=household,
            reached=1 if household else told.reached,
            jobs=told.jobs,
            policies=told.policies,
            services=told.services,
            questions=told.questions.strip(),
            by=actor.name[:100],
            source=told.source,
        )
        _follow(pack, made, actor)
        return made


def keep_response(said: Said, *, actor: Actor) -> Response:
    """Record what a person said to a vacancy; the newest counts. The same change twice is once.

    Raises Pack.DoesNotExist, Person.DoesNotExist (also out of scope), NotYourVerb, ChangeUsed, NotSo.
    """
    with transaction.atomic():
        pack = Pack.objects.select_for_update().select_related("release").get(uuid=said.pack)
        person = Person.objects.get(uuid=said.person)
        require(actor, "vacancies.deliver", person)
        kept = Response.objects.filter(change_id=said.change_id).first()
        if kept is not None:
            return _same(kept, kept.person_id == person.pk)
        _check_response(said, pack, person)
        made = Response.objects.create(
            area_id=person.area_id,
            change_id=said.change_id,
            person=person,
            # One who has moved meanwhile answers from the new village: the row lies there, the pack does not.
            pack=pack if covers(pack.area_id, person.area_id) else None,
            vacancy=said.vacancy,
            answer=said.answer,
            words=said.words.strip(),
            on=said.on,
            by=actor.name[:100],
            source=said.source,
        )
        record("vacancies.respond", actor=actor, subject=made, person=person.uuid, source=said.source)
        return made


def close_answers(pack_id: int, *, actor: Actor) -> Pack:
    """Nobody is expected to answer to this pack any more. Raises Pack.DoesNotExist, NotYourVerb, NotAllowedNow."""
    with transaction.atomic():
        pack = Pack.objects.select_for_update().get(pk=pack_id)
        with step_of(pack, "vacancies.close_answers", actor=actor):
            return pack


def _same(kept: Kept, is_same: bool) -> Kept:
    """What was kept under this number before. Raises ChangeUsed."""
    if not is_same:
        raise ChangeUsed
    return kept


def _follow(pack: Pack, made: Delivery, actor: Actor) -> None:
    """The pack's state and first day, and the event: of the household when there is one, so that phones hear of it."""
    first = min(pack.first_delivered_on or made.on, made.on)
    if pack.status == PackStatus.MADE:
        with step_of(pack, "vacancies.deliver", actor=actor, source=made.source) as row:
            row.first_delivered_on = first
        return
    if first != pack.first_delivered_on:
        pack.first_delivered_on = first
        pack.save(update_fields=["first_delivered_on"])
    subject = made.household or pack
    record("vacancies.deliver", actor=actor, subject=subject, fields=[made.way], source=made.source)


def _check(told: Told, pack: Pack, household: Household | None) -> None:
    if told.way not in Way.values:
        raise NotSo(Say("Choose how the pack was delivered."), field="way")
    if household is not None and not covers(pack.area_id, household.area_id):
        raise NotSo(Say("This household does not belong to the village of the pack."), field="household")
    if len(told.questions) > LONGEST_QUESTIONS:
        raise NotSo(Say("Use at most %(most)s signs.", most=LONGEST_QUESTIONS), field="questions")
    fault = why_not_delivered(
        way=told.way,
        to_household=household is not None,
        reached=told.reached,
        households=pack.households,
        what=(told.jobs, told.policies, told.services),
        on=told.on,
        issued_on=clock.day_of(pack.release.issued_at) if pack.release.issued_at else None,
        today=clock.today(),
    )
    if fault is not None:
        raise NotSo(fault.sentence, field=fault.field)


def _check_response(said: Said, pack: Pack, person: Person) -> None:
    if said.answer not in Answer.values:
        raise NotSo(Say("Choose what was said: interested, not interested, or a question."), field="answer")
    if said.answer == Answer.QUESTION and not said.words.strip():
        raise NotSo(Say("Write down the question, so that somebody can answer it."), field="words")
    if len(said.words) > LONGEST_WORDS:
        raise NotSo(Say("Use at most %(most)s signs.", most=LONGEST_WORDS), field="words")
    if said.on > clock.today():
        raise NotSo(Say("This day has not come yet."), field="on")
    if not person.is_live:
        raise NotSo(
            Say("This record is closed. Open the record of the person that stands in its place."), field="person"
        )
    if not _was_offered(said.vacancy, pack):
        raise NotSo(Say("This vacancy was not offered: it stands in no pack and was never open."), field="vacancy")


def _was_offered(vacancy: UUID, pack: Pack) -> bool:
    if ReleaseLine.objects.filter(release=pack.release_id, vacancy=vacancy).exists():
        return True
    # One that suits somebody is carried although the month's release did not have it yet.
    with everywhere(reason="published vacancies are public"):
        return Vacancy.objects.filter(uuid=vacancy, published_at__isnull=False).exists()
