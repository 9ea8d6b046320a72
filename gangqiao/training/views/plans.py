"""Pages of plans of courses: the list, one plan with its lines, its papers, and the class a line becomes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.kernel import clock
from gangqiao.kernel.buttons import pressed
from gangqiao.kernel.links import Link
from gangqiao.kernel.paging import columns_of
from gangqiao.training.actions import plans as actions
from gangqiao.training.forms.plans import LineForm, PlanForm, initial_of_line
from gangqiao.training.models import CoursePlan, PlanLine
from gangqiao.training.papers import course_plan as papers
from gangqiao.training.reads import plans as reads
from gangqiao.training.reads.classes_seeing import find_plan, reaches
from gangqiao.training.showing import plans as showing
from gangqiao.training.views.form_pages import act_by_form

PLAN = "training.plan_courses"
USUAL_DAYS = 90
TYPES = {"pdf": "application/pdf", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def plan_or_404(request: ActorRequest, uuid: UUID) -> CoursePlan:
    """The plan, as far as the reader knows of it."""
    found = find_plan(uuid, request.actor)
    if found is None:
        raise Http404
    return found


def line_or_404(request: ActorRequest, uuid: UUID) -> PlanLine:
    """A line of a plan, as far as the reader knows of it."""
    found = reads.find_line(uuid, request.actor)
    if found is None:
        raise Http404
    return found


def way_to(plan: CoursePlan | None = None) -> tuple[Link, ...]:
    """The links that lead to a plan, or to the list."""
    links = [Link(_("Plans of courses"), reverse("training:plans"))]
    if plan is not None:
        links.append(Link(plan.title, reverse("training:plan", args=[plan.uuid])))
    return tuple(links)


def plans(request: ActorRequest) -> HttpResponse:
    """The plans the reader knows of."""
    look = request.GET.get("look", "")
    look = look if look in reads.LOOKS else ""
    rows = reads.listed(look, request.actor)
    shown = {
        "rows": [(one, *showing.state_of(one.plan), showing.time_words(one.plan)) for one in rows],
        "count": len(rows),
        "is_empty": not rows,
        "looks": [Link(words, f"?look={key}", key == look) for key, words in showing.look_words().items()],
        "columns": columns_of(
            [_("Title"), _("Area"), _("Time"), _("Courses"), _("Places"), _("Carried out"), _("State")]
        ),
        "may_plan": request.actor.may(PLAN),
    }
    return render(request, "training/plans.html", shown)


def plan(request: ActorRequest, course_plan: UUID) -> HttpResponse:
    """One plan: its courses by month, and the classes that came of them."""
    found = plan_or_404(request, course_plan)
    columns = columns_of(
        [_("Month"), _("Trade"), _("Place"), _("Wish it today"), _("Open seats"), _("Places"), ""]
    )  # fmt: skip
    return render(request, "training/plan.html", showing.page(found, request.actor) | {"columns": columns})


def draft_plan(request: ActorRequest) -> HttpResponse:
    """Make a draft from the demand of an area."""
    today = clock.today()
    first: dict[str, Any] = {
        "title": _("Plan of courses %(month)s") % {"month": f"{today:%Y-%m}"},
        "begins_on": today,
        "ends_on": today + timedelta(days=USUAL_DAYS),
    }
    form = PlanForm(request.POST or None, initial=first)
    form.offer_areas(request.actor.areas(PLAN))
    made: list[CoursePlan] = []

    def act() -> None:
        given = form.cleaned_data
        args = (str(given["area"].pk), given["begins_on"], given["ends_on"], given["title"])
        made.append(actions.draft_plan(*args, actor=request.actor))

    return act_by_form(
        request,
        form,
        act,
        _("Made from the demand of today. Look it through, change what must be changed; a colleague issues it."),
        title=_("Make a plan of courses"),
        lead=_("Every open wish of the area gets a place in a class, by the rule that stands under the demand."),
        back=reverse("training:plans"),
        way=way_to(),
        to=lambda: reverse("training:plan", args=[made[0].uuid]),
    )


def add_line(request: ActorRequest, course_plan: UUID) -> HttpResponse:
    """Add a course by hand."""
    found = _to_change(request, plan_or_404(request, course_plan))
    form = LineForm(request.POST or None, plan=found, initial={"form": "on_site", "places": 40})
    return act_by_form(
        request,
        form,
        lambda: actions.add_line(found.uuid, form.values(), actor=request.actor),
        _("Added."),
        title=_("Add a course to the plan"),
        back=reverse("training:plan", args=[found.uuid]),
        way=way_to(found),
    )


def change_line(request: ActorRequest, plan_line: UUID) -> HttpResponse:
    """Change a course of a draft."""
    line = line_or_404(request, plan_line)
    found = _to_change(request, line.plan)
    form = LineForm(request.POST or None, plan=found, initial=initial_of_line(line))
    return act_by_form(
        request,
        form,
        lambda: actions.change_line(line.uuid, form.values(), actor=request.actor),
        _("Saved."),
        title=_("Change a course of the plan"),
        back=reverse("training:plan", args=[found.uuid]),
        way=way_to(found),
    )


def _to_change(request: ActorRequest, found: CoursePlan) -> CoursePlan:
    if not reaches(request.actor, PLAN, found):
        raise Http404
    return found


def drop_line(request: ActorRequest, plan_line: UUID) -> HttpResponse:
    """Take a course out of a draft."""
    line = line_or_404(request, plan_line)
    pressed(request, lambda: actions.drop_line(line.uuid, actor=request.actor), _("Taken out."))
    return redirect("training:plan", line.plan.uuid)


def make_class(request: ActorRequest, plan_line: UUID) -> HttpResponse:
    """Plan a class as the line says, and lead to it."""
    line = line_or_404(request, plan_line)
    made: list[Any] = []

    def act() -> None:
        made.append(actions.class_from_line(line.uuid, actor=request.actor))

    if pressed(request, act, _("Planned. Look through days, provider and money, then lay out the timetable.")):
        return redirect("training:class", made[0].uuid)
    return redirect("training:plan", line.plan.uuid)


def issue_plan(request: ActorRequest, course_plan: UUID) -> HttpResponse:
    """Put a plan in force."""
    found = plan_or_404(request, course_plan)
    pressed(
        request, lambda: actions.issue_plan(found.uuid, actor=request.actor), _("Issued. Classes can be made of it.")
    )
    return redirect("training:plan", found.uuid)


def drop_plan(request: ActorRequest, course_plan: UUID) -> HttpResponse:
    """Give a draft up."""
    found = plan_or_404(request, course_plan)
    pressed(request, lambda: actions.drop_plan(found.uuid, actor=request.actor), _("Dropped."))
    return redirect("training:plans")


def copy_plan(request: ActorRequest, course_plan: UUID) -> HttpResponse:
    """A new draft that begins as the plan is."""
    found = plan_or_404(request, course_plan)
    made: list[CoursePlan] = []

    def act() -> None:
        made.append(actions.copy_plan(found.uuid, actor=request.actor))

    if pressed(request, act, _("A new draft. What was carried out is left out.")):
        return redirect("training:plan", made[0].uuid)
    return redirect("training:plan", found.uuid)


@never_cache
def plan_paper(request: ActorRequest, course_plan: UUID, form: str) -> HttpResponse:
    """The plan as PDF or as a workbook. It names nobody."""
    found = plan_or_404(request, course_plan)
    if form not in TYPES:
        raise Http404
    make = papers.set_plan if form == "pdf" else papers.plan_xlsx
    name = f"{found.title}.{form}"
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or ""}
    return HttpResponse(make(found, request.actor.name), content_type=TYPES[form], headers=headers)
