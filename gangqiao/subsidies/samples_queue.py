"""What samples after payment put on the list of work."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext, ngettext, pgettext

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.queue import QueueEntry, Urgency, register
from gangqiao.places.reads import county_path
from gangqiao.subsidies.reads import samples

DRAW, PASS, DECIDE = "subsidies.draw_sample", "subsidies.pass_sample", "subsidies.decide_sample"


@register("subsidies.samples_to_draw", verb=DRAW)
def to_draw(actor: Actor) -> Iterable[QueueEntry]:
    """The last quarter is over, something was paid in it, and its share was not drawn."""
    if actor.may(DRAW, county_path()) and samples.is_to_be_drawn():
        yield QueueEntry(
            title=gettext("A sample of the payments of the last quarter is to be drawn"),
            reason=gettext("Each quarter a share of what was paid is looked into."),
            act=pgettext("sample of payments", "Draw"), href=reverse("subsidies:samples"), urgency=Urgency.DUE,
            since=samples.quarter_of(clock.today())[0],
        )  # fmt: skip


@register("subsidies.samples", verb=PASS)
def to_check(_actor: Actor) -> Iterable[QueueEntry]:
    """Evidence that did not come in time, and payments to be looked into."""
    here, late = reverse("subsidies:samples"), samples.count("late")
    if late:
        title = ngettext("No evidence came for %(many)d sampled payment",
                         "No evidence came for %(many)d sampled payments", late)  # fmt: skip
        yield QueueEntry(
            title=title % {"many": late}, reason=gettext("The day by which it was asked for is over."),
            act=pgettext("sample of payments", "Look"), href=f"{here}?look=late", urgency=Urgency.OVERDUE, count=late,
        )  # fmt: skip
    if many := samples.count("") - late:
        title = ngettext("%(many)d sampled payment to check", "%(many)d sampled payments to check", many)
        yield QueueEntry(
            title=title % {"many": many}, reason=gettext("They were drawn at random after the payment."),
            act=pgettext("sample of payments", "Check"), href=here, urgency=Urgency.DUE, count=many,
        )  # fmt: skip


@register("subsidies.samples_to_decide", verb=DECIDE)
def to_decide(_actor: Actor) -> Iterable[QueueEntry]:
    """Payments in doubt: the person is heard, then somebody decides who did not check."""
    if many := samples.count("hearing"):
        title = ngettext("%(many)d sampled payment in doubt", "%(many)d sampled payments in doubt", many)
        yield QueueEntry(
            title=title % {"many": many},
            reason=gettext("The person is heard first; then somebody decides who did not check it."),
            act=pgettext("sample of payments", "Decide"), href=f"{reverse('subsidies:samples')}?look=hearing",
            urgency=Urgency.DUE, count=many,
        )  # fmt: skip
