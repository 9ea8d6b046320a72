"""Pages of batches: the list, the plan, the page of one with its people, its history."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel.links import Link
from gangqiao.kernel.paging import columns_of, key_to_go_on, pager_of
from gangqiao.kernel.scope import scope_of
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.transfers.actions import batches as actions
from gangqiao.transfers.codes import LISTS
from gangqiao.transfers.forms.batches import BatchForm, ChangeForm, initial_of_batch
from gangqiao.transfers.models import Batch, EnterprisePlan
from gangqiao.transfers.reads import board, board_list
from gangqiao.transfers.reads.board_seeing import VIEW_PEOPLE, find_batch, find_plan
from gangqiao.transfers.showing import batches as showing
from gangqiao.transfers.showing import passengers
from gangqiao.transfers.showing.board import rows_of
from gangqiao.transfers.showing.consent import consent_words
from gangqiao.transfers.showing.words import joined
from gangqiao.transfers.states import PassengerStatus
from gangqiao.transfers.views.form_pages import act_by_form

PLAN = "transfers.plan_batch"


def batch_or_404(request: ActorRequest, uuid: UUID) -> Batch:
    """The batch, as far as the reader knows of it."""
    found = find_batch(uuid, request.actor)
    if found is None:
        raise Http404
    return found


def way_to(batch: Batch | None = None) -> tuple[Link, ...]:
    """The links that lead to a batch, or to the list."""
    links = [Link(_("Batches"), reverse("transfers:batches"))]
    if batch is not None:
        links.append(Link(batch.number, reverse("transfers:batch", args=[batch.uuid])))
    return tuple(links)


def batches(request: ActorRequest) -> HttpResponse:
    """The batches the reader knows of, by what is to come and what is past."""
    asked, start = _asked(request), key_to_go_on(request) or 0
    page = board_list.page_of(asked, request.actor, start)
    looks = showing.look_words()
    shown: dict[str, Any] = pager_of(request, page.more) | {
        "rows": rows_of(board.lines_of(page.rows), request.actor),
        "is_empty": not page.rows,
        "count": page.counts[asked.look],
        "looks": [
            Link(words, f"?look={key}", key == asked.look, f"{page.counts[key]:,}") for key, words in looks.items()
        ],
        "asked": asked,
        "kinds": LISTS["batch_kind"].choices(),
        "modes": LISTS["mode"].choices(),
        "chips": _chips(asked),
        "columns": columns_of(
            [
                _("Batch"),
                _("Departure"),
                _("Destination"),
                pgettext("passengers", "People"),
                pgettext("batch", "Seats free"),
                _("Gates"),
                _("State"),
            ]
        ),
        "may_plan": request.actor.may(PLAN),
    }
    return render(request, "transfers/batches.html", shown)


def _asked(request: ActorRequest) -> board_list.Asked:
    given = request.GET.get
    known = {"look": board_list.LOOKS, "kind": LISTS["batch_kind"], "mode": LISTS["mode"]}
    chosen = {key: value for key, values in known.items() if (value := given(key, "")) in values}
    return board_list.Asked(**chosen, plan=_uuid(given("plan", "")))


def _chips(asked: board_list.Asked) -> list[Link]:
    here = f"{reverse('transfers:batches')}?look={asked.look}"
    said = {"kind": ("batch_kind", asked.kind), "mode": ("mode", asked.mode)}
    chips = []
    for key, (listed, code) in said.items():
        others = "".join(f"&{k}={c}" for k, (_l, c) in said.items() if k != key and c)
        if code:
            chips.append(Link(LISTS[listed].word(code), here + others))
    return chips


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def plan_batch(request: ActorRequest) -> HttpResponse:
    """Plan a batch; from an enterprise plan what it says is filled in."""
    number = _uuid(request.GET.get("plan", ""))
    plan = find_plan(number, request.actor) if number and request.actor.may("transfers.view_plans") else None
    areas = request.actor.areas(PLAN)
    form = BatchForm(request.POST or None, initial=_from_plan(plan) | {"organiser": _organiser(areas)})
    form.offer_areas(areas)
    made: list[Batch] = []

    def act() -> None:
        values = form.values()
        if plan is not None and values["employer"] in ("", plan.employer):
            values |= {"plan": plan, "employer_uuid": plan.employer_uuid, "employer": plan.employer}
        made.append(actions.plan_batch(values, actor=request.actor))

    return act_by_form(
        request,
        form,
        act,
        _("Planned. Open it for registration when the post and the journey are sure."),
        title=_("Plan a batch"),
        back=reverse("transfers:batches"),
        way=way_to(),
        lead=joined([plan.employer, _("version %(n)d of its plan") % {"n": plan.version}]) if plan else "",
        to=lambda: reverse("transfers:batch", args=[made[0].uuid]),
        template="transfers/batch_form.html",
    )


def _organiser(areas: tuple[str, ...]) -> str:
    """Who organises, for a start: a township for itself."""
    return "township" if areas and all(len(key) >= KEY_LENGTH[Level.TOWNSHIP] for key in areas) else "bureau"


def _from_plan(plan: EnterprisePlan | None) -> dict[str, Any]:
    usual = {"kind": "new", "mode": "coach", "seats": 45}
    if plan is None:
        return usual
    said = {name: getattr(plan, name) for name in ("employer", "destination", "address", "mode")}
    wanted = sum(int(one.get("number") or 0) for one in plan.need)
    return usual | said | {"seats": wanted or usual["seats"]}


def change_batch(request: ActorRequest, batch: UUID) -> HttpResponse:
    """Change what was planned."""
    found = batch_or_404(request, batch)
    form = ChangeForm(request.POST or None, initial=initial_of_batch(found))
    return act_by_form(
        request,
        form,
        lambda: actions.change_batch(found.uuid, form.values(), actor=request.actor),
        _("Saved."),
        title=_("Change the plan of the batch"),
        back=reverse("transfers:batch", args=[found.uuid]),
        way=way_to(found),
        template="transfers/batch_form.html",
    )


def batch(request: ActorRequest, batch: UUID) -> HttpResponse:
    """One batch: what is missing, what may be done, and its people by village."""
    found, actor = batch_or_404(request, batch), request.actor
    shown = showing.page(found, actor)
    if shown["sees_people"]:
        with scope_of(actor.areas(VIEW_PEOPLE)):
            shown |= _people(request, found)
    return render(request, "transfers/batch.html", shown)


def _people(request: ActorRequest, found: Batch) -> dict[str, Any]:
    given = request.GET.get
    group = given("group", "all")
    group = group if group in board.GROUPS or group == "off" else "all"
    area = given("area", "")[:40]
    people = board_list.people_of_batch(found, group, area, key_to_go_on(request) or 0)
    looked(VIEW_PEOPLE, actor=request.actor, persons=[one.person_uuid for one in people.rows])
    asks = bool(people.counts[PassengerStatus.REGISTERED]) and request.actor.may("transfers.consent")
    return pager_of(request, people.more) | {
        "people": people,
        "count": people.total,
        "group": group,
        "area": area,
        "groups": showing.group_tabs(found, people, group, area),
        "villages": showing.villages_of(people, area),
        "rows": passengers.rows(people.rows, request.actor, showing.pairs_of(found, people, request.actor)),
        "columns": columns_of([*passengers.heads(), ""]),
        "consent_words": consent_words(found.employer) if asks else "",
    }


def log(request: ActorRequest, batch: UUID) -> HttpResponse:
    """What was done with a batch."""
    found = batch_or_404(request, batch)
    shown = showing.head(found, request.actor, "transfers:batch_log") | {"history": showing.history(found)}
    return render(request, "transfers/batch_log.html", shown)
