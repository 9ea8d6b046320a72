"""One task of one unit: what the plan says, how far it is, what was shown, and the acts."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel import clock
from gangqiao.kernel.buttons import Buttons, done
from gangqiao.kernel.files import FileGone, open_kept
from gangqiao.plans import actions
from gangqiao.plans.actions.verifying import may_verify
from gangqiao.plans.counting import count_for, figures_for
from gangqiao.plans.forms import EvidenceForm
from gangqiao.plans.models import Evidence, UnitTask
from gangqiao.plans.reads import answers_for, may_see_evidence, plan_behind
from gangqiao.plans.showing import Shower, all_shown, evidence_shown, states_shown
from gangqiao.plans.views import tabs

_OWN = ("plans.accept", "plans.start", "plans.report_done")
_OTHERS = ("plans.verify",)


def task(request: ActorRequest, unit_task: UUID) -> HttpResponse:
    """The task, its standing with the reason, what was shown for it."""
    return _page(request, _task_or_404(unit_task))


def _page(request: ActorRequest, found: UnitTask, form: EvidenceForm | None = None) -> HttpResponse:
    plan, actor = plan_behind(found), request.actor
    shower, leaf = Shower(plan), plan.find_task(found.task_key)
    own = answers_for(actor, found.unit_id)
    steps = [s for s in UnitTask.LIFE_CYCLE.steps_from(found.status) if actor.may(s.verb)]
    other = actor.may("plans.verify") and may_verify(found, actor)
    sees = may_see_evidence(actor, found)
    shows = own and any(s.verb == "plans.show" for s in steps)
    if form is None and shows:
        form = EvidenceForm(figures=figures_for(found, actor))
    shown: dict[str, Any] = {
        "row": all_shown(plan, [found], clock.today())[0],
        "duty": shower.task(leaf, []) if leaf else None,
        "evidence": evidence_shown(found) if sees else [],
        "many": found.evidence.count(),
        "sees": sees,
        "states": states_shown(found.status),
        "own_steps": [s for s in steps if s.verb in _OWN] if own else [],
        "other_steps": [s for s in steps if s.verb in _OTHERS] if other else [],
        "may_send_back": other and any(s.verb == "plans.send_back" for s in steps),
        "waits_for_others": own and not other and found.status == "done",
        "form": form if shows else None,
        "tabs": tabs(request, found.unit.code),
    }
    return render(request, "plans/task.html", shown)


def _find(request: ActorRequest, uuid: UUID) -> UnitTask:
    return _task_or_404(uuid)


TASK = Buttons(_find, "plans:task")
accept = TASK.step(actions.accept, gettext_lazy("Accepted."))
start = TASK.step(actions.start, gettext_lazy("Noted: the work has begun."))
report_done = TASK.step(actions.report_done, gettext_lazy("Reported as done. Somebody else verifies it now."))
verify = TASK.step(actions.verify, gettext_lazy("Verified."))
send_back = TASK.step(actions.send_back, gettext_lazy("Sent back to the unit."), reason="reason")


def show(request: ActorRequest, unit_task: UUID) -> HttpResponse:
    """Give evidence."""
    found, actor = _task_or_404(unit_task), request.actor
    form = EvidenceForm(request.POST, request.FILES, figures=figures_for(found, actor))

    def act() -> None:
        figure, file = form.cleaned_data["figure"], form.cleaned_data["file"]
        day, counted = count_for(found, figure) if figure else (None, None)
        actions.show(
            found.pk,
            actor=actor,
            words=form.cleaned_data["words"],
            figure=figure,
            figure_day=day,
            counted=counted,
            file_name=file.name if file else "",
            content=file.read() if file else b"",
        )

    if done(request, form, act, _("The evidence is kept. Report the task as done when nothing is missing.")):
        return redirect("plans:task", found.uuid)
    return _page(request, found, form)


def evidence_file(request: ActorRequest, evidence: UUID) -> HttpResponse:
    """A kept file, to those who may see what the unit showed; to everybody else as if it were not there."""
    found = get_object_or_404(Evidence.objects.select_related("task"), uuid=evidence)
    if not found.kept or not may_see_evidence(request.actor, found.task):
        raise Http404
    try:
        content = open_kept(found.kept)
    except FileGone as gone:
        messages.error(request, str(gone))
        return redirect("plans:task", found.task.uuid)
    looked("plans.view_evidence", actor=request.actor, reason=f"{found.task} {found.uuid}")
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer["Content-Disposition"] = f"attachment; filename=\"evidence\"; filename*=UTF-8''{quote(found.file_name)}"
    return answer


def _task_or_404(uuid: UUID) -> UnitTask:
    return get_object_or_404(
        UnitTask.objects.select_related("unit", "version", "reported_by", "verified_by"), uuid=uuid
    )
