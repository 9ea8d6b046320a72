"""What referrals hang into the pages of a person and of a vacancy."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.urls import reverse

from gangqiao.kernel.scope import scope_of
from gangqiao.kernel.sections import section
from gangqiao.matching.reads import referrals as reads
from gangqiao.matching.reads.referrals_seats import masked_lines
from gangqiao.matching.showing import referrals as showing
from gangqiao.matching.states import Status

SEES, OWN = "matching.view_referrals", "matching.view_introduced"


@section("person", "referrals", verb=SEES, order=60)
def of_person(request: Any, person: Any) -> str:
    """The person's referrals; the page has written that the file was looked at."""
    actor, area = request.actor, str(person.area_id)
    if not actor.may(SEES, area):
        return ""
    with scope_of(actor.areas(SEES)):
        rows = showing.rows(reads.of_person(person, actor), actor)
    may = person.is_live and actor.may("matching.offer", area)
    shown = {"rows": rows, "offer_href": reverse("matching:offer", args=[person.uuid]) if may else ""}
    return render_to_string("matching/referral_section_person.html", shown, request)


@section("vacancy", "referrals", verb=SEES, order=60)
def of_vacancy(request: Any, vacancy: Any) -> str:
    """How many of the reader's people stand where, and who holds a seat, without names."""
    actor = request.actor
    with scope_of(actor.areas(SEES)):
        counts = reads.states_of_vacancy(vacancy.uuid, actor)
    here = reverse("matching:referrals")
    looks = {Status.DECLINED: "declined", **dict.fromkeys(reads.ENDED, "ended")}
    states = [
        (s.label, showing.TONES[s], counts[s], f"{here}?{urlencode(_asked(vacancy, looks.get(s, '')))}")
        for s in Status
        if s in counts
    ]
    return _vacancy(request, vacancy, states, "")


@section("vacancy", "referrals_own", verb=OWN, order=60)
def of_own_vacancy(request: Any, vacancy: Any) -> str:
    """For its employer: who said yes, without names, and the way to those who agreed to be named."""
    if not any(request.actor.may(OWN, path) for path in vacancy.paths):
        return ""
    return _vacancy(request, vacancy, [], reverse("matching:introduced"))


def _asked(vacancy: Any, look: str) -> dict[str, str]:
    return {"vacancy": str(vacancy.uuid), **({"look": look} if look else {})}


def _vacancy(request: Any, vacancy: Any, states: list[Any], introduced_href: str) -> str:
    lines = [showing.mask_words(mask) for mask in masked_lines(vacancy.uuid)]
    shown = {"states": states, "lines": lines, "introduced_href": introduced_href}
    return render_to_string("matching/referral_section_vacancy.html", shown, request)
