"""Claims of the own township that were doubted, and what it answers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.followup.actions import answers as acts
from gangqiao.followup.models import Proof, SampleCheck
from gangqiao.followup.reads import answers as reads
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.buttons import pressed
from gangqiao.kernel.paging import columns_of
from gangqiao.people.codes import LISTS as PEOPLE_LISTS
from gangqiao.people.reads.masking import name_for, place_names

ANSWER = "followup.answer"


def answers(request: ActorRequest) -> HttpResponse:
    """What waits for an answer, the first to answer first."""
    actor = request.actor
    checks, proofs = list(reads.false_claims()[: reads.MOST]), list(reads.other_employers()[: reads.MOST])
    looked(ANSWER, actor=actor, persons=sorted({one.person_uuid for one in [*checks, *proofs]}, key=str))
    places = place_names({str(one.area_id) for one in [*checks, *proofs]})
    shown = {
        "claims": [_row(one, places, actor) | _claimed(one) for one in checks],
        "employers": [_row(one, places, actor) | {"listed": one.words or one.listed_code} for one in proofs],
        "claim_columns": columns_of(
            (
                _("Person"),
                _("Works at"),
                pgettext("evidence", "Claimed"),
                pgettext("doubt", "Answer by"),
                pgettext("followup", "Answer"),
            )
        ),
        "employer_columns": columns_of(
            (
                _("Person"),
                _("On record"),
                _("Employer on the list"),
                pgettext("doubt", "Answer by"),
                pgettext("followup", "Answer"),
            )
        ),
    }
    return render(request, "followup/answers.html", shown)


def answer_check(request: ActorRequest, sample_check: UUID) -> HttpResponse:
    """Answer for a claim that was found false."""
    found = reads.find_check(sample_check)
    if found is None:
        raise Http404
    return _answered(request, lambda words: acts.answer_check(found.pk, words, actor=request.actor))


def answer_proof(request: ActorRequest, proof: UUID) -> HttpResponse:
    """Answer for work that a list knows otherwise."""
    found = reads.find_proof(proof)
    if found is None:
        raise Http404
    return _answered(request, lambda words: acts.answer_proof(found.pk, words, actor=request.actor))


def _answered(request: ActorRequest, act: Any) -> HttpResponse:
    pressed(request, lambda: act(request.POST.get("reason", "")[:500]), _("Answered."))
    return redirect("followup:answers")


def _row(one: SampleCheck | Proof, places: dict[str, str], actor: Actor) -> dict[str, Any]:
    area = str(one.area_id)
    until = one.answer_by or clock.today()
    return {
        "row": one,
        "name": name_for(one.person, actor),
        "place": places.get(area, ""),
        "may_see": actor.may("people.view", area),
        "work": one.spell.employer_name or "",
        "is_over": until < clock.today(),
    }


def _claimed(one: SampleCheck) -> dict[str, Any]:
    return {"claimed": PEOPLE_LISTS["evidence"].word(one.claimed), "words": one.words or ""}
