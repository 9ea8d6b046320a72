"""Pages of the learners of a class: the list, who may join, and the sessions with their roll-call."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.buttons import done
from gangqiao.kernel.paging import columns_of
from gangqiao.people.reads.masking import name_for, place_names
from gangqiao.training.actions import attending, enrolling
from gangqiao.training.actions.attending import Seen
from gangqiao.training.actions.reach import leads
from gangqiao.training.codes import LISTS
from gangqiao.training.forms.learners import DrawForm, SignInForm
from gangqiao.training.models import Class, Session
from gangqiao.training.reads import candidates as wishes
from gangqiao.training.reads import guards
from gangqiao.training.reads import learners as reads
from gangqiao.training.reads.classes_seeing import find_class
from gangqiao.training.showing import classes
from gangqiao.training.showing import learners as showing
from gangqiao.training.states import IN_CLASS, Status

VIEW = "training.view_learners"
SHOWN = 60  # candidates of a page


def class_or_404(request: ActorRequest, uuid: UUID) -> Class:
    """The class, if the reader knows of it."""
    found = find_class(uuid, request.actor)
    if found is None:
        raise Http404
    return found


def head(held: Class, actor: Actor, here: str) -> dict[str, Any]:
    """What the head of every page of a class shows. here: name of the address."""
    return classes.head(held, actor, f"training:{here}") | {"held": held, "course": held.course}


def learners(request: ActorRequest, held: UUID) -> HttpResponse:
    """Who learns in the class, as far as the reader sees them."""
    found, actor = class_or_404(request, held), request.actor
    rows = reads.learners_of(found, actor)
    looked(VIEW, actor=actor, persons=[row.person_uuid for row in rows])
    labels = (_("Person"), _("How enrolled"), _("State"), _("Hours attended"), _("Score"))
    shown = head(found, actor, "learners") | {
        "rows": showing.rows(rows, found, actor),
        "is_empty": not rows,
        "is_whole": leads(actor, VIEW, found),
        "columns": columns_of(labels),
    }
    return render(request, "training/learners.html", shown)


def candidates(request: ActorRequest, held: UUID) -> HttpResponse:
    """Who wishes what the class teaches; the ticked ones are put on its list."""
    found, actor = class_or_404(request, held), request.actor
    if request.method == "POST":
        _enrol(request, found)
        return redirect("training:candidates", found.uuid)
    area, any_wish = request.GET.get("area", "")[:40], bool(request.GET.get("any"))
    listed = wishes.candidates_of(found, wishes.Asked(area or _near(found, actor), any_wish))
    some = [*listed.fit[:SHOWN], *listed.others[:SHOWN]]
    people = wishes.persons_of(some)
    looked("training.enrol", actor=actor, persons=[one.uuid for one in some])
    places = place_names({one.area for one in some})
    shown = head(found, actor, "candidates") | {
        "fit": [_candidate(one, people, places, actor) for one in listed.fit[:SHOWN]],
        "others": [_candidate(one, people, places, actor) for one in listed.others[:SHOWN]],
        "is_empty": not listed.fit,
        "fit_count": len(listed.fit),
        "others_count": len(listed.others),
        "is_open": found.status == Status.ENROLLING and found.free > 0,
        "may_admit": leads(actor, "training.admit", found),
        "sources": list(LISTS["enrol_source"].choices()),
        "any_wish": any_wish,
        "columns": columns_of((_("Person"), _("Age"))),
        "other_columns": columns_of((_("Person"), _("Age"), _("Why not"))),
    }
    return render(request, "training/candidates.html", shown)


def _near(held: Class, actor: Actor) -> str:
    """The area the class is for, where the reader enrols there; else the whole of the reader's."""
    own = str(held.area_id)
    return own if actor.may("training.enrol", own) else ""


def _candidate(one: Any, people: dict[int, Any], places: dict[str, str], actor: Actor) -> dict[str, Any]:
    return {
        "uuid": one.uuid,
        "name": name_for(people[one.person], actor) if one.person in people else "",
        "place": places.get(one.area, ""),
        "age": clock.age_on(one.born, clock.today()) if one.born else "",
        "why": [guards.reason_words(finding) for finding in one.against],
    }


def _enrol(request: ActorRequest, held: Class) -> None:
    picked = []
    for text in request.POST.getlist("pick")[:200]:
        try:
            picked.append(UUID(text))
        except ValueError as error:
            raise Http404 from error
    source = request.POST.get("source", "wish")[:10]
    admitted = bool(request.POST.get("admit")) and leads(request.actor, "training.admit", held)
    made, left = enrolling.enrol_many(held.uuid, picked, source, actor=request.actor, admitted=admitted)
    if made:
        said = ngettext("%(n)d person is on the list now.", "%(n)d people are on the list now.", len(made))
        messages.success(request, said % {"n": len(made)})
    for sentence in dict.fromkeys(str(refusal) for _uuid, refusal in left):
        messages.error(request, sentence)
    if not made and not left:
        messages.info(request, _("Nobody was ticked."))


def sessions(request: ActorRequest, held: UUID) -> HttpResponse:
    """The timetable with how many came."""
    found, actor = class_or_404(request, held), request.actor
    counts, taken = reads.signed_counts(found), found.taken
    labels = (_("Day"), _("Time"), _("Class hours"), _("Topic"), pgettext("attendance", "Signed in"))
    listed = list(found.sessions.order_by("on", "begins_at"))
    shown = head(found, actor, "sessions") | {
        "rows": [(one, counts[one.pk], taken, one.on == clock.today()) for one in listed],
        "is_empty": not listed,
        "columns": columns_of(labels),
        "may_open": actor.may("training.sign_in"),
    }
    return render(request, "training/sessions.html", shown)


def sign_in(request: ActorRequest, session: UUID) -> HttpResponse:
    """The roll-call of one session: who is signed in, and who is signed in now."""
    one = Session.objects.select_related("held").filter(uuid=session).first()
    if one is None:
        raise Http404
    found, actor = class_or_404(request, one.held.uuid), request.actor
    form = SignInForm(request.POST or None)
    rows = [row for row in reads.learners_of(found, actor) if row.status in IN_CLASS or row.minutes]
    if request.method == "POST":
        picked = set(request.POST.getlist("pick"))
        uuids = [row.uuid for row in rows if str(row.uuid) in picked]
        seen = Seen(request.POST.get("way", "list")[:8], place=request.POST.get("place", "")[:60])
        if done(request, form, lambda: attending.sign_in(one.uuid, uuids, seen, actor=actor), _("Signed in.")):
            return redirect("training:sign_in", one.uuid)
    looked(VIEW, actor=actor, persons=[row.person_uuid for row in rows])
    there = reads.signed_in(one)
    shown = head(found, actor, "sessions") | {
        "session": one,
        "form": form,
        "rows": [(row, row.enrolment.pk in there) for row in showing.rows(rows, found, actor)],
        "is_empty": not rows,
        "came": len(there & {row.pk for row in rows}),
        "is_running": found.status == Status.RUNNING,
        "columns": columns_of((_("Person"), _("State"), pgettext("attendance", "Signed in"))),
    }
    return render(request, "training/sign_in.html", shown, status=422 if form.errors else 200)


def doubts_of(request: ActorRequest, held: UUID) -> HttpResponse:
    """The second evidence and the doubts of one class, and what still stops its claim."""
    found, actor = class_or_404(request, held), request.actor
    if reads.is_checked(actor):
        raise Http404
    with reads.opened(found, actor):
        stops = guards.what_stops_claim(found)
        doubts = guards.doubts_of(found)
        rows = showing.doubt_rows(doubts, actor)
    looked(VIEW, actor=actor, persons=[one.person_uuid for one in doubts if one.person_uuid])
    shown = head(found, actor, "doubts_of") | {
        "stops": stops,
        "rows": rows,
        "is_empty": not rows,
        "form": DrawForm(),
        "may_draw": leads(actor, "training.draw_calls", found) and found.status in (Status.RUNNING, Status.ASSESSED),
        "may_call": actor.may("training.record_call"),
        "outcomes": list(LISTS["guard_outcome"].choices()),
        "columns": columns_of(
            (pgettext("doubt", "About"), pgettext("training", "Doubt"), _("What was seen"), _("Outcome"))
        ),
    }
    return render(request, "training/doubts_of.html", shown)
