"""Measures of a personal plan: added, changed, begun, done, dropped."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.assistance.actions import measures
from gangqiao.assistance.codes import LISTS
from gangqiao.assistance.forms.cases import ChangeForm, MeasureForm
from gangqiao.assistance.models import Measure
from gangqiao.assistance.reads import cases as reads
from gangqiao.assistance.views.cases import case_or_404
from gangqiao.audit.events import looked
from gangqiao.kernel.buttons import done, pressed
from gangqiao.people.reads.masking import name_for


def measure_or_404(uuid: UUID) -> Measure:
    """The measure, within the scope."""
    found = reads.find_measure(uuid)
    if found is None:
        raise Http404
    return found


def add(request: ActorRequest, assist_case: UUID) -> HttpResponse:
    """Add a measure to a plan."""
    found, actor = case_or_404(assist_case), request.actor
    form = MeasureForm(request.POST or None, of_class=found.kind)

    def act() -> None:
        measures.add(found.pk, actor=actor, **form.cleaned_data)

    if request.method == "POST" and done(request, form, act, _("Added to the plan.")):
        return redirect("assistance:case", found.uuid)
    looked("assistance.add_measure", actor=actor, person=found.person)
    return _form(request, form, found.uuid, _("Add a measure"), found.person)


def change(request: ActorRequest, measure: UUID) -> HttpResponse:
    """Give a measure another day or owner."""
    found, actor = measure_or_404(measure), request.actor
    first = {"due_on": found.due_on, "owner": found.owner, "owner_name": found.owner_name}
    form = ChangeForm(request.POST or None, initial=first)

    def act() -> None:
        measures.change(found.pk, actor=actor, **form.cleaned_data)

    if request.method == "POST" and done(request, form, act, _("Changed.")):
        return redirect("assistance:case", found.case.uuid)
    looked("assistance.change_measure", actor=actor, person=found.person)
    return _form(request, form, found.case.uuid, str(LISTS["measure"].word(found.kind)), found.person)


def _form(request: ActorRequest, form: Any, case: UUID, title: str, person: Any) -> HttpResponse:
    shown = {
        "form": form,
        "title": title,
        "lead": name_for(person, request.actor),
        "back": reverse("assistance:case", args=[case]),
        "save": _("Save"),
    }
    return render(request, "assistance/case_form.html", shown, status=422 if form.errors else 200)


def _step(request: ActorRequest, uuid: UUID, act: Any, said: Any) -> HttpResponse:
    found = measure_or_404(uuid)
    pressed(request, lambda: act(found.pk), said)
    return redirect("assistance:case", found.case.uuid)


def begin(request: ActorRequest, measure: UUID) -> HttpResponse:
    """Begin it."""
    return _step(request, measure, lambda key: measures.begin(key, actor=request.actor), _("Under way."))


def finish(request: ActorRequest, measure: UUID) -> HttpResponse:
    """Record what came of it."""
    code, words, actor = request.POST.get("reason_code", "")[:14], request.POST.get("reason", "")[:500], request.actor
    return _step(request, measure, lambda key: measures.finish(key, code, words, actor=actor), _("Recorded."))


def drop(request: ActorRequest, measure: UUID) -> HttpResponse:
    """Drop it."""
    words, actor = request.POST.get("reason", "")[:500], request.actor
    return _step(request, measure, lambda key: measures.drop(key, words, actor=actor), _("Dropped."))
