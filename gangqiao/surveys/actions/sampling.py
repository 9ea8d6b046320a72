"""A second visit to some households by somebody else: drawn by chance that can be drawn again, and what it found."""

from __future__ import annotations

import math
import random

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import require
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.paths import upper_bound
from gangqiao.surveys.models import Campaign, Recheck, Task
from gangqiao.surveys.refusals import NothingToDraw, OutcomeMissing, ShareNotPossible
from gangqiao.surveys.states import HANDED_IN, Found, Outcome


def draw_sample(campaign_id: int, *, area: str, share: int, seed: str, actor: Actor) -> list[Recheck]:
    """Draw a share (percent) of the surveyed households of an area that were not drawn before; at least one.

    The same seed over the same households draws the same. Raises ShareNotPossible, NothingToDraw.
    """
    require(actor, "surveys.sample", area=area)
    if not 1 <= share <= 100:
        raise ShareNotPossible
    campaign = Campaign.objects.get(pk=campaign_id)
    with transaction.atomic():
        handed_in = Task.objects.filter(
            campaign=campaign,
            area__gte=area,
            area__lt=upper_bound(area),
            status__in=HANDED_IN,
            outcome=Outcome.SURVEYED,
        )
        free = list(handed_in.filter(rechecks=None).order_by("household_no", "pk"))
        if not free:
            raise NothingToDraw
        drawn = random.Random(f"{seed}:{campaign.uuid}:{area}").sample(free, math.ceil(len(free) * share / 100))
        rows = [Recheck(area_id=t.area_id, task=t, seed=seed[:40], drawn_by=actor.name[:100]) for t in drawn]
        for row in rows:
            row.save(force_insert=True)
        record("surveys.sample", actor=actor, subject=campaign, area=area, reason=f"{share} % {seed}"[:100])
    return rows


def record_recheck(recheck_id: int, *, found: str, note: str = "", actor: Actor) -> Recheck:
    """Write what the second visit found. Raises OutcomeMissing."""
    if found not in Found.values:
        raise OutcomeMissing
    with transaction.atomic():
        row: Recheck = Recheck.objects.select_for_update().get(pk=recheck_id)
        require(actor, "surveys.sample", row)
        row.found, row.note, row.done_on, row.done_by = (
            found,
            note.strip()[:500] or None,
            clock.today(),
            actor.name[:100],
        )
        row.save()
        record("surveys.sample", actor=actor, subject=row, fields=["found"])
    return row
