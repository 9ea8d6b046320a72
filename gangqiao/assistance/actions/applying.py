"""The open list of applicants: who applies, what they declare, and that they withdraw."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction

from gangqiao.assistance.codes import LISTS
from gangqiao.assistance.models import Applicant, PublicPost
from gangqiao.assistance.models.cases import own
from gangqiao.assistance.refusals import AnswerOfList
from gangqiao.assistance.refusals_posts import AppliedAlready, KinInWords, ListClosed, NotOfVillage, RecordClosed
from gangqiao.assistance.states import ApplicantStatus, PostStatus
from gangqiao.audit.events import record
from gangqiao.audit.steps import require, step
from gangqiao.kernel.actor import Actor, covers
from gangqiao.people.models import Person

APPLY, WITHDRAW = "assistance.apply", "assistance.withdraw_application"
OPEN_FOR_KIN = (PostStatus.ANNOUNCED, PostStatus.SELECTING)


def apply(
    post: PublicPost,
    person_uuid: UUID,
    *,
    actor: Actor,
    kin: str = "not_asked",
    kin_words: str = "",
    source: str = "screen",
) -> Applicant:
    """Put somebody of the village on the list of a post that is announced; nobody is kept off it for the conditions.

    Raises Person.DoesNotExist, NotYourVerb, ListClosed, NotOfVillage, RecordClosed, AppliedAlready, KinInWords.
    """
    person = Person.objects.get(uuid=person_uuid)
    require(actor, APPLY, person)
    if not person.is_live:
        raise RecordClosed
    if not covers(str(post.area_id), str(person.area_id)):
        raise NotOfVillage
    new = Applicant(**own(person), post=post, unit=post.unit, entered_by=actor.name[:100])
    _declare(new, kin, kin_words)
    with transaction.atomic():
        # Read anew and locked: the list may have been closed in this moment.
        if PublicPost.objects.select_for_update(of=("self",)).get(pk=post.pk).status != PostStatus.ANNOUNCED:
            raise ListClosed
        try:
            with transaction.atomic():
                new.save(force_insert=True)
        except IntegrityError as error:
            raise AppliedAlready from error
        record(APPLY, actor=actor, subject=new, source=source)
    return new


def declare_kin(uuid: UUID, kin: str, kin_words: str = "", *, actor: Actor) -> Applicant:
    """Record what an applicant declares about kinship with village officers, until the choice is published.

    Raises Applicant.DoesNotExist, NotYourVerb, ListClosed, AnswerOfList, KinInWords.
    """
    with transaction.atomic():
        applicant: Applicant = Applicant.objects.select_for_update(of=("self",)).get(uuid=uuid)
        require(actor, APPLY, applicant)
        if applicant.post.status not in OPEN_FOR_KIN or applicant.status == ApplicantStatus.WITHDRAWN:
            raise ListClosed
        _declare(applicant, kin, kin_words)
        applicant.save(update_fields=["kin", "kin_words"])
        record(APPLY, actor=actor, subject=applicant, fields=["kin"])
    return applicant


def withdraw(applicant_id: int, *, actor: Actor, note: str = "") -> Applicant:
    """The person does not want it any more. That has no consequence, and is shown in no count. Raises NotAllowedNow."""
    with step(Applicant, applicant_id, WITHDRAW, actor=actor, note=note) as applicant:
        applicant.place, applicant.not_chosen = None, ""
    return applicant


def _declare(applicant: Applicant, kin: str, kin_words: str) -> None:
    if kin not in LISTS["kin"]:
        raise AnswerOfList("kin")
    if kin == "declared" and not kin_words.strip():
        raise KinInWords
    applicant.kin, applicant.kin_words = kin, kin_words.strip()[:200] if kin == "declared" else None
