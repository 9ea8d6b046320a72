"""Before payment: what the checks found, the form that settles it, and the button that looks again."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.audit.subscriptions import enqueue
from gangqiao.followup.views.areas import area_filter, row_length
from gangqiao.kernel.buttons import pressed
from gangqiao.kernel.links import Link
from gangqiao.kernel.paging import columns_of, key_to_go_on, pager_of
from gangqiao.people.reads.masking import place_names
from gangqiao.subsidies.actions import checking as actions
from gangqiao.subsidies.checks import CHECKS
from gangqiao.subsidies.jobs.checking import look_at_area
from gangqiao.subsidies.reads import findings as reads
from gangqiao.subsidies.reads.findings_book import hands_of
from gangqiao.subsidies.showing import findings as showing

VIEW, PRINT = "subsidies.view_findings", "subsidies.print"


def findings(request: ActorRequest) -> HttpResponse:
    """What is open, blocking or not, and what was settled; by check and by place."""
    actor = request.actor
    look, check, area = (request.GET.get(name, "")[:40] for name in ("look", "check", "area"))
    look, check = look if look in reads.LOOKS else "", check if check in CHECKS else ""
    found, counts, more = reads.page_of(look, check=check, area=area, start=key_to_go_on(request) or 0)
    looked(VIEW, actor=actor, persons=[row.person_uuid for row in found if row.person_uuid])
    shown = {
        "rows": showing.rows(found, actor, hands_of(actor.user_id, found)), "is_empty": not found,
        "count": counts[look], "columns": columns_of(_labels()),
        "looks": [Link(words, _here(key, check, area), key == look, f"{counts[key]:,}") for key, words in _looks()],
        "checks": _by_check(look, check, area), "places": _by_place(actor, look, check, area),
        "check": check, "says": showing.says_of(check), "outcomes": showing.outcomes(),
        "run_areas": [one for one in [area or _only(actor)] if one and actor.may(actions.RUN, one)],
        "may_print": actor.may(PRINT),
        **area_filter(area, actor, VIEW, reverse("subsidies:findings"), {"look": look, "check": check}),
        **pager_of(request, more),
    }  # fmt: skip
    return render(request, "subsidies/findings.html", shown)


def _labels() -> tuple[Any, ...]:
    return (
        pgettext("check before payment", "Found"), pgettext("subsidy", "Claim"),
        pgettext("check before payment", "What was compared"), pgettext("check before payment", "What came of it"),
    )  # fmt: skip


def _looks() -> list[tuple[str, Any]]:
    return [
        ("", pgettext("findings", "Open, payment held back")), ("warn", pgettext("findings", "Open warnings")),
        ("wrong", pgettext("findings", "Found to be wrong")), ("settled", pgettext("findings", "Settled")),
    ]  # fmt: skip


def _here(look: str, check: str, area: str) -> str:
    asked = {key: value for key, value in (("look", look), ("check", check), ("area", area)) if value}
    return f"{reverse('subsidies:findings')}?{urlencode(asked)}" if asked else reverse("subsidies:findings")


def _only(actor: Any) -> str:
    """The area of a reader who has one."""
    own = actor.areas(VIEW)
    return str(own[0]) if len(own) == 1 else ""


def _by_check(look: str, check: str, area: str) -> list[Link]:
    counts = reads.by_check(look, area)
    every = Link(pgettext("checks before payment", "All checks"), _here(look, "", area), not check)
    known = [key for key in CHECKS if counts.get(key) or key == check]
    return [
        every,
        *(
            Link(showing.title_of(key), _here(look, key, area), key == check, f"{counts.get(key, 0):,}")
            for key in known
        ),
    ]


def _by_place(actor: Any, look: str, check: str, area: str) -> list[dict[str, Any]]:
    counts = reads.by_place(look, row_length(actor, VIEW), check=check, area=area)
    names = place_names(counts)
    return [
        {"name": names.get(key, key), "many": many, "href": _here(look, check, key)} for key, many in counts.items()
    ]  # fmt: skip


def settle_finding(request: ActorRequest, finding: UUID) -> HttpResponse:
    """Say what came of a finding."""
    found = reads.find(finding)
    if found is None:
        raise Http404
    outcome, words = request.POST.get("reason_code", "")[:12], request.POST.get("reason", "")
    pressed(request, lambda: actions.settle(found, outcome, words, actor=request.actor), _("Settled."))
    return redirect("subsidies:findings")


def run_checks(request: ActorRequest) -> HttpResponse:
    """Look at an area again: a few claims at once, many in the night's manner behind the page."""
    area, many = request.POST.get("area", "")[:40], 0

    def act() -> None:
        nonlocal many
        many = actions.ask(area, actor=request.actor)
        if many <= actions.AT_ONCE:
            actions.run_for(reads.claims_in(area))
        else:
            enqueue(look_at_area, area)

    if pressed(request, act, _("The checks were run, or are being run: load the page again in a while.")):
        return redirect(_here("", "", area))
    return redirect("subsidies:findings")
