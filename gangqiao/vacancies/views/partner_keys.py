"""Keys of an agreement: made and shown once, revoked."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.kernel.buttons import pressed
from gangqiao.kernel.links import Link
from gangqiao.people.forms.base import ActForm
from gangqiao.vacancies.actions import partner_keys as actions
from gangqiao.vacancies.models import Agreement, PartnerKey
from gangqiao.vacancies.views.form_pages import act_by_form


class KeyForm(ActForm):
    """What the key is for."""

    name = forms.CharField(label=gettext_lazy("What the key is for"), max_length=60)


def _agreement(uuid: UUID) -> Agreement:
    found = Agreement.objects.filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def new_key(request: ActorRequest, agreement: UUID) -> HttpResponse:
    """Make a key; it is shown in this one answer and stored nowhere."""
    found = _agreement(agreement)
    form = KeyForm(request.POST or None)
    made: list[tuple[PartnerKey, str]] = []
    back = reverse("vacancies:agreement", args=[found.uuid])
    answer = act_by_form(
        request,
        form,
        lambda: made.append(actions.make_key(found, name=form.cleaned_data["name"], actor=request.actor)),
        _("The key is made."),
        title=_("Make a key"),
        back=back,
        way=(Link(_("Labour cooperation"), reverse("vacancies:cooperation")), Link(found.partner, back)),
        lead=_("The partner's own program sends vacancies with it. Make one for each program; revoke a lost one."),
    )
    if not made:
        return answer
    key, text = made[0]
    url = request.build_absolute_uri(reverse("vacancies:partners_api"))
    return render(request, "vacancies/partner_key.html", {"agreement": found, "key": key, "text": text, "url": url})


def revoke_key(request: ActorRequest, agreement: UUID, partner_key: UUID) -> HttpResponse:
    """Close a key for good."""
    found = _agreement(agreement)
    if not found.keys.filter(uuid=partner_key).exists():
        raise Http404
    pressed(request, lambda: actions.revoke_key(found, partner_key, actor=request.actor), _("Revoked."))
    return redirect("vacancies:agreement", found.uuid)
