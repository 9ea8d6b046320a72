"""Surveys: the list, one survey with its progress, and what the office does with it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.accounts.models import Grant
from gangqiao.audit.subscriptions import enqueue
from gangqiao.kernel import clock
from gangqiao.kernel.errors import Refusal
from gangqiao.people.views.subjects import form_page, say_refusal, typed
from gangqiao.surveys import actions, jobs, showing
from gangqiao.surveys.forms import CampaignForm
from gangqiao.surveys.models import Campaign, Charge
from gangqiao.surveys.reads.completeness import campaigns_of, completeness, county_key
from gangqiao.surveys.states import CampaignStatus, Outcome, Status
from gangqiao.surveys.views.subjects import area_or_404, campaign_or_404


def campaigns(request: ActorRequest) -> HttpResponse:
    """The surveys that reach the reader's areas, the newest first."""
    rows = [
        (c, c.get_status_display(), showing.CAMPAIGN_TONES[CampaignStatus(c.status)], showing.is_late(c))
        for c in campaigns_of(request.actor)
        if c.status != CampaignStatus.DRAFT or request.actor.may("surveys.plan", c.area_id)
    ]
    labels = (_("Survey"), _("Area"), _("Begins on"), _("Due on"), _("State"))
    return render(
        request,
        "surveys/campaigns.html",
        {
            "rows": rows,
            "is_empty": not rows,
            "columns": [{"label": label} for label in labels],
            "may_plan": request.actor.may("surveys.plan"),
            "may_add": request.actor.may("surveys.add_item"),
            "may_settle": request.actor.may("surveys.settle"),
        },
    )


def campaign(request: ActorRequest, campaign: UUID) -> HttpResponse:
    """How far a survey is: four ratios, the households by state, and the same for the areas below."""
    found = campaign_or_404(request, campaign)
    area = area_or_404(request, found)
    own, parts = completeness(found, area)
    actor = request.actor
    labels = [
        _("Area"),
        pgettext("survey", "Households"),
        *[r.label for r in showing.ratios(found, own, area.key)],
        _("Submitted"),
    ]
    shown = {
        "campaign": found,
        "area": area,
        "status": found.get_status_display(),
        "status_tone": showing.CAMPAIGN_TONES[CampaignStatus(found.status)],
        "is_late": showing.is_late(found),
        "ratios": showing.ratios(found, own, area.key),
        "own": own,
        "states": [(Status(s).label, showing.TONES[Status(s)], own.by_status[s]) for s in Status if s in own.by_status],
        "outcomes": [(Outcome(o).label, own.by_outcome[o]) for o in Outcome if o in own.by_outcome],
        "parts": showing.parts_shown(found, parts),
        "has_tiles": any(part.inside for part in parts),
        "has_many_tiles": sum(len(part.inside) for part in parts) > showing.TILES_ON_A_PHONE,
        "columns": [{"label": label, "is_number": n > 0} for n, label in enumerate(labels)],
        "work_href": showing.address("work", found, area.key),
        "print_href": showing.address("sheets", found, area.key),
        "sample_href": showing.address("sample", found, area.key) if actor.may("surveys.sample", area.key) else "",
        "officers_href": showing.address("officers", found, area.key) if actor.may("surveys.assign", area.key) else "",
        "may_plan": actor.may("surveys.plan", found.area_id),
        **showing.way(actor, found, area, "campaign"),
    }
    return render(request, "surveys/campaign.html", shown)


def new(request: ActorRequest) -> HttpResponse:
    """Plan a survey of the county."""
    form = CampaignForm(typed(request), initial={"begins_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        made = actions.plan(area=county_key(), actor=request.actor, **form.cleaned_data)
        messages.success(request, _("The survey is planned. Open it when everything is ready."))
        return redirect("surveys:campaign", made.uuid)
    return _form(request, form, _("Plan a survey"), reverse("surveys:campaigns"))


def edit(request: ActorRequest, campaign: UUID) -> HttpResponse:
    """Change name, days and notice."""
    found = campaign_or_404(request, campaign)
    fields = ("name", "begins_on", "due_on", "notice")
    form = CampaignForm(typed(request), initial={name: getattr(found, name) for name in fields})
    back = reverse("surveys:campaign", args=[found.uuid])
    if request.method == "POST" and form.is_valid():
        actions.change_campaign(found.pk, actor=request.actor, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(back)
    return _form(request, form, _("Change the survey"), back)


def _form(request: ActorRequest, form: Any, title: str, back: str) -> HttpResponse:
    return form_page(request, "surveys/form.html", form=form, title=title, back_href=back)


def open_campaign(request: ActorRequest, campaign: UUID) -> HttpResponse:
    """Open it; the tasks are made beside everything else."""
    found = campaign_or_404(request, campaign)

    def act() -> None:
        actions.open_campaign(found.pk, actor=request.actor)
        enqueue(jobs.fill_roster, found.pk)

    return _act(request, found, act, _("The survey is open. The households get their tasks within a minute."))


def close_campaign(request: ActorRequest, campaign: UUID) -> HttpResponse:
    """Close it; what was accepted is locked beside everything else."""
    found = campaign_or_404(request, campaign)

    def act() -> None:
        actions.close_campaign(found.pk, actor=request.actor)
        enqueue(jobs.lock_accepted, found.pk)

    return _act(request, found, act, _("The survey is closed."))


def take_questions(request: ActorRequest, campaign: UUID) -> HttpResponse:
    """Go on with the newest questions."""
    found = campaign_or_404(request, campaign)
    said = _("The newest questions are asked from now on. Earlier answers are kept.")
    return _act(request, found, lambda: actions.take_questions(found.pk, actor=request.actor), said)


def _act(request: ActorRequest, found: Campaign, act: Any, said: str) -> HttpResponse:
    try:
        act()
    except Refusal as refusal:
        say_refusal(request, refusal)
    else:
        messages.success(request, said)
    return redirect("surveys:campaign", found.uuid)


def officers(request: ActorRequest, campaign: UUID) -> HttpResponse:
    """Who surveys which village, and another name for it."""
    found = campaign_or_404(request, campaign)
    area = area_or_404(request, found)
    if not request.actor.may("surveys.assign", area.key):
        raise Http404
    if request.method == "POST":
        officer, village = request.POST.get("officer", ""), request.POST.get("village", "")
        try:
            actions.assign(found.pk, village=village, officer_id=int(officer or 0), actor=request.actor)
        except (Refusal, ValueError, Charge.DoesNotExist) as refusal:
            words = refusal.sentence if isinstance(refusal, Refusal) else _("Choose an officer.")
            messages.error(request, str(words))
        else:
            messages.success(request, _("Saved."))
        return redirect(showing.address("officers", found, area.key))
    villages = [v for v in actions.campaigns.villages_of(found) if v.key.startswith(area.key)]
    holders: dict[str, list[Any]] = {}
    grants = Grant.objects.in_force(clock.today()).filter(area__in=[v.key for v in villages], user__is_active=True)
    for grant in grants.select_related("user").order_by("pk"):
        holders.setdefault(str(grant.area_id), []).append(grant.user)
    named = {c.area_id: c.officer_id for c in Charge.objects.filter(campaign=found)}
    rows = [(v, holders.get(v.key, []), named.get(v.key)) for v in villages]
    shown = {"campaign": found, "rows": rows, **showing.way(request.actor, found, area, "officers")}
    return render(request, "surveys/officers.html", shown)
