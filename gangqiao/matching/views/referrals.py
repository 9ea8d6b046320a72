"""Pages of referrals for officers: the list, one with its history, and what is done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel.buttons import done, pressed
from gangqiao.kernel.paging import key_to_go_on
from gangqiao.matching.actions import referrals, referrals_answers, referrals_results, referrals_work
from gangqiao.matching.forms.referrals import HireForm, LeaveForm, ReportForm
from gangqiao.matching.models import Referral
from gangqiao.matching.reads import referrals as reads
from gangqiao.matching.showing import referrals as showing
from gangqiao.matching.views import referrals_employers

View = Callable[..., HttpResponse]
SEES = "matching.view_referrals"


def referral_or_404(request: ActorRequest, uuid: UUID) -> Referral:
    """The referral, as far as the reader may know of it."""
    found = reads.find(uuid, request.actor)
    if found is None:
        raise Http404
    return found


def referral_list(request: ActorRequest) -> HttpResponse:
    """The referrals of the reader's area, by what is to be done with them; who looked at whom is written down."""
    given, actor = request.GET.get, request.actor
    look = given("look", "")
    known = showing.look_words(actor)
    asked = reads.Asked(look if look in known else "", given("area", "")[:40], _uuid(given("vacancy", "")))
    page = reads.page_of(asked, actor, key_to_go_on(request))
    looked(SEES, actor=actor, persons=reads.uuids_of(page.rows))
    return render(request, "matching/referrals.html", showing.list_page(page, asked, actor, given("after", "")))


def referral(request: ActorRequest, referral: UUID) -> HttpResponse:
    """One referral."""
    return page(request, referral_or_404(request, referral))


def page(request: ActorRequest, found: Referral, status: int = 200, **forms: Any) -> HttpResponse:
    """The page, with a form that has faults when one is given."""
    looked(SEES, actor=request.actor, person=found.person)
    shown = showing.page(found, request.actor)
    shown["hire_form"] = forms.get("hire_form") or HireForm(auto_id="hire_%s")
    shown["report_form"] = forms.get("report_form") or ReportForm(auto_id="report_%s")
    shown["leave_form"] = forms.get("leave_form") or LeaveForm(auto_id="leave_%s")
    return render(request, "matching/referral.html", shown, status=status)


def _back(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Where a button leads: the referral, or an employer's own list."""
    if request.actor.may(SEES):
        return redirect("matching:referral", uuid)
    return redirect("matching:introduced")


def _own_or_404(uuid: UUID) -> Referral:
    """The referral within the scope of the address's verb: an employer's own, too."""
    found: Referral | None = Referral.objects.filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def _button(act: Callable[..., Any], said: Any, **words: str) -> View:
    """A view that takes one step. words: parameters of the act by the name under which they are posted."""

    def view(request: ActorRequest, referral: UUID) -> HttpResponse:
        found = _own_or_404(referral)
        more = {name: request.POST.get(sent, "")[:200] for name, sent in words.items()}
        pressed(request, lambda: act(found.pk, actor=request.actor, **more), said)
        return _back(request, found.uuid)

    view.__name__, view.__doc__ = act.__name__, act.__doc__
    return view


def hire(request: ActorRequest, referral: UUID) -> HttpResponse:
    """The employer takes the person."""
    found, form = _own_or_404(referral), HireForm(request.POST, auto_id="hire_%s")

    def act() -> None:
        referrals_results.hire(found.pk, actor=request.actor, starts_on=form.cleaned_data["starts_on"])

    if done(request, form, act, _("Hired. Ask on the first day whether work has started.")):
        return _back(request, found.uuid)
    if not request.actor.may(SEES):
        return referrals_employers.list_page(request, status=422, faults=form)
    return page(request, referral_or_404(request, found.uuid), 422, hire_form=form)


def report(request: ActorRequest, referral: UUID) -> HttpResponse:
    """The person has started work."""
    found, form = referral_or_404(request, referral), ReportForm(request.POST, auto_id="report_%s")

    def act() -> None:
        referrals_work.report(found.pk, actor=request.actor, **form.cleaned_data)

    if done(request, form, act, _("Recorded: at work. The spell runs from that day.")):
        return redirect("matching:referral", found.uuid)
    return page(request, found, 422, report_form=form)


def leave(request: ActorRequest, referral: UUID) -> HttpResponse:
    """The person has left."""
    found, form = referral_or_404(request, referral), LeaveForm(request.POST, auto_id="leave_%s")

    def act() -> None:
        given = form.cleaned_data
        referrals_work.leave(found.pk, given["reason_code"], given["ended_on"], given["words"], actor=request.actor)

    if done(request, form, act, _("Recorded: has left. The spell has ended.")):
        return redirect("matching:referral", found.uuid)
    return page(request, found, 422, leave_form=form)


def take_consent(request: ActorRequest, referral: UUID) -> HttpResponse:
    """The person agrees to be named."""
    found = _own_or_404(referral)
    given = referrals_answers.Given(request.POST.get("reason_code", "")[:10])
    act = referrals_answers.take_consent
    pressed(request, lambda: act(found.pk, given, actor=request.actor), _("Recorded. It can be taken back any time."))
    return _back(request, found.uuid)


offer_suggested = _button(referrals.offer_suggested, gettext_lazy("Offered. Record the answer."))
introduce = _button(referrals_results.introduce, gettext_lazy("Introduced. The employer answers next."))
refuse = _button(
    referrals_results.refuse,
    gettext_lazy("Recorded. The seat is free again."),
    reason="reason_code",
    words="reason",
)
withdraw_consent = _button(
    referrals_answers.withdraw_consent, gettext_lazy("Taken back. The employer sees neither name nor number.")
)
take_back = _button(referrals_work.take_back, gettext_lazy("Recorded. The seat is free again."), words="reason")
retain = _button(referrals_work.retain, gettext_lazy("Recorded: still there."))
withdraw = _button(referrals.withdraw, gettext_lazy("Withdrawn."), reason="reason")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
