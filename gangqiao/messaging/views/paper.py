"""What goes by hand: by village, printed, handed over."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.cache import never_cache

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel import clock
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.paging import columns_of
from gangqiao.messaging import actions, showing
from gangqiao.messaging.reads.paper import by_village, on_paper
from gangqiao.messaging.states import Status

HAND_OVER = "messaging.hand_over"
MOST_SHOWN = 200


def paper(request: ActorRequest) -> HttpResponse:
    """How much goes by hand in each village, and what is printed and not handed over yet."""
    printed = list(on_paper().filter(status=Status.SENT)[:MOST_SHOWN])
    if persons := [row.person_uuid for row in printed if row.person_uuid]:
        looked(HAND_OVER, actor=request.actor, persons=persons)
    shown = {
        "villages": by_village(),
        "rows": [showing.message_shown(row, request.actor) for row in printed],
        "village_columns": columns_of((_("Village"), _("To be printed"), _("Printed, to be handed over"), "")),
        "columns": columns_of((pgettext("notice", "For"), _("Notice"), _("Printed"), _("Holds until"))),
        "may_print": request.actor.may("messaging.print"),
    }
    return render(request, "messaging/paper.html", shown)


@never_cache
def print_sheet(request: ActorRequest) -> HttpResponse:
    """The sheet of one village, or of all."""
    village = request.POST.get("village", "")
    try:
        content = actions.print_sheet([village] if village else [], actor=request.actor)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("messaging:paper")
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="notices-{clock.today().isoformat()}.pdf"'
    return response


def hand_over(request: ActorRequest) -> HttpResponse:
    """Note the ticked notices as handed over."""
    ticked = [UUID(given) for given in request.POST.getlist("pick")[:MOST_SHOWN] if _is_uuid(given)]
    try:
        many = actions.hand_over(ticked, actor=request.actor)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("messaging:paper")
    if many:
        said = ngettext("%(many)s notice is noted as handed over.", "%(many)s notices are noted as handed over.", many)
        messages.success(request, said % {"many": many})
    else:
        messages.warning(request, _("Tick what was handed over first."))
    return redirect("messaging:paper")


def _is_uuid(given: str) -> bool:
    try:
        UUID(given)
    except ValueError:
        return False
    return True
