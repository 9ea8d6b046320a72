"""The plan as a document, who does what by it, and its putting into force."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.kernel import clock
from gangqiao.kernel.errors import Refusals
from gangqiao.plans import actions
from gangqiao.plans.loading import library_path
from gangqiao.plans.reads import current_plan, missing_units, tasks_in_force, version_in_force
from gangqiao.plans.showing import PART_MARKS, Shower, all_shown
from gangqiao.plans.views import tabs


def plan(request: ActorRequest) -> HttpResponse:
    """The whole plan, with the clause beside each duty and how many units have done it."""
    found, version = current_plan(), version_in_force()
    shower = Shower(found)
    return render(
        request,
        "plans/plan.html",
        {
            "plan": shower.head(),
            "version": version,
            "tasks": shower.tasks(found.tasks, list(tasks_in_force())),
            "measures": shower.tasks(found.measures, list(tasks_in_force())),
            "missing": [shower.say(unit.words) for unit in missing_units(found)] if version else [],
            "may_load": request.actor.may("plans.load"),
            "tabs": tabs(request, "plan"),
            "target_columns": [
                {"label": label} for label in (_("Target"), _("At least"), _("Due by"), _("The plan's words"))
            ],
        },
    )


def matrix(request: ActorRequest) -> HttpResponse:
    """Every duty of the plan beside every unit it names."""
    shower = Shower(current_plan())
    columns = [{"label": label} for label in (_("Task"), _("When due"), *shower.unit_names())]
    shown = {
        "plan": shower.head(),
        "groups": shower.matrix(),
        "columns": columns,
        "marks": list(PART_MARKS.values()),
        "tabs": tabs(request, "matrix"),
        "lines": [_("Made by"), _("Checked by")],
    }
    return render(request, "plans/matrix.html", shown)


def duty(request: ActorRequest, task_key: str) -> HttpResponse:
    """One duty of the plan and how far each unit is with it."""
    found = current_plan()
    task = found.find_task(task_key)
    if task is None:
        raise Http404
    rows = tasks_in_force().filter(task_key__in=[leaf.id for leaf in task.leaves])
    shower = Shower(found)
    shown = {
        "task": shower.task(task, []),
        "rows": all_shown(found, list(rows), clock.today()),
        "tabs": tabs(request, "plan"),
        "columns": [{"label": label} for label in (_("Unit"), _("Part"), _("Last day"), _("Standing"), _("State"))],
    }
    return render(request, "plans/duty.html", shown)


def load(request: ActorRequest) -> HttpResponse:
    """Put the plan named in the settings into force, or give what has not been given yet."""
    version = version_in_force()
    text = version.text if version else library_path(settings.PLAN).read_text(encoding="utf-8")
    try:
        loaded = actions.load_plan(text, actor=request.actor)
    except Refusals as refusals:
        messages.error(request, str(refusals.refusals[0]))
    else:
        n = loaded.given.given
        said = ngettext(
            "The plan is in force. %(n)d task was given.", "The plan is in force. %(n)d tasks were given.", n
        )
        messages.success(request, said % {"n": n})
    return redirect("plans:plan")
