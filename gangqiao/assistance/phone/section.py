"""Who is on duty in a village this month and the last, as a phone carries it: plan, and what stands marked."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db.models import Q

from gangqiao.assistance.actions.duty import MARK
from gangqiao.assistance.codes import LISTS
from gangqiao.assistance.policy import duty as policy
from gangqiao.assistance.reads import duty as reads
from gangqiao.assistance.reads.duty import Month
from gangqiao.audit.events import looked
from gangqiao.audit.models import Event
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.paths import upper_bound
from gangqiao.places.models import Division

Json = dict[str, Any]
MOST = 300
# After these something on the phone is otherwise.
VERBS = (
    MARK, "assistance.plan_duty", "assistance.start_duty", "assistance.suspend", "assistance.resume",
    "assistance.end_duty", "assistance.sign_agreement", "people.record_death",
)  # fmt: skip


def section(village: Division, actor: Actor) -> tuple[Json | None, str]:
    """The holders of the village; null for who may not mark them, or when nobody is on duty; and a digest."""
    found = _whole(village, actor)
    if found is None:
        return None, "none"
    return found, hashlib.sha256(json.dumps(found, ensure_ascii=False).encode()).hexdigest()[:20]


def changed(village: Division, since: int, actor: Actor) -> dict[str, list[Any]]:
    """The section as it stands now, in place of the former one, when something of it changed."""
    area = str(village.key)
    if not actor.may(MARK, area):
        return {}
    here = Q(area__gte=area, area__lt=upper_bound(area))
    if not Event.objects.filter(here, seq__gt=since, verb__in=VERBS).exists():
        return {}
    found = _whole(village, actor)
    if found is None:
        return {"duty": [{"holders": [], "marks": _words()}]}
    persons = [one["person"] for one in found["holders"]]
    looked("sync.carry", actor=actor, persons=persons, subject=village)
    return {"duty": [found]}


def _whole(village: Division, actor: Actor) -> Json | None:
    area = str(village.key)
    if not actor.may(MARK, area):
        return None
    this = policy.month_of(clock.today())
    last = policy.months_before(this, 1)
    holders: dict[str, Json] = {}
    for month in (last, this):
        for one in reads.months_of(reads.holders_in(area, month)[:MOST], month):
            _add(holders, one)
    return {"holders": list(holders.values()), "marks": _words()} if holders else None


def _add(holders: dict[str, Json], found: Month) -> None:
    holder = found.holder
    entry = holders.setdefault(
        str(holder.uuid),
        {
            "uuid": str(holder.uuid),
            "person": str(holder.person_uuid),
            "name": holder.person.name,
            "post": holder.post.title,
            "place": holder.post.place,
            "hours": holder.post.hours,
            "days": [],
        },
    )
    planned = set(found.plan.days) if found.plan is not None else set()
    if found.plan is not None:
        entry["place"], entry["hours"] = found.plan.place or entry["place"], found.plan.hours or entry["hours"]
    for day in found.covered:
        mark = found.marks.get(day)
        entry["days"].append(
            {
                "on": day.isoformat(),
                "mark": mark.mark if mark is not None else "",
                "half": mark is not None and mark.half,
                "planned": day.day in planned,
            }
        )


def _words() -> list[list[str]]:
    """The marks to choose from, as [code, words]: the phone knows no code lists of assistance."""
    return [[code, str(words)] for code, words in LISTS["duty_mark"].choices()]
