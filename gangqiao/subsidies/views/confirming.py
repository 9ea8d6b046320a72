"""The form below a number of a rule: it was compared with its document."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.kernel.buttons import done
from gangqiao.subsidies.actions.confirming import confirm
from gangqiao.subsidies.forms.rules import ConfirmForm
from gangqiao.subsidies.views.rules import day_asked, shown_rule


def confirm_number(request: ActorRequest, rule_key: str) -> HttpResponse:
    """Confirm a number, or the document, by the paper in hand; with faults, the page of the rule again."""
    form, day = ConfirmForm(request.POST), day_asked(request)

    def act() -> None:
        given = form.cleaned_data
        confirm(rule_key, given["item"], given["document"], actor=request.actor, article=given["article"], day=day)

    if done(request, form, act, _("Confirmed. Whoever pays by this rule sees the document and your name.")):
        return redirect(f"{reverse('subsidies:rule', args=[rule_key])}?day={day.isoformat()}")
    return shown_rule(request, rule_key, form)
