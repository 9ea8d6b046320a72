"""Claims on the file of a person."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from gangqiao.kernel.scope import scope_of
from gangqiao.kernel.sections import section
from gangqiao.subsidies.reads import claims as reads
from gangqiao.subsidies.showing import claims as showing
from gangqiao.subsidies.showing import claims_page as page


@section("person", "claims", verb=reads.VIEW, order=76)
def of_person(request: Any, person: Any) -> str:
    """What was claimed for the person and what came of it; the page has written that the file was looked at."""
    actor, area = request.actor, str(person.area_id)
    if not actor.may(reads.VIEW, area):
        return ""
    with scope_of(actor.areas(reads.VIEW)):
        found = reads.claims_of(person.uuid, actor)
        rows = [row | {"payments": page.payment_rows(row["claim"])} for row in showing.rows(found, actor)]
    may_make = person.is_live and actor.may("subsidies.make_claim", area)
    if not rows and not may_make:
        return ""
    make_href = reverse("subsidies:make_claim", args=[person.uuid]) if may_make else ""
    shown = {"rows": rows, "make_href": make_href}
    return render_to_string("subsidies/section_claims.html", shown, request)
