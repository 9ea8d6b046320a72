"""A public post from the village's proposal to its end; proposing, checking and approving are three people's.

Locked are, in this order: quota, post, applicants by key, holders by key, person.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from gangqiao.assistance.actions.quotas import draw, lock_quota
from gangqiao.assistance.models import Holder, PublicPost, Quota
from gangqiao.assistance.policy.posts import NUMBERS, announced_until
from gangqiao.assistance.refusals_posts import (
    NoPlaceFree,
    NotYetOver,
    QuotaDays,
    QuotaElsewhere,
    SamePerson,
    StillHeld,
    StillToSign,
    TermTooLong,
    TooManyAsked,
)
from gangqiao.assistance.states import HolderStatus
from gangqiao.audit.events import record
from gangqiao.audit.steps import require, step
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor, covers

PROPOSE, CHECK, SEND_BACK = "assistance.propose_post", "assistance.check_post", "assistance.send_back_post"
APPROVE, REJECT, ANNOUNCE = "assistance.approve_post", "assistance.reject_post", "assistance.announce_post"
SELECT, RUN, END = "assistance.select_holders", "assistance.run_post", "assistance.end_post"
WRITTEN = ("title", "duties", "place", "hours", "why", "objection_phone")
# Department of the code list -> code of the unit that keeps its posts (`accounts.unit_list`).
UNITS = {"hrss": "hrss", "agriculture": "agriculture", "transport": "transport", "water": "water"}


def propose(quota: Quota, area: Any, values: Mapping[str, Any], *, actor: Actor, made: bool = False) -> PublicPost:
    """Propose a post of a village out of a quota: places, months, and what `WRITTEN` names. Its places are reserved.

    Raises NotYourVerb, QuotaElsewhere, QuotaOverdrawn, QuotaDays, TermTooLong, TooManyAsked.
    """
    require(actor, PROPOSE, area=str(area.pk))
    places, months, today = int(values["places"]), int(values["months"]), clock.today()
    _check_size(places, months)
    if not covers(str(quota.area_id), str(area.pk)):
        raise QuotaElsewhere
    new = PublicPost(
        area=area, places=places, months=months, made=made, proposed_on=today, proposed_by=actor.name[:100],
        proposer=actor.user_id, **{name: str(values.get(name, "")).strip() for name in WRITTEN},
    )  # fmt: skip
    with transaction.atomic():
        locked = lock_quota(quota.uuid)
        if not locked.begins_on <= today <= locked.ends_on:
            raise QuotaDays(locked.begins_on, locked.ends_on)
        draw(locked, places)
        new.quota, new.unit = locked, UNITS.get(locked.department, "")
        new.standard, new.required_days = locked.standard, locked.required_days
        _number(new)
        record(PROPOSE, actor=actor, subject=new)
    return new


def check(post_id: int, *, actor: Actor, note: str = "") -> PublicPost:
    """The township has checked it. Raises NotAllowedNow, SamePerson."""
    with step(PublicPost, post_id, CHECK, actor=actor, note=note) as post:
        refuse_same(actor, post.proposer)
        post.checked_by, post.checker = actor.name[:100], actor.user_id
    return post


def send_back(post_id: int, note: str, *, actor: Actor) -> PublicPost:
    """Back to the village and the township, with what is to be put right. Raises NotAllowedNow, NoteNeeded."""
    with step(PublicPost, post_id, SEND_BACK, actor=actor, note=note) as post:
        post.checked_by, post.checker = "", None
    return post


def approve(post_id: int, *, actor: Actor, note: str = "") -> PublicPost:
    """The city approves it, with the pay and days of duty of its quota. Raises NotAllowedNow, SamePerson."""
    with step(PublicPost, post_id, APPROVE, actor=actor, note=note) as post:
        refuse_same(actor, post.proposer, post.checker)
        post.approved_by, post.approver = actor.name[:100], actor.user_id
        post.standard, post.required_days = post.quota.standard, post.quota.required_days
    return post


def reject(post_id: int, note: str, *, actor: Actor) -> PublicPost:
    """It is not made; its places go back to the quota. Raises NotAllowedNow, NoteNeeded."""
    with transaction.atomic():
        quota = lock_quota(PublicPost.objects.get(pk=post_id).quota.uuid)
        with step(PublicPost, post_id, REJECT, actor=actor, note=note) as post:
            draw(quota, -post.places)
    return post


def announce(post_id: int, *, actor: Actor, note: str = "") -> PublicPost:
    """Announce it: the list of applicants opens. A post on duty is announced anew for places that came free.

    Raises NotAllowedNow, NoPlaceFree.
    """
    with step(PublicPost, post_id, ANNOUNCE, actor=actor, note=note) as post:
        if post.free < 1:
            raise NoPlaceFree
        post.announced_on, post.announced_until = clock.today(), announced_until(clock.today())
        post.publicity_from = post.publicity_until = None
    return post


def close_list(post_id: int, *, actor: Actor, note: str = "") -> PublicPost:
    """Close the list of applicants: they are chosen from now on. Raises NotAllowedNow, NotYetOver."""
    with step(PublicPost, post_id, SELECT, actor=actor, note=note) as post:
        last = post.announced_until
        if last is not None and clock.today() <= last:
            raise NotYetOver(last)
    return post


def run(post_id: int, *, actor: Actor, note: str = "") -> PublicPost:
    """All who were chosen are on duty. Raises NotAllowedNow, StillToSign."""
    with step(PublicPost, post_id, RUN, actor=actor, note=note) as post:
        if not post.held or Holder.objects.filter(post=post, status=HolderStatus.AGREEMENT).exists():
            raise StillToSign
    return post


def end(post_id: int, note: str, *, actor: Actor) -> PublicPost:
    """The post is no more; its places go back to the quota. Who holds one leaves first.

    Raises NotAllowedNow, NoteNeeded, StillHeld.
    """
    with transaction.atomic():
        quota = lock_quota(PublicPost.objects.get(pk=post_id).quota.uuid)
        with step(PublicPost, post_id, END, actor=actor, note=note) as post:
            if post.held:
                raise StillHeld(post.held)
            draw(quota, -post.places)
    return post


def lock_post(pk: int) -> PublicPost:
    """The post, locked: whoever changes who is chosen or holds it stands in line."""
    return PublicPost.objects.select_for_update(of=("self",)).get(pk=pk)


def hold(post: PublicPost, many: int) -> None:
    """Somebody takes a place of a locked post, or leaves one (-1). Raises NoPlaceFree."""
    if many > post.free:
        raise NoPlaceFree
    post.held = max(post.held + many, 0)
    PublicPost.objects.filter(pk=post.pk).update(held=post.held)


def refuse_same(actor: Actor, *before: int | None) -> None:
    """Refuse who did an earlier step. Raises SamePerson."""
    if actor.user_id is not None and actor.user_id in before:
        raise SamePerson


def _check_size(places: int, months: int) -> None:
    if places < 1:
        raise TooManyAsked("places")
    most = int(NUMBERS.on(clock.today()).most_months)
    if months < 1:
        raise TooManyAsked("months")
    if months > most:
        raise TermTooLong(most)


def _number(post: PublicPost) -> None:
    """Store with the next free number of the year: G2020-0001."""
    start = f"G{post.proposed_on.year}-"
    while True:
        last = PublicPost.objects.filter(number__startswith=start).order_by("-number").first()
        post.number = f"{start}{int(last.number[len(start) :]) + 1 if last else 1:04d}"
        try:
            with transaction.atomic():
                post.save(force_insert=True)
        except IntegrityError as error:
            if "number" not in str(error):
                raise
            continue  # proposed in the same moment by somebody else
        return
