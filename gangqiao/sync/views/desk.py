"""The desk: my phones, connect one with a QR code, the phones of the villages, and revoke one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache

from gangqiao.accounts.actions.devices import CODE_LASTS
from gangqiao.accounts.middleware import ActorRequest
from gangqiao.kernel import clock
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.paging import columns_of, key_to_go_on, pager_of
from gangqiao.sync import actions, showing
from gangqiao.sync.models import Phone
from gangqiao.sync.reads.phones import areas_to_carry, phones_of, phones_page
from gangqiao.sync.reads.villages import villages_of


def mine(request: ActorRequest) -> HttpResponse:
    """The reader's own phones, and a new one."""
    rows = [showing.phone_shown(phone) for phone in phones_of(request.actor)]
    labels = (pgettext("device", "Phone"), _("Carries"), _("Last seen"), _("Not sent yet, as it says"), _("State"), "")
    shown = {"rows": rows, "is_empty": not rows, "columns": columns_of(labels), "areas": areas_to_carry(request.actor)}
    return render(request, "sync/phones.html", shown)


@never_cache
def connect(request: ActorRequest) -> HttpResponse:
    """A code that connects one phone, as a picture and to type. It is in this answer only."""
    areas = {area.key: area for area in areas_to_carry(request.actor)}
    area = areas.get(request.POST.get("area", ""))
    if area is None:
        raise Http404
    code = actions.connect(area, actor=request.actor)
    start = request.build_absolute_uri(reverse("sync:shell"))
    shown = {
        "area": area,
        "villages": villages_of(request.actor, "sync.carry") if area.level != "village" else [],
        "code": showing.code_shown(code),
        "address": start,
        "qr": showing.qr_of(f"{start}#enrol={code}"),
        "until": clock.now() + CODE_LASTS,
    }
    return render(request, "sync/connect.html", shown)


def revoke_mine(request: ActorRequest, phone: UUID) -> HttpResponse:
    """Close an own phone."""
    if not Phone.objects.filter(uuid=phone, device__user_id=request.actor.user_id).exists():
        raise Http404
    return _revoke(request, phone, "sync:phones")


def everybodys(request: ActorRequest) -> HttpResponse:
    """The phones that carry villages of the reader's areas."""
    revoked = request.GET.get("part") == "revoked"
    found, count, more = phones_page(revoked=revoked, after=key_to_go_on(request))
    labels = (
        _("Carries"),
        _("Officer"),
        pgettext("device", "Phone"),
        _("Last seen"),
        _("Not sent yet, as it says"),
        _("Its clock"),
        _("State"),
        "",
    )
    shown = {
        "rows": [showing.phone_shown(phone) for phone in found],
        "is_empty": not found,
        "columns": columns_of(labels),
        "count": count,
        "revoked": revoked,
        "may_revoke": request.actor.may("sync.revoke") and not revoked,
        **pager_of(request, more),
    }
    return render(request, "sync/everybodys.html", shown)


def revoke(request: ActorRequest, phone: UUID) -> HttpResponse:
    """Close the phone of somebody in the reader's areas."""
    return _revoke(request, phone, "sync:everybodys")


def _revoke(request: ActorRequest, phone: UUID, back: str) -> HttpResponse:
    try:
        actions.revoke(phone, actor=request.actor, reason=request.POST.get("reason", ""))
    except Phone.DoesNotExist:
        raise Http404 from None
    except Refusal as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, _("The phone is revoked. At its next message it forgets everything."))
    return redirect(back)
