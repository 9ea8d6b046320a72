"""What the checks before payment put on the list of work."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext, ngettext, pgettext

from gangqiao.kernel.actor import Actor
from gangqiao.kernel.queue import QueueEntry, Urgency, register
from gangqiao.subsidies.reads import findings

SETTLE = "subsidies.settle_finding"


@register("subsidies.findings", verb=SETTLE)
def to_settle(_actor: Actor) -> Iterable[QueueEntry]:
    """What holds payments back, and warnings nobody has looked into."""
    here = reverse("subsidies:findings")
    if many := findings.count(""):
        title = ngettext("%(many)d finding holds a payment back", "%(many)d findings hold payments back", many)
        yield QueueEntry(
            title=title % {"many": many},
            reason=gettext("Nothing is paid before somebody without a hand in the claim has settled it."),
            act=pgettext("finding", "Settle"), href=here, urgency=Urgency.DUE, count=many,
        )  # fmt: skip
    if many := findings.count("warn"):
        title = ngettext("%(many)d warning before payment", "%(many)d warnings before payment", many)
        yield QueueEntry(
            title=title % {"many": many}, reason=gettext("It holds nothing back, but somebody should look."),
            act=pgettext("finding", "Look"), href=f"{here}?look=warn", count=many,
        )  # fmt: skip
    if many := findings.count("wrong"):
        title = ngettext("%(many)d claim found to be wrong is still open",
                         "%(many)d findings of something wrong on open claims", many)  # fmt: skip
        yield QueueEntry(
            title=title % {"many": many}, reason=gettext("Send the claim back to be mended, or reject it."),
            act=pgettext("finding", "Look"), href=f"{here}?look=wrong", urgency=Urgency.DUE, count=many,
        )  # fmt: skip
