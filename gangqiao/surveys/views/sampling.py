"""The random sample of a survey and what the second visits found."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.paths import upper_bound
from gangqiao.people.reads.masking import name_for
from gangqiao.people.views.subjects import form_page, say_refusal, typed
from gangqiao.surveys import actions, showing
from gangqiao.surveys.forms import SampleForm
from gangqiao.surveys.models import Recheck
from gangqiao.surveys.reads.worklist import heads
from gangqiao.surveys.states import Found
from gangqiao.surveys.views.subjects import area_or_404, campaign_or_404

AT_MOST = 300


def sample(request: ActorRequest, campaign: UUID) -> HttpResponse:
    """Draw a sample, and see the households drawn with their results."""
    found = campaign_or_404(request, campaign)
    area = area_or_404(request, found)
    if not request.actor.may("surveys.sample", area.key):
        raise Http404
    form = SampleForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            drawn = actions.draw_sample(found.pk, area=area.key, actor=request.actor, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("%(n)s households drawn.") % {"n": len(drawn)})
            return redirect(showing.address("sample", found, area.key))
    own = Recheck.objects.filter(task__campaign=found, area__gte=area.key, area__lt=upper_bound(area.key))
    rows = list(own.select_related("task__household", "task__area").order_by("found", "pk")[:AT_MOST])
    head = heads([r.task for r in rows])
    looked("surveys.sample", actor=request.actor, persons=[p.uuid for p in head.values()])
    named = [(r, name_for(head[r.task_id], request.actor) if r.task_id in head else "") for r in rows]
    counts = [(label, own.filter(found=code).count()) for code, label in Found.choices]
    shown = {
        "campaign": found,
        "form": form,
        "rows": named,
        "results": Found.choices,
        "counts": counts,
        "open": own.filter(found="").count(),
        **showing.way(request.actor, found, area, "sample"),
    }
    return form_page(request, "surveys/sample.html", **shown)


def record_recheck(request: ActorRequest, recheck: UUID) -> HttpResponse:
    """Write what a second visit found."""
    row = Recheck.objects.select_related("task__campaign").filter(uuid=recheck).first()
    if row is None:
        raise Http404
    try:
        actions.record_recheck(
            row.pk, found=request.POST.get("found", ""), note=request.POST.get("note", ""), actor=request.actor
        )
    except Refusal as refusal:
        say_refusal(request, refusal)
    else:
        messages.success(request, _("Saved."))
    return redirect(showing.address("sample", row.task.campaign, row.area_id))
