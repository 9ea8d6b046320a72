"""What assistance puts on the list of work: who is to be assessed, asked, planned for, and what is due."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext, ngettext, pgettext

from gangqiao.assistance.reads import cases
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.queue import QueueEntry, Urgency, register


@register("assistance.assess", verb="assistance.assess")
def to_assess(actor: Actor) -> Iterable[QueueEntry]:
    """Who waits for a class to be decided."""
    if many := cases.count(""):
        title = ngettext("%(n)s person to assess", "%(n)s people to assess", many) % {"n": f"{many:,}"}
        reason = gettext("The rules propose a class; you decide it.")
        yield _entry("", title, reason, pgettext("assistance", "Assess"), many)


@register("assistance.ask", verb="people.record_intention")
def to_ask(actor: Actor) -> Iterable[QueueEntry]:
    """Of whom something has to be asked before a class can be proposed."""
    if many := cases.count("ask"):
        title = ngettext(
            "%(n)s person of the registered poor to ask", "%(n)s people of the registered poor to ask", many
        )
        reason = gettext("Something is not known that their class depends on. It stands on each page.")
        yield _entry("ask", title % {"n": f"{many:,}"}, reason, pgettext("assistance", "Ask"), many)


@register("assistance.plan", verb="assistance.add_measure")
def to_plan(actor: Actor) -> Iterable[QueueEntry]:
    """Who has a class and no plan under way yet."""
    if many := cases.count("plan"):
        title = ngettext("%(n)s person without a plan", "%(n)s people without a plan", many) % {"n": f"{many:,}"}
        yield _entry("plan", title, gettext("They have a class; a measure comes next."), pgettext("assistance", "Plan"),
                     many)  # fmt: skip


@register("assistance.due", verb="assistance.finish_measure")
def due(actor: Actor) -> Iterable[QueueEntry]:
    """Whose measure is due."""
    if many := cases.count("due"):
        title = ngettext("%(n)s measure is due", "%(n)s measures are due", many) % {"n": f"{many:,}"}
        reason = gettext("Their next day has come: record what came of it.")
        yield _entry("due", title, reason, pgettext("assistance", "Look"), many)


def _entry(look: str, title: str, reason: str, act: str, many: int) -> QueueEntry:
    first = cases.first_day(look)
    is_late = first is not None and first < clock.today()
    return QueueEntry(
        title=title,
        reason=reason,
        act=act,
        href=reverse("assistance:cases") + (f"?look={look}" if look else ""),
        urgency=Urgency.OVERDUE if is_late else Urgency.DUE,
        since=first if is_late else None,
        count=many,
    )
