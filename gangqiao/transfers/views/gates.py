"""Pages of the health office: which batches leave soon, who is to be checked, one check, a whole list of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel import clock
from gangqiao.kernel.buttons import done, pressed
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.links import Link
from gangqiao.transfers.actions import gates
from gangqiao.transfers.forms.gates import CheckForm, Line, TableForm, questions, tenths_of
from gangqiao.transfers.models import Batch, Passenger
from gangqiao.transfers.policy import health
from gangqiao.transfers.reads import gates_worklist as reads
from gangqiao.transfers.reads.board_seeing import find_batch
from gangqiao.transfers.showing import gates as showing

VIEW = "transfers.view_checks"
AT_ONCE = 60  # lines of the table: a coach full


def _batch_or_404(request: ActorRequest, uuid: UUID) -> Batch:
    found = find_batch(uuid, request.actor)
    if found is None:
        raise Http404
    return found


def _passenger_or_404(uuid: UUID) -> Passenger:
    found = reads.find_passenger(uuid)
    if found is None:
        raise Http404
    return found


def checks(request: ActorRequest) -> HttpResponse:
    """The batches that leave soon and ask for a check."""
    rows = showing.batch_rows(reads.due(request.actor))
    return render(request, "transfers/checks.html", {"rows": rows, "looks": showing.look_words()})


def checks_of(request: ActorRequest, batch: UUID) -> HttpResponse:
    """The people of one batch, those first who are still to be checked."""
    found = _batch_or_404(request, batch)
    look = request.GET.get("look", "open")
    standing = reads.standing_of(found)
    shown = showing.list_page(found, standing, look if look in reads.LOOKS else "open", request.actor)
    looked(VIEW, actor=request.actor, persons=[row.passenger.person_uuid for row in shown["rows"]])
    shown["first"] = standing.open[0] if standing.open else None
    shown["may_check"] = request.actor.may(gates.CHECK)
    return render(request, "transfers/checks_of.html", shown)


def check(request: ActorRequest, passenger: UUID) -> HttpResponse:
    """Check one person; then comes the next one who is still to be checked."""
    found, actor = _passenger_or_404(passenger), request.actor
    form = CheckForm(request.POST or None, initial={"clinic": reads.last_clinic(actor)})
    made: list[Any] = []

    def act() -> None:
        given = form.cleaned_data
        hold = health.HELD if given["hold"] else ""
        made.append(
            gates.check(
                found.uuid, given["temperature"], form.said(), at=given["at"], clinic=given["clinic"], result=hold,
                actor=actor,
            )
        )  # fmt: skip

    if request.method == "POST" and done(request, form, act, ""):
        _say(request, found, made[0])
        after = reads.next_after(found, reads.standing_of(found.batch))
        return redirect("transfers:check", after.uuid) if after else redirect("transfers:checks_of", found.batch.uuid)
    looked(gates.CHECK, actor=actor, person=found.person)
    shown = {
        "form": form,
        "row": showing.person_rows([found], found.batch)[0],
        "batch": found.batch,
        "standing": reads.standing_of(found.batch),
        "found": showing.found_rows(reads.checks_of(found)),
        "way": _way(found.batch),
        "limit": f"{health.NUMBERS.on(clock.today()).temperature_limit / 10:.1f}",
    }
    return render(request, "transfers/check.html", shown, status=422 if form.is_bound else 200)


def table(request: ActorRequest, batch: UUID) -> HttpResponse:
    """Enter the checks of a whole coach at once. What is right is taken; what is not stays with the reason."""
    found, actor = _batch_or_404(request, batch), request.actor
    people = reads.standing_of(found).open[:AT_ONCE]
    form = TableForm(request.POST or None, initial={"clinic": reads.last_clinic(actor)})
    lines = form.lines(people)
    if request.method == "POST" and form.is_valid():
        taken = sum(_take(line, form, request) for line in lines if line.is_filled)
        if taken:
            words = ngettext("%(many)s check was recorded.", "%(many)s checks were recorded.", taken)
            messages.success(request, words % {"many": taken})
        if not any(line.fault for line in lines):
            return redirect("transfers:checks_of", found.uuid)
        lines = [line for line in lines if line.fault or not line.is_filled]
    looked(gates.CHECK, actor=actor, persons=[line.passenger.person_uuid for line in lines])
    shown = {"form": form, "lines": lines, "questions": questions(), "batch": found, "way": _way(found)}
    return render(request, "transfers/check_table.html", shown, status=422 if form.is_bound else 200)


def _take(line: Line, form: TableForm, request: ActorRequest) -> bool:
    """Record one line; False when it was refused, and the line says why."""
    answers = {key: key in line.yes for key, _words in questions()}
    given = form.cleaned_data
    try:
        gates.check(
            line.passenger.uuid,
            tenths_of(line.typed) or 0,
            answers,
            at=given["at"],
            clinic=given["clinic"],
            actor=request.actor,
        )
    except Refusal as refusal:
        line.fault = str(refusal)
        return False
    return True


def _say(request: ActorRequest, passenger: Passenger, made: Any) -> None:
    name = passenger.shown_name
    if made.result == health.FIT:
        until = date_format(timezone.localtime(made.valid_until), "DATETIME_FORMAT")
        words = _("%(name)s: passed, valid until %(until)s.") % {"name": name, "until": until}
        messages.success(request, words)
    else:
        messages.warning(request, _("%(name)s: to wait. Only the state was told to the office.") % {"name": name})


def _way(batch: Batch) -> list[Link]:
    return [
        Link(_("Checks"), reverse("transfers:checks")),
        Link(batch.number, reverse("transfers:checks_of", args=[batch.uuid])),
    ]


def _button(act: Any, said: Any, *, has_reason: bool = False) -> Any:
    """The view of a button at the gate; it leads back to where the reader came from."""

    def view(request: ActorRequest, passenger: UUID) -> HttpResponse:
        found = _passenger_or_404(passenger)
        more = {"why": request.POST.get("reason", "")[:200]} if has_reason else {}
        pressed(request, lambda: act(found.uuid, actor=request.actor, **more), said)
        if request.actor.may("transfers.view_passengers"):
            return redirect("transfers:passenger", found.uuid)
        return redirect("transfers:checks_of", found.batch.uuid)

    view.__name__, view.__doc__ = act.__name__, act.__doc__
    return view


hold_back = _button(gates.hold_back, gettext_lazy("Held back. The certificate was revoked."), has_reason=True)
pass_gate = _button(gates.pass_gate, gettext_lazy("Cleared. The last check still holds."))
ask_again = _button(gates.ask_again, gettext_lazy("To be checked anew. The certificate was revoked."))
