"""Pages of enterprise plans: by employer, one version, its form, from a referral list in one click."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.kernel.buttons import pressed
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.links import Link
from gangqiao.kernel.paging import columns_of
from gangqiao.kernel.words import Say
from gangqiao.transfers.actions import plans as actions
from gangqiao.transfers.forms.plans import CorrectForm, PlanForm, initial_of_plan
from gangqiao.transfers.models import EnterprisePlan
from gangqiao.transfers.reads import board_plans as reads
from gangqiao.transfers.reads.board_seeing import find_plan, reaches
from gangqiao.transfers.showing import plans as showing
from gangqiao.transfers.views.form_pages import act_by_form
from gangqiao.vacancies.reads.employers import find_employers

DRAFT = "transfers.draft_plan"


class EmployerUnknown(Refusal):
    """No employer, or several, bear the name that was typed."""

    def __init__(self) -> None:
        sentence = Say("No employer of your list bears this name. Write it as it stands in the list of employers.")
        super().__init__(sentence, field="employer")


def plan_or_404(request: ActorRequest, uuid: UUID) -> EnterprisePlan:
    """The version, as far as the reader knows of it."""
    found = find_plan(uuid, request.actor)
    if found is None:
        raise Http404
    return found


def way_to(plan: EnterprisePlan | None = None) -> tuple[Link, ...]:
    """The links that lead to a plan, or to the list."""
    links = [Link(_("Enterprise plans"), reverse("transfers:plans"))]
    if plan is not None:
        links.append(Link(plan.employer, reverse("transfers:plan", args=[plan.uuid])))
    return tuple(links)


def plans(request: ActorRequest) -> HttpResponse:
    """One row an employer, and the employers that wait for a plan."""
    may_draft = request.actor.may(DRAFT)
    shown = {
        "rows": showing.rows(reads.by_employer(request.actor)),
        "waiting": reads.waiting_employers(request.actor) if may_draft else [],
        "columns": columns_of(
            [pgettext("referral", "Employer"), _("Destination"), _("People wanted"), _("Version"), _("State")]
        ),
        "may_draft": may_draft,
    }
    return render(request, "transfers/plans.html", shown)


def plan(request: ActorRequest, enterprise_plan: UUID) -> HttpResponse:
    """One version of a plan: need, journey, what awaits people there, what it changed, its batches."""
    found = plan_or_404(request, enterprise_plan)
    return render(request, "transfers/plan.html", showing.page(found, request.actor))


def draft_plan(request: ActorRequest) -> HttpResponse:
    """Write a plan by hand."""
    form = PlanForm(request.POST or None, initial={"mode": "coach"})
    form.offer_areas(request.actor.areas(DRAFT))
    made: list[EnterprisePlan] = []

    def act() -> None:
        name = form.cleaned_data["employer"].strip()
        found = [one for one in find_employers(name) if one.name == name]
        if len(found) != 1:
            raise EmployerUnknown
        values = form.values() | {"area": form.cleaned_data["area"], "employer_uuid": found[0].uuid, "employer": name}
        made.append(actions.draft_plan(values, actor=request.actor))

    return act_by_form(
        request,
        form,
        act,
        _("Written. Put it in force when both sides agree."),
        title=_("Write an enterprise plan"),
        back=reverse("transfers:plans"),
        way=way_to(),
        to=lambda: reverse("transfers:plan", args=[made[0].uuid]),
        template="transfers/plan_form.html",
    )


def draft_from_referrals(request: ActorRequest) -> HttpResponse:
    """Make a plan from who said yes, and lead to its form."""
    try:
        employer = UUID(request.POST.get("employer", ""))
    except ValueError:
        raise Http404 from None
    made: list[Any] = []
    said = _("Made from the referrals. Look it through, and add what is missing.")
    area = next((one for one in request.actor.areas(DRAFT) if not one.startswith("@")), "")

    def act() -> None:
        made.append(actions.draft_from_referrals(employer, actor=request.actor, area=area))

    if pressed(request, act, said):
        return redirect("transfers:correct_plan", made[0].uuid)
    return redirect("transfers:plans")


def correct_plan(request: ActorRequest, enterprise_plan: UUID) -> HttpResponse:
    """Put a draft right."""
    found = plan_or_404(request, enterprise_plan)
    if not reaches(request.actor, DRAFT, found):
        raise Http404
    form = CorrectForm(request.POST or None, initial=initial_of_plan(found), need=found.need)
    return act_by_form(
        request,
        form,
        lambda: actions.correct_plan(found.uuid, form.values(), actor=request.actor),
        _("Saved."),
        title=_("Enterprise plan: %(employer)s") % {"employer": found.employer},
        back=reverse("transfers:plan", args=[found.uuid]),
        way=way_to(found),
        lead=_("Version %(n)d, a draft. It is in force when you put it in force.") % {"n": found.version},
        template="transfers/plan_form.html",
    )


def new_version(request: ActorRequest, enterprise_plan: UUID) -> HttpResponse:
    """A draft that will replace the plan."""
    found, made = plan_or_404(request, enterprise_plan), list[Any]()
    said = _("A new version begins as the plan is. Change it, then put it in force.")
    if pressed(request, lambda: made.append(actions.new_version(found.uuid, actor=request.actor)), said):
        return redirect("transfers:correct_plan", made[0].uuid)
    return redirect("transfers:plan", found.uuid)


def activate_plan(request: ActorRequest, enterprise_plan: UUID) -> HttpResponse:
    """Put a draft in force."""
    found = plan_or_404(request, enterprise_plan)
    said = _("In force from today; the version before is replaced.")
    pressed(request, lambda: actions.activate_plan(found.uuid, actor=request.actor), said)
    return redirect("transfers:plan", found.uuid)


def close_plan(request: ActorRequest, enterprise_plan: UUID) -> HttpResponse:
    """End a plan."""
    found, note = plan_or_404(request, enterprise_plan), request.POST.get("reason", "")[:200]
    pressed(request, lambda: actions.close_plan(found.uuid, note, actor=request.actor), _("Closed."))
    return redirect("transfers:plan", found.uuid)
