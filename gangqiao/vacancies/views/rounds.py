"""Pages of collecting: the rounds, one round with who is missing, one unit's return, and the bureau's copies."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.kernel import clock
from gangqiao.kernel.buttons import done, pressed
from gangqiao.kernel.links import Link
from gangqiao.kernel.paging import key_to_go_on
from gangqiao.vacancies.actions import rounds as actions
from gangqiao.vacancies.actions import rounds_returns
from gangqiao.vacancies.forms.employers import AskForm
from gangqiao.vacancies.forms.rounds import HandInForm, RoundForm
from gangqiao.vacancies.models import Line, Return, Round
from gangqiao.vacancies.policy.collecting import DEPARTMENTS
from gangqiao.vacancies.reads import rounds as reads
from gangqiao.vacancies.reads.rounds_copies import copies as find_copies
from gangqiao.vacancies.refusals.rounds import NotOnTheRoster
from gangqiao.vacancies.showing import rounds as showing
from gangqiao.vacancies.states import RoundKind, RoundStatus, Status
from gangqiao.vacancies.views.employers import employer_or_404
from gangqiao.vacancies.views.form_pages import form_page

PLAN = "vacancies.plan_round"


def round_or_404(request: ActorRequest, uuid: UUID) -> Round:
    """The round; one that is still being planned is seen by whoever plans."""
    found = Round.objects.filter(uuid=uuid).first()
    if found is None or (found.status == RoundStatus.DRAFT and not request.actor.may(PLAN)):
        raise Http404
    return found


def return_or_404(uuid: UUID) -> Return:
    """One unit's return, within the scope."""
    found: Return | None = Return.objects.select_related("round", "area").filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def _way() -> tuple[Link, ...]:
    return (Link(_("Collecting"), reverse("vacancies:rounds")),)


def rounds(request: ActorRequest) -> HttpResponse:
    """The rounds, the newest first, and what the reader's own unit owes."""
    may_plan = request.actor.may(PLAN)
    found = Round.objects.order_by("-period", "-pk")[:36]
    rows = [showing.round_row(r, reads.progress(r)) for r in found if r.status != RoundStatus.DRAFT or may_plan]
    own = list(reads.owed_by(request.actor)) if request.actor.may("vacancies.hand_in") else []
    labels = (_("Round"), _("Month"), _("Due on"), _("Handed in"), _("State"))
    shown = {
        "rows": rows,
        "own": [(o, showing.part_shown(reads.Part(o, ""))) for o in own],
        "asks": _asks(request),
        "may_plan": may_plan,
        "may_see_copies": request.actor.may("vacancies.receive_return"),
        "columns": [{"label": label} for label in labels],
    }
    return render(request, "vacancies/rounds.html", shown)


def _asks(request: ActorRequest) -> str:
    """What the reader's department asks about; "" for everybody else."""
    language = getattr(request, "LANGUAGE_CODE", "zh-hans")
    return next((DEPARTMENTS[c].words(language) for c in reads.units_of(request.actor) if c in DEPARTMENTS), "")


def plan(request: ActorRequest) -> HttpResponse:
    """Plan a survey of employers, or the returns of a month."""
    form = RoundForm(request.POST or None)
    made: list[Round] = []

    def act() -> None:
        given = form.cleaned_data
        made.append(
            actions.plan_round(
                given["kind"],
                name=given["name"],
                period=given["begins_on"],
                begins_on=given["begins_on"],
                due_on=given["due_on"],
                actor=request.actor,
            )
        )

    if done(request, form, act, _("Planned. Nobody is asked before you open it.")):
        return redirect("vacancies:round", made[0].uuid)
    return form_page(request, form, title=_("Ask for labour demand"), back=reverse("vacancies:rounds"), way=_way())


def round_page(request: ActorRequest, round: UUID) -> HttpResponse:
    """How far a round is: ratios, each with what it misses, and the units with who does it there."""
    asked = round_or_404(request, round)
    found = reads.progress(asked)
    is_survey = asked.kind == RoundKind.SURVEY
    labels = [_("Unit"), _("Who does it there")]
    labels += [_("Employers asked"), _("Figures given")] if is_survey else [_("What was handed in")]
    shown = {
        "round": asked,
        "row": showing.round_row(asked, found),
        "is_survey": is_survey,
        "ratios": showing.ratios(asked, found),
        "outcomes": showing.outcomes(found),
        "parts": [showing.part_shown(part) for part in found.parts],
        "columns": [{"label": label} for label in (*labels, _("State"))],
        "may_open": asked.status == RoundStatus.DRAFT and request.actor.may("vacancies.open_round"),
        "may_close": asked.status == RoundStatus.OPEN and request.actor.may("vacancies.close_round"),
    }
    return render(request, "vacancies/round.html", shown)


def open_round(request: ActorRequest, round: UUID) -> HttpResponse:
    """Ask."""
    asked, said = round_or_404(request, round), _("Every unit sees it on its first page now.")
    pressed(request, lambda: actions.open_round(asked.pk, actor=request.actor), said)
    return redirect("vacancies:round", asked.uuid)


def close_round(request: ActorRequest, round: UUID) -> HttpResponse:
    """Take nothing more."""
    asked = round_or_404(request, round)
    pressed(request, lambda: actions.close_round(asked.pk, actor=request.actor), _("The round is closed."))
    return redirect("vacancies:round", asked.uuid)


def missing(request: ActorRequest, round: UUID) -> HttpResponse:
    """The employers a ratio of a survey misses, and who has them."""
    asked = round_or_404(request, round)
    owed = Return.objects.filter(round=asked).select_related("area", "round")
    wanted, what = request.GET.get("return", ""), request.GET.get("what", "")
    mine = [one for one in owed if not wanted or str(one.uuid) == wanted]
    found = reads.missing_lines(mine, what, key_to_go_on(request) or 0)
    names, holders = reads.names_of(mine), reads.holders_of(mine)
    is_open = asked.status == RoundStatus.OPEN
    query = "".join(f"&{key}={value}" for key, value in (("return", wanted), ("what", what)) if value and mine)
    here = reverse("vacancies:missing", args=[asked.uuid])
    labels = (pgettext("vacancies", "Employer"), _("Unit"), _("Who does it there"), _("Outcome"), _("Missing"))
    shown = {
        "round": asked,
        "is_answers": what == "answers",
        "rows": showing.lines_shown(found.rows, names, holders, request.actor, is_open=is_open),
        "count": found.count,
        "is_empty": not found.rows,
        "next_href": f"{here}?after={found.after}{query}" if found.after else "",
        "columns": [{"label": label} for label in labels],
    }
    return render(request, "vacancies/rounds_missing.html", shown)


def return_page(request: ActorRequest, owed_return: UUID) -> HttpResponse:
    """One unit's return: the employers to ask, or the vacancies of the month; handed in, received, sent back."""
    owed = return_or_404(owed_return)
    return _return(request, owed, HandInForm(is_month=owed.round.kind == RoundKind.MONTHLY))


def hand_in(request: ActorRequest, owed_return: UUID) -> HttpResponse:
    """Hand the return in."""
    owed = return_or_404(owed_return)
    form = HandInForm(request.POST, is_month=owed.round.kind == RoundKind.MONTHLY)

    def act() -> None:
        rounds_returns.hand_in(owed.pk, actor=request.actor, **form.cleaned_data)

    if done(request, form, act, _("Handed in. The bureau has it.")):
        return redirect("vacancies:return", owed.uuid)
    return _return(request, owed, form)


def _return(request: ActorRequest, owed: Return, form: HandInForm) -> HttpResponse:
    names, holders = reads.names_of([owed]), reads.holders_of([owed])
    is_month, is_open = owed.round.kind == RoundKind.MONTHLY, owed.round.status == RoundStatus.OPEN
    part, may = reads.Part(owed, names[owed.pk]), showing.may_with(owed, request.actor)
    lines = Line.objects.filter(part_of=owed).select_related("employer", "part_of__round").order_by("outcome", "pk")
    entered = reads.entered_in(owed).select_related("employer") if is_month else []
    shown: dict[str, Any] = {
        "owed": owed,
        "name": names[owed.pk],
        "holders": holders[owed.pk],
        "part": showing.part_shown(part),
        "is_month": is_month,
        "is_late": part.is_late,
        "lines": showing.lines_shown(lines, names, holders, request.actor, is_open=is_open),
        "entered": [(v, Status(v.status).label) for v in entered],
        "line_columns": [
            {"label": label}
            for label in (pgettext("vacancies", "Employer"), _("Outcome"), _("Figures missing"), _("Day"))
        ],
        "entered_columns": [
            {"label": label}
            for label in (
                pgettext("vacancies", "Post"),
                pgettext("vacancies", "Employer"),
                _("People wanted"),
                _("State"),
            )
        ],
        "form": form if "hand_in" in may else None,
        "may": may,
        "asks": _asks(request),
        "may_list": is_open and request.actor.may("vacancies.list_employer"),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "vacancies/return.html", shown, status=status)


def receive(request: ActorRequest, owed_return: UUID) -> HttpResponse:
    """The bureau has it."""
    owed = return_or_404(owed_return)
    pressed(request, lambda: rounds_returns.receive_return(owed.pk, actor=request.actor), _("Received."))
    return redirect("vacancies:round", owed.round.uuid)


def send_back(request: ActorRequest, owed_return: UUID) -> HttpResponse:
    """Something is missing."""
    owed, words = return_or_404(owed_return), request.POST.get("reason", "")
    pressed(request, lambda: rounds_returns.send_back_return(owed.pk, words, actor=request.actor), _("Sent back."))
    return redirect("vacancies:return", owed.uuid)


def ask(request: ActorRequest, employer: UUID) -> HttpResponse:
    """Record what became of one employer of a survey: of the one named in the query, else of the newest."""
    found = employer_or_404(employer)
    lines = Line.objects.filter(employer=found).select_related("part_of__round").order_by("-pk")
    wanted = request.GET.get("round", "")
    line = next((one for one in lines if wanted in ("", str(one.part_of.round.uuid))), None)
    if line is None:
        messages.error(request, str(NotOnTheRoster().sentence))
        return redirect("vacancies:employer", found.uuid)
    asked = line.part_of.round
    form = AskForm(request.POST or None, initial={"outcome": line.outcome or "counted"})

    def act() -> None:
        given = form.cleaned_data
        rounds_returns.ask_employer(
            asked.pk,
            found.pk,
            given["outcome"],
            figures=form.raw(),
            on=given["on"],
            note=given["note"],
            actor=request.actor,
        )

    back = reverse("vacancies:return", args=[line.part_of.uuid])
    if done(request, form, act, _("Recorded.")):
        return redirect(back)
    return form_page(request, form, title=str(found), back=back, lead=asked.title, way=_way())


def copies(request: ActorRequest) -> HttpResponse:
    """What came to the bureau by itself (R051), newest first."""
    before = request.GET.get("before", "")
    rows, more = find_copies(key_to_go_on(request, "before"))
    labels = (_("Copied"), _("What was done"), _("Employer or vacancy"), _("Kept by"), _("By whom"))
    here = reverse("vacancies:copies")
    shown = {
        "rows": showing.copies_shown(rows),
        "is_empty": not rows,
        "first_href": here if before else "",
        "next_href": f"{here}?before={more}" if more else "",
        "columns": [{"label": label} for label in labels],
        "today": clock.today(),
    }
    return render(request, "vacancies/rounds_copies.html", shown)
