"""What training hangs into a person's file: the courses, who enrolled the person, and the way to object."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from gangqiao.kernel.scope import scope_of
from gangqiao.kernel.sections import section
from gangqiao.training.reads import certificates
from gangqiao.training.reads import learners as reads
from gangqiao.training.showing import learners as showing


@section("person", "training", verb=reads.VIEW, order=62)
def of_person(request: Any, person: Any) -> str:
    """The person's courses; the page has written that the file was looked at."""
    actor, area = request.actor, str(person.area_id)
    if not actor.may(reads.VIEW, area):
        return ""
    with scope_of(actor.areas(reads.VIEW)):
        found = reads.of_person(person)
        if not found:
            return ""
        rows = [
            (showing.rows([one], one.held, actor)[0], one.held, certificates.of_enrolment(one),
             "object" in showing.may(one, one.held, actor))
            for one in found
        ]  # fmt: skip
    return render_to_string("training/section_person.html", {"rows": rows}, request)
