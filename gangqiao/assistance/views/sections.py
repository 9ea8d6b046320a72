"""What assistance hangs into a person's file."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from gangqiao.assistance.reads import cases as reads
from gangqiao.assistance.showing import cases as showing
from gangqiao.kernel.scope import scope_of
from gangqiao.kernel.sections import section

SEES = "assistance.view_cases"


@section("person", "assistance", verb=SEES, order=62)
def of_person(request: Any, person: Any) -> str:
    """The person's class and measures; the page has written that the file was looked at."""
    actor, area = request.actor, str(person.area_id)
    if not actor.may(SEES, area):
        return ""
    with scope_of(actor.areas(SEES)):
        case = reads.find_of(person)
        if case is None:
            return ""
        shown = {
            "case": case,
            "row": showing.rows([case], actor)[0],
            "measures": showing.measure_rows(reads.measures_of(case), actor),
        }
    return render_to_string("assistance/section_person.html", shown, request)
