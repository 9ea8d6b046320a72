"""What referrals put on the list of work: for the village, the bureau, and an employer."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext, ngettext, pgettext

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.queue import QueueEntry, Urgency, register
from gangqiao.matching.models import Referral
from gangqiao.matching.policy.referrals import NUMBERS, unanswered_since
from gangqiao.matching.reads.referrals import LOOKS, count, waiting_for_me


def _href(look: str) -> str:
    return f"{reverse('matching:referrals')}?look={look}"


@register("matching.to_offer", verb="matching.offer")
def to_offer(actor: Actor) -> Iterable[QueueEntry]:
    """Suggestions nobody has put to the person yet. The city puts none."""
    many = 0 if actor.may("matching.suggest") and not _is_near(actor) else count("to_offer")
    if many:
        title = ngettext("%(many)s vacancy is suggested for somebody", "%(many)s vacancies are suggested", many)
        yield QueueEntry(
            title=title % {"many": f"{many:,}"},
            reason=gettext("A proposal, no order: ask the person, and record yes or no."),
            act=pgettext("referral", "Offer"),
            href=_href("to_offer"),
            urgency=Urgency.DUE,
            count=many,
        )


@register("matching.unanswered", verb="matching.accept")
def unanswered(actor: Actor) -> Iterable[QueueEntry]:
    """Offers without an answer."""
    if many := count("waiting"):
        first = Referral.objects.filter(LOOKS["waiting"]()).order_by("answer_by").first()
        over = first is not None and first.answer_by is not None and first.answer_by <= clock.today()
        title = ngettext("%(many)s offer waits for an answer", "%(many)s offers wait for an answer", many)
        yield QueueEntry(
            title=title % {"many": f"{many:,}"},
            reason=gettext("After %(days)d days without an answer an offer expires.")
            % {"days": NUMBERS.on(clock.today()).offer_days},
            act=gettext("Record the answers"),
            href=_href("waiting"),
            urgency=Urgency.OVERDUE if over else Urgency.DUE,
            since=first.offered_on if first else None,
            count=many,
        )


@register("matching.to_introduce", verb="matching.introduce")
def to_introduce(actor: Actor) -> Iterable[QueueEntry]:
    """People who said yes and whom no employer knows of."""
    if many := count("to_introduce"):
        title = ngettext("%(many)s person said yes", "%(many)s people said yes", many)
        yield QueueEntry(
            title=title % {"many": f"{many:,}"},
            reason=gettext("A seat is held for each. Introduce them to the employer."),
            act=pgettext("referral", "Introduce"),
            href=_href("to_introduce"),
            urgency=Urgency.DUE,
            count=many,
        )


@register("matching.silent_employers", verb="matching.introduce")
def silent_employers(actor: Actor) -> Iterable[QueueEntry]:
    """Employers who have not said for days what became of it."""
    since = unanswered_since(clock.today())
    rows = Referral.objects.filter(LOOKS["introduced"](), introduced_on__lte=since)
    if many := rows.count():
        title = ngettext("%(many)s introduction without an answer", "%(many)s introductions without an answer", many)
        yield QueueEntry(
            title=title % {"many": f"{many:,}"},
            reason=gettext("The employer has said nothing for %(days)d days: ring it.")
            % {"days": NUMBERS.on(clock.today()).answer_days},
            act=gettext("Open"),
            href=_href("introduced"),
            urgency=Urgency.DUE,
            count=many,
        )


@register("matching.to_start", verb="matching.report")
def to_start(actor: Actor) -> Iterable[QueueEntry]:
    """People whose first day of work has come: did they start?"""
    rows = Referral.objects.filter(LOOKS["hired"](), starts_on__lte=clock.today())
    if many := rows.count():
        title = ngettext("%(many)s person should be at work", "%(many)s people should be at work", many)
        yield QueueEntry(
            title=title % {"many": f"{many:,}"},
            reason=gettext("The first day of work has come. Ask whether it began."),
            act=gettext("Ask"),
            href=_href("hired"),
            urgency=Urgency.DUE,
            count=many,
        )


@register("matching.still_there", verb="matching.retain")
def still_there(actor: Actor) -> Iterable[QueueEntry]:
    """People at work for 30, 90 or 180 days of whom nobody has said that they are still there."""
    if many := count("still"):
        title = ngettext("%(many)s person: still at work?", "%(many)s people: still at work?", many)
        yield QueueEntry(
            title=title % {"many": f"{many:,}"},
            reason=gettext("30, 90 or 180 days have passed since the first day of work."),
            act=gettext("Ask"),
            href=_href("still"),
            count=many,
        )


@register("matching.to_answer", verb="matching.view_introduced")
def to_answer(actor: Actor) -> Iterable[QueueEntry]:
    """For an employer: who waits for its answer."""
    rows = waiting_for_me()
    if many := rows.count():
        first = rows.first()
        title = ngettext("%(many)s person waits for your answer", "%(many)s people wait for your answer", many)
        yield QueueEntry(
            title=title % {"many": f"{many:,}"},
            reason=gettext("Hired, not hired, did not come: one tap each."),
            act=pgettext("referral", "Answer"),
            href=reverse("matching:introduced"),
            urgency=Urgency.DUE,
            since=first.introduced_on if first else None,
            count=many,
        )


def _is_near(actor: Actor) -> bool:
    """True for an officer of a township or village, who speaks with the people."""
    return not actor.may("vacancies.publish")
