"""Pages of quotas: each below the one it is a share of; setting, sharing out, changing."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.assistance.actions import quotas as actions
from gangqiao.assistance.forms.posts import ChangeQuotaForm, QuotaForm, ShareForm
from gangqiao.assistance.models import Quota
from gangqiao.assistance.reads import quotas as reads
from gangqiao.assistance.showing import quotas as showing
from gangqiao.kernel.links import Link
from gangqiao.kernel.paging import columns_of
from gangqiao.places.models import Division
from gangqiao.transfers.views.form_pages import act_by_form

SET = "assistance.set_quota"


def quota_or_404(request: ActorRequest, uuid: UUID) -> Quota:
    """The quota, as far as the reader knows of it."""
    found = reads.find(uuid, request.actor)
    if found is None:
        raise Http404
    return found


def _way() -> tuple[Link, ...]:
    return (Link(_("Quotas of posts"), reverse("assistance:quotas")),)


def quotas(request: ActorRequest) -> HttpResponse:
    """The quotas the reader knows of: places, given away, left."""
    over = request.GET.get("look") == "over"
    here, rows = reverse("assistance:quotas"), showing.rows(reads.in_order(request.actor, over=over), request.actor)
    labels = (_("Area and kind"), _("Department"), _("Fund line"), _("Pay a month"), _("Places"), _("Given away"),
              _("Left"), _("Holds"), _("Document number"))  # fmt: skip
    shown = {
        "rows": rows,
        "columns": columns_of(labels),
        "looks": [Link(pgettext("quota", "In force"), here, not over), Link(_("Past"), f"{here}?look=over", over)],
        "may_set": request.actor.may(SET),
    }
    return render(request, "assistance/quotas.html", shown)


def set_quota(request: ActorRequest) -> HttpResponse:
    """Set a quota."""
    form = QuotaForm(request.POST or None)
    return act_by_form(
        request, form, lambda: actions.set_quota(form.cleaned_data, actor=request.actor), _("Set."),
        title=_("Set a quota"), back=reverse("assistance:quotas"), way=_way(),
    )  # fmt: skip


def share_quota(request: ActorRequest, quota: UUID) -> HttpResponse:
    """Give a part of a quota to an area below it."""
    found = quota_or_404(request, quota)
    form = ShareForm(request.POST or None, quota=found)

    def act() -> None:
        area = Division.objects.get(pk=form.cleaned_data["area"])
        places = form.cleaned_data["places"]
        actions.share_out(found.uuid, area, places, found.begins_on, found.ends_on, actor=request.actor)

    row = showing.rows([found], request.actor)[0]
    lead = _("%(place)s · %(kind)s: %(free)d places left") % {
        "place": row.place, "kind": row.kind, "free": found.free,
    }  # fmt: skip
    return act_by_form(
        request, form, act, _("Shared out."), title=_("Share out a quota"), back=reverse("assistance:quotas"),
        way=_way(), lead=lead,
    )  # fmt: skip


def change_quota(request: ActorRequest, quota: UUID) -> HttpResponse:
    """More or fewer places, and the document."""
    found = quota_or_404(request, quota)
    form = ChangeQuotaForm(request.POST or None, initial={"places": found.places, "document": found.document})

    def act() -> None:
        given = form.cleaned_data
        actions.change_places(found.uuid, given["places"], document=given["document"], actor=request.actor)

    return act_by_form(
        request, form, act, _("Changed."), title=_("Change a quota"), back=reverse("assistance:quotas"), way=_way(),
        lead=_("%(n)d places are given away.") % {"n": found.taken},
    )  # fmt: skip
