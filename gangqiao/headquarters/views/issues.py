"""Issues: the log of the reader's areas, one issue with its history, and its acts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.headquarters.actions import issues as actions
from gangqiao.headquarters.forms import AssignForm, IssueForm, ResultForm
from gangqiao.headquarters.models import Decision, Issue, IssueLevel, IssueNote, IssueParty
from gangqiao.headquarters.reads.issues import handles, may_verify, opened, seen_by, through_party, works_on
from gangqiao.headquarters.reads.meetings import units_to_invite
from gangqiao.headquarters.showing.agenda import course_of
from gangqiao.headquarters.showing.issues import issue_row, issue_rows, notes_shown
from gangqiao.headquarters.states import IssueStatus
from gangqiao.headquarters.views import columns, done, file_answer, form_page, pressed, sent_with, tabs
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.files import FileGone
from gangqiao.kernel.links import Link
from gangqiao.places.levels import Level
from gangqiao.places.models import Division
from gangqiao.places.reads import county, path_names, subtree
from gangqiao.plans.reads import units_answered_for

I = IssueStatus  # noqa: E741
COURSE = (I.RAISED, I.ACCEPTED, I.ASSIGNED, I.IN_PROGRESS, I.DONE, I.VERIFIED)
RAISE = "headquarters.raise_issue"


def issues(request: ActorRequest) -> HttpResponse:
    """The issues of the reader's areas and units, the most urgent first; by level, and the solved ones apart."""
    asked, here = request.GET.get("part", "open"), reverse("headquarters:issues")
    found = seen_by(request.actor, is_open=True)
    levels = {str(level.value): level for level in IssueLevel}
    part = asked if asked in ("solved", *levels) else "open"
    shown_issues = seen_by(request.actor, is_open=False) if part == "solved" else found
    if part in levels:
        shown_issues = [issue for issue in found if issue.level == levels[part]]
    parts = [Link(_("All open"), here, part == "open", str(len(found)))]
    parts += [
        Link(level.label, f"{here}?part={key}", part == key, str(sum(i.level == level for i in found)))
        for key, level in levels.items()
    ]
    parts.append(Link(_("Solved"), f"{here}?part=solved", part == "solved"))
    shown = {
        "rows": issue_rows(shown_issues, clock.today()),
        "parts": parts,
        "may_raise": request.actor.may(RAISE),
        "tabs": tabs("issues"),
        "columns": columns(_("Issue"), _("Place"), _("Who has it"), _("Standing"), _("State")),
    }
    return render(request, "headquarters/issues.html", shown)


def raise_issue(request: ActorRequest) -> HttpResponse:
    """Raise an issue of an own place."""
    areas = _places_of(request.actor)
    form = IssueForm(request.POST or None, request.FILES or None, areas=areas, initial={"area": areas.first()})
    made: list[Issue] = []

    def act() -> None:
        asked = form.cleaned_data
        made.append(
            actions.raise_issue(
                asked["area"],
                asked["kind"],
                asked["title"],
                asked["words"],
                to_level_above=asked["above"],
                sent=sent_with(form),
                actor=request.actor,
            )
        )

    if request.method == "POST" and done(request, form, act, _("Raised. You see here what becomes of it.")):
        return redirect("headquarters:issue", made[0].uuid)
    back = reverse("headquarters:issues")
    return form_page(request, form, title=_("Raise an issue"), save=_("Raise"), back=back, here="issues")


def _places_of(actor: Actor) -> Any:
    """The places an actor may raise an issue of: down to villages; the county for whoever has no area."""
    wanted = Division.objects.none()
    for area in actor.areas(RAISE) or (county().key,):
        below = subtree(area).filter(level__in=(Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE, Level.GROUP))
        wanted = wanted | (below if actor.areas(RAISE) else below.filter(pk=area))
    found = wanted.order_by("key")
    return found.exclude(level=Level.GROUP) if len(found) > 60 else found


def issue(request: ActorRequest, issue: UUID) -> HttpResponse:
    """One issue with its history; who looked is written down, since it may name people."""
    try:
        with opened(request.actor, issue) as (found, actor):
            return _page(request, found, actor)
    except Issue.DoesNotExist:
        raise Http404 from None


def _page(
    request: ActorRequest,
    found: Issue,
    actor: Actor,
    result: ResultForm | None = None,
    assign: AssignForm | None = None,
) -> HttpResponse:
    may = _may(actor, found)
    looked("headquarters.view_issues", actor=request.actor, subject=found)
    start = {"unit": found.unit_id, "due_on": found.due_on}
    shown = {
        "row": issue_row(found, clock.today()),
        "place": " ".join(path_names(found.area_id)[-2:]),
        "states": course_of(COURSE, found.status),
        "notes": notes_shown(found),
        "may": may,
        "result_form": (result or ResultForm(auto_id="id_result_%s")) if "report_issue" in may else None,
        "assign_form": (assign or AssignForm(units=units_to_invite(), initial=start))
        if "assign_issue" in may
        else None,
        "decisions": Decision.objects.filter(issue_key=found.uuid).select_related("unit", "meeting"),
        "tabs": tabs("issues"),
    }
    return render(request, "headquarters/issue.html", shown)


def _may(actor: Actor, issue: Issue) -> set[str]:
    """The steps the reader may take now."""
    found = set()
    for step in Issue.LIFE_CYCLE.steps_from(issue.status):
        name = step.verb.partition(".")[2]
        if not actor.may(step.verb, issue.area_id):
            continue
        if name in ("start_issue", "report_issue"):
            allowed = works_on(actor, step.verb, issue)
        elif name in ("verify_issue", "send_back_issue"):
            allowed = may_verify(actor, issue)
        else:
            allowed = handles(actor, step.verb, issue) and not (
                name == "send_up" and issue.level == IssueLevel.HEADQUARTERS
            )
        if allowed:
            found.add(name)
    return found


def _act(request: ActorRequest, uuid: UUID, act: Callable[..., Any], said: str) -> HttpResponse:
    """A button of the issue's page; what was typed beside it goes into its history."""
    words = request.POST.get("reason", "")
    try:
        with opened(request.actor, uuid) as (found, actor):
            pressed(request, lambda: act(found.pk, words=words, actor=actor), said)
    except Issue.DoesNotExist:
        raise Http404 from None
    if not _still_seen(request.actor, uuid):
        return redirect("headquarters:issues")
    return redirect("headquarters:issue", uuid)


def _still_seen(actor: Actor, uuid: UUID) -> bool:
    """Whether the issue is still the actor's: a department that no longer has it is led to the list."""
    try:
        with opened(actor, uuid):
            return True
    except Issue.DoesNotExist:
        return False


def accept(request: ActorRequest, issue: UUID) -> HttpResponse:
    """Take it on."""
    return _act(request, issue, actions.accept_issue, _("Accepted."))


def start(request: ActorRequest, issue: UUID) -> HttpResponse:
    """Begin with it."""
    return _act(request, issue, actions.start_issue, _("Noted: the work has begun."))


def verify(request: ActorRequest, issue: UUID) -> HttpResponse:
    """Somebody else says that it is solved."""
    return _act(request, issue, actions.verify_issue, _("Verified."))


def send_back(request: ActorRequest, issue: UUID) -> HttpResponse:
    """Somebody else says that it is not."""
    return _act(request, issue, actions.send_back_issue, _("Sent back."))


def send_up(request: ActorRequest, issue: UUID) -> HttpResponse:
    """This level cannot solve it."""
    return _act(request, issue, actions.send_up, _("Sent to the level above."))


def assign(request: ActorRequest, issue: UUID) -> HttpResponse:
    """Say who solves it by when."""
    try:
        with opened(request.actor, issue) as (found, actor):
            form = AssignForm(request.POST, units=units_to_invite())

            def act() -> None:
                asked = form.cleaned_data
                actions.assign_issue(found.pk, asked["unit"], asked["due_on"], words=asked["words"], actor=actor)

            if done(request, form, act, _("Assigned. The unit sees it on its first page.")):
                return redirect("headquarters:issue", issue)
            return _page(request, found, actor, assign=form)
    except Issue.DoesNotExist:
        raise Http404 from None


def report(request: ActorRequest, issue: UUID) -> HttpResponse:
    """Say how it was solved."""
    try:
        with opened(request.actor, issue) as (found, actor):
            form = ResultForm(request.POST, request.FILES, auto_id="id_result_%s")

            def act() -> None:
                actions.report_issue(found.pk, form.cleaned_data["words"], sent=sent_with(form), actor=actor)

            if done(request, form, act, _("Reported. Somebody else verifies it now.")):
                return redirect("headquarters:issue", issue)
            return _page(request, found, actor, result=form)
    except Issue.DoesNotExist:
        raise Http404 from None


def issue_file(request: ActorRequest, note: UUID) -> HttpResponse:
    """A file given with a note, to whoever sees the issue."""
    found = IssueNote.objects.filter(uuid=note).select_related("issue").first()
    if found is not None and request.actor.may("headquarters.view_issues", found.area_id):
        return _file(request, found)
    units = units_answered_for(request.actor, "headquarters.report_issue")
    for party in IssueParty.objects.filter(unit__in=units, ended_on=None):
        with through_party(request.actor, party):
            found = IssueNote.objects.filter(uuid=note, issue__uuid=party.issue_key).select_related("issue").first()
            if found is not None:
                return _file(request, found)
    raise Http404


def _file(request: ActorRequest, note: IssueNote) -> HttpResponse:
    try:
        if not note.kept:
            raise FileGone
        answer = file_answer(note.kept, note.file_name)
    except FileGone as gone:
        messages.error(request, str(gone))
        return redirect("headquarters:issue", note.issue.uuid)
    looked("headquarters.view_issues", actor=request.actor, subject=note)
    return answer
