"""Certificates: given on two evidences of attendance, written back as a skill, taken back when untrue."""

from __future__ import annotations

from uuid import UUID, uuid4

from gangqiao.audit.steps import step_of
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.kernel.identifiers import mask_name
from gangqiao.kernel.words import Say
from gangqiao.people import actions as people
from gangqiao.people.actions.dated import end_skill
from gangqiao.people.codes import LISTS as PEOPLE
from gangqiao.training.actions.attending import own
from gangqiao.training.actions.reach import acting, enrolment_of
from gangqiao.training.certificates import code_of, digest_of, number_for
from gangqiao.training.models import Certificate, Class, Enrolment
from gangqiao.training.policy.guards import minutes_asked
from gangqiao.training.reads import guards
from gangqiao.training.reads.whole import minutes_of
from gangqiao.training.refusals_learners import NotEnoughHours, NotProven

CERTIFY, REVOKE = "training.certify", "training.revoke"
SKILL = "people.record_skill"


def certify(uuid: UUID, *, actor: Actor, source: str = "screen") -> Certificate:
    """Give a learner who passed the certificate, and write the skill into the register.

    Raises NotProven (call-backs or doubts are open), NotEnoughHours, NotYourVerb, NotAllowedNow.
    """
    with (
        enrolment_of(uuid, CERTIFY, actor) as (held, row),
        step_of(row, CERTIFY, actor=acting(actor, CERTIFY, row), source=source),
    ):
        _refuse_unproven(held, row)
        made = _certificate(held, row, actor)
        _write_skill(held, row, made, actor)
    return made


def _refuse_unproven(held: Class, row: Enrolment) -> None:
    have = minutes_of([row.pk]).get(row.pk, 0)
    need = minutes_asked(held.hours, held.begins_on)
    if have < need:
        raise NotEnoughHours(have, need)
    missing = guards.calls_missing(held)
    if missing is not None:
        raise NotProven(missing)
    if row.pk in guards.confirmed_in(held):
        raise NotProven(Say("a doubt about this learner was found to be true."))
    if guards.blocked(row):
        raise NotProven(Say("a doubt is open. Settle it first."))


def _certificate(held: Class, row: Enrolment, actor: Actor) -> Certificate:
    uuid = uuid4()
    number = number_for(uuid)
    made: Certificate = Certificate.objects.create(
        **own(row), uuid=uuid, number=number, digest=digest_of(number, code_of(number, uuid)),
        masked=mask_name(row.shown_name or "")[:20], kind=held.course.certificate, level=held.course.level,
        trade=held.course.trade, issued_by=actor.name[:100],
    )  # fmt: skip
    return made


def _write_skill(held: Class, row: Enrolment, made: Certificate, actor: Actor) -> None:
    values = {
        "name": PEOPLE["trade"].word(held.course.trade), "level": held.course.level, "certificate_no": made.number,
        "issued_on": made.issued_on.isoformat(), "issued_by": held.provider.name[:100],
    }  # fmt: skip
    skill = people.record_skill(row.person_id, values=values, actor=_who(actor, row), source="training")
    made.skill = skill.pk
    made.save(update_fields=["skill"])


def revoke(uuid: UUID, note: str, *, actor: Actor) -> Certificate:
    """Take a certificate back, with a reason; its skill ends on the register. The page says that it was revoked.

    Raises NotYourVerb, NotAllowedNow, NoteNeeded.
    """
    with (
        enrolment_of(uuid, REVOKE, actor) as (_held, row),
        step_of(row, REVOKE, actor=acting(actor, REVOKE, row), note=note),
    ):
        found: Certificate = Certificate.objects.select_for_update(of=("self",)).get(enrolment=row, revoked_on=None)
        found.revoked_on = clock.today()
        found.save(update_fields=["revoked_on"])
        if found.skill is not None:
            end_skill(found.skill, valid_to=clock.today(), actor=_who(actor, row), source="training")
    return found


def _who(actor: Actor, row: Enrolment) -> Actor:
    """Whoever may write skills does it in the own name; for the others the product does."""
    return actor if actor.may(SKILL, str(row.area_id)) else SYSTEM
