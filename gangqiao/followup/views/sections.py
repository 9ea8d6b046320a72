"""What the follow-up hangs into a person's file."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from gangqiao.followup.codes import LISTS
from gangqiao.followup.reads import cases as cases_of
from gangqiao.followup.reads import contacts as reads
from gangqiao.followup.reads import evidence
from gangqiao.followup.showing import cases as showing_cases
from gangqiao.followup.showing import contacts as showing
from gangqiao.followup.showing.found import evidence_words
from gangqiao.followup.views.pictures import may_see
from gangqiao.kernel.scope import scope_of
from gangqiao.kernel.sections import section

SEES = "followup.view"
ACTS = ("ask", "refuse", "give_slip", "open_case", "prove")


@section("person", "followup", verb=SEES, order=65)
def of_person(request: Any, person: Any) -> str:
    """The person's calls, cases, proofs and slips; the page has written that the file was looked at."""
    actor, area = request.actor, str(person.area_id)
    if not actor.may(SEES, area):
        return ""
    with scope_of(actor.areas(SEES)):
        spell = evidence.spell_of(person)
        shown = {
            "person": person,
            "rows": showing.rows(reads.of_person(person, actor), actor),
            "proofs": [
                (one, LISTS["proof_kind"].word(one.kind), may_see(one, actor)) for one in evidence.proofs_of(person)
            ],
            "slips": reads.slips_of(person),
            "spell": spell,
            "evidence": evidence_words(spell) if spell is not None else "",
            "cases": [],
            "may": {act for act in ACTS if person.is_live and actor.may(f"followup.{act}", area)},
        }
    if actor.may("followup.view_cases", area):
        with scope_of(actor.areas("followup.view_cases")):
            shown["cases"] = showing_cases.rows(cases_of.of_person(person), actor)
    if actor.may("followup.view_refusals", area):
        with scope_of(actor.areas("followup.view_refusals")):
            shown["no_calls"] = reads.wants_none(person)
    return render_to_string("followup/section_person.html", shown, request)
