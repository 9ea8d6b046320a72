"""Ask for a taught layout to be filled."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import NotYourVerb, require
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor, Level
from gangqiao.places.models import Division
from gangqiao.reports import teaching as t
from gangqiao.reports.models import Filling, Version
from gangqiao.reports.refusals import DayAhead, NothingTaught, TooManyForPost
from gangqiao.reports.states import Taught

FILL = "reports.fill"


def ask_to_fill(version: Version, area: Division, day: date, *, actor: Actor) -> Filling:
    """Write down that the layout is to be filled for an area and a day; a job makes it.

    Raises NotYourVerb, DayAhead, NothingTaught (a version that is not in use), TooManyForPost.
    """
    require(actor, FILL, area=area.key)
    if actor.user_id is None:
        raise NotYourVerb
    if day > clock.today():
        raise DayAhead
    if version.status != Taught.IN_FORCE:
        raise NothingTaught
    level = min(actor.level_in(area.key), Level.PERSONAL)
    if t.load(version.teaching).lists_people and level < Level.PERSONAL:
        raise TooManyForPost
    with transaction.atomic():
        filling = Filling.objects.create(
            area=area,
            version=version,
            day=day,
            level=level,
            made_by_id=actor.user_id,
            name=f"{version.layout.title} {area.name} {day.isoformat()}.xlsx"[:200],
        )
        record(FILL, actor=actor, subject=filling, fields=["day", "version"])
    return filling
