"""Pages of brokers and agencies: the list with their licences, one of them, and what each achieved by month."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.accounts.models import User
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.buttons import pressed
from gangqiao.kernel.links import Link
from gangqiao.kernel.verbs import labels_of_acts
from gangqiao.places.reads import county_path
from gangqiao.vacancies.actions import agencies as actions
from gangqiao.vacancies.actions.accounts import AGENCY
from gangqiao.vacancies.forms.cooperation import AgencyForm, ResultsForm
from gangqiao.vacancies.forms.employers import AccountForm
from gangqiao.vacancies.models import Agency
from gangqiao.vacancies.policy.licences import Validity, month_before, months_on, validity
from gangqiao.vacancies.reads import agencies as reads
from gangqiao.vacancies.reads.accounts import users_of
from gangqiao.vacancies.views import accounts
from gangqiao.vacancies.views.cooperation_forms import columns, tabs
from gangqiao.vacancies.views.form_pages import act_by_form

VIEW, LICENSE, REPORT = "vacancies.view_cooperation", "vacancies.license_agency", "vacancies.report_agency"
SUM_MONTHS = 12


def agencies(request: ActorRequest) -> HttpResponse:
    """Brokers and agencies with their licences and what they achieved in twelve months."""
    look = request.GET.get("look", "")
    look = look if look in reads.LOOKS else ""
    found = list(reads.agencies(look))
    sums = reads.sums_of(found)
    here = reverse("vacancies:agencies")
    labels = (pgettext("agency", "At work"), _("Licence ends soon"), _("Licence ran out"), _("No longer at work"))
    shown = {
        "tabs": tabs("agencies", request.actor),
        "looks": [
            Link(label, f"{here}?look={key}" if key else here, key == look)
            for key, label in zip(reads.LOOKS, labels, strict=True)
        ],
        "rows": [(one, area_words(one), *standing(one), sums[one.pk]) for one in found],
        "columns": columns(
            pgettext("agency", "Name"), _("Works in"), _("Licence until before"), _("People referred"),
            _("People hired"), _("Still there after three months"), pgettext("agency", "State"), numbers=(3, 4, 5),
        ),
        "may": request.actor.may(LICENSE),
    }  # fmt: skip
    return render(request, "vacancies/agencies.html", shown)


def area_words(agency: Any) -> str:
    return str(_("the whole county")) if agency.area_id == county_path() else str(agency.area.name)


def standing(agency: Agency) -> tuple[str, str]:
    """How an agency stands in words, and the tone: ended, licence run out, about to run out, holding, none."""
    if agency.ended_on:
        return _("no longer at work"), "calm"
    return {
        Validity.NONE: (_("without a licence"), "calm"),
        Validity.HOLDS: (_("licence holds"), "good"),
        Validity.ENDING: (_("licence ends soon"), "warn"),
        Validity.ENDED: (_("licence ran out"), "bad"),
    }[validity(agency.licence_to, clock.today())]


def _found(uuid: UUID) -> Any:
    found = Agency.objects.select_related("area").filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def _may(actor: Actor, verb: str, agency: Agency) -> bool:
    return any(actor.may(verb, path) for path in agency.paths)


def agency(request: ActorRequest, agency: UUID) -> HttpResponse:
    """One broker or agency: its licence, its results by month, its users, its history."""
    found = _found(agency)
    words, tone = standing(found)
    may_license = not found.ended_on and _may(request.actor, LICENSE, found)
    acts = labels_of_acts()
    shown = {
        "agency": found,
        "area": area_words(found),
        "status": words,
        "tone": tone,
        "is_barred": validity(found.licence_to, clock.today()) is Validity.ENDED,
        "results": reads.results_of([found])[found.pk],
        "columns": result_columns(),
        "may_license": may_license,
        "may_report": can_report(request.actor, found),
        "users": users_of(found) if may_license else [],
        "history": [(e.at, acts.get(e.verb, e.verb), e.actor_name, e.reason) for e in reads.history(found)],
    }
    return render(request, "vacancies/agency.html", shown)


def can_report(actor: Actor, agency: Agency) -> bool:
    """Whether the button is there: the reader may, the agency is at work, and its licence holds."""
    holds = validity(agency.licence_to, clock.today()) is not Validity.ENDED
    return holds and not agency.ended_on and _may(actor, REPORT, agency)


def result_columns() -> list[dict[str, Any]]:
    return columns(
        pgettext("agency", "Month"), _("People referred"), _("People hired"), _("Still there after three months"),
        _("Reported by"), numbers=(1, 2, 3),
    )  # fmt: skip


def results(request: ActorRequest) -> HttpResponse:
    """What the agencies of the reader achieved; an agency's own user sees only its own."""
    found = list(reads.agencies())
    today = clock.today()
    since = months_on(today.replace(day=1), 1 - SUM_MONTHS)
    rows = reads.results_of(found, since)
    month = month_before(today)
    owed = {one.pk for one in reads.unreported(month)}
    shown = {
        "month": month,
        "groups": [
            (one, *standing(one), can_report(request.actor, one), one.pk in owed, rows[one.pk]) for one in found
        ],
        "columns": result_columns(),
    }
    return render(request, "vacancies/agency_results.html", shown)


def _way(found: Any = None, *, own: bool = False) -> tuple[Link, ...]:
    name, label = ("results", _("Results of agencies")) if own else ("agencies", _("Brokers and agencies"))
    links = [Link(label, reverse(f"vacancies:{name}"))]
    if found is not None and not own:
        links.append(Link(found.name, reverse("vacancies:agency", args=[found.uuid])))
    return tuple(links)


def new_agency(request: ActorRequest) -> HttpResponse:
    """Enter a broker or an agency."""
    form = AgencyForm(request.POST or None)
    made: list[Agency] = []
    return act_by_form(
        request,
        form,
        lambda: made.append(actions.add_agency(form.cleaned_data, area=form.cleaned_data["area"], actor=request.actor)),
        _("Entered."),
        title=_("Enter a broker or an agency"),
        back=reverse("vacancies:agencies"),
        way=_way(),
        to=lambda: reverse("vacancies:agency", args=[made[0].uuid]),
    )


def change_agency(request: ActorRequest, agency: UUID) -> HttpResponse:
    """Correct it, or enter its new licence."""
    found = _found(agency)
    initial = {key: getattr(found, key) for key in actions.FACTS}
    form = AgencyForm(request.POST or None, initial=initial, is_new=False)
    return act_by_form(
        request,
        form,
        lambda: actions.change_agency(found.pk, form.cleaned_data, actor=request.actor),
        _("Saved."),
        title=_("Correct, or enter a new licence"),
        back=reverse("vacancies:agency", args=[found.uuid]),
        way=_way(found),
    )


def end_agency(request: ActorRequest, agency: UUID) -> HttpResponse:
    """It works here no more."""
    found = _found(agency)
    reason = request.POST.get("reason", "")
    pressed(request, lambda: actions.end_agency(found.pk, reason, actor=request.actor), _("Ended."))
    return redirect("vacancies:agency", found.uuid)


def report(request: ActorRequest, agency: UUID) -> HttpResponse:
    """Report a month."""
    found = _found(agency)
    is_own = not request.actor.may(VIEW)
    form = ResultsForm(request.POST or None)

    def act() -> None:
        given = form.cleaned_data
        actions.report_results(
            found.pk,
            date.fromisoformat(given["period"]),
            referred=given["referred"],
            hired=given["hired"],
            stayed=given["stayed"],
            actor=request.actor,
        )

    back = reverse("vacancies:results") if is_own else reverse("vacancies:agency", args=[found.uuid])
    return act_by_form(
        request,
        form,
        act,
        _("Reported. A newer report of the same month takes its place."),
        title=_("Report a month of %(name)s") % {"name": found.name},
        back=back,
        way=_way(found, own=is_own),
    )


def account(request: ActorRequest, agency: UUID) -> HttpResponse:
    """Give somebody of the agency an account; the password is shown in this one answer."""
    found = _found(agency)
    form = AccountForm(request.POST or None)
    made: list[tuple[User, str]] = []
    answer = act_by_form(
        request,
        form,
        lambda: made.append(actions.open_account(found.pk, actor=request.actor, **form.cleaned_data)),
        _("The account is made."),
        title=_("Give an account"),
        back=reverse("vacancies:agency", args=[found.uuid]),
        way=_way(found),
    )
    return accounts.password_page(request, made[0], _way(found)) if made else answer


def renew(request: ActorRequest, agency: UUID) -> HttpResponse:
    """A new one-time password for the user named in the form."""
    found = _found(agency)
    return accounts.renewed(request, found, AGENCY, _way(found))


def shut(request: ActorRequest, agency: UUID) -> HttpResponse:
    """Close the account of the user named in the form."""
    found = _found(agency)
    return accounts.shut(request, found, AGENCY, _way(found)[-1].href)
