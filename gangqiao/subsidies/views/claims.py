"""Claims: the list with what waits for the reader, and acts on many at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.followup.views.areas import area_filter
from gangqiao.kernel import clock
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.links import Link
from gangqiao.kernel.paging import key_to_go_on, pager_of
from gangqiao.subsidies.actions import claims as acts
from gangqiao.subsidies.actions import making
from gangqiao.subsidies.models import Claim
from gangqiao.subsidies.reads import claims as reads
from gangqiao.subsidies.showing import claims as showing
from gangqiao.subsidies.showing.rules import fund_line as fund_words
from gangqiao.subsidies.states import ClaimStatus
from gangqiao.subsidies.views.rules import day_asked

VIEW, MAKE = reads.VIEW, making.MAKE
AT_ONCE = 600  # claims of one press of the button: a few seconds
C = ClaimStatus
# Which acts on many fit a look; of the own ones those for which anything waits.
FIT = {
    C.DRAFT: ("submit",), C.SUBMITTED: ("check",), C.VILLAGE_PUBLICITY: ("check",), C.TOWNSHIP_CHECKED: ("check",),
    C.CITY_PUBLICITY: ("countersign", "approve"),
}  # fmt: skip
VERBS = {
    "submit": ("subsidies.submit",), "countersign": ("subsidies.countersign",), "approve": ("subsidies.approve",),
    "check": ("subsidies.check_village", "subsidies.check_township", "subsidies.check_city"),
    "send_back": ("subsidies.send_back",),
}  # fmt: skip


def claim_list(request: ActorRequest) -> HttpResponse:
    """The claims of a look, those due first."""
    actor, look = request.actor, request.GET.get("look", "")
    look = look if look in reads.LOOKS else "mine"
    programme, area = request.GET.get("programme", "")[:60], request.GET.get("area", "")[:40]
    area = area if area.isalnum() else ""
    fund, start = request.GET.get("fund_line", "")[:20], key_to_go_on(request) or 0
    found, counts, more = reads.page_of(look, actor, programme=programme, area=area, fund=fund, start=start)
    looked(VIEW, actor=actor, persons=[one.person_uuid for one in found if one.person_uuid])
    kept = {"programme": programme, "fund_line": fund}
    shown = {
        "rows": showing.rows(found, actor), "is_empty": not found, "count": counts[look], "look": look,
        "looks": _looks(look, counts, {**kept, "area": area}), "columns": _columns(),
        "programme": programme,
        "programmes": [(key, showing.rule_title(key, clock.today())) for key in reads.programmes_of(actor)],
        "acts": _acts(look, request), "here": request.get_full_path(), "most": reads.MOST_AT_ONCE,
        "may_make": actor.may(MAKE), "fund_line": fund, "fund_words": fund_words(fund) if fund else "",
        **area_filter(area, actor, VIEW, reverse("subsidies:claims"), {"look": look, **kept}),
        **pager_of(request, more),
    }  # fmt: skip
    return render(request, "subsidies/claims.html", shown)


def _looks(look: str, counts: dict[str, int], kept: dict[str, str]) -> list[Link]:
    words = {
        "mine": pgettext("look at claims", "for me"), "overdue": pgettext("look at claims", "overdue"),
        "open": pgettext("look at claims", "all open"),
    } | {state.value: state.label for state in ClaimStatus}  # fmt: skip
    found = []
    for key, label in words.items():
        # A state nobody is in would only fill the line.
        if key in ("mine", "overdue", "open", look) or counts[key]:
            asked = {"look": key, **kept}
            href = f"{reverse('subsidies:claims')}?{urlencode({k: v for k, v in asked.items() if v})}"
            found.append(Link(label, href, key == look, f"{counts[key]:,}"))
    return found


def _columns() -> list[dict[str, Any]]:
    return [
        {"label": pgettext("claim", "Number")}, {"label": pgettext("claim", "For whom")},
        {"label": pgettext("subsidy", "Rule")}, {"label": _("Amount (yuan)"), "is_number": True},
        {"label": _("State")}, {"label": pgettext("claim", "Waits at")},
    ]  # fmt: skip


def _acts(look: str, request: ActorRequest) -> list[str]:
    """The buttons for many at once: what fits the look and the reader may do somewhere."""
    actor = request.actor
    held = [act for act, verbs in VERBS.items() if any(actor.may(verb) for verb in verbs)]
    if look == "mine":
        some = reads.visible(actor)
        fit = tuple(one for one in reads.ACTS if one in held and some.filter(reads.waits_for(actor, one)).exists())
    else:
        fit = FIT.get(look, ()) if look in ClaimStatus else ()
    found = [one for one in fit if one in held]
    return [*found, "send_back"] if "send_back" in held and found and found != ["submit"] else found


def together(request: ActorRequest) -> HttpResponse:
    """One act on the ticked claims. What is refused for one stops no other, and is told with its reason."""
    actor, act = request.actor, request.POST.get("act", "")
    found = _asked_for(request)
    note = request.POST.get("reason", "")
    calls: dict[str, Callable[[Claim], Claim]] = {
        "submit": partial(acts.submit, actor=actor), "check": partial(acts.check, actor=actor),
        "countersign": partial(acts.countersign, actor=actor), "approve": partial(acts.approve, actor=actor),
        "send_back": lambda claim: acts.send_back(claim, note, actor=actor),
    }  # fmt: skip
    if not found or act not in calls:
        messages.error(request, _("Tick claims first, then press a button."))
    else:
        done = acts.each(calls[act], found)
        for level, sentence in showing.what_became(len(done.done), done.refused):
            getattr(messages, level)(request, sentence)
    return redirect(_back(request))


def _asked_for(request: ActorRequest) -> list[Claim]:
    """The ticked claims, or all of the list that was looked at."""
    if not request.POST.get("all"):
        return reads.picked(request.POST.getlist("pick")[: reads.PER_PAGE], request.actor)
    look, programme, area, fund = (request.POST.get(n, "")[:60] for n in ("look", "programme", "area", "fund_line"))
    if look not in reads.LOOKS:
        return []
    return reads.all_of(look, request.actor, programme=programme, area=area if area.isalnum() else "", fund=fund)


def _back(request: ActorRequest) -> str:
    """The list as it was looked at; never an address of another site."""
    asked = request.POST.get("back", "")
    here = reverse("subsidies:claims")
    return asked if asked == here or asked.startswith(f"{here}?") else here


def make_claims(request: ActorRequest) -> HttpResponse:
    """Drafts for everybody whom the rule finds entitled in an area: called again it makes nothing new."""
    programme, area = request.POST.get("rule", "")[:60], request.POST.get("area", "")[:40]
    day = day_asked(request)
    try:
        place = area if area.isalnum() else ""
        made = making.make_from_scan(programme, day, actor=request.actor, area=place, most=AT_ONCE)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("subsidies:entitled")
    many = len(made.made)
    told = ngettext("%(many)s claim was made.", "%(many)s claims were made.", many) % {"many": f"{many:,}"}
    if made.there:
        before = _("%(many)s were claimed already.") % {"many": f"{made.there:,}"}
        told = f"{told} {before}"
    if made.left:
        more = _("%(many)s more are entitled: press the button again.") % {"many": f"{made.left:,}"}
        told = f"{told} {more}"
    messages.success(request, told)
    for person, refusal in made.refused[: showing.TOLD_AT_ONCE]:
        messages.error(request, f"{showing.name_for(person, request.actor)}: {refusal}")
    return redirect(f"{reverse('subsidies:claims')}?look=draft&programme={programme if many or made.there else ''}")
