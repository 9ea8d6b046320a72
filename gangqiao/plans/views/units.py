"""What the units owe: all of them side by side, and one with its tasks by urgency."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.accounts.models import Unit
from gangqiao.kernel import clock
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.links import Link
from gangqiao.plans import actions
from gangqiao.plans.calendar import is_known
from gangqiao.plans.reads import answers_for, current_plan, tasks_in_force, version_in_force
from gangqiao.plans.showing import all_shown, board_of
from gangqiao.plans.standing import ACCEPT_WITHIN, LIGHT_WORDS, SOON, TONES, Light
from gangqiao.plans.states import FINISHED, Status
from gangqiao.plans.views import tabs


def units(request: ActorRequest) -> HttpResponse:
    """Every unit with the numbers of its tasks by light, in the order of the list of units: nobody is ranked."""
    today = clock.today()
    rows = board_of(current_plan(), list(tasks_in_force()), today)
    lights = [(LIGHT_WORDS[light], TONES[light]) for light in Light]
    shown = {
        "rows": rows,
        "lights": lights,
        "version": version_in_force(),
        "tabs": tabs(request, "units"),
        "rule": {"soon": SOON, "accept": ACCEPT_WITHIN, "year": "" if is_known(today.year) else today.year},
    }
    return render(request, "plans/units.html", shown)


def unit(request: ActorRequest, unit_code: str) -> HttpResponse:
    """What one unit owes, the most urgent first; finished work on a page of its own."""
    found = get_object_or_404(Unit, code=unit_code)
    owed, today = list(tasks_in_force().filter(unit=found)), clock.today()
    finished = [task for task in owed if task.status in FINISHED]
    part = "finished" if request.GET.get("part") == "finished" else "owed"
    rows = all_shown(current_plan(), finished if part == "finished" else [t for t in owed if t not in finished], today)
    here = reverse("plans:unit", args=[found.code])
    own = answers_for(request.actor, found.pk)
    shown = {
        "unit": found,
        "rows": rows,
        "tabs": tabs(request, found.code),
        "parts": [
            Link(_("Owed"), here, part == "owed", str(len(owed) - len(finished))),
            Link(pgettext("tasks", "Finished"), f"{here}?part=finished", part == "finished", str(len(finished))),
        ],
        "given": sum(task.status == Status.GIVEN for task in owed) if own else 0,
        "columns": [{"label": label} for label in (_("Task"), _("Part"), _("Last day"), _("Standing"), _("State"))],
    }
    return render(request, "plans/unit.html", shown)


def accept_all(request: ActorRequest, unit_code: str) -> HttpResponse:
    """Take on everything that was given to the unit and is not accepted yet."""
    found = get_object_or_404(Unit, code=unit_code)
    if not answers_for(request.actor, found.pk):
        raise Http404
    try:
        n = actions.accept_all(found.pk, actor=request.actor)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, ngettext("%(n)d task was accepted.", "%(n)d tasks were accepted.", n) % {"n": n})
    return redirect("plans:unit", found.code)
