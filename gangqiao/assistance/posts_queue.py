"""What public posts put on the list of work: steps that wait, objections, findings, what runs out."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext, ngettext, pgettext

from gangqiao.assistance.reads import holders, objections, posts
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.queue import QueueEntry, Urgency, register


@register("assistance.posts_wait", verb="assistance.view_posts")
def waiting_posts(actor: Actor) -> Iterable[QueueEntry]:
    """Posts in a state in which this reader has something to do."""
    rows = posts.visible(actor).filter(posts.waits_for(actor)).order_by("proposed_on", "pk")
    if many := rows.count():
        title = ngettext("%(many)s public post waits for you", "%(many)s public posts wait for you", many)
        yield QueueEntry(
            title=title % {"many": f"{many:,}"},
            reason=gettext("To check, approve, announce, choose or sign."),
            act=pgettext("public posts", "Take the next step"),
            href=f"{reverse('assistance:posts')}?look=mine",
            since=rows[0].proposed_on,
            count=many,
        )


@register("assistance.objections", verb="assistance.answer_objection")
def open_objections(actor: Actor) -> Iterable[QueueEntry]:
    """Objections nobody has answered."""
    if many := objections.count(""):
        first = objections.first_due()
        late = first is not None and first.due_on < clock.today()
        title = ngettext("%(many)s objection waits for an answer", "%(many)s objections wait for an answer", many)
        yield QueueEntry(
            title=title % {"many": f"{many:,}"},
            reason=gettext("It holds the publicity until somebody who did not choose has answered."),
            act=pgettext("objection", "Answer"),
            href=reverse("assistance:objections"),
            urgency=Urgency.OVERDUE if late else Urgency.DUE,
            since=first.taken_on if first is not None else None,
            count=many,
        )


@register("assistance.holders_found", verb="assistance.resume")
def found_holders(actor: Actor) -> Iterable[QueueEntry]:
    """Holders against whom the register says something."""
    if many := holders.count("found"):
        title = ngettext("%(many)s post holder to look into", "%(many)s post holders to look into", many)
        yield QueueEntry(
            title=title % {"many": f"{many:,}"},
            reason=gettext("The register has them at work elsewhere, away, kin or over age. Pay waits for an answer."),
            act=pgettext("post holders", "Look into it"),
            href=f"{reverse('assistance:holders')}?look=found",
            urgency=Urgency.OVERDUE,
            count=many,
        )


@register("assistance.agreements_end", verb="assistance.sign_agreement")
def ending_agreements(actor: Actor) -> Iterable[QueueEntry]:
    """Agreements and insurances that run out soon."""
    if many := holders.count("soon"):
        title = ngettext(
            "An agreement or insurance of %(many)s post holder runs out",
            "Agreements or insurances of %(many)s post holders run out",
            many,
        )
        yield QueueEntry(
            title=title % {"many": f"{many:,}"},
            reason=gettext("Within a month. Renew the insurance, or announce the place anew."),
            act=pgettext("post holders", "Look at them"),
            href=f"{reverse('assistance:holders')}?look=soon",
            count=many,
        )
