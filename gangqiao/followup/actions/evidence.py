"""The evidence behind a time of work: raised by a stronger proof, never lowered by a weaker one."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import require
from gangqiao.followup.actions.following import who
from gangqiao.followup.actions.pictures import kept_picture
from gangqiao.followup.codes import LISTS
from gangqiao.followup.models import Proof
from gangqiao.followup.models.contacts import own
from gangqiao.followup.policy.followup import CLAIMED, GRADE_OF, RUNNING, answer_by, is_stronger, picture_until
from gangqiao.followup.refusals import DayOfCall, NoWorkToProve, ResultOfList
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.people import actions as people
from gangqiao.people.actions.locking import lock_person
from gangqiao.people.models import EmploymentSpell

PROVE = "followup.prove"
BY_HAND = ("document", "call", "video", "family", "employer")


def prove(
    spell_id: int,
    kind: str,
    *,
    actor: Actor,
    on: date | None = None,
    words: str = "",
    picture: bytes = b"",
    source: str = "screen",
) -> Proof:
    """Keep a proof somebody saw; the grade becomes its own when that is stronger.

    picture  of the document, kept sealed until its day. Raises NotYourVerb, ResultOfList, DayOfCall, NoWorkToProve,
    NotAPicture, PictureTooLarge, PictureOfDocument.
    """
    if kind not in BY_HAND:
        raise ResultOfList("kind")
    spell = EmploymentSpell.objects.select_related("person").get(pk=spell_id, recorded_to=None)
    require(actor, PROVE, spell)
    if not picture:
        return keep_proof(spell, kind, actor=actor, on=on, words=words, source=source)
    with kept_picture(kind, picture) as name:
        return keep_proof(spell, kind, actor=actor, on=on, words=words, source=source, picture=name)


def keep_proof(
    spell: Any,
    kind: str,
    *,
    actor: Actor,
    on: date | None = None,
    words: str = "",
    match: UUID | None = None,
    verb: str = PROVE,
    source: str = "screen",
    differs: bool = False,
    listed_code: str = "",
    picture: str = "",
) -> Proof:
    """The same for an actor whose verb was asked. verb: what was done, for the log; picture: name of a kept file.

    differs  the list names another employer: nothing is raised, and the township owes an answer, once for each.
    Raises DayOfCall, NoWorkToProve.
    """
    if kind not in LISTS["proof_kind"]:
        raise ResultOfList("kind")
    if (on or clock.today()) > clock.today():
        raise DayOfCall
    grade = GRADE_OF[kind]
    with transaction.atomic():
        person = lock_person(spell.person_id)
        fresh: Any = EmploymentSpell.objects.filter(pk=spell.pk, recorded_to=None, status__in=RUNNING).first()
        if fresh is None:
            raise NoWorkToProve
        does_raise = not differs and is_stronger(grade, fresh.evidence)
        if does_raise:
            _raise(fresh, grade, actor, source)
        proof = Proof.objects.create(
            **own(person), spell=fresh, kind=kind, grade=grade, on=on or clock.today(), words=words.strip()[:200],
            by=actor.name[:100], did_raise=does_raise, match=match, differs=differs, listed_code=listed_code[:18],
            answer_by=_answer_by(fresh, words) if differs else None,
            picture=picture, picture_until=picture_until(clock.today()) if picture else None,
        )  # fmt: skip
        if verb == PROVE:
            record(verb, actor=actor, subject=proof, fields=["evidence"] if does_raise else [], source=source)
    return proof


def _answer_by(spell: Any, employer: str) -> date | None:
    """Until when the township says which employer it is; null when it was asked the same before."""
    asked = Proof.objects.filter(spell=spell, differs=True, words=employer.strip()[:200], answer_by__isnull=False)
    return None if asked.exists() else answer_by(clock.today())


def _raise(spell: Any, grade: str, actor: Actor, source: str) -> None:
    """Through the register's own verbs: what is claimed is verified by whoever may, all else is put right."""
    area = str(spell.area_id)
    if grade in CLAIMED and spell.status in ("departed", "working") and actor.may("people.verify_spell", area):
        people.verify_spell(spell.pk, evidence=grade, actor=actor, note="")
        return
    people.correct_spell(
        spell.pk, values={"evidence": grade}, actor=who(actor, "people.record_spell", area), source=source
    )
