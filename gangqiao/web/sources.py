"""The queue's sources that look at the register: what nobody has confirmed for a while."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from urllib.parse import urlencode

from django.db.models import Count, Min, Q
from django.utils.translation import gettext, ngettext

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.queue import QueueEntry, Urgency, register
from gangqiao.people.models import Household
from gangqiao.web.navigation import href_or_nothing

FRESH_DAYS = 90  # domain model 6.5, "freshness": share of the records confirmed in the last 90 days
OVERDUE_DAYS = 180


@register("people.unconfirmed", verb="people.view_list")
def households_to_confirm(actor: Actor) -> Iterable[QueueEntry]:
    """One entry for the households of the area that nobody has confirmed for 90 days, with the longest wait."""
    today = clock.today()
    last_fresh = today - timedelta(days=FRESH_DAYS)
    never = Q(last_confirmed_on=None)
    found = Household.objects.filter(dissolved_on=None).filter(never | Q(last_confirmed_on__lt=last_fresh))
    counted = found.aggregate(many=Count("pk"), never=Count("pk", filter=never), oldest=Min("last_confirmed_on"))
    ledger = href_or_nothing("ledgers:households")
    if not counted["many"] or not ledger:
        return []
    return [
        QueueEntry(
            title=ngettext(
                "%(many)s household not confirmed for %(days)s days",
                "%(many)s households not confirmed for %(days)s days",
                counted["many"],
            )
            % {"many": f"{counted['many']:,}", "days": FRESH_DAYS},
            reason=_why(counted["oldest"], counted["never"]),
            act=gettext("See them"),
            href=f"{ledger}?{urlencode({'confirmed_before': last_fresh.isoformat()})}",
            urgency=Urgency.OVERDUE if _is_overdue(counted["oldest"]) else Urgency.DUE,
            since=counted["oldest"] or today,
        )
    ]


def _is_overdue(oldest: date | None) -> bool:
    return oldest is not None and (clock.today() - oldest).days > OVERDUE_DAYS


def _why(oldest: date | None, never: int) -> str:
    """The longest wait, and how many were never confirmed, in one sentence."""
    parts = []
    if oldest is not None:
        days = (clock.today() - oldest).days
        parts.append(gettext("The longest for %(days)s days.") % {"days": f"{days:,}"})
    if never:
        parts.append(gettext("%(many)s never since they were registered.") % {"many": f"{never:,}"})
    return " ".join(parts)
