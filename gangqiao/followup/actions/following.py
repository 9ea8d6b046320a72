"""What a call does to the records of others: the spell, the referral, the wish for work, the employer's score."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from gangqiao.audit.steps import NotYourVerb
from gangqiao.followup.refusals import DayOfCall
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.matching.actions.referrals_work import retain
from gangqiao.matching.models import Referral
from gangqiao.matching.states import AT_WORK
from gangqiao.people import actions as people
from gangqiao.people.attributes_dated import INTENTION
from gangqiao.people.models import Intention
from gangqiao.vacancies.actions.employers_counting import record_call_on

REASONS = {"returned": "returned", "changed": "changed_employer"}


def end_spell(spell: Any, result: str, ended_on: date, words: str, *, actor: Actor) -> None:
    """End the time of work through the register's own verb; its referral follows that event. Raises DayOfCall."""
    if ended_on < spell.started_on:
        raise DayOfCall("left_on")
    people.end_spell(
        spell.pk,
        ended_on=ended_on,
        end_reason=REASONS[result],
        actor=who(actor, "people.end_spell", str(spell.area_id)),
        note=words.strip()[:200] or "\u2014",
        returned_on=ended_on if result == "returned" else None,
    )


def record_wish(person_id: int, wants: str, *, actor: Actor) -> None:
    """What somebody who is back wants next: matching finds by it whom vacancies are put to. Other wishes are kept."""
    last = Intention.objects.filter(person=person_id, recorded_to=None, valid_to=None).first()
    values: dict[str, Any] = {"wants_work": wants}
    if last is not None:
        said = {a.key: getattr(last, a.key) for a in INTENTION if a.key != "wants_work"}
        values |= {key: _plain(value) for key, value in said.items() if value not in (None, "", [])}
    people.record_intention(person_id, values=values, actor=actor)


def retain_referral(spell_id: int, *, actor: Actor) -> None:
    """The referral behind the time of work goes on to 30, 90 and 180 days, as far as these have passed."""
    for key in Referral.objects.filter(spell=spell_id, status__in=AT_WORK).values_list("pk", flat=True):
        for _mark in AT_WORK:
            try:
                retain(key, actor=actor)
            except (Refusal, Referral.DoesNotExist):
                break  # the next of its days has not come, or the actor does not keep referrals


def tell_employer(spell_id: int, kept: Mapping[str, str], on: date | None, *, actor: Actor) -> None:
    """What was promised against what was found goes to the employer's score, which names nobody."""
    answers = {_ASPECTS[aspect]: said for aspect, said in kept.items() if aspect in _ASPECTS and said != "unknown"}
    referral = Referral.objects.filter(spell=spell_id).order_by("-pk").first()
    if not answers or referral is None:
        return
    try:
        record_call_on(referral.vacancy, answers, on=on or clock.today(), actor=actor)
    except (Refusal, Refusals, NotYourVerb):
        return  # who may not record it for employers keeps it with the contact


# What a call asks, by what the employer's score counts.
_ASPECTS = {"pay": "pay", "work": "hours", "housing": "lodging"}


def who(actor: Actor, verb: str, area: str) -> Actor:
    """Whoever may write the record does it in the own name; for the others the product does."""
    return actor if actor.may(verb, area) else SYSTEM


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return getattr(value, "pk", value)
