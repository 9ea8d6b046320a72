"""What claims put on the list of work: those that wait for the reader, and objections to be answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Min
from django.urls import reverse
from django.utils.translation import gettext, ngettext, pgettext

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.queue import QueueEntry, Urgency, register
from gangqiao.subsidies.reads import claims as reads


@register("subsidies.claims_wait", verb=reads.VIEW)
def waiting_claims(actor: Actor) -> Iterable[QueueEntry]:
    """One entry for each act claims wait for."""
    yield from _waiting(actor)


def _waiting(actor: Actor) -> Iterator[QueueEntry]:
    for act in reads.ACTS:
        rows = reads.visible(actor).filter(reads.waits_for(actor, act))
        many = rows.count()
        if not many:
            continue
        late = rows.filter(reads.overdue()).count()
        reason = gettext("Nobody before you can go on for you.")
        if late:
            reason = gettext("%(late)s are over their day.") % {"late": f"{late:,}"}
        yield QueueEntry(
            title=_title(act, many) % {"many": f"{many:,}"},
            reason=reason,
            act=pgettext("claims", "Open the list"),
            href=f"{reverse('subsidies:claims')}?look=mine",
            urgency=Urgency.OVERDUE if late else Urgency.OPEN if act == "submit" else Urgency.DUE,
            since=rows.aggregate(first=Min("submitted_on"))["first"],
            count=many,
        )


def _title(act: str, many: int) -> str:
    if act == "submit":
        return ngettext("%(many)s claim to submit", "%(many)s claims to submit", many)
    if act == "check":
        return ngettext("%(many)s claim to check", "%(many)s claims to check", many)
    if act == "countersign":
        return ngettext("%(many)s claim to sign as the first of two", "%(many)s claims to sign as the first of two",
                        many)  # fmt: skip
    return ngettext("%(many)s claim to approve", "%(many)s claims to approve", many)


@register("subsidies.objections_wait", verb="subsidies.answer_objection")
def open_objections(_actor: Actor) -> Iterable[QueueEntry]:
    """Objections to claims nobody has answered."""
    rows = reads.open_objections()
    many = rows.count()
    if many:
        first = rows.aggregate(taken=Min("taken_on"), due=Min("due_on"))
        title = ngettext("%(many)s objection to a claim waits", "%(many)s objections to claims wait", many)
        yield QueueEntry(
            title=title % {"many": f"{many:,}"},
            reason=gettext("It holds the claim until somebody who had no hand in it has answered."),
            act=pgettext("objection", "Answer"),
            href=reverse("subsidies:claim_objections"),
            urgency=Urgency.OVERDUE if first["due"] < clock.today() else Urgency.DUE,
            since=first["taken"],
            count=many,
        )
