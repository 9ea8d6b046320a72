"""Corrects the facts of a person or household. Another's save meanwhile is shown beside what was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.people import actions
from gangqiao.people.forms import HouseholdCorrection, PersonCorrection
from gangqiao.people.models import Household, Person
from gangqiao.people.reads.masking import name_for
from gangqiao.people.refusals import ChangedMeanwhile
from gangqiao.people.views.subjects import form_page, household_or_404, person_or_404, typed


def correct_person(request: ActorRequest, person: UUID) -> HttpResponse:
    """Correct the facts of a person."""
    subject = person_or_404(person)
    looked("people.view", actor=request.actor, person=subject)
    form = PersonCorrection(subject, request.actor.level_in(subject.area_id), typed(request))

    def act() -> None:
        values, day = form.raw(), form.cleaned_data.get("effective_on")
        seen = form.cleaned_data["revision"]
        actions.correct_person(subject.pk, values=values, actor=request.actor, on=day, revision=seen)

    back = reverse("people:person", args=[subject.uuid])
    shown = {"title": _("Correct the record"), "back_href": back, "back_label": name_for(subject, request.actor)}
    return _correct(request, form, act, Person, subject.pk, shown)


def correct_household(request: ActorRequest, household: UUID) -> HttpResponse:
    """Correct the facts of a household."""
    subject = household_or_404(household)
    form = HouseholdCorrection(subject, request.actor.level_in(subject.area_id), typed(request))

    def act() -> None:
        seen = form.cleaned_data["revision"]
        actions.correct_household(subject.pk, values=form.raw(), actor=request.actor, revision=seen)

    back = reverse("people:household", args=[subject.uuid])
    label = _("Household %(number)s") % {"number": subject.household_no}
    shown = {"title": _("Correct the record"), "back_href": back, "back_label": label}
    return _correct(request, form, act, Household, subject.pk, shown)


def _correct(
    request: ActorRequest, form: Any, act: Callable[[], None], model: Any, key: int, shown: dict[str, Any]
) -> HttpResponse:
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except ChangedMeanwhile as refusal:
            fresh = model.objects.get(pk=key)
            shown["differing"] = form.differing(fresh)
            form.take_revision(fresh)
            form.refuse(refusal)
            status = 409
        except (Refusal, Refusals) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved. What was recorded before is kept in the history."))
            return redirect(shown["back_href"])
    return form_page(request, "people/form.html", status, form=form, **shown)
