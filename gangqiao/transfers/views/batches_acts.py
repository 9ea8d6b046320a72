"""The buttons of a batch: each takes one step, tells what came of it, and leads back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel.buttons import done, pressed
from gangqiao.people.reads.masking import name_for, place_names
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.transfers.actions import batches as actions
from gangqiao.transfers.actions import late
from gangqiao.transfers.forms.batches import MergeForm, SplitForm
from gangqiao.transfers.models import Passenger
from gangqiao.transfers.reads.board_late import find_note
from gangqiao.transfers.reads.board_list import others_to_merge
from gangqiao.transfers.states import ON_THE_LIST
from gangqiao.transfers.views.batches import batch_or_404, way_to
from gangqiao.transfers.views.form_pages import act_by_form

MANY = 150  # people; beyond it they are chosen by village


def _step(act: Callable[..., Any], said: Any, *, reason: bool = False) -> Callable[..., HttpResponse]:
    def view(request: ActorRequest, batch: UUID) -> HttpResponse:
        found = batch_or_404(request, batch)
        more = {"note": request.POST.get("reason", "")[:200]} if reason else {}
        pressed(request, lambda: act(found.uuid, actor=request.actor, **more), said)
        return redirect("transfers:batch", found.uuid)

    view.__name__, view.__doc__ = act.__name__, act.__doc__
    return view


open_batch = _step(actions.open_batch, gettext_lazy("Open: villages can put people on the list."))
lock_list = _step(actions.lock_list, gettext_lazy("The list is locked. Plan the vehicles, and check everybody."))
reopen_list = _step(actions.reopen_list, gettext_lazy("The list is open again."), reason=True)
clear_batch = _step(actions.clear_batch, gettext_lazy("Cleared for departure."))
close_batch = _step(actions.close_batch, gettext_lazy("Closed."))
cancel_batch = _step(actions.cancel_batch, gettext_lazy("Cancelled. Everybody may go with another batch."), reason=True)


def settle_late(request: ActorRequest, phone_op: UUID) -> HttpResponse:
    """Say what became of somebody who stood at the door and is on no list."""
    found = find_note(phone_op, request.actor)
    if found is None:
        raise Http404
    words = request.POST.get("reason", "")[:200]
    pressed(request, lambda: late.settle_late(phone_op, words, actor=request.actor), _("The note is settled."))
    return redirect("transfers:batch", found.batch.uuid)


def split_batch(request: ActorRequest, batch: UUID) -> HttpResponse:
    """Move some of the people into a new batch: ticked one by one, or by village where there are many."""
    found = batch_or_404(request, batch)
    listed = Passenger.objects.filter(batch=found, status__in=ON_THE_LIST).order_by("area_id", "together", "pk")
    is_long = listed.count() > MANY
    people = list(listed if is_long else listed.select_related("person"))
    first = {"departs_at": found.departs_at, "arrives_at": found.arrives_at, "seats": 45}
    form = SplitForm(request.POST or None, initial=first)
    picked = set(request.POST.getlist("pick"))
    chosen = [one.uuid for one in people if str(one.uuid) in picked or _village(one) in picked]
    made: list[Any] = []

    def act() -> None:
        made.append(actions.split_batch(found.uuid, chosen, form.cleaned_data, actor=request.actor))

    if request.method == "POST" and not chosen and form.is_valid():
        form.add_error(None, _("Tick at least one person."))
    if request.method == "POST" and done(request, form, act, _("Split.")):
        return redirect("transfers:batch", made[0].uuid)
    rows = _by_village(people) if is_long else _by_person(request, people)
    shown = {
        "form": form,
        "batch": found,
        "way": way_to(found),
        "rows": [(key, words, small, str(key) in picked) for key, words, small in rows],
        "back": reverse("transfers:batch", args=[found.uuid]),
    }
    return render(request, "transfers/batch_split.html", shown, status=422 if form.is_bound and form.errors else 200)


def _village(passenger: Passenger) -> str:
    return str(passenger.area_id)[: KEY_LENGTH[Level.VILLAGE]]


def _by_village(people: list[Passenger]) -> list[tuple[Any, str, str]]:
    """Each village with how many of its people are on the list; nobody is named."""
    count = Counter(map(_village, people))
    places = place_names(count)
    said = [ngettext("%(shown)s person", "%(shown)s people", many) % {"shown": many} for many in count.values()]
    return [(key, places.get(key, key), words) for key, words in zip(count, said, strict=True)]


def _by_person(request: ActorRequest, people: list[Passenger]) -> list[tuple[Any, str, str]]:
    looked("transfers.split_batch", actor=request.actor, persons=[one.person_uuid for one in people])
    places = place_names({str(one.area_id) for one in people})
    return [(one.uuid, name_for(one.person, request.actor), places.get(str(one.area_id), "")) for one in people]


def merge_batch(request: ActorRequest, batch: UUID) -> HttpResponse:
    """Bring everybody into another batch."""
    found = batch_or_404(request, batch)
    form = MergeForm(request.POST or None, others=others_to_merge(found, request.actor))
    form.fields["into"].label_from_instance = lambda one: f"{one.number} {one.employer}"  # type: ignore[attr-defined]

    def act() -> None:
        actions.merge_batch(found.uuid, form.cleaned_data["into"].uuid, actor=request.actor)

    return act_by_form(
        request,
        form,
        act,
        _("Merged."),
        title=_("Merge into another batch"),
        back=reverse("transfers:batch", args=[found.uuid]),
        way=way_to(found),
        lead=_("Everybody on the list goes with the batch you choose; this one ends. Only batches of the same employer"
               " that are not locked are offered."),
        to=lambda: reverse("transfers:batch", args=[form.cleaned_data["into"].uuid]),
    )  # fmt: skip


def uuid_or_404(text: str) -> UUID:
    """A number that was posted."""
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
