"""What transfers hangs into the pages of a person and of a referral."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from gangqiao.kernel.scope import scope_of
from gangqiao.kernel.sections import section
from gangqiao.transfers.reads import board_list
from gangqiao.transfers.reads.board_seeing import VIEW_PEOPLE
from gangqiao.transfers.showing import passengers
from gangqiao.transfers.showing.words import places_of


@section("person", "transfers", verb=VIEW_PEOPLE, order=65)
def of_person(request: Any, person: Any) -> str:
    """The person's journeys; the page has written that the file was looked at."""
    actor = request.actor
    if not actor.may(VIEW_PEOPLE, str(person.area_id)):
        return ""
    with scope_of(actor.areas(VIEW_PEOPLE)):
        return _journeys(request, board_list.of_person(person.pk))


@section("referral", "transfers", verb=VIEW_PEOPLE, order=50)
def of_referral(request: Any, referral: Any) -> str:
    """With which batch somebody travels to this post."""
    actor = request.actor
    if not actor.may(VIEW_PEOPLE, str(referral.area_id)):
        return ""
    with scope_of(actor.areas(VIEW_PEOPLE)):
        found = board_list.of_referral(referral.pk)
        return _journeys(request, [found] if found else [])


def _journeys(request: Any, found: list[Any]) -> str:
    if not found:
        return ""
    ends = places_of(str(one.batch.destination_id or "") for one in found)
    rows = [(one, *passengers.state_of(one), ends.get(str(one.batch.destination_id or ""), "")) for one in found]
    return render_to_string("transfers/passenger_section.html", {"rows": rows}, request)
