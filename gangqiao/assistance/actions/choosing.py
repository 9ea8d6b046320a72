"""Choosing by stated rules, publishing the choice by a second person, and what follows when its days have passed."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction

from gangqiao.assistance.actions.posts import hold, lock_post, refuse_same
from gangqiao.assistance.actions.posts_reach import whole
from gangqiao.assistance.models import Applicant, Holder, Objection, PublicPost
from gangqiao.assistance.models.cases import own
from gangqiao.assistance.policy.posts import publicity_until
from gangqiao.assistance.reads.applicants import Candidate, candidates, of_post, ranked
from gangqiao.assistance.refusals_posts import (
    HoldsPost,
    NobodyChosen,
    NoPlaceFree,
    NotEntitled,
    NotNow,
    NotYetOver,
    OpenObjection,
    OrderNotFollowed,
)
from gangqiao.assistance.states import ApplicantStatus, PostStatus
from gangqiao.audit.steps import step, step_of
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM, Actor

CHOOSE, NOT_CHOOSE = "assistance.choose", "assistance.not_choose"
PUBLISH, AGAIN, OVER = "assistance.publish_choice", "assistance.choose_again", "assistance.end_publicity"
A = ApplicantStatus


def choose(uuid: UUID, words: str = "", *, actor: Actor) -> Applicant:
    """Choose an applicant. Whoever stands further down by the rules than somebody not chosen needs words.

    Raises Applicant.DoesNotExist, NotYourVerb, NotAllowedNow, NotNow, NotEntitled, NoPlaceFree, OrderNotFollowed.
    """
    with transaction.atomic():
        post, applicant = _locked(uuid)
        with step_of(applicant, CHOOSE, actor=actor):
            _refuse_unless(post, PostStatus.SELECTING)
            listed = ranked(post, of_post(post))
            found = next(one for one in listed if one.applicant.pk == applicant.pk)
            refuse_unentitled(found)
            chosen = [one for one in listed if one.applicant.status == A.CHOSEN]
            if len(chosen) >= post.free:
                raise NoPlaceFree
            if not words.strip() and _is_out_of_order(found, listed):
                raise OrderNotFollowed
            applicant.words, applicant.not_chosen = words.strip()[:300] or None, ""
            applicant.points, applicant.place, applicant.reasons = found.total, found.rank, found.sealed()
            applicant.chosen_by, applicant.chooser = actor.name[:100], actor.user_id
    return applicant


def not_choose(uuid: UUID, reason: str = "others_first", *, actor: Actor) -> Applicant:
    """Do not choose an applicant, or take a choice back before it is published. Raises NotAllowedNow, NotNow."""
    with transaction.atomic():
        post, applicant = _locked(uuid)
        _refuse_unless(post, PostStatus.SELECTING)
        leave_out(applicant, reason, actor=actor)
    return applicant


def leave_out(applicant: Applicant, reason: str, *, actor: Actor, source: str = "screen") -> None:
    """The same for a locked applicant."""
    with step_of(applicant, NOT_CHOOSE, actor=actor, source=source):
        applicant.not_chosen, applicant.place, applicant.chosen_by = reason, None, ""


def publish(post_id: int, *, actor: Actor, note: str = "") -> PublicPost:
    """Publish the choice, by another person than who chose. Everybody else is told from the same day why not.

    Raises NotAllowedNow, SamePerson, NobodyChosen, NotEntitled.
    """
    with whole(), step(PublicPost, post_id, PUBLISH, actor=actor, note=note) as post:
        refuse_same(actor, *choosers_of(post))
        listed = ranked(post, of_post(post))
        chosen = [one for one in listed if one.applicant.status == A.CHOSEN]
        if not chosen:
            raise NobodyChosen
        for one in chosen:
            refuse_unentitled(one)
        for one in listed:
            if one.applicant.status == A.APPLIED:
                leave_out(_lock(one.applicant.pk), _why_not(one), actor=SYSTEM)
        post.publicity_from, post.publicity_until = clock.today(), publicity_until(clock.today())
    return post


def choose_again(post_id: int, note: str, *, actor: Actor) -> PublicPost:
    """Take a published choice back; it is made anew. Raises NotAllowedNow, NoteNeeded, OpenObjection."""
    with whole(), step(PublicPost, post_id, AGAIN, actor=actor, note=note) as post:
        _refuse_open_objections(post)
        post.publicity_from = post.publicity_until = None
    return post


def end_publicity(post_id: int, *, actor: Actor, note: str = "") -> PublicPost:
    """The days have passed and nothing is open: whoever is still entitled has an agreement to sign.

    Raises NotAllowedNow, NotYetOver, OpenObjection, NobodyChosen, HoldsPost, NoPlaceFree.
    """
    with whole(), step(PublicPost, post_id, OVER, actor=actor, note=note) as post:
        last = post.publicity_until
        if last is None or clock.today() <= last:
            raise NotYetOver(last or clock.today())
        _refuse_open_objections(post)
        taken = [_take_place(post, one) for one in candidates(post, _chosen(post))]
        if not any(taken):
            raise NobodyChosen
    return post


def _take_place(post: PublicPost, one: Candidate) -> bool:
    """An agreement to sign for somebody chosen; false for who may not hold it any more, which is written down."""
    applicant = one.applicant
    if not one.is_entitled:
        leave_out(applicant, "not_entitled", actor=SYSTEM)
        return False
    hold(post, 1)
    person = applicant.person
    try:
        with transaction.atomic():
            Holder.objects.create(
                **own(person), post=post, unit=post.unit, applicant=applicant, standard=post.standard,
                required_days=post.required_days,
            )  # fmt: skip
    except IntegrityError as error:
        # Another department was faster: the database lets a person hold one post.
        raise HoldsPost(str(person.name)) from error
    return True


def refuse_unentitled(one: Candidate) -> None:
    """Raises NotEntitled with the first condition that is not met or not known."""
    if one.unmet:
        raise NotEntitled(one.unmet[0].says)


def choosers_of(post: PublicPost) -> set[int]:
    """Who chose an applicant of this post, by number of the user."""
    rows = Applicant.objects.filter(post=post, chooser__isnull=False)
    return {user for user in rows.values_list("chooser", flat=True) if user is not None}


def _is_out_of_order(found: Candidate, listed: list[Candidate]) -> bool:
    rank = found.rank or 0
    return any(one.rank is not None and one.rank < rank and one.applicant.status != A.CHOSEN for one in listed)


def _why_not(one: Candidate) -> str:
    keys = {str(reason.article) for reason in one.unmet}
    if not keys:
        return "others_first"
    return "kin" if one.applicant.kin == "declared" else "not_entitled"


def _locked(uuid: UUID) -> tuple[PublicPost, Applicant]:
    """Post and applicant, locked in this order."""
    found: Applicant = Applicant.objects.get(uuid=uuid)
    post = lock_post(found.post_id)
    applicant = _lock(found.pk)
    applicant.post = post
    return post, applicant


def _lock(pk: int) -> Applicant:
    locked: Applicant = Applicant.objects.select_for_update(of=("self",)).get(pk=pk)
    return locked


def _chosen(post: PublicPost) -> list[Applicant]:
    rows = Applicant.objects.select_for_update(of=("self",)).filter(post=post, status=A.CHOSEN)
    return list(rows.select_related("person", "person__household").order_by("pk"))


def _refuse_unless(post: PublicPost, status: PostStatus) -> None:
    if post.status != status:
        raise NotNow


def _refuse_open_objections(post: PublicPost) -> None:
    many = Objection.objects.filter(post=post, about="choice", outcome="").count()
    if many:
        raise OpenObjection(many)
