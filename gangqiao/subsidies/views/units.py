"""Employers, providers and agencies: how each stands to the rules about it, and the button that makes a claim."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor, is_of_unit
from gangqiao.kernel.buttons import pressed
from gangqiao.kernel.links import Link
from gangqiao.kernel.paging import columns_of, key_to_go_on, pager_of
from gangqiao.subsidies.actions import making
from gangqiao.subsidies.policy.rules import Standing
from gangqiao.subsidies.reads import units_scan as reads
from gangqiao.subsidies.showing import rules as words
from gangqiao.subsidies.showing import units as showing

VIEW, MAKE = "subsidies.view_entitled", making.MAKE
PER_PAGE = 50
LOOKS = (Standing.ENTITLED, Standing.ONE_MISSING, Standing.RECEIVING, Standing.NOT_ENTITLED)


def unit_list(request: ActorRequest) -> HttpResponse:
    """The units of the reader's area in one of the heaps, with the reasons. No person is named."""
    actor, day = request.actor, clock.today()
    asked = request.GET.get("look", "")
    look = Standing(asked) if asked in LOOKS else Standing.ENTITLED
    rows = reads.scan_units(day, _areas(actor, VIEW))
    counts = Counter(one.decision.standing for one in rows)
    heap, start = [one for one in rows if one.decision.standing == look], key_to_go_on(request) or 0
    more = start + PER_PAGE if len(heap) > start + PER_PAGE else None
    shown = {
        "day": day, "rows": showing.unit_rows(heap[start : start + PER_PAGE], actor.may(MAKE)), "is_empty": not heap,
        "looks": [
            Link(words.standing_words()[one], f"?{urlencode({'look': one.value})}", one == look, f"{counts[one]:,}")
            for one in LOOKS
        ],
        "columns": columns_of((
            pgettext("subsidy", "Employer, provider or agency"), pgettext("subsidy", "Rule"),
            pgettext("subsidy", "Standing"), _("Amount"), pgettext("subsidy", "Claim"),
        )),
        **pager_of(request, more),
    }  # fmt: skip
    return render(request, "subsidies/units.html", shown)


def make_for_listed(request: ActorRequest) -> HttpResponse:
    """Make the claim the list offers, by what the registers say now."""
    actor, day = request.actor, clock.today()
    found = reads.find(
        request.POST.get("unit", "")[:60], request.POST.get("rule", "")[:60], day, _areas(actor, MAKE)
    )  # fmt: skip
    if found is None:
        raise Http404
    made: list[Any] = []

    def act() -> None:
        rule = found.decision.rule.key
        made.append(making.make_for_unit(found.unit.applying, rule, day, actor=actor, given=found.facts))

    if pressed(request, act, _("The claim is made. Submit it when all is there.")):
        return redirect("subsidies:claim", made[0].uuid)
    return redirect(f"{reverse('subsidies:entitled_units')}?{urlencode({'look': found.decision.standing.value})}")


def _areas(actor: Actor, verb: str) -> list[str]:
    return [one for one in actor.areas(verb) if not is_of_unit(one)]
