"""The desk: what waits, what did not go out and why, one notice with its buttons, figures by day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel.buttons import Buttons
from gangqiao.kernel.paging import columns_of, key_to_go_on, pager_of
from gangqiao.messaging import actions, showing
from gangqiao.messaging.gateways import messages_leave
from gangqiao.messaging.models import Message
from gangqiao.messaging.reads import desk
from gangqiao.messaging.states import Way

VIEW = "messaging.view"
LABELS = {
    "trouble": gettext_lazy("Did not go out"),
    "waiting": pgettext_lazy("notices", "Waiting"),
    "paper": pgettext_lazy("notices", "On paper"),
    "sent": pgettext_lazy("notices", "Sent"),
    "ended": pgettext_lazy("notices", "Ended"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the list as a tab."""

    label: Any
    href: str
    is_here: bool
    count: str


def messages(request: ActorRequest) -> HttpResponse:
    """The notices of one part, the newest first."""
    part = request.GET.get("part", "trouble")
    if part not in desk.PARTS:
        raise Http404
    found, more = desk.page_of(part, key_to_go_on(request))
    if persons := [row.person_uuid for row in found if row.person_uuid]:
        looked(VIEW, actor=request.actor, persons=persons)
    counts = desk.counts()
    heads = (_("Notice"), pgettext("notice", "For"), pgettext("notices", "Made"), _("State"), pgettext("notice", "Why"))
    shown = {
        "rows": [showing.message_shown(row, request.actor) for row in found],
        "is_empty": not found,
        "columns": columns_of(heads),
        "parts": [Part(LABELS[key], f"?part={key}", key == part, f"{counts[key]:,}") for key in desk.PARTS],
        "part": part,
        "count": counts[part],
        "leaves": messages_leave(),
        **pager_of(request, more),
    }
    return render(request, "messaging/messages.html", shown)


def message(request: ActorRequest, message: UUID) -> HttpResponse:
    """One notice: its words, where it stands and why, and what can be done."""
    found = message_or_404(request, message)
    looked(VIEW, actor=request.actor, persons=[found.person_uuid] if found.person_uuid else [], subject=found)
    shown = showing.message_shown(found, request.actor, whole=True)
    return render(request, "messaging/message.html", {"shown": shown, "leaves": messages_leave()})


def days(request: ActorRequest) -> HttpResponse:
    """What became of the notices of the last fourteen days."""
    rows = [showing.day_shown(day) for day in desk.days()]
    shown = {"rows": rows, "columns": showing.day_columns(), "leaves": messages_leave()}
    return render(request, "messaging/days.html", shown)


def message_or_404(request: Any, uuid: UUID) -> Message:
    """A notice to somebody outside, in the reader's areas."""
    found: Message | None = Message.objects.select_related("area").filter(uuid=uuid).exclude(way=Way.IN_APP).first()
    if found is None:
        raise Http404
    return found


_buttons = Buttons(message_or_404, "messaging:message")
retry = _buttons.step(actions.retry, gettext_lazy("It is in the queue again."))
take_as_sent = _buttons.step(actions.take_as_sent, gettext_lazy("It counts as sent."))
put_on_paper = _buttons.step(
    actions.put_on_paper, gettext_lazy("It goes by hand: it stands among the notices on paper.")
)
withdraw = _buttons.step(actions.withdraw, gettext_lazy("It is withdrawn and is not sent."), reason="note")
