"""The second evidence: minutes of a platform, draws, call-backs, and the doubts with their outcome."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel.buttons import done, pressed
from gangqiao.kernel.links import Link
from gangqiao.kernel.paging import columns_of
from gangqiao.training.actions import attending_online, calling, guarding
from gangqiao.training.actions.reach import leads
from gangqiao.training.codes import LISTS
from gangqiao.training.forms.learners import DrawForm, MinutesForm
from gangqiao.training.models import Attendance, Doubt
from gangqiao.training.reads import guards
from gangqiao.training.reads import learners as reads
from gangqiao.training.showing import learners as showing
from gangqiao.training.views.learners import class_or_404, head
from gangqiao.training.workbooks import MEGABYTES, read_minutes

CALL = "training.record_call"


def minutes(request: ActorRequest, held: UUID) -> HttpResponse:
    """Take in the minutes of a platform; what cannot be taken is told line by line."""
    found, actor = class_or_404(request, held), request.actor
    if not leads(actor, "training.take_minutes", found):
        raise Http404
    form, came = MinutesForm(request.POST or None, request.FILES or None), []

    def act() -> None:
        file = form.cleaned_data["file"]
        lines = read_minutes(file.read(), file.name)
        came.append(attending_online.take_minutes(found.uuid, lines, file.name, actor=actor))

    if request.method == "POST" and form.is_valid() and form.cleaned_data["file"].size > MEGABYTES * 2**20:
        form.add_error("file", _("The file is larger than %(n)d MB. Split it.") % {"n": MEGABYTES})
    elif request.method == "POST":
        done(request, form, act, _("Taken in."))
    shown = head(found, actor, "minutes") | {
        "form": form,
        "came": came[0] if came else None,
        "columns": columns_of((pgettext("workbook", "Line"), _("Why it was not taken"))),
    }
    return render(request, "training/minutes.html", shown, status=422 if form.errors else 200)


def draw_calls(request: ActorRequest, held: UUID) -> HttpResponse:
    """Draw learners for call-backs."""
    found, form = class_or_404(request, held), DrawForm(request.POST)
    if done(
        request, form, lambda: calling.draw(found.uuid, form.cleaned_data["seed"], actor=request.actor), _("Drawn.")
    ):
        return redirect("training:doubts_of", found.uuid)
    for words in form.errors.values():
        messages.error(request, str(words[0]))
    return redirect("training:doubts_of", found.uuid)


def call_backs(request: ActorRequest) -> HttpResponse:
    """Whom the township asks whether they were there."""
    actor, look = request.actor, "done" if request.GET.get("look") == "done" else ""
    found = reads.calls(CALL, actor, look)
    looked(CALL, actor=actor, persons=[one.person_uuid for one in found])
    keys = [one.enrolment_id for one in found]
    mine = Attendance.objects.filter(enrolment__in=keys, struck_on=None, by_user=actor.user_id)
    here = reverse("training:call_backs")
    shown = {
        "rows": showing.call_rows(found, actor, set(mine.values_list("enrolment_id", flat=True))),
        "is_empty": not found,
        "looks": [
            Link(pgettext("call-backs", "To be asked"), here, not look),
            Link(pgettext("call-backs", "Asked"), f"{here}?look=done", bool(look)),
        ],
        "columns": columns_of(
            (_("Person"), _("What is asked"), pgettext("doubt", "About"), _("Phone"), pgettext("call-backs", "Result"))
        ),
    }
    return render(request, "training/call_backs.html", shown)


def record_call(request: ActorRequest, call_back: UUID) -> HttpResponse:
    """What was answered."""
    found = reads.find_call(call_back)
    if found is None:
        raise Http404
    result, words = request.POST.get("reason_code", "")[:14], request.POST.get("reason", "")[:500]
    pressed(
        request, lambda: calling.record_call(found.uuid, result, words, actor=request.actor), _("Recorded.")
    )  # fmt: skip
    return redirect("training:call_backs")


def doubts(request: ActorRequest) -> HttpResponse:
    """The doubts of the reader's area that wait for an outcome."""
    actor = request.actor
    found = [] if reads.is_checked(actor) else list(guards.open_doubts()[:200])
    looked(reads.VIEW, actor=actor, persons=[one.person_uuid for one in found if one.person_uuid])
    labels = (
        pgettext("doubt", "About"),
        pgettext("training", "Class"),
        pgettext("training", "Doubt"),
        _("What was seen"),
    )
    shown = {
        "rows": showing.doubt_rows(found, actor),
        "is_empty": not found,
        "outcomes": list(LISTS["guard_outcome"].choices()),
        "columns": columns_of((*labels, _("Outcome"))),
    }
    return render(request, "training/doubts.html", shown)


def settle_doubt(request: ActorRequest, class_doubt: UUID) -> HttpResponse:
    """Settle a doubt, in words."""
    found = Doubt.objects.filter(uuid=class_doubt).first()
    if found is None:
        raise Http404
    outcome, words = request.POST.get("reason_code", "")[:12], request.POST.get("reason", "")[:1000]
    pressed(request, lambda: guarding.settle(found.uuid, outcome, words, actor=request.actor), _("Settled."))
    return redirect("training:doubts")
