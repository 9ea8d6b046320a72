"""Snapshots that are being taken, and what became of those the reader asked for a moment ago."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy

from gangqiao.imports.rows import say_refusal
from gangqiao.indicators.models import Taking
from gangqiao.indicators.showing.addresses import address
from gangqiao.indicators.snapshots.taking import Stage
from gangqiao.indicators.states import TakingStatus
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor

LATELY = timedelta(minutes=15)
STAGES = {
    0: gettext_lazy("waits for its turn"),
    Stage.READING: gettext_lazy("reads the county as it was known"),
    Stage.COUNTING: gettext_lazy("counts everybody by each way of counting"),
    Stage.WRITING: gettext_lazy("writes the files"),
    Stage.STORING: gettext_lazy("checks and stores them"),
}


def takings_shown(actor: Actor) -> list[dict[str, Any]]:
    """What is being taken now, and what became lately of what the reader asked for."""
    lately = clock.now() - LATELY
    own = Q(asked_by=actor.user_id, asked_at__gte=lately)
    found = Taking.objects.filter(Q(status=TakingStatus.WAITS) | own).select_related("asked_by", "snapshot")
    return [
        {
            "taking": one,
            "waits": one.status == TakingStatus.WAITS,
            "stage": STAGES[one.part],
            "part": one.part,
            "parts": len(Stage),
            "href": address("indicators:snapshot", str(one.snapshot.uuid)) if one.snapshot else "",
            "said": say_refusal(one.said),
        }
        for one in found[:20]
    ]
