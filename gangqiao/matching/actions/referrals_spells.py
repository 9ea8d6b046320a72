"""The time of work that comes of a referral: planned when somebody is hired, begun when work has started."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.kernel.attributes import NotAnswered
from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.matching.models import Referral
from gangqiao.matching.policy.referrals import EVIDENCE, mode_of
from gangqiao.matching.refusals import LevelNeeded
from gangqiao.people import actions as people
from gangqiao.people.actions.spells import take_back_spell
from gangqiao.people.models import EmploymentSpell
from gangqiao.vacancies.models import Employer

NEEDED = ("people.record_spell", "people.start_work")


def plan_spell(referral: Referral, *, source: str) -> EmploymentSpell | None:
    """A planned spell with the employer; null when the register cannot hold it yet: it is asked for at the start."""
    assert referral.starts_on is not None
    try:
        with transaction.atomic():
            return people.record_spell(
                referral.person_id,
                values=_values(referral, referral.starts_on, "employer"),
                actor=SYSTEM,
                planned=True,
                source=_source(referral),
            )
    except (Refusal, Refusals):
        return None


def begin_spell(
    referral: Referral, started_on: date, heard_from: str, area_level: str, *, actor: Actor
) -> EmploymentSpell:
    """The planned spell as it truly began, or a new one. heard_from decides the grade of evidence.

    Raises LevelNeeded, SpellsOverlap, Refusals.
    """
    who, spell = _who(actor, referral), _current(referral)
    if spell is not None and spell.status in ("planned", "departed"):
        changed = {"started_on": started_on.isoformat(), "evidence": EVIDENCE[heard_from]}
        people.correct_spell(spell.pk, values=changed, actor=who, source=_source(referral))
        return people.start_work(spell.pk, actor=who)
    if spell is not None:
        return spell  # somebody recorded the start on the person's file meanwhile
    values = _values(referral, started_on, heard_from) | ({"area_level": area_level} if area_level else {})
    try:
        return people.record_spell(referral.person_id, values=values, actor=who, source=_source(referral))
    except NotAnswered as refusal:
        raise LevelNeeded from refusal


def undo_spell(referral: Referral, *, actor: Actor) -> None:
    """There was no such time of work: it is believed no more."""
    spell = _current(referral)
    if spell is not None:
        take_back_spell(spell.pk, actor=_who(actor, referral), source=_source(referral))
    referral.spell = None


def end_spell_of(referral: Referral, ended_on: date, reason: str, note: str, *, actor: Actor) -> None:
    """End the spell, unless it was ended on the person's file before."""
    spell = _current(referral)
    if spell is not None and spell.status != "ended":
        who = _who(actor, referral)
        people.end_spell(spell.pk, ended_on=ended_on, end_reason=reason, actor=who, note=note or "\u2014")


def _current(referral: Referral) -> EmploymentSpell | None:
    if referral.spell_id is None:
        return None
    found: EmploymentSpell | None = EmploymentSpell.objects.filter(pk=referral.spell_id, recorded_to=None).first()
    return found


def _who(actor: Actor, referral: Referral) -> Actor:
    """Whoever may write spells does it in the own name; for an employer or the bureau the product does."""
    return actor if all(actor.may(verb, str(referral.area_id)) for verb in NEEDED) else SYSTEM


def _source(referral: Referral) -> str:
    return f"matching.referral:{referral.uuid}"


def _values(referral: Referral, started_on: date, heard_from: str) -> dict[str, Any]:
    facts = referral.posting
    code = Employer.objects.filter(uuid=referral.employer_uuid).values_list("credit_code", flat=True).first()
    values = {
        "started_on": started_on.isoformat(),
        "spell_kind": "work",
        "destination": facts.get("place") or "",
        "employer_name": referral.employer,
        "credit_code": code or "",
        "occupation": referral.title[:60],
        "mode": mode_of(str(facts.get("employer_kind", ""))),
        "evidence": EVIDENCE[heard_from],
    }
    return {key: value for key, value in values.items() if value}
