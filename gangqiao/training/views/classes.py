"""Pages of classes: the list, one class, its plan, its timetable, its learners behind a number, its history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel.buttons import pressed
from gangqiao.kernel.links import Link
from gangqiao.kernel.paging import columns_of, key_to_go_on, pager_of
from gangqiao.people.codes import LISTS as PEOPLE
from gangqiao.training.actions import classes as actions
from gangqiao.training.actions import timetable as hours
from gangqiao.training.codes import LISTS
from gangqiao.training.forms import classes as forms
from gangqiao.training.models import Class, Session
from gangqiao.training.reads import classes as reads
from gangqiao.training.reads.classes_seeing import find_class, reaches
from gangqiao.training.showing import classes as showing
from gangqiao.training.showing.words import joined
from gangqiao.training.states import Status
from gangqiao.training.views.form_pages import act_by_form

PLAN, CHANGE, LEARNERS = "training.plan_class", "training.change_class", "training.view_learners"
MORNING, NOON = time(8, 30), time(11, 30)


def class_or_404(request: ActorRequest, uuid: UUID) -> Class:
    """The class, as far as the reader knows of it."""
    found = find_class(uuid, request.actor)
    if found is None:
        raise Http404
    return found


def way_to(held: Class | None = None) -> tuple[Link, ...]:
    """The links that lead to a class, or to the list."""
    links = [Link(_("Classes"), reverse("training:classes"))]
    if held is not None:
        links.append(Link(held.number, reverse("training:class", args=[held.uuid])))
    return tuple(links)


def classes(request: ActorRequest) -> HttpResponse:
    """The classes the reader knows of, by what is to come and what is past."""
    asked = _asked(request)
    page = reads.page_of(asked, request.actor, key_to_go_on(request) or 0)
    looks = showing.look_words()
    kept = "".join(f"&{key}={code}" for key, code in (("form", asked.form), ("trade", asked.trade)) if code)
    shown: dict[str, Any] = pager_of(request, page.more) | {
        "rows": showing.rows_of(page.rows, request.actor),
        "is_empty": not page.rows,
        "count": page.counts[asked.look],
        "looks": [
            Link(words, f"?look={key}{kept}", key == asked.look, f"{page.counts[key]:,}")
            for key, words in looks.items()
        ],
        "asked": asked,
        "forms": LISTS["course_form"].choices(),
        "trades": PEOPLE["trade"].choices(),
        "chips": _chips(asked),
        "columns": columns_of(
            [
                pgettext("training", "Class"),
                _("Trade"),
                _("Form"),
                _("Time"),
                _("Place"),
                _("Learners"),
                _("Places free"),
                _("State"),
            ]
        ),
        "may_plan": request.actor.may(PLAN),
    }
    return render(request, "training/classes.html", shown)


def _asked(request: ActorRequest) -> reads.Asked:
    given = request.GET.get
    known: dict[str, Any] = {"look": reads.LOOKS, "form": LISTS["course_form"], "trade": PEOPLE["trade"]}
    chosen = {key: value for key, values in known.items() if (value := given(key, "")) in values}
    return reads.Asked(**chosen, area=given("area", "")[:40])


def _chips(asked: reads.Asked) -> list[Link]:
    here = f"{reverse('training:classes')}?look={asked.look}"
    said = {"form": (LISTS["course_form"], asked.form), "trade": (PEOPLE["trade"], asked.trade)}
    chips = []
    for key, (listed, code) in said.items():
        others = "".join(f"&{k}={c}" for k, (_l, c) in said.items() if k != key and c)
        if code:
            chips.append(Link(listed.word(code), here + others))
    return chips


def one(request: ActorRequest, held: UUID) -> HttpResponse:
    """One class: facts, what stops the next step, what may be done."""
    found = class_or_404(request, held)
    return render(request, "training/class.html", showing.page(found, request.actor))


def people(request: ActorRequest, held: UUID) -> HttpResponse:
    """The learners behind a number, within the scope; who looked at whom is written down."""
    found = class_or_404(request, held)
    group = request.GET.get("group", "all")
    if group not in reads.GROUPS:
        raise Http404
    rows, count, more = reads.learners_in(found, group, key_to_go_on(request) or 0)
    looked(LEARNERS, actor=request.actor, persons=[one.person_uuid for one in rows])
    shown = pager_of(request, more) | {
        "list_title": joined([found.number, found.course.title, showing.group_words()[group]]),
        "is_empty": not rows,
        "count": count,
        "columns": columns_of([_("Person")]),
        "back": "training:classes",
        "back_words": _("Classes"),
        "rows": showing.names(rows, request.actor),
    }
    return render(request, "training/people.html", shown)


def log(request: ActorRequest, held: UUID) -> HttpResponse:
    """What was done with a class."""
    found = class_or_404(request, held)
    shown = showing.head(found, request.actor, "training:class_log") | {"history": showing.log(found)}
    return render(request, "training/class_log.html", shown)


def plan_class(request: ActorRequest) -> HttpResponse:
    """Plan a class by hand."""
    usual = {"form": "at_the_door", "place_kind": "hukou", "fund_line": "skills", "places": 40}
    form = forms.ClassForm(request.POST or None, initial=usual)
    form.offer_areas(request.actor.areas(PLAN))
    made: list[Class] = []

    def act() -> None:
        made.append(actions.plan_class(form.values(), actor=request.actor))

    return act_by_form(
        request,
        form,
        act,
        _("Planned. Lay out the timetable; a colleague approves it."),
        title=_("Plan a class"),
        back=reverse("training:classes"),
        way=way_to(),
        to=lambda: reverse("training:class", args=[made[0].uuid]),
    )


def change_class(request: ActorRequest, held: UUID) -> HttpResponse:
    """Change what was planned; once approved only where, by whom and for how many."""
    found = _to_change(request, class_or_404(request, held))
    is_planned = found.status == Status.PLANNED
    kind: Any = forms.ChangeForm if is_planned else forms.LaterForm
    form = kind(request.POST or None, initial=forms.initial_of_class(found))
    fixed = _("The class was approved: course, provider, money and days are fixed.")
    return act_by_form(
        request,
        form,
        lambda: actions.change_class(found.uuid, form.values(), actor=request.actor),
        _("Saved."),
        title=_("Change class %(number)s") % {"number": found.number},
        lead="" if is_planned else fixed,
        back=reverse("training:class", args=[found.uuid]),
        way=way_to(found),
    )


def _to_change(request: ActorRequest, found: Class) -> Class:
    if not reaches(request.actor, CHANGE, found):
        raise Http404
    return found


def _step(act: Callable[..., Any], said: Any, *, reason: bool = False) -> Callable[..., HttpResponse]:
    def view(request: ActorRequest, held: UUID) -> HttpResponse:
        found = class_or_404(request, held)
        more = {"note": request.POST.get("reason", "")[:200]} if reason else {}
        pressed(request, lambda: act(found.uuid, actor=request.actor, **more), said)
        return redirect("training:class", found.uuid)

    view.__name__, view.__doc__ = act.__name__, act.__doc__
    return view


approve_class = _step(actions.approve_class, gettext_lazy("Approved. Form, money, course and days are fixed."))
send_back_class = _step(actions.send_back_class, gettext_lazy("Sent back: it can be changed again."), reason=True)
open_class = _step(actions.open_class, gettext_lazy("Open: people can be enrolled."))
start_class = _step(actions.start_class, gettext_lazy("Begun: learners sign in from now on."))
assess_class = _step(actions.assess_class, gettext_lazy("All are assessed."))
claim_class = _step(actions.claim_class, gettext_lazy("Handed over for the subsidy."))
close_class = _step(actions.close_class, gettext_lazy("Closed."))
cancel_class = _step(actions.cancel_class, gettext_lazy("Cancelled."), reason=True)


# --- the timetable ---------------------------------------------------------------------------------------------------


def timetable(request: ActorRequest, held: UUID) -> HttpResponse:
    """The times of teaching, and the form that fills what is left."""
    found = class_or_404(request, held)
    may = reaches(request.actor, CHANGE, found) and found.status in showing.CHANGING
    meetings = showing.meetings(found)
    given = sum(one.session.hours for one in meetings)
    form = forms.LayOutForm(initial={"weekdays": ["0", "1", "2", "3", "4"], "begins_at": MORNING, "ends_at": NOON})
    shown = showing.head(found, request.actor, "training:timetable") | {
        "meetings": meetings,
        "is_empty": not meetings,
        "hours": given,
        "left": max(0, found.hours - given),
        "may_change": may,
        "form": form,
        "columns": columns_of([_("Day"), _("Time"), _("Class hours"), _("Topic"), _("Teacher"), ""]),
    }
    return render(request, "training/timetable.html", shown)


def lay_out(request: ActorRequest, held: UUID) -> HttpResponse:
    """Fill the timetable on some days of the week."""
    found = class_or_404(request, held)
    form = forms.LayOutForm(request.POST or None)
    made: list[Session] = []

    def act() -> None:
        given = form.cleaned_data
        days = [int(one) for one in given["weekdays"]]
        made.extend(hours.lay_out(found.uuid, days, given["begins_at"], given["ends_at"], actor=request.actor))

    return act_by_form(
        request,
        form,
        act,
        _("The timetable is laid out."),
        title=_("Lay out the timetable"),
        back=reverse("training:timetable", args=[found.uuid]),
        way=way_to(found),
    )


def add_session(request: ActorRequest, held: UUID) -> HttpResponse:
    """Add one time of teaching."""
    found = _to_change(request, class_or_404(request, held))
    first = {"on": found.begins_on, "begins_at": MORNING, "ends_at": NOON, "is_online": found.form == "online"}
    form = forms.SessionForm(request.POST or None, initial=first)
    return act_by_form(
        request,
        form,
        lambda: hours.add_session(found.uuid, form.values(), actor=request.actor),
        _("Added."),
        title=_("Add a time of teaching"),
        back=reverse("training:timetable", args=[found.uuid]),
        way=way_to(found),
    )


def change_session(request: ActorRequest, session: UUID) -> HttpResponse:
    """Move a time of teaching, or change what is taught."""
    row, found = _session_or_404(request, session)
    form = forms.SessionForm(request.POST or None, initial=forms.initial_of_session(row))
    return act_by_form(
        request,
        form,
        lambda: hours.change_session(row.uuid, form.values(), actor=request.actor),
        _("Saved."),
        title=_("Change a time of teaching"),
        back=reverse("training:timetable", args=[found.uuid]),
        way=way_to(found),
    )


def drop_session(request: ActorRequest, session: UUID) -> HttpResponse:
    """Take a time of teaching out."""
    row, found = _session_or_404(request, session)
    pressed(request, lambda: hours.drop_session(row.uuid, actor=request.actor), _("Taken out."))
    return redirect("training:timetable", found.uuid)


def _session_or_404(request: ActorRequest, uuid: UUID) -> tuple[Session, Class]:
    row = Session.objects.select_related("held").filter(uuid=uuid).first()
    if row is None:
        raise Http404
    return row, _to_change(request, class_or_404(request, row.held.uuid))
