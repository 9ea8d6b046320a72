"""Pages of the open list: who applied in the order of the rules, who is entered, chosen, objected against."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.assistance.actions import applying, choosing, objecting
from gangqiao.assistance.forms.posts import ObjectionForm, kin_choices, not_chosen_choices
from gangqiao.assistance.models import Applicant
from gangqiao.assistance.reads import applicants as reads
from gangqiao.assistance.reads.applicants_finding import likely
from gangqiao.assistance.showing import applicants as showing
from gangqiao.assistance.showing import posts as posts_shown
from gangqiao.assistance.states import PostStatus
from gangqiao.assistance.views.posts import post_or_404, way_to
from gangqiao.audit.events import looked
from gangqiao.kernel import clock
from gangqiao.kernel.buttons import pressed
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.paging import columns_of
from gangqiao.people.reads.masking import name_for, place_names
from gangqiao.transfers.reads.board_joining import find_people
from gangqiao.transfers.views.form_pages import act_by_form

VIEW = "assistance.view_holders"


def applicant_or_404(uuid: UUID) -> Applicant:
    """The application, within the scope."""
    found = reads.find(uuid)
    if found is None:
        raise Http404
    return found


def applicants(request: ActorRequest, public_post: UUID) -> HttpResponse:
    """The open list of a post, in the order of the stated rules, each with its reasons."""
    found, actor = post_or_404(request, public_post), request.actor
    listed = reads.ranked(found, reads.of_post(found))
    looked(VIEW, actor=actor, persons=[one.applicant.person_uuid for one in listed])
    labels = (_("Order"), _("Applicant"), _("Kinship"), _("What speaks for them"), _("Conditions"), _("State"), "")
    shown = {
        "post": found,
        "head": posts_shown.rows([found], actor)[0],
        "rows": showing.rows(listed, found, actor, clock.today()),
        "columns": columns_of(labels),
        "way": way_to(found),
        "kin_choices": kin_choices(),
        "not_chosen_choices": not_chosen_choices(),
        "is_open": found.status == PostStatus.ANNOUNCED and actor.may("assistance.apply"),
        "may_print": actor.may("assistance.print"),
        "free": found.free,
    }
    return render(request, "assistance/posts_applicants.html", shown)


def apply(request: ActorRequest, public_post: UUID) -> HttpResponse:
    """Enter somebody of the village: found by name or number, or from those for whom such posts are made."""
    found, actor = post_or_404(request, public_post), request.actor
    if request.method == "POST" and request.POST.get("act") != "find":
        person, kin = _uuid(request.POST.get("person", "")), request.POST.get("kin", "")
        words = request.POST.get("kin_words", "")[:200]
        said = _("Entered on the open list.")
        pressed(request, lambda: applying.apply(found, person, kin=kin, kin_words=words, actor=actor), said)
        return redirect("assistance:apply", found.uuid)
    typed = request.POST.get("q", "")[:60].strip()
    people = _found(request, typed) if typed else likely(found)
    looked("assistance.apply", actor=actor, persons=[one.uuid for one in people])
    places = place_names({str(one.area_id) for one in people})
    shown = {
        "post": found,
        "people": [(one, name_for(one, actor), places.get(str(one.area_id), "")) for one in people],
        "typed": typed,
        "kin_choices": kin_choices(),
        "way": way_to(found),
        "is_open": found.status == PostStatus.ANNOUNCED,
    }
    return render(request, "assistance/posts_apply.html", shown)


def _found(request: ActorRequest, typed: str) -> list[Any]:
    try:
        return list(find_people(typed))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return []


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _back(applicant: Applicant) -> HttpResponse:
    return redirect("assistance:applicants", applicant.post.uuid)


def declare_kin(request: ActorRequest, applicant: UUID) -> HttpResponse:
    """What the applicant declares about kinship with village officers."""
    found, kin = applicant_or_404(applicant), request.POST.get("reason_code", "")
    words = request.POST.get("reason", "")[:200]
    pressed(request, lambda: applying.declare_kin(found.uuid, kin, words, actor=request.actor), _("Recorded."))
    return _back(found)


def withdraw(request: ActorRequest, applicant: UUID) -> HttpResponse:
    """The person does not want it any more."""
    found = applicant_or_404(applicant)
    pressed(request, lambda: applying.withdraw(found.pk, actor=request.actor), _("Withdrawn. It has no consequence."))
    return _back(found)


def choose(request: ActorRequest, applicant: UUID) -> HttpResponse:
    """Choose an applicant."""
    found, words = applicant_or_404(applicant), request.POST.get("reason", "")[:300]
    pressed(request, lambda: choosing.choose(found.uuid, words, actor=request.actor), _("Chosen."))
    return _back(found)


def not_choose(request: ActorRequest, applicant: UUID) -> HttpResponse:
    """Do not choose an applicant."""
    found, reason = applicant_or_404(applicant), request.POST.get("reason_code", "")
    reason = reason if reason in dict(not_chosen_choices()) else "others_first"
    pressed(request, lambda: choosing.not_choose(found.uuid, reason, actor=request.actor), _("Recorded."))
    return _back(found)


def object_to(request: ActorRequest, applicant: UUID) -> HttpResponse:
    """Take down what somebody says against a choice."""
    found, actor = applicant_or_404(applicant), request.actor
    form = ObjectionForm(request.POST or None)

    def act() -> None:
        objecting.take(found.uuid, form.cleaned_data["words"], form.cleaned_data["by_words"], actor=actor)

    looked("assistance.take_objection", actor=actor, person=found.person)
    return act_by_form(
        request, form, act, _("Taken down. It is answered by somebody who did not choose."),
        title=_("Objection"), way=way_to(found.post), lead=f"{name_for(found.person, actor)} · {found.post.title}",
        back=reverse("assistance:post", args=[found.post.uuid]),
    )  # fmt: skip
