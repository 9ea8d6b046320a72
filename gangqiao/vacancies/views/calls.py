"""Calls with people in their first weeks, about employers kept elsewhere: found by the vacancy they went to."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.kernel.links import Link
from gangqiao.vacancies.actions.employers_counting import record_call_on
from gangqiao.vacancies.forms.employers import CallForm
from gangqiao.vacancies.policy.score import ASPECTS
from gangqiao.vacancies.reads.calls import offered, offered_one
from gangqiao.vacancies.views.form_pages import act_by_form


def calls(request: ActorRequest) -> HttpResponse:
    """Look for the vacancy somebody went to, whoever keeps its employer."""
    text = request.GET.get("q", "").strip()[:40]
    rows = offered(text)
    here = reverse("vacancies:calls")
    labels = (
        pgettext("vacancies", "Post"),
        pgettext("vacancies", "Employer"),
        pgettext("vacancies", "Place of work"),
        _("State"),
    )
    shown = {
        "rows": rows,
        "is_empty": not rows,
        "text": text,
        "chips": [Link(text, here)] if text else [],
        "columns": [{"label": label} for label in labels],
    }
    return render(request, "vacancies/calls.html", shown)


def record_call_elsewhere(request: ActorRequest, posting: UUID) -> HttpResponse:
    """Record what somebody found there in their first weeks."""
    found = offered_one(posting)
    if found is None:
        raise Http404
    form, here = CallForm(request.POST or None), reverse("vacancies:calls")

    def act() -> None:
        given = form.cleaned_data
        answers = {aspect: given[aspect] for aspect in ASPECTS}
        record_call_on(found.uuid, answers, on=given["on"], words=given["words"], actor=request.actor)

    return act_by_form(
        request,
        form,
        act,
        _("Recorded. Nobody's name stands in it."),
        title=_("Was found what was promised?"),
        back=here,
        way=(Link(_("Employers"), reverse("vacancies:employers")), Link(_("Calls"), here)),
        lead=f"{found.title} \u00b7 {found.employer} \u00b7 {found.place}",
    )
