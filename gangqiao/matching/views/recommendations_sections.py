"""What recommendations hang into the pages of a person and of a vacancy."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from gangqiao.kernel.scope import scope_of
from gangqiao.kernel.sections import section
from gangqiao.matching.reads.recommendations import suits_of
from gangqiao.matching.reads.recommendations_county import fits_of
from gangqiao.matching.reads.referrals import not_to_offer
from gangqiao.matching.showing import recommendations as showing
from gangqiao.places.reads import county_path

SEES = "matching.view"
SHOWN = 5  # people of a vacancy; the others stand on a page of their own


@section("person", "recommendations", verb=SEES, order=50)
def of_person(request: Any, person: Any) -> str:
    """What suits the person; the page has written that the file was looked at."""
    actor, area = request.actor, str(person.area_id)
    if not actor.may(SEES, area) or not person.is_live:
        return ""
    with scope_of(actor.areas(SEES)):
        found = suits_of(person)
        barred = not_to_offer(person.pk) if found else ()
    may = actor.may("matching.offer", area)
    shown = showing.suits(found, may_offer=may, barred=barred) if found else {}
    shown["person"] = person
    return render_to_string("matching/recommend_section_person.html", shown, request)


@section("vacancy", "recommendations", verb=SEES, order=50)
def of_vacancy(request: Any, vacancy: Any) -> str:
    """Whom of the reader's people the vacancy suits, unnamed, and why no more of the county's."""
    actor = request.actor
    areas = actor.areas(SEES)
    with scope_of(areas):
        found = fits_of(vacancy.pk, areas, is_whole=county_path() in areas, most=SHOWN)
        if found is None:
            return ""
        shown = {
            "found": found,
            "people": showing.candidates(found, actor, SEES),
            "losses": showing.losses(found),
            "all_href": reverse("matching:who_suits", args=[vacancy.uuid]) if found.fit > SHOWN else "",
        }
    return render_to_string("matching/recommend_section_vacancy.html", shown, request)
