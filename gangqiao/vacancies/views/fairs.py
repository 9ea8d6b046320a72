"""Pages of job fairs: the list, one fair with its stalls, and its results."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.kernel import clock
from gangqiao.kernel.buttons import pressed
from gangqiao.kernel.links import Link
from gangqiao.places.reads import county_path
from gangqiao.vacancies.actions import fairs as actions
from gangqiao.vacancies.forms.cooperation import FairCountForm, FairForm, StallCountForm, StallForm
from gangqiao.vacancies.models import Employer, Fair
from gangqiao.vacancies.reads import fairs as reads
from gangqiao.vacancies.reads.posts import find_employer
from gangqiao.vacancies.states import FairStatus
from gangqiao.vacancies.views.cooperation_forms import columns, tabs
from gangqiao.vacancies.views.form_pages import act_by_form

F = FairStatus
TONES = {F.PLANNED: "busy", F.HELD: "warn", F.COUNTED: "good", F.CALLED_OFF: "calm"}
COURSE = (F.PLANNED, F.HELD, F.COUNTED)


def fairs(request: ActorRequest) -> HttpResponse:
    """The fairs, the latest day first, with stalls, turnout and results."""
    found: list[Any] = reads.fairs()
    sums = reads.sums_of([fair.pk for fair in found])
    shown = {
        "tabs": tabs("fairs", request.actor),
        "rows": [
            (fair, area_words(fair), F(fair.status).label, TONES[F(fair.status)], sums.get(fair.pk, reads.StallSum()))
            for fair in found
        ],
        "columns": columns(
            _("Job fair"), pgettext("fair", "Day"), _("For whom"), _("Stalls"), _("Seats offered"), _("Visitors"),
            _("People hired"), pgettext("fair", "State"), numbers=(3, 4, 5, 6),
        ),
        "may": request.actor.may("vacancies.plan_fair"),
    }  # fmt: skip
    return render(request, "vacancies/fairs.html", shown)


def area_words(fair: Any) -> str:
    return str(_("the whole county")) if fair.area_id == county_path() else str(fair.area.name)


def _fair(uuid: UUID) -> Any:
    found = Fair.objects.select_related("area").filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def fair(request: ActorRequest, fair: UUID) -> HttpResponse:
    """One fair: where, its stalls, what came of it."""
    found = _fair(fair)
    status = F(found.status)
    steps = COURSE if status in COURSE else (F.PLANNED, status)
    at = steps.index(status)
    may = {
        step.verb.partition(".")[2]
        for step in Fair.LIFE_CYCLE.steps_from(status)
        if request.actor.may(step.verb, found.area_id)
    }
    if found.on > clock.today():
        may -= {"hold_fair"}
    may_plan = request.actor.may("vacancies.plan_fair", found.area_id)
    shown = {
        "fair": found,
        "area": area_words(found),
        "status": status.label,
        "tone": TONES[status],
        "states": [{"label": one.label, "is_past": n < at, "is_now": n == at} for n, one in enumerate(steps)],
        "stalls": reads.stalls_of(found),
        "columns": columns(
            pgettext("vacancies", "Employer"), _("Seats offered"), _("People interested"), _("People hired"), "",
            numbers=(1, 2, 3),
        ),
        "may": may,
        "may_change": may_plan and status is F.PLANNED,
        "may_add": may_plan and status in (F.PLANNED, F.HELD),
        "may_count_stalls": "count_fair" in may,
        "is_link": found.place.startswith("https://"),
    }  # fmt: skip
    return render(request, "vacancies/fair.html", shown)


def _way(found: Any = None) -> tuple[Link, ...]:
    links = [Link(_("Job fairs"), reverse("vacancies:fairs"))]
    return (*links, Link(found.name, reverse("vacancies:fair", args=[found.uuid]))) if found else tuple(links)


def plan_fair(request: ActorRequest) -> HttpResponse:
    """Announce a fair."""
    return _fair_form(request, None)


def change_fair(request: ActorRequest, fair: UUID) -> HttpResponse:
    """Change a fair that is planned."""
    return _fair_form(request, _fair(fair))


def _fair_form(request: ActorRequest, found: Any) -> HttpResponse:
    initial = {**{key: getattr(found, key) for key in actions.FACTS}, "area": found.area_id} if found else None
    form = FairForm(request.POST or None, initial=initial)
    made: list[Fair] = []
    return act_by_form(
        request,
        form,
        lambda: made.append(actions.plan_fair(form.cleaned_data, fair_id=found and found.pk, actor=request.actor)),
        _("Saved. It stands on the public page."),
        title=_("Change the job fair") if found else _("Announce a job fair"),
        back=reverse("vacancies:fair", args=[found.uuid]) if found else reverse("vacancies:fairs"),
        way=_way(found),
        to=lambda: reverse("vacancies:fair", args=[made[0].uuid]),
    )


def _about(
    request: ActorRequest, found: Any, form: Any, act: Callable[[], Any], said: Any, title: Any, lead: Any = ""
) -> HttpResponse:
    back = reverse("vacancies:fair", args=[found.uuid])
    return act_by_form(request, form, act, said, title=title, back=back, way=_way(found), lead=lead)


def add_stall(request: ActorRequest, fair: UUID) -> HttpResponse:
    """Give an employer a stall."""
    found, form = _fair(fair), StallForm(request.POST or None)

    def act() -> None:
        given = form.cleaned_data
        actions.add_stall(found.pk, find_employer(given["employer"]), seats=given["seats"], actor=request.actor)

    return _about(request, found, form, act, _("The employer has a stall."), _("Give an employer a stall"))


def _employer(uuid: UUID) -> Employer:
    found = Employer.objects.filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def count_stall(request: ActorRequest, employer: UUID, fair: UUID) -> HttpResponse:
    """Record what came of a stall."""
    one, found = _employer(employer), _fair(fair)
    if not any(stall.employer_id == one.pk for stall in reads.stalls_of(found)):
        raise Http404
    form = StallCountForm(request.POST or None)

    def act() -> None:
        actions.count_stall(found.pk, one, actor=request.actor, **form.cleaned_data)

    return _about(request, found, form, act, _("Recorded."), _("What came of the stall"), str(one))


def drop_stall(request: ActorRequest, employer: UUID, fair: UUID) -> HttpResponse:
    """The employer does not come."""
    one, found = _employer(employer), _fair(fair)
    pressed(request, lambda: actions.drop_stall(found.pk, one, actor=request.actor), _("Taken off the fair."))
    return redirect("vacancies:fair", found.uuid)


def hold_fair(request: ActorRequest, fair: UUID) -> HttpResponse:
    """It was held."""
    found = _fair(fair)
    pressed(request, lambda: actions.hold_fair(found.pk, actor=request.actor), _("Now record its results."))
    return redirect("vacancies:fair", found.uuid)


def count_fair(request: ActorRequest, fair: UUID) -> HttpResponse:
    """Record turnout and results."""
    found = _fair(fair)
    total = reads.sums_of([found.pk]).get(found.pk, reads.StallSum())
    form = FairCountForm(request.POST or None, initial={"hired": total.hired})

    def act() -> None:
        actions.count_fair(found.pk, actor=request.actor, **form.cleaned_data)

    return _about(request, found, form, act, _("The results are recorded."), _("Turnout and results"))


def call_off_fair(request: ActorRequest, fair: UUID) -> HttpResponse:
    """It does not take place."""
    found = _fair(fair)
    reason = request.POST.get("reason", "")
    pressed(
        request,
        lambda: actions.call_off_fair(found.pk, reason, actor=request.actor),
        _("Called off. The public page says so until the day has passed."),
    )
    return redirect("vacancies:fair", found.uuid)
