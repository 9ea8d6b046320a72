"""What comes by itself: which records made their claim, which did not and why, and the button to look at once."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel import clock
from gangqiao.kernel.actor import is_of_unit
from gangqiao.kernel.buttons import pressed
from gangqiao.kernel.links import Link
from gangqiao.kernel.money import format_yuan
from gangqiao.kernel.paging import columns_of, key_to_go_on, pager_of
from gangqiao.subsidies.actions import feeding
from gangqiao.subsidies.reads import facts_feeding_sources as reads
from gangqiao.subsidies.reads.facts_posts import month_before
from gangqiao.subsidies.showing import units as showing

MAKE = "subsidies.make_claim"
PER_PAGE = 50


def feeds(request: ActorRequest) -> HttpResponse:
    """The records of one kind about people of the reader's area: those without a claim first, each with the reason."""
    actor, today = request.actor, clock.today()
    source = request.GET.get("source", "")
    source, month = source if source in reads.SOURCES else reads.POST, _month(request, today)
    areas = [one for one in actor.areas(MAKE) if not is_of_unit(one)]
    plans = sorted(reads.plans_of(source, month, today, areas), key=lambda one: bool(one.claim))
    start = key_to_go_on(request) or 0
    page = plans[start : start + PER_PAGE]
    looked(MAKE, actor=actor, persons=list(dict.fromkeys(one.fed.person.uuid for one in page)))
    asked = {"month": f"{month:%Y-%m}"}
    shown = {
        "rows": showing.feed_rows(page, actor), "is_empty": not plans, "month": f"{month:%Y-%m}", "source": source,
        "is_post": source == reads.POST, "facts": _facts(plans), "columns": columns_of(_columns()),
        "looks": [
            Link(words, f"?{urlencode({'source': key, **asked})}", key == source)
            for key, words in showing.source_words().items()
        ],
        **pager_of(request, start + PER_PAGE if len(plans) > start + PER_PAGE else None),
    }  # fmt: skip
    return render(request, "subsidies/feeds.html", shown)


def _month(request: ActorRequest, today: date) -> date:
    """The month of `?month=`; the one before today's for none, and for what is no month."""
    try:
        return date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        return month_before(today)


def _facts(plans: list[Any]) -> dict[str, Any]:
    made, due = [one for one in plans if one.claim], [one for one in plans if one.is_due]
    return {
        "made": len(made), "due": len(due), "left": len(plans) - len(made) - len(due),
        "yuan": format_yuan(sum(one.amount for one in due)),
    }  # fmt: skip


def _columns() -> tuple[str, ...]:
    return (
        _("Person"), pgettext("claims by themselves", "Record"), pgettext("subsidy", "Rule"), _("Amount (yuan)"),
        pgettext("claims by themselves", "Claim, or why there is none"),
    )  # fmt: skip


def feed_now(request: ActorRequest) -> HttpResponse:
    """Look at once for what the night would find."""
    done: list[feeding.FedNow] = []
    if pressed(request, lambda: done.append(feeding.feed_all(request.actor)), _("Looked at all that comes by itself.")):
        messages.info(request, showing.made_words(len(done[0].made), done[0].there, len(done[0].left)))
    return redirect(reverse("subsidies:feeds"))
