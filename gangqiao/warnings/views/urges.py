"""Urging and supervision: the list, one file, asking a unit, and the acts of both sides."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.accounts.models import Unit
from gangqiao.kernel import clock
from gangqiao.kernel.buttons import Buttons, done
from gangqiao.kernel.links import Link
from gangqiao.plans.reads import answers_for
from gangqiao.warnings import actions
from gangqiao.warnings.actions.closing import may_judge
from gangqiao.warnings.actions.urging import answer_by
from gangqiao.warnings.forms import AnswerForm, UrgeForm
from gangqiao.warnings.models import Urge
from gangqiao.warnings.reads.proposals import proposals as all_proposals
from gangqiao.warnings.reads.subjects import find_subject
from gangqiao.warnings.reads.urges import urges_for
from gangqiao.warnings.showing.urges import course_of, proposal_rows, row_of, rows_of, states_shown, subject_href
from gangqiao.warnings.states import OPEN, Level
from gangqiao.warnings.views import tabs

AT_MOST = 200  # rows of one list


def urges(request: ActorRequest) -> HttpResponse:
    """The urgings the reader may see: open ones by level and day, closed ones on a page of their own."""
    part = "closed" if request.GET.get("part") == "closed" else "open"
    found = urges_for(request.actor)
    waiting = found.filter(status__in=OPEN)
    closed = found.exclude(status__in=OPEN).order_by("-closed_on", "-pk")
    parts = [
        Link(_("Open urgings"), request.path, part == "open", str(waiting.count())),
        Link(_("Closed urgings"), f"{request.path}?part=closed", part == "closed", str(closed.count())),
    ]
    page = {
        "rows": rows_of((closed if part == "closed" else waiting)[:AT_MOST]),
        "parts": parts,
        "part": part,
        "sees_all": request.actor.may("warnings.view_urges"),
        "tabs": tabs(request, "urges"),
        "columns": [{"label": label} for label in (_("Unit"), _("Matter"), _("Level"), _("State"), _("Answer by"))],
    }
    return render(request, "warnings/urges.html", page)


def urge(request: ActorRequest, urge: UUID) -> HttpResponse:
    """One urging with its course, and what the reader may do now."""
    return _file(request, _urge_or_404(request, urge))


def _file(request: ActorRequest, found: Urge, form: AnswerForm | None = None) -> HttpResponse:
    actor = request.actor
    own, judges = answers_for(actor, found.unit_id, "warnings.answer"), may_judge(found, actor)
    verbs = {step.verb for step in Urge.LIFE_CYCLE.steps_from(found.status) if actor.may(step.verb)}
    page = {
        "row": row_of(found, clock.today()),
        "course": course_of(found),
        "states": states_shown(found.status),
        "subject_href": subject_href(found),
        "may_receive": own and "warnings.receive" in verbs,
        "form": (form or AnswerForm()) if own and "warnings.answer" in verbs else None,
        "may_accept": judges and "warnings.accept_answer" in verbs,
        "may_send_again": judges and "warnings.send_again" in verbs,
        "may_withdraw": "warnings.withdraw" in verbs,
        "tabs": tabs(request, ""),
    }
    return render(request, "warnings/urge.html", page)


def ask(request: ActorRequest, unit_code: str, matter: str, matter_key: str) -> HttpResponse:
    """Urge a unit about one matter, in own words."""
    unit = get_object_or_404(Unit, code=unit_code)
    subject = find_subject(matter, matter_key, unit)
    if subject is None:
        raise Http404
    form = UrgeForm(request.POST or None, initial={"level": Level.URGE})
    made: list[Urge] = []

    def act() -> None:
        made.append(actions.urge(unit, matter, matter_key, actor=request.actor, **form.cleaned_data))

    if request.method == "POST" and done(request, form, act, _("The unit was urged. It sees it in its list of work.")):
        return redirect("warnings:urge", made[0].uuid)
    today = clock.today()
    page = {
        "unit": unit,
        "subject": subject,
        "named": subject.named.in_language(get_language()),
        "form": form,
        "answer_by": [(level.label, answer_by(level, today)) for level in (Level.URGE, Level.SUPERVISE)],
        "tabs": tabs(request, ""),
    }
    return render(request, "warnings/ask.html", page)


def proposals(request: ActorRequest) -> HttpResponse:
    """Whom the product proposes to urge; many at once with one press."""
    found = all_proposals()
    page = {
        "rows": proposal_rows(found[:AT_MOST]),
        "total": len(found),
        "tabs": tabs(request, "proposals"),
        "columns": [{"label": label} for label in (_("Unit"), _("Matter"), _("Reason"))],
    }
    return render(request, "warnings/proposals.html", page)


def propose(request: ActorRequest) -> HttpResponse:
    """Urge every ticked unit about what was proposed."""
    ticked = set(request.POST.getlist("pick"))
    chosen = [p for p in all_proposals() if p.mark in ticked]
    if not chosen:
        messages.error(request, _("Tick at least one row."))
        return redirect("warnings:proposals")
    made, already = actions.urge_many(chosen, actor=request.actor)
    said = ngettext("%(n)d urging was sent.", "%(n)d urgings were sent.", len(made)) % {"n": len(made)}
    if already:
        said += " " + _("%(n)d were urged already.") % {"n": already}
    messages.success(request, said)
    return redirect("warnings:urges")


def _urge_or_404(request: ActorRequest, uuid: UUID) -> Urge:
    return get_object_or_404(urges_for(request.actor), uuid=uuid)


URGE = Buttons(_urge_or_404, "warnings:urge")
receive = URGE.step(actions.receive, gettext_lazy("Receipt confirmed."))
accept_answer = URGE.step(actions.accept_answer, gettext_lazy("Accepted."))
send_again = URGE.step(actions.send_again, gettext_lazy("Sent again."), reason="words")
withdraw = URGE.step(actions.withdraw, gettext_lazy("Withdrawn."), reason="words")


def answer(request: ActorRequest, urge: UUID) -> HttpResponse:
    """The unit says what was done."""
    found, form = _urge_or_404(request, urge), AnswerForm(request.POST)
    if not form.is_valid():
        return _file(request, found, form)
    return URGE.press(
        request, urge, actions.answer, _("Answered. Headquarters reads it now."), words=form.cleaned_data["words"]
    )
