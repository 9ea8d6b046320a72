"""Putting people on the list of a batch: from a referral list, people who return, people looked for by name."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel.buttons import pressed
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.paging import columns_of
from gangqiao.people.models import Person
from gangqiao.people.reads.masking import name_for, place_names
from gangqiao.transfers.actions import passengers as actions
from gangqiao.transfers.models import Batch
from gangqiao.transfers.reads import board_joining as reads
from gangqiao.transfers.showing.batches import head, may_register
from gangqiao.transfers.views.batches import batch_or_404
from gangqiao.transfers.views.batches_acts import uuid_or_404

REGISTER = "transfers.register"


def register(request: ActorRequest, batch: UUID) -> HttpResponse:
    """Who of the reader's area may be put on the list."""
    found = batch_or_404(request, batch)
    if request.method == "POST" and request.POST.get("act") != "find":
        _put(request, found)
        return redirect("transfers:register", found.uuid)
    posts, back = reads.with_post(found), reads.returning(found) if found.kind == "return" else []
    typed = request.POST.get("q", "")[:60]
    people = _looked_for(request, typed)
    persons = [row.person for row in (*posts, *back)] + people
    if persons:
        looked(REGISTER, actor=request.actor, persons=list(dict.fromkeys(one.uuid for one in persons)))
    places = place_names({str(one.area_id) for one in persons})
    shown = head(found, request.actor) | {
        "is_open": may_register(found, request.actor),
        "posts": [(row, _who(row.person, request), places.get(str(row.area_id), "")) for row in posts],
        "post_columns": columns_of([_("Person"), pgettext("referral", "Post"), _("State")]),
        "returning": [(row, _who(row.person, request), places.get(str(row.area_id), "")) for row in back],
        "return_columns": columns_of([_("Person"), pgettext("referral", "Employer"), _("Work since")]),
        "people": _with_work(request, people, places),
        "typed": typed,
    }
    return render(request, "transfers/batch_register.html", shown)


def _who(person: Person, request: ActorRequest) -> str:
    return name_for(person, request.actor)


def _with_work(request: ActorRequest, people: list[Person], places: dict[str, str]) -> list[tuple[Any, ...]]:
    """People who were looked for, each with the work to return to; null: none."""
    work = reads.last_work_of(people)
    return [(one, _who(one, request), places.get(str(one.area_id), ""), work.get(one.pk)) for one in people]


def _looked_for(request: ActorRequest, typed: str) -> list[Person]:
    if not typed.strip():
        return []
    try:
        found = reads.find_people(typed)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return []
    if not found:
        messages.info(request, _("Nobody of your area is found by this."))
    return found


def _put(request: ActorRequest, found: Batch) -> None:
    act, given = request.POST.get("act", ""), request.POST
    if act == "referrals":
        picked = [uuid_or_404(one) for one in given.getlist("pick")]
        done, left = actions.register_many(found.uuid, picked, actor=request.actor)
        _tell(request, len(done), [str(refusal) for _uuid, refusal in left])
    elif act == "returning":
        _put_returning(request, found, [uuid_or_404(one) for one in given.getlist("pick")])
    else:
        person = uuid_or_404(given.get("person", ""))
        spell = uuid_or_404(given["spell"]) if given.get("spell") else None
        pressed(
            request,
            lambda: actions.register(found.uuid, person, spell=spell, actor=request.actor),
            _("On the list. Ask whether the person agrees, and record it."),
        )


def _put_returning(request: ActorRequest, found: Batch, picked: list[UUID]) -> None:
    by_uuid = {row.uuid: row for row in reads.returning(found)}
    done, left = 0, []
    for one in picked:
        if one not in by_uuid:
            continue
        try:
            actions.register(found.uuid, by_uuid[one].person.uuid, spell=one, actor=request.actor)
            done += 1
        except Refusal as refusal:
            left.append(str(refusal))
    _tell(request, done, left)


def _tell(request: ActorRequest, done: int, left: list[str]) -> None:
    if done:
        said = ngettext("%(n)d person is on the list now.", "%(n)d people are on the list now.", done)
        messages.success(request, said % {"n": done})
    for sentence in dict.fromkeys(left):
        messages.error(request, sentence)
    if not done and not left:
        messages.info(request, _("Nobody was ticked."))
