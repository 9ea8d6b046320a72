"""What the follow-up puts on the list of work."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext, pgettext

from gangqiao.followup.reads import answers, cases, contacts, returned
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.queue import QueueEntry, Urgency, register

NEW_DAYS = 7


def many_words(many: int) -> str:
    """How many, "1,000+" for more than are counted."""
    return f"{contacts.MOST:,}+" if many > contacts.MOST else f"{many:,}"


@register("followup.calls", verb="followup.record")
def calls(actor: Actor) -> Iterable[QueueEntry]:
    """People to be called today."""
    if many := contacts.count(""):
        oldest = contacts.oldest_overdue()
        title = ngettext("%(many)s person to call", "%(many)s people to call", many)
        yield QueueEntry(
            title=title % {"many": many_words(many)},
            reason=gettext("They went out to work: is it as promised, are they still there?"),
            act=pgettext("followup", "Call"),
            href=reverse("followup:calls"),
            urgency=Urgency.OVERDUE if oldest is not None else Urgency.DUE,
            since=oldest.due_on if oldest is not None else None,
            count=min(many, contacts.MOST),
        )


@register("followup.cases", verb="followup.take_case")
def waiting_cases(actor: Actor) -> Iterable[QueueEntry]:
    """Cases nobody has in hand, and those that are over their day."""
    over, fresh = cases.count("overdue"), cases.count("opened")
    if over or fresh:
        first = cases.first_due()
        many = max(over, fresh)
        title = ngettext("%(many)s case of a worker waits", "%(many)s cases of workers wait", many)
        reason = ngettext("%(n)d is over its day.", "%(n)d are over their day.", over) % {"n": over}
        yield QueueEntry(
            title=title % {"many": f"{many:,}"},
            reason=reason if over else gettext("Nobody has them in hand."),
            act=pgettext("case", "Take in hand"),
            href=f"{reverse('followup:cases')}?look={'overdue' if over else 'opened'}",
            urgency=Urgency.OVERDUE if over else Urgency.DUE,
            since=first.opened_on if first is not None else clock.today(),
            count=many,
        )


@register("followup.returned", verb="followup.record")
def back_home(actor: Actor) -> Iterable[QueueEntry]:
    """Who came home in the last days and has no work."""
    if many := returned.count_since(NEW_DAYS):
        title = ngettext("%(many)s person came home without work", "%(many)s people came home without work", many)
        yield QueueEntry(
            title=title % {"many": many_words(many)},
            reason=gettext("In the last %(n)d days. Ask what they want next.") % {"n": NEW_DAYS},
            act=pgettext("followup", "Ask"),
            href=reverse("followup:returned"),
            count=many,
        )


@register("followup.answers", verb="followup.answer")
def answers_owed(actor: Actor) -> Iterable[QueueEntry]:
    """Claims of the own area that were doubted: found false by a sample, or known otherwise by a list."""
    owed = answers.owed()
    if owed.many:
        title = ngettext("%(many)s claim was doubted", "%(many)s claims were doubted", owed.many)
        over = ngettext("%(n)d answer is over its day.", "%(n)d answers are over their day.", owed.over)
        yield QueueEntry(
            title=title % {"many": f"{owed.many:,}"},
            reason=over % {"n": owed.over}
            if owed.over
            else gettext("A sample or a list knows it otherwise. Say what you found out by %(day)s.")
            % {"day": date_format(owed.first)},
            act=pgettext("followup", "Answer"),
            href=reverse("followup:answers"),
            urgency=Urgency.OVERDUE if owed.over else Urgency.DUE,
            since=owed.first,
            count=owed.many,
        )
