"""What stops the next step of a post, in sentences: asked before the button is pressed, and by the button again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from gangqiao.assistance.models import Applicant, Holder, Objection, PublicPost
from gangqiao.assistance.states import ApplicantStatus, HolderStatus, PostStatus
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor

P = PostStatus
# Whose turn it is.
TOWNSHIP, CITY = pgettext_lazy("public posts", "township"), pgettext_lazy("public posts", "city")
VILLAGE, EVERYBODY = pgettext_lazy("public posts", "village"), pgettext_lazy("public posts", "everybody")


@dataclass(frozen=True, slots=True)
class Hindrance:
    """One thing that is missing. who: whose turn it is."""

    says: str
    who: Any


def hindrances(post: PublicPost, actor: Actor) -> list[Hindrance]:
    """What is missing before the next step, the reader's own earlier step among it; of people only how many."""
    asked = {
        P.PROPOSED: _proposed, P.CHECKED: _checked, P.APPROVED: _approved, P.ANNOUNCED: _announced,
        P.SELECTING: _selecting, P.PUBLICITY: _publicity, P.AGREEMENT: _agreement,
    }.get(P(post.status))  # fmt: skip
    return asked(post, actor) if asked else []


def _proposed(post: PublicPost, actor: Actor) -> list[Hindrance]:
    return [_turn(_("Waits to be checked by the township."), TOWNSHIP, actor, post.proposer)]


def _checked(post: PublicPost, actor: Actor) -> list[Hindrance]:
    return [_turn(_("Waits to be approved by the city."), CITY, actor, post.proposer, post.checker)]


def _approved(_post: PublicPost, _actor: Actor) -> list[Hindrance]:
    return [Hindrance(_("Waits to be announced in the village."), TOWNSHIP)]


def _announced(post: PublicPost, _actor: Actor) -> list[Hindrance]:
    if post.announced_until is not None and clock.today() <= post.announced_until:
        day = date_format(post.announced_until)
        return [
            Hindrance(
                _("The list stays open until %(day)s, that day included.") % {"day": day},
                VILLAGE,
            )
        ]
    return [Hindrance(_("The days have passed: close the list and choose."), TOWNSHIP)]


def _selecting(post: PublicPost, actor: Actor) -> list[Hindrance]:
    rows = Applicant.objects.filter(post=post)
    chosen = rows.filter(status=ApplicantStatus.CHOSEN)
    many = chosen.count()
    found = []
    if many < post.free:
        left = post.free - many
        says = ngettext("%(n)d place is not given yet.", "%(n)d places are not given yet.", left) % {"n": left}
        found.append(Hindrance(says, TOWNSHIP))
    if many:
        chose = rows.filter(chooser=actor.user_id).exists() if actor.user_id is not None else False
        says = _("The choice waits to be published by somebody else than who chose.")
        found.append(Hindrance(says + (" " + _("You chose yourself.") if chose else ""), TOWNSHIP))
    return found


def _publicity(post: PublicPost, _actor: Actor) -> list[Hindrance]:
    found = []
    if post.publicity_until is not None and clock.today() <= post.publicity_until:
        day = date_format(post.publicity_until)
        found.append(
            Hindrance(
                _("It is published until %(day)s, that day included.") % {"day": day},
                EVERYBODY,
            )
        )
    many = Objection.objects.filter(post=post, about="choice", outcome="").count()
    if many:
        says = ngettext("%(n)d objection is not answered.", "%(n)d objections are not answered.", many)
        found.append(Hindrance(says % {"n": many}, TOWNSHIP))
    return found


def _agreement(post: PublicPost, _actor: Actor) -> list[Hindrance]:
    rows = Holder.objects.filter(post=post, status=HolderStatus.AGREEMENT)
    unsigned, uninsured = rows.filter(signed_on=None).count(), rows.filter(insurance_no="").count()
    found = []
    if unsigned:
        says = ngettext("%(n)d agreement is not signed.", "%(n)d agreements are not signed.", unsigned)
        found.append(Hindrance(says % {"n": unsigned}, TOWNSHIP))
    if uninsured:
        says = ngettext("%(n)d accident insurance is missing.", "%(n)d accident insurances are missing.", uninsured)
        found.append(Hindrance(says % {"n": uninsured}, TOWNSHIP))
    return found


def _turn(says: str, who: Any, actor: Actor, *before: Any) -> Hindrance:
    is_own = actor.user_id is not None and actor.user_id in before
    return Hindrance(says + (" " + _("You did an earlier step: somebody else does this one.") if is_own else ""), who)
