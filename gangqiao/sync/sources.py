"""What phones put on the list of work: entries that were not taken in, and phones that hold theirs for long."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.queue import QueueEntry, Urgency, register
from gangqiao.sync.reads.phones import entries_in_short, held_back
from gangqiao.sync.showing import DAYS_UNTIL_BAD, age_words


@register("sync.entries", verb="sync.settle")
def entries_not_taken_in(actor: Actor) -> Iterable[QueueEntry]:
    """Entries of phones that wait for somebody, with the age of the first."""
    short = entries_in_short()
    if not short["many"]:
        return []
    age = clock.now() - short["since"]
    title = ngettext(
        "%(many)s entry of a phone was not taken in", "%(many)s entries of phones were not taken in", short["many"]
    )
    return [
        QueueEntry(
            title=title % {"many": f"{short['many']:,}"},
            reason=gettext("The first has waited for %(age)s. Each says why.") % {"age": age_words(age)},
            act=gettext("Settle"),
            href=reverse("sync:entries"),
            urgency=Urgency.OVERDUE if age.days >= DAYS_UNTIL_BAD else Urgency.DUE,
            since=clock.day_of(short["since"]),
            count=short["many"],
        )
    ]


@register("sync.held_back", verb="sync.view_phones")
def phones_that_hold_entries(actor: Actor) -> Iterable[QueueEntry]:
    """Phones that said they hold entries of more than a day ago: a lost phone would lose them."""
    found = list(held_back().order_by("unsent_since")[:200])
    if not found:
        return []
    title = ngettext("%(many)s phone holds unsent entries", "%(many)s phones hold unsent entries", len(found))
    first = found[0]
    age = age_words(clock.now() - first.unsent_since)
    return [
        QueueEntry(
            title=title % {"many": f"{len(found):,}"},
            reason=gettext("The first, of %(officer)s, for %(age)s. Ask for a place with signal.")
            % {"officer": first.device.user.display_name, "age": age},
            act=gettext("See the phones"),
            href=reverse("sync:everybodys"),
            urgency=Urgency.DUE,
            count=len(found),
        )
    ]
